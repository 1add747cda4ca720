package render

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"datarocks/content"
	"datarocks/fetch"
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

// TestStrangers: what a stranger calls an account, or answers, is quoted in few words
// wherever the site has it, and nothing makes a link of it.
func TestStrangers(t *testing.T) {
	t.Parallel()
	w := rendertest.New()
	w.BaseURL = "https://label.example/"
	w.Artist("vola", "Vola")
	w.Grow("vola", content.Spotify, 30, 1000, 2000)
	name := "Win at https://evil.example/x or www.evil.example, @everyone " + strings.Repeat("x", 240)
	w.Until("vola", content.Twitter, fetch.Number(5), fetch.Number(5), rendertest.Missing("see https://evil.example/y"), fetch.Number(6))
	for day := rendertest.Newest - 1; day <= rendertest.Newest; day++ {
		w.HoldFor("the account calls itself "+strconv.Quote(name), day, "vola", content.Twitter)
	}
	w.HoldFor("the account calls itself "+strconv.Quote(name), rendertest.Newest, "vola", content.Spotify)
	quoted := 0
	for file, text := range rendertest.All(t, siteOf(t, w)) {
		for _, part := range []string{"https://evil", "www.evil", "evil.example", "@everyone", strings.Repeat("x", 61)} {
			if strings.Contains(text, part) {
				t.Errorf("%s has %s", file, part)
			}
		}
		if strings.Contains(text, "Win at") {
			quoted++
		}
	}
	if quoted < 3 {
		t.Errorf("%d files name the account", quoted)
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
