package data

import (
	"cmp"
	"encoding/xml"
	"slices"
	"strings"
	"time"

	"datarocks/content"
	"datarocks/render/roster"
	"datarocks/render/sentence"
	"datarocks/render/words"
)

// FeedName is a feed's file, beside the page it belongs to.
const FeedName = "feed.xml"

// maxEntries is how many entries a feed has, the newest ones.
const maxEntries = 50

// Entry is what a feed has of something that happened: events, changes of account,
// milestones and, in the feed of the site, platform events and the weeks that are
// over. None is made of the newest count alone, so a plain night changes no feed,
// but for the site's once a week.
type Entry struct {
	ID    string // below the site's address: "artists/vola/#event-2026-11-20"
	Path  string // of the page that has it
	Day   content.Day
	Title string
	Text  string
}

// NewEntries returns entries of what happened.
func NewEntries(l *words.Language, all []roster.Happening) []Entry {
	entries := make([]Entry, len(all))
	for i, h := range all {
		title, text := sentence.Happening(l, h)
		entries[i] = Entry{ID: h.ID, Path: h.Path, Day: h.Day, Title: title, Text: text}
	}
	return entries
}

// feedWeeks is how many weeks the site's feed has, the newest that are over.
const feedWeeks = 8

// SiteEntries returns what happened to all artists, and the newest weeks: each comes
// on the day after it, as its report has it. Until its days are corrected, every night
// writes the same.
func SiteEntries(l *words.Language, s *roster.Survey) []Entry {
	if s.Site.BaseURL == "" {
		return nil // no feed
	}
	entries := NewEntries(l, s.News)
	for _, w := range s.Weeks {
		if w.Sunday <= s.Weeks[0].Sunday-7*feedWeeks {
			break
		}
		if sentences := sentence.OfWeek(l, s.Roster, w); len(sentences) > 0 {
			entries = append(entries, Entry{
				ID: "#week-" + w.Name(), Path: w.Path(), Day: w.Sunday + 1, Title: sentence.WeekTitle(l, w), Text: strings.Join(sentences, " "),
			})
		}
	}
	slices.SortStableFunc(entries, func(a, b Entry) int { return cmp.Compare(b.Day, a.Day) })
	return entries
}

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

// Feed is what a feed has around its entries.
type Feed struct {
	Site  *content.Site
	Words *words.Language
	Path  string // of the page it belongs to
	Title string
	Demo  bool
}

// Write writes the feed, the newest entry first, where something happened and the
// site's address is known, since an entry is known by its full address. Its times are
// those of what happened: a feed that is written again is the same.
func (f Feed) Write(out Output, all []Entry) error {
	base := f.Site.BaseURL
	if base == "" || len(all) == 0 {
		return nil
	}
	feed := atomFeed{
		Lang:     string(f.Words.Code),
		ID:       base + f.Path,
		Title:    f.Title,
		Subtitle: f.Words.Feed.Title,
		Updated:  midnight(all[0].Day),
		Author:   f.Site.Title,
		Links: []atomLink{
			{"self", "application/atom+xml", base + f.Path + FeedName},
			{"alternate", "text/html", base + f.Path},
		},
	}
	if f.Demo {
		feed.Subtitle = f.Words.Frame.Demo
	}
	for _, e := range all[:min(len(all), maxEntries)] {
		feed.Entries = append(feed.Entries, atomEntry{
			ID: base + e.ID, Title: e.Title, Updated: midnight(e.Day), Link: atomLink{"alternate", "text/html", base + e.Path}, Summary: e.Text,
		})
	}
	return writeXML(out, f.Path+FeedName, feed)
}

func midnight(day content.Day) string { return day.Time().Format(time.RFC3339) }
