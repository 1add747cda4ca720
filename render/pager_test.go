package render

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"datarocks/render/rendertest"
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

// rosterLinks follows the links to next pages, as one does who has no script, and
// returns the pages and the artists that they lead to.
func rosterLinks(t *testing.T, files fs.FS) (pages, artists []string) {
	t.Helper()
	for at := "index.html"; at != ""; {
		pages = append(pages, at)
		doc := rendertest.Page(t, files, at)
		for _, a := range doc.Find("table.list a").EachIter() {
			artists = append(artists, path.Join(path.Dir(at), a.AttrOr("href", "")))
		}
		next, ok := doc.Find("a[rel=next]").Attr("href")
		if at = path.Join(path.Dir(at), next, "index.html"); !ok {
			at = ""
		}
	}
	return pages, artists
}

func TestRosterPages(t *testing.T) {
	t.Parallel()
	for n, want := range map[int][]string{
		200: {"index.html"},
		201: {"index.html", "page/2/index.html"},
		401: {"index.html", "page/2/index.html", "page/3/index.html"},
	} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			t.Parallel()
			w := rendertest.Large(n)
			files := siteOf(t, w)
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
	doc := rendertest.Page(t, files, name)
	checkBalance(t, rendertest.Read(t, files, name))
	checkIDs(t, doc)
	checkPolicy(t, doc)
	checkNames(t, doc)
	title, canonical := "Label", "https://counts.example.org/label/"
	if n > 1 {
		title = fmt.Sprintf("Page %d of %d · Label", n, pages)
		canonical += fmt.Sprintf("page/%d/", n)
	}
	if got := rendertest.Words(doc.Find("head title")); got != title {
		t.Errorf("%s is called %q", name, got)
	}
	if got := doc.Find("link[rel=canonical]").AttrOr("href", ""); got != canonical {
		t.Errorf("%s has its address at %q", name, got)
	}
	has := func(selector string) int { return doc.Find(selector).Length() }
	if got := [2]int{has("link[rel=prev]"), has("link[rel=next]")}; got != [2]int{min(1, n-1), min(1, pages-n)} {
		t.Errorf("%s has links to others: %v", name, got)
	}
	if (pages > 1) != (has("nav.pages") == 2) || (pages > 1) == (has("select") == 1) {
		t.Errorf("%s leads to others %d times, of %d pages", name, has("nav.pages"), pages)
	}
	for _, a := range doc.Find("nav.pages a").EachIter() {
		if a.Is("[aria-current=page]") && rendertest.Words(a) != fmt.Sprint(n) {
			t.Errorf("%s calls itself %q", name, rendertest.Words(a))
		}
		if _, err := fs.Stat(files, path.Join(path.Dir(name), a.AttrOr("href", ""), "index.html")); err != nil {
			t.Errorf("%s leads nowhere: %v", name, err)
		}
	}
	if (n == 1) != (has("ul.tiles") == 1 && has("ul.moved") == 1) {
		t.Errorf("%s: what all artists come to stands on the first page, and only there", name)
	}
}

// TestNames is about the file that the scripts find artists in.
func TestNames(t *testing.T) {
	t.Parallel()
	w := rendertest.Full()
	w.Artists[2].Aliases = []string{"Vola (DK)"}
	var got namesFile
	if err := json.Unmarshal([]byte(rendertest.Read(t, siteOf(t, w), namesName)), &got); err != nil {
		t.Fatal(err)
	}
	want := namesFile{1, []nameEntry{{ID: "dream-theater", Name: "Dream Theater"}, {ID: "opeth", Name: "Opeth"}, {ID: "vola", Name: "VOLA", Aliases: []string{"Vola (DK)"}}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
