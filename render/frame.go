package render

import (
	"fmt"
	"strings"
	"time"

	"datarocks/content"
	"datarocks/render/words"
)

// frame is what every page has around its own content.
type frame struct {
	Title       string // of the page, for the browser's tab
	Description string
	SiteTitle   string
	Root        string // how the page gets to the top of the site: "../../"
	Canonical   string // the page's full address; "" where the site's is unknown
	Preview     string // full address of the picture for previews; "" where the site's is unknown
	Feed        string // address of the page's feed; "" where nothing happened
	App         string // name of the manifest that makes the site an app; "" in an embed page
	Lang        content.Language
	T           *words.Language
	Updated     time.Time // when the newest count of the page, or else of the site, was asked; zero where there is none
	Fresh       freshness // the same of each source
	Demo        bool      // the counts are invented
	NoIndex     bool
	Nav         []content.Page
	Ranking     string // the path of the ranking to begin with; "" where there is none

	assets assets
}

// frame makes the frame of the page at a path such as "artists/vola/".
func (r *renderer) frame(at, title, description string) frame {
	f := frame{
		Title:       title,
		Description: description,
		App:         webManifestName,
		SiteTitle:   r.Site.Title,
		Root:        strings.Repeat("../", strings.Count(at, "/")),
		Demo:        r.History.Demo,
		NoIndex:     r.Site.Visibility == content.Private,
		Nav:         r.Site.Pages,
		Ranking:     r.firstRanking(),
		Lang:        r.words.Code,
		T:           r.words,
		assets:      r.assets,
	}
	f.show(r.fresh)
	if r.Site.BaseURL != "" {
		f.Canonical = r.Site.BaseURL + at
		f.Preview = r.Site.BaseURL + previewName
	}
	return f
}

// address is where search engines find the page; "" where they are not to, or
// the site's own is unknown.
func (f frame) address() string {
	if f.NoIndex {
		return ""
	}
	return f.Canonical
}

// show makes times those of the page.
func (f *frame) show(fresh freshness) { f.Fresh, f.Updated = fresh, fresh.newest() }

// day names the last day the site knows of; "" where it knows of none.
func (r *renderer) day() string {
	if r.History.Empty() {
		return ""
	}
	return r.words.Date(r.History.Newest)
}

// Asset gives the address of an asset. An asset that does not exist fails the
// page rather than leaving a dead link.
func (f frame) Asset(name string) (string, error) {
	file, ok := f.assets[name]
	if !ok {
		return "", fmt.Errorf("no asset %q", name)
	}
	return f.Root + file, nil
}

// Home is the address of the roster. A link with an empty address would lead to
// the page itself.
func (f frame) Home() string {
	if f.Root == "" {
		return "./"
	}
	return f.Root
}

// Date writes a time as a reader wants it: "23 November 2026, 03:17 UTC".
func (f frame) Date(t time.Time) string { return f.T.Moment(t) }

// Old is after how many hours the page calls its counts old.
func (f frame) Old() int { return f.Fresh.hours() }

// Stamp writes a time as a machine wants it.
func (f frame) Stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }
