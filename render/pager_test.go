package render

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/render/rendertest"
	"datarocks/render/roster"
	"datarocks/render/words"
	"datarocks/templates"
)

func TestPageNumbers(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		n, pages int
		want     []int
	}{
		{1, 1, []int{1}},
		{1, 2, []int{1, 2}},
		{2, 2, []int{1, 2}},
		{1, 3, []int{1, 2, 3}},
		{1, 4, []int{1, 2, 3, 4}},
		{1, 5, []int{1, 2, 0, 5}},
		{3, 5, []int{1, 2, 3, 4, 5}},
		{4, 7, []int{1, 2, 3, 4, 5, 6, 7}},
		{5, 9, []int{1, 0, 4, 5, 6, 0, 9}},
		{1, 50, []int{1, 2, 0, 50}},
		{2, 50, []int{1, 2, 3, 0, 50}},
		{4, 50, []int{1, 2, 3, 4, 5, 0, 50}},
		{25, 50, []int{1, 0, 24, 25, 26, 0, 50}},
		{47, 50, []int{1, 0, 46, 47, 48, 49, 50}},
		{50, 50, []int{1, 0, 49, 50}},
	} {
		if diff := cmp.Diff(test.want, pageNumbers(test.n, test.pages)); diff != "" {
			t.Errorf("page %d of %d: %s", test.n, test.pages, diff)
		}
	}
}

// rosterOf writes the pages of the roster alone.
func rosterOf(t testing.TB, w *rendertest.World, l *words.Language) fs.FS {
	t.Helper()
	return rendertest.Files(t, func(root *os.Root) error {
		s := roster.New(&w.Site, w.History(t)).Survey()
		pages, err := newWriter(root, templates.Site(), l, s)
		if err != nil {
			return err
		}
		return errors.Join(rosterPages(pages, s), comparePage(pages, s))
	})
}

// rosterLinks follows the links to next pages, as one does who has no script, and
// returns the pages and the artists that they lead to.
func rosterLinks(t *testing.T, files fs.FS) (pages, artists []string) {
	t.Helper()
	for at := "index.html"; at != ""; {
		pages = append(pages, at)
		doc, next := document(t, files, at), ""
		for _, a := range find(find(doc, "table", "list")[0], "a", "") {
			artists = append(artists, path.Join(path.Dir(at), attribute(a, "href")))
		}
		for _, a := range find(doc, "a", "") {
			if attribute(a, "rel") == "next" {
				next = path.Join(path.Dir(at), attribute(a, "href"), "index.html")
			}
		}
		at = next
	}
	return pages, artists
}

func TestRosterPages(t *testing.T) {
	t.Parallel()
	for n, want := range map[int][]string{
		200: {"index.html"},
		201: {"index.html", "page/2/index.html"},
		450: {"index.html", "page/2/index.html", "page/3/index.html"},
	} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			t.Parallel()
			w := rendertest.Large(n)
			files := rosterOf(t, w, words.In(content.English))
			pages, artists := rosterLinks(t, files)
			if diff := cmp.Diff(want, pages); diff != "" {
				t.Errorf("pages: %s", diff)
			}
			if len(artists) != n || artists[0] != "artists/zz" || artists[1] != "artists/a-band" || artists[n-1] != "artists/script" {
				t.Errorf("%d artists from %q", len(artists), artists)
			}
			slices.Sort(artists)
			for _, a := range w.Artists {
				if _, ok := slices.BinarySearch(artists, "artists/"+a.ID); !ok {
					t.Errorf("no page leads to %s", a.ID)
				}
			}
			for i, name := range pages {
				checkRosterPage(t, files, name, i+1, len(pages))
			}
		})
	}
}

func checkRosterPage(t *testing.T, files fs.FS, name string, n, pages int) {
	t.Helper()
	doc := document(t, files, name)
	checkBalance(t, rendertest.Read(t, files, name))
	checkIDs(t, doc)
	checkPolicy(t, doc)
	checkNames(t, doc)
	title, canonical := "Label", "https://counts.example.org/label/"
	if n > 1 {
		title = fmt.Sprintf("Page %d of %d · Label", n, pages)
		canonical += fmt.Sprintf("page/%d/", n)
	}
	if got := textOf(find(doc, "title", "")...); got != title {
		t.Errorf("%s is called %q", name, got)
	}
	rels := make(map[string]string)
	for _, link := range find(doc, "link", "") {
		rels[attribute(link, "rel")] = attribute(link, "href")
	}
	if rels["canonical"] != canonical {
		t.Errorf("%s has its address at %q", name, rels["canonical"])
	}
	if got := [2]bool{rels["prev"] != "", rels["next"] != ""}; got != [2]bool{n > 1, n < pages} {
		t.Errorf("%s has links to others: %v", name, rels)
	}
	navs := find(doc, "nav", "pages")
	if (pages > 1) != (len(navs) == 2) || (pages > 1) == (len(find(doc, "select", "")) == 1) {
		t.Errorf("%s leads to others %d times, of %d pages", name, len(navs), pages)
	}
	for _, nav := range navs {
		for _, a := range find(nav, "a", "") {
			if attribute(a, "aria-current") == "page" && textOf(a) != fmt.Sprint(n) {
				t.Errorf("%s calls itself %q", name, textOf(a))
			}
			if target := path.Join(path.Dir(name), attribute(a, "href"), "index.html"); !slices.Contains(rendertest.Pages(t, files), target) {
				t.Errorf("%s leads to %s", name, target)
			}
		}
	}
	if (n == 1) != (len(find(doc, "ul", "tiles")) == 1 && len(find(doc, "ul", "moved")) == 1) {
		t.Errorf("%s: what all artists come to stands on the first page, and only there", name)
	}
}

// TestRosterInWords: a page after the first is in the language of the site, with the
// texts of the table alone.
func TestRosterInWords(t *testing.T) {
	t.Parallel()
	w := rendertest.Large(201)
	page := document(t, rosterOf(t, w, de), "page/2/index.html")
	for _, want := range []string{"Seite 2 von 2 · Label", "201 Künstler · Seite 2 von 2 ·", "Sortiert werden nur die Künstler dieser Seite; die Rangliste vergleicht alle.", "Zurück"} {
		if text := textOf(page); !strings.Contains(text, want) {
			t.Errorf("does not say %q: %s", want, text)
		}
	}
	files, data := rosterOf(t, w, pseudo(t)), ownWords(w)
	for _, name := range []string{"index.html", "page/2/index.html"} {
		doc := document(t, files, name)
		for _, text := range shownWords(doc) {
			if left := data.Replace(outside(text)); strings.ContainsFunc(left, unicode.IsLetter) {
				t.Errorf("%s says %q, of which %q is of no table", name, text, strings.TrimSpace(left))
			}
		}
		found := find(doc, "ul", "found")[0]
		if !strings.HasPrefix(attribute(found, "data-failed"), "⟦") || !strings.Contains(attribute(found, "data-more"), `"⟦`) {
			t.Errorf("%s: the script says other words", name)
		}
	}
}

// TestNames is about the file that the scripts find artists in.
func TestNames(t *testing.T) {
	t.Parallel()
	w := rendertest.Full()
	w.Artists[2].Aliases = []string{"Vola (DK)"}
	var got namesFile
	if err := json.Unmarshal([]byte(rendertest.Read(t, rosterOf(t, w, words.In(content.English)), namesName)), &got); err != nil {
		t.Fatal(err)
	}
	want := namesFile{1, []nameEntry{{ID: "dream-theater", Name: "Dream Theater"}, {ID: "opeth", Name: "Opeth"}, {ID: "vola", Name: "VOLA", Aliases: []string{"Vola (DK)"}}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
