package sentence

import (
	"slices"

	"datarocks/content"
	"datarocks/history"
	"datarocks/render/roster"
	"datarocks/render/words"
)

// Standings are the roster in short: the artists' newest counts on each source,
// with their changes over the site's window, in its language.
type Standings struct {
	Caption string
	Artist  string   // heads the names
	Sources []string // head the counts
	Rows    []Standing
	More    string // how many artists are left out; "" for none
}

// Standing is one artist of these.
type Standing struct {
	Name, Path string
	Counts     []string // one a source: "3,457,789 (+1,000)"; "" without an account
}

// NewStandings returns at most so many artists, in the order of the roster.
func NewStandings(site *content.Site, h *history.History, most int) Standings {
	l := words.In(site.Language)
	s := Standings{Caption: l.Roster.Caption.With(l.Window(site.Window)), Artist: l.Roster.Artist}
	r := &roster.Roster{Site: site, History: h, Platforms: roster.PlatformsOf(site)}
	// The page of a job stays as it is, so it has no counts that do not last.
	leads := slices.DeleteFunc(r.Leads(), func(p *roster.Platform) bool { return !p.Limits().Lasts() })
	for _, p := range leads {
		s.Sources = append(s.Sources, p.Name)
	}
	artists := roster.Order(site)
	for _, entry := range artists[:min(len(artists), most)] {
		row := Standing{Name: entry.Name, Path: roster.ArtistPath(entry.ID)}
		for _, p := range leads {
			text := ""
			if _, ok := entry.Accounts[p.Source]; ok {
				text = NewLatest(l, r.Track(entry, p), site.Window, h.Newest).line(l)
			}
			row.Counts = append(row.Counts, text)
		}
		s.Rows = append(s.Rows, row)
	}
	if more := int64(len(artists) - most); more > 0 {
		s.More = l.Ranking.More.Of(l, more).With(l.Number(more))
	}
	return s
}
