package render

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"datarocks/content"
	"datarocks/render/data"
	"datarocks/render/roster"
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
	Updated     time.Time        // when the newest count of the page, or else of the site, was asked for; zero where there is none
	Fresh       roster.Freshness // the same of each source
	Demo        bool             // the counts are invented
	NoIndex     bool
	Nav         []content.Page
	Ranking     string // the path of the ranking to begin with; "" where there is none

	site   *content.Site
	assets assets
}

// previewName is the picture that previews of the site's pages show: the mark of
// icon.svg. The words beside it are those of og:title, and the template "social" has
// its size.
const previewName = "preview.png"

// newFrame returns what the frames of all pages share.
func newFrame(l *words.Language, s *roster.Survey, assets assets) frame {
	f := frame{
		App:       data.WebManifestName,
		SiteTitle: s.Site.Title,
		Demo:      s.History.Demo,
		NoIndex:   s.Site.Visibility == content.Private,
		Nav:       s.Site.Pages,
		Ranking:   firstRanking(s.Site),
		Lang:      l.Code,
		T:         l,
		site:      s.Site,
		assets:    assets,
	}
	f.show(s.Freshness)
	return f
}

// at returns the frame of the page at a path such as "artists/vola/".
func (f frame) at(path, title, description string) frame {
	f.Title, f.Description = title, description
	f.Root = strings.Repeat("../", strings.Count(path, "/"))
	if base := f.site.BaseURL; base != "" {
		f.Canonical, f.Preview = base+path, base+previewName
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
func (f *frame) show(fresh roster.Freshness) { f.Fresh, f.Updated = fresh, fresh.Newest() }

// dayOf names the last day the site knows of; "" where it knows of none.
func dayOf(l *words.Language, s *roster.Survey) string {
	if s.History.Empty() {
		return ""
	}
	return l.Date(s.History.Newest)
}

// firstRanking is the ranking that the menu leads to; "" where the site has no
// source.
func firstRanking(site *content.Site) string {
	if len(site.Sources) == 0 {
		return ""
	}
	return roster.RankingPath(site.Sources[0].Source, cmp.Or(site.Window, content.Week))
}

// Asset returns the address of an asset. An asset that does not exist fails the
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
func (f frame) Old() int { return f.Fresh.OldAfter() }

// Stamp writes a time as a machine wants it.
func (f frame) Stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }
