package fetch_test

import (
	"encoding/json"
	"strings"
	"testing"

	"datarocks/fetch"
)

func TestNamesAreOneBoundedLine(t *testing.T) {
	c := fetch.Number(7).Named(" Dream\nTheater\x00 ")
	if c.Name != "Dream Theater" {
		t.Errorf("the name is %q", c.Name)
	}
	if n, ok := c.Value(); n != 7 || !ok {
		t.Errorf("the count is %v", c)
	}
	long := fetch.Missing(fetch.Hidden, "").Named(strings.Repeat("é", 1000))
	if n := len([]rune(long.Name)); n != 300 {
		t.Errorf("a name of %d characters, want 300", n)
	}
	if (fetch.Count{}).Named("Opeth") != (fetch.Count{}) {
		t.Error("the zero Count became something")
	}
}

func TestTextIsAStringOrNothing(t *testing.T) {
	for raw, want := range map[string]fetch.Text{`"Opeth"`: "Opeth", `5`: "", `null`: "", `{"en":"Opeth"}`: "", `["Opeth"]`: ""} {
		text := fetch.Text("before")
		if err := json.Unmarshal([]byte(raw), &text); err != nil || text != want {
			t.Errorf("%s is read as %q, %v; want %q", raw, text, err, want)
		}
	}
}
