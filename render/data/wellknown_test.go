package data

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/render/rendertest"
	"datarocks/render/roster"
	"datarocks/render/words"
	"datarocks/templates"
)

// folder is an Output.
type folder struct{ *os.Root }

func (f folder) Write(name string, data []byte) error {
	if err := f.MkdirAll(path.Dir(name), 0o755); err != nil {
		return err
	}
	return f.WriteFile(name, data, 0o644)
}

func (f folder) Create(name string) (*os.File, error) {
	if err := f.MkdirAll(path.Dir(name), 0o755); err != nil {
		return nil, err
	}
	return f.Root.Create(name)
}

// filesOf returns all files for programs of a world.
func filesOf(t testing.TB, w *rendertest.World) fs.FS {
	t.Helper()
	schema := rendertest.Read(t, templates.Site(), "schema.json")
	l, s := words.In(w.Language), roster.New(&w.Site, w.History(t)).Survey()
	return rendertest.Files(t, func(root *os.Root) error {
		out := folder{root}
		api, err := NewAPI(out, s, l, []byte(schema))
		if err != nil {
			return err
		}
		for _, entry := range w.Artists {
			a := s.Artist(entry)
			counts, entries := NewArtist(a, s.History.Demo), NewEntries(l, a.Happenings())
			feed := Feed{Site: s.Site, Words: l, Path: a.Path, Title: a.Name}
			err = errors.Join(err, WriteJSON(out, a.Path+"data.json", counts), out.Write(a.Path+"data.csv", counts.CSV()),
				WriteOEmbed(out, s.Site, l, a), feed.Write(out, entries), api.Add(a, counts, w.BaseURL != "" && len(entries) > 0))
		}
		feed := Feed{Site: s.Site, Words: l, Title: s.Site.Title}
		return errors.Join(err, api.Close(), WriteStatus(out, s), WriteManifest(out, s, "test"), WriteCalendar(out, s, l), feed.Write(out, SiteEntries(l, s)))
	})
}

func TestOEmbed(t *testing.T) {
	t.Parallel()
	w := rendertest.Hostile()
	w.BaseURL = "https://counts.example.org/label/"
	files := filesOf(t, w)
	for id, name := range rendertest.HostileNames {
		page := w.BaseURL + "artists/" + id + "/"
		o := strictly[oembed](t, files, "artists/"+id+"/oembed.json")
		if o.Version != "1.0" || o.Type != "rich" || o.Title != name || o.ProviderURL != w.BaseURL {
			t.Errorf("%+v", o)
		}
		doc, err := goquery.NewDocumentFromReader(strings.NewReader(o.HTML))
		if err != nil {
			t.Fatal(err)
		}
		// What WordPress keeps is what there is.
		body := doc.Find("body")
		tags := body.Find("*").Map(func(_ int, n *goquery.Selection) string { return goquery.NodeName(n) })
		if !slices.Equal(tags, []string{"blockquote", "a", "iframe"}) || !strings.HasPrefix(o.HTML, "<blockquote><a ") || !strings.HasSuffix(o.HTML, "></iframe>") {
			t.Errorf("%s: %s", id, o.HTML)
		}
		if got := body.Find("a"); got.AttrOr("href", "") != page || rendertest.Words(got) != strings.Join(strings.Fields(name), " ") {
			t.Errorf("%s: the link is %s", id, o.HTML)
		}
		if got := body.Find("iframe").AttrOr("src", ""); got != page+"embed/" {
			t.Errorf("%s: the frame is of %s", id, got)
		}
	}
}

func TestFeeds(t *testing.T) {
	t.Parallel()
	w := rendertest.Full()
	w.Artists[0].Timeline = append(w.Artists[0].Timeline, content.Event{Day: rendertest.Newest + 1, Title: "Announced"})
	w.Artists[1].Accounts[content.Spotify] = "another"
	w.Until("opeth", content.Spotify, rendertest.Numbers(950_001)...)
	files := filesOf(t, w)
	all := rendertest.XML(t, files, "feed.xml")
	want := []string{
		"Label", "Opeth: another account is counted on Spotify", "Week to 22 November 2026", "Dream Theater: Album",
		"Week to 15 November 2026", "Week to 8 November 2026", "Dream Theater: Single",
	}
	if got := all["title"]; len(got) < len(want) || !slices.Equal(got[:len(want)], want) {
		t.Errorf("titles are %q", got)
	}
	wantIDs := []string{
		w.BaseURL, w.BaseURL + "artists/opeth/#spotify-2026-11-23", w.BaseURL + "#week-2026-W47", w.BaseURL + "artists/dream-theater/#event-2026-11-20",
		w.BaseURL + "#week-2026-W46", w.BaseURL + "#week-2026-W45", w.BaseURL + "artists/dream-theater/#event-2026-11-03",
	}
	if got := all["id"]; len(got) < len(wantIDs) || !slices.Equal(got[:len(wantIDs)], wantIDs) {
		t.Errorf("ids are %q", got)
	}
	if got := all["updated"]; got[0] != "2026-11-23T00:00:00Z" || got[3] != "2026-11-20T00:00:00Z" {
		t.Errorf("times are %q", got)
	}
	if own := rendertest.XML(t, files, "artists/opeth/feed.xml"); len(own["entry"]) != 1 {
		t.Errorf("Opeth's feed has %q", own["title"])
	}
	if _, err := fs.Stat(files, "artists/vola/feed.xml"); err == nil {
		t.Error("nothing happened to VOLA, and it has a feed")
	}
}

// TestTwoOfADay: each entry has an id of its own.
func TestTwoOfADay(t *testing.T) {
	t.Parallel()
	w := rendertest.New()
	w.BaseURL = "https://counts.example.org/"
	a := w.Artist("vola", "VOLA")
	a.Timeline = []content.Event{{Day: rendertest.Newest, Title: "A"}, {Day: rendertest.Newest, Title: "A"}, {Day: rendertest.Newest, Title: "B"}}
	w.Until("vola", content.Spotify, rendertest.Numbers(1)...)
	ids := rendertest.XML(t, filesOf(t, w), "feed.xml")["id"]
	if slices.Sort(ids); len(ids) != 4 || len(slices.Compact(ids)) != 4 {
		t.Errorf("ids are %q", ids)
	}
}

// TestLargeSitemap: more pages than one sitemap may list go to several.
func TestLargeSitemap(t *testing.T) {
	t.Parallel()
	const base = "https://counts.example.org/"
	for _, n := range []int{sitemapEnd, sitemapEnd + 1} {
		var addresses []string
		for i := range n {
			addresses = append(addresses, fmt.Sprintf("%sartists/a%06d/", base, i))
		}
		files := rendertest.Files(t, func(root *os.Root) error { return WriteSitemap(folder{root}, base, addresses) })
		if n <= sitemapEnd {
			if locs := strings.Count(rendertest.Read(t, files, "sitemap.xml"), "<loc>"); locs != n {
				t.Errorf("%d pages, and %d in the sitemap", n, locs)
			}
			continue
		}
		locs := rendertest.XML(t, files, "sitemap.xml")["loc"]
		if diff := cmp.Diff([]string{base + "sitemap-1.xml", base + "sitemap-2.xml"}, locs); diff != "" {
			t.Error(diff)
		}
		first, second := rendertest.XML(t, files, "sitemap-1.xml")["loc"], rendertest.XML(t, files, "sitemap-2.xml")["loc"]
		if !slices.Equal(slices.Concat(first, second), addresses) || len(second) != 1 {
			t.Errorf("%d and %d pages of %d", len(first), len(second), n)
		}
	}
}
