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
	Root        string // how the page gets to the top of the site: "../../"
	Canonical   string // the page's full address; "" where the site's is unknown
	Preview     string // full address of the picture for previews; "" where the site's is unknown
	Feed        string // address of the page's feed; "" where nothing happened
	App         string // name of the manifest that makes the site an app; "" in an embed page
	T           *words.Language
	Site        *content.Site
	Day         string           // the last one with an answer; "" before the first
	Fresh       roster.Freshness // when the newest counts of the page, or else of the site, were asked for
	Demo        bool             // the counts are invented
	NoIndex     bool
	Ranking     string // the path of the ranking to begin with; "" where there is none

	assets assets
}

// previewName is the picture that previews of the site's pages show: the mark of
// icon.svg. The words beside it are those of og:title, and the template "social" has
// its size.
const previewName = "preview.png"

// newFrame returns what the frames of all pages share.
func newFrame(l *words.Language, s *roster.Survey, assets assets) frame {
	return frame{
		App:     data.WebManifestName,
		T:       l,
		Site:    s.Site,
		Day:     dayOf(l, s),
		Fresh:   s.Freshness,
		Demo:    s.History.Demo,
		NoIndex: s.Site.Visibility == content.Private,
		Ranking: firstRanking(s.Site),
		assets:  assets,
	}
}

// at returns the frame of the page at a path such as "artists/vola/".
func (f frame) at(path, title, description string) frame {
	f.Title, f.Description = title, description
	f.Root = strings.Repeat("../", strings.Count(path, "/"))
	if base := f.Site.BaseURL; base != "" {
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

// Updated is when the newest of the page's counts was asked for; zero where there is
// none.
func (f frame) Updated() time.Time { return f.Fresh.Newest() }

// dayOf names the last day the site knows of; "" where it knows of none.
func dayOf(l *words.Language, s *roster.Survey) string {
	if s.History.Empty() {
		return ""
	}
	return l.Date(s.History.Newest)
}

// firstRanking is the ranking that the menu leads to; "" where the site has no metric
// that may be ranked.
func firstRanking(site *content.Site) string {
	for _, metric := range site.Metrics() {
		if metric.Derives() {
			return roster.RankingPath(metric.Key(), cmp.Or(site.Window, content.Week))
		}
	}
	return ""
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

// Stamp writes a time as a machine wants it.
func (f frame) Stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }
