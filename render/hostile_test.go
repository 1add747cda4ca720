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
		doc := rendertest.Page(t, files, name)
		checkPolicy(t, doc) // which finds scripts, too
		checkBalance(t, rendertest.Read(t, files, name))
		if doc.Find("img").Length() > 0 {
			t.Errorf("%s: an <img> got in", name)
		}
	}
	for id, name := range rendertest.HostileNames {
		if got, want := strings.Join(rendertest.Texts(t, files, "artists/"+id+"/index.html", "h1"), " "), strings.Join(strings.Fields(name), " "); got != want {
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
		found := false
		var option struct {
			Series []struct {
				MarkLine struct {
					Data []struct{ Name string }
				}
			}
		}
		if err := json.Unmarshal([]byte(rendertest.Page(t, files, "artists/"+id+"/index.html").Find("script#option").Text()), &option); err != nil {
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
		if !found {
			t.Errorf("%s: no event in the options", id)
		}
	}
}
