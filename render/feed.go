package render

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"slices"
	"time"

	"datarocks/content"
	"datarocks/render/words"
)

// feedName is a feed's file, beside the page it belongs to.
const feedName = "feed.xml"

// maxEntries is how many entries a feed has, the newest ones.
const maxEntries = 50

// happening is what a feed tells of: events, changes of account, milestones and,
// of the whole site, platform events and the weeks that are over. None is made of
// the newest count alone, so a plain night changes no feed, but for the site's once a week.
type happening struct {
	id    string // below the site's address: "artists/vola/#event-2026-11-20"
	at    string // the artist's page, or the roster
	day   content.Day
	title string
	text  string
}

// happenings are what happened to an artist up to the newest day, the newest
// first. An event that is announced is told on its day.
func (a *artist) happenings() []happening { return a.told(a.dates()) }

// told leaves out what is yet to come.
func (a *artist) told(all []happening) []happening {
	return slices.DeleteFunc(slices.Clone(all), func(h happening) bool { return h.day > a.newest })
}

// dates are the events of an artist, announced ones too, the days from which on
// another account was counted, and the milestones on the days that confirmed
// them; the newest first.
func (a *artist) dates() []happening {
	l := a.words
	var all []happening
	add := func(kind string, day content.Day, title, text string) {
		id := a.at + "#" + kind + "-" + day.String()
		for n := 2; slices.ContainsFunc(all, func(h happening) bool { return h.id == id }); n++ {
			id = fmt.Sprintf("%s#%s-%s-%d", a.at, kind, day, n)
		}
		all = append(all, happening{id, a.at, day, l.Feed.Entry.With(words.Isolate(a.Name), title), text})
	}
	dated := func(day content.Day, text string) string { return l.Artist.Event.With(l.Date(day), text) }
	for _, event := range a.Timeline {
		add("event", event.Day, words.Isolate(event.Title), dated(event.Day, words.Isolate(event.Title)))
	}
	for _, t := range a.tracks {
		for _, day := range t.series.Seams(a.first, a.newest) {
			seam := l.Feed.Seam.With(t.info.Name)
			add(string(t.info.Source), day, seam, dated(day, seam))
		}
	}
	for _, m := range a.reached() {
		add("milestone-"+string(m.info.Source), m.Confirmed, total(l, m.info, m.Value), m.tell(l, a.Name))
	}
	return newestFirst(all)
}

func newestFirst(all []happening) []happening {
	slices.SortStableFunc(all, func(a, b happening) int { return cmp.Compare(b.day, a.day) })
	return all
}

// hasFeed tells whether a feed is written: where something happened, and where
// the site's address is known, since an entry is known by its full address.
func (r *renderer) hasFeed(all []happening) bool { return r.Site.BaseURL != "" && len(all) > 0 }

// artistFeed writes what happened to one artist.
func (r *renderer) artistFeed(a *artist) error {
	return r.feed(a.at, r.words.Frame.Title.With(words.Isolate(a.Name), r.Site.Title), a.happenings())
}

// siteFeed writes what happened to all artists, and who moved in each week.
func (r *renderer) siteFeed() error { return r.feed("", r.Site.Title, r.news) }

// atomFeed is a feed by RFC 4287.
type atomFeed struct {
	XMLName  xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang     string      `xml:"xml:lang,attr"`
	ID       string      `xml:"id"`
	Title    string      `xml:"title"`
	Subtitle string      `xml:"subtitle"`
	Updated  string      `xml:"updated"`
	Author   string      `xml:"author>name"`
	Links    []atomLink  `xml:"link"`
	Entries  []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Link    atomLink `xml:"link"`
	Summary string   `xml:"summary"`
}

// feed writes the feed of the page at a path. Its times are those of what
// happened: a feed that is written again is the same.
func (r *renderer) feed(at, title string, all []happening) error {
	if !r.hasFeed(all) {
		return nil
	}
	base := r.Site.BaseURL
	feed := atomFeed{
		Lang:     string(r.words.Code),
		ID:       base + at,
		Title:    title,
		Subtitle: r.words.Feed.Title,
		Updated:  midnight(all[0].day),
		Author:   r.Site.Title,
		Links: []atomLink{
			{"self", "application/atom+xml", base + at + feedName},
			{"alternate", "text/html", base + at},
		},
	}
	if r.History.Demo {
		feed.Subtitle = r.words.Frame.Demo
	}
	for _, h := range all[:min(len(all), maxEntries)] {
		link := atomLink{"alternate", "text/html", base + h.at}
		feed.Entries = append(feed.Entries, atomEntry{base + h.id, h.title, midnight(h.day), link, h.text})
	}
	return r.writeXML(at+feedName, feed)
}

func midnight(day content.Day) string { return day.Time().Format(time.RFC3339) }

func (r *renderer) writeXML(name string, value any) error {
	data, err := xml.MarshalIndent(value, "", "\t")
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return r.out.write(name, append([]byte(xml.Header), append(data, '\n')...))
}
