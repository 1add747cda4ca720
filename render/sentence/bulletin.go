package sentence

import (
	"slices"

	"datarocks/content"
	"datarocks/render/words"
)

// Bulletin is what is news after a run, and was none before it.
type Bulletin struct {
	Day     content.Day // of the newest counts
	Title   string      // of the site
	Site    string      // its address; "" where that is unknown, or not to be visited
	Notices []Notice

	words *words.Language
}

// mostOfKind is how many notices of one kind a bulletin has. Nobody reads more of
// them in a message, and the site has all.
const mostOfKind = 10

// NewBulletin compares the news of before and after a run, both of the same site.
// Of a source that has counts again, that is news.
func NewBulletin(site *content.Site, day content.Day, before, after []Notice) *Bulletin {
	b := &Bulletin{Day: day, Title: site.Title, Site: site.BaseURL, words: words.In(site.Language)}
	known, current := ids(before), ids(after)
	var fresh []Notice
	for _, n := range after {
		if !known[n.ID] {
			fresh = append(fresh, n)
		}
	}
	for _, n := range before {
		if n.Kind == KindSource && !current[n.ID] {
			info, _ := n.Metric.Source.Info()
			n.ID, n.Text = n.ID+"/back", b.words.Sentence.End.With(b.words.Notice.Back.With(info.Name))
			fresh = append(fresh, n)
		}
	}
	for len(fresh) > 0 {
		kind := fresh[0].Kind
		n := slices.IndexFunc(fresh, func(n Notice) bool { return n.Kind != kind })
		if n < 0 {
			n = len(fresh)
		}
		b.Notices = append(b.Notices, fresh[:min(n, mostOfKind)]...)
		if more := n - mostOfKind; more > 0 {
			b.Notices = append(b.Notices, Notice{ID: string(kind) + "/more", Kind: kind, Text: b.More(more)})
		}
		fresh = fresh[n:]
	}
	return b
}

func ids(news []Notice) map[string]bool {
	all := make(map[string]bool, len(news))
	for _, n := range news {
		all[n.ID] = true
	}
	return all
}

// Heading is above the notices: "Label · 23 November 2026".
func (b *Bulletin) Heading() string { return b.words.Frame.Title.With(b.Title, b.words.Date(b.Day)) }

// More writes that there are so many more.
func (b *Bulletin) More(n int) string { return b.words.Notice.More.With(b.words.Number(int64(n))) }

// LinkName is what a link to the page of a notice is called.
func (b *Bulletin) LinkName() string { return b.words.Notice.Link }

// OpenName is what a link to the site is called.
func (b *Bulletin) OpenName() string { return b.words.Notice.Open }

// Page is the full address of a notice's page; "" where it has none, or the
// site's address is unknown.
func (b *Bulletin) Page(n Notice) string {
	if b.Site == "" || n.Path == "" {
		return ""
	}
	return b.Site + n.Path
}
