package render

import (
	"encoding/json"
	"strings"
	"testing"

	"datarocks/content"
)

// hostileNames are names that would run, break out or break a page, if a page
// let them.
var hostileNames = map[string]string{
	"script":   `x</script><script>alert(1)</script>`,
	"function": `__f__alert(1)__f__`,
	"quotes":   `"'><img src=x onerror=alert(1)>`,
	"rtl":      "فرقة الروك",
	"emoji":    "🤘🎸",
	"long":     strings.Repeat("Long ", 60),
	"template": `{{.Name}} ${alert(1)} $spotify`,
	"comment":  `<!-- --><!--><script>`,
	"lines":    "a\u2028b\u2029c",
}

// hostileWorld has an artist of each name, whose notes, events and reasons are
// no better.
func hostileWorld() *world {
	w := newWorld()
	for id, name := range hostileNames {
		a := w.artist(id, name)
		a.Genre = name
		a.Body = "<script>alert(1)</script>\n\n[link](javascript:alert(1)) <img src=x onerror=alert(1)> ![p](javascript:alert(1))\n\n" + name
		a.Timeline = []content.Event{{Day: newest - 3, Title: name}}
		w.until(id, content.Spotify, append(append(numbers(10, 20, 30), missing(name)), numbers(40, 50)...)...)
		w.until(id, content.Twitter, append(numbers(7), missing(name))...)
	}
	return w
}

func TestHostileNames(t *testing.T) {
	t.Parallel()
	files := hostileWorld().render(t)
	for _, name := range pagesOf(t, files) {
		doc := document(t, files, name)
		checkPolicy(t, doc)
		checkBalance(t, read(t, files, name))
		if got := find(doc, "img", ""); len(got) > 0 {
			t.Errorf("%s: an <img> got in", name)
		}
		for _, script := range find(doc, "script", "") {
			if attribute(script, "src") == "" && attribute(script, "type") != "application/json" {
				t.Errorf("%s: a script got in", name)
			}
		}
	}
	for id, name := range hostileNames {
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
	files := hostileWorld().render(t)
	for id, name := range hostileNames {
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
