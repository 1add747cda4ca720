package fetch_test

import (
	"encoding/json"
	"strings"
	"testing"

	"datarocks/fetch"
)

func TestParseCountTakesOnlyWholeNumbers(t *testing.T) {
	tests := []struct{ raw, want string }{
		{"0", "0"},
		{"14156138", "14156138"},
		{" 7 ", "7"},
		{"9007199254740991", "9007199254740991"},
		{"9007199254740992", "unavailable: the answer's count is out of range"},
		{"99999999999999999999999", "unavailable: the answer's count is out of range"},
		{"-99999999999999999999999", "unavailable: the answer's count is out of range"},
		{"-1", "unavailable: the answer's count is out of range"},
		{"", "unavailable: the answer has no followers"},
		{"null", "unavailable: the answer has no followers"},
		{"1.5", "unavailable: the answer's followers are not a whole number"},
		{"5.0", "unavailable: the answer's followers are not a whole number"},
		{"1e3", "unavailable: the answer's followers are not a whole number"},
		{`"5"`, "unavailable: the answer's followers are not a whole number"},
		{"true", "unavailable: the answer's followers are not a whole number"},
		{"[5]", "unavailable: the answer's followers are not a whole number"},
		{"{}", "unavailable: the answer's followers are not a whole number"},
	}
	for _, test := range tests {
		if got := fetch.ParseCount(json.RawMessage(test.raw), "followers").String(); got != test.want {
			t.Errorf("ParseCount(%s) = %s, want %s", test.raw, got, test.want)
		}
	}
}

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

func TestAnAccountTwice(t *testing.T) {
	found := make(fetch.Found)
	for name, n := range map[string]int64{"opeth": 5, "metallica": 7} {
		found.Add(name, fetch.Number(n), "twice")
		found.Add(name, fetch.Number(5), "twice")
	}
	if found["opeth"] != fetch.Number(5) || found["metallica"].String() != "unavailable: twice" {
		t.Errorf("found %v", found)
	}
}

func TestAnAnswerForAnother(t *testing.T) {
	for given, want := range map[string]string{" ": "error: not in the answer", "Opeth": "unavailable: wrong account: the answer is for Opeth"} {
		if got := fetch.Another(given).String(); got != want {
			t.Errorf("for %q: %s, want %s", given, got, want)
		}
	}
}
