package render

import (
	"encoding/json"
	"strings"
	"testing"

	"datarocks/render/rendertest"
)

func TestHostileNames(t *testing.T) {
	t.Parallel()
	files := siteOf(t, rendertest.Hostile())
	for _, name := range rendertest.Pages(t, files) {
		doc := document(t, files, name)
		checkPolicy(t, doc)
		checkBalance(t, rendertest.Read(t, files, name))
		if got := find(doc, "img", ""); len(got) > 0 {
			t.Errorf("%s: an <img> got in", name)
		}
		for _, script := range find(doc, "script", "") {
			if attribute(script, "src") == "" && attribute(script, "type") != "application/json" {
				t.Errorf("%s: a script got in", name)
			}
		}
	}
	for id, name := range rendertest.HostileNames {
		doc := document(t, files, "artists/"+id+"/index.html")
		if got, want := textOf(find(doc, "h1", "")...), strings.Join(strings.Fields(name), " "); got != want {
			t.Errorf("the heading reads %q, want %q", got, want)
		}
	}
}

// TestHostileOptions reads the options of the live chart as a browser does: a
// name is a text in them, never code, and no colour.
func TestHostileOptions(t *testing.T) {
	t.Parallel()
	files := siteOf(t, rendertest.Hostile())
	for id, name := range rendertest.HostileNames {
		doc := document(t, files, "artists/"+id+"/index.html")
		found := false
		for _, script := range find(doc, "script", "") {
			if attribute(script, "id") != "option" {
				continue
			}
			var option struct {
				Series []struct {
					MarkLine struct {
						Data []struct{ Name string }
					}
				}
			}
			if err := json.Unmarshal([]byte(script.FirstChild.Data), &option); err != nil {
				t.Fatalf("%s: %v", id, err)
			}
			for _, s := range option.Series {
				for _, mark := range s.MarkLine.Data {
					found = true
					if mark.Name != name {
						t.Errorf("%s: an event is called %q, want %q", id, mark.Name, name)
					}
				}
			}
		}
		if !found {
			t.Errorf("%s: no event in the options", id)
		}
	}
}
