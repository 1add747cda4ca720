package render

import (
	"datarocks/content"
	"datarocks/history"
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

// NewStandings gives at most so many artists, in the order of the roster.
func NewStandings(site *content.Site, h *history.History, most int) Standings {
	r := &renderer{Input: Input{Site: site, History: h}, words: words.In(site.Language)}
	l := r.words
	s := Standings{Caption: l.Roster.Caption.With(l.Window(site.Window)), Artist: l.Roster.Artist}
	for _, setting := range site.Sources {
		info, _ := setting.Source.Info()
		s.Sources = append(s.Sources, info.Name)
	}
	artists := r.rosterOrder()
	for _, entry := range artists[:min(len(artists), most)] {
		row := Standing{Name: entry.Name, Path: artistPath(entry.ID)}
		for _, setting := range site.Sources {
			row.Counts = append(row.Counts, standingText(l, r.cell(&artist{Artist: entry}, setting)))
		}
		s.Rows = append(s.Rows, row)
	}
	if more := int64(len(artists) - most); more > 0 {
		s.More = l.Ranking.More.Of(l, more).With(l.Number(more))
	}
	return s
}

// standingText writes what a cell of the roster tells in one line.
func standingText(l *words.Language, c cell) string {
	switch {
	case !c.Tracked:
		return ""
	case c.Count == "":
		return l.Roster.NoCount
	}
	text := c.Full
	if c.Delta.OK {
		text += l.Sentence.Brackets.With(c.Delta.Diff)
	}
	if c.AsOf != "" {
		text = l.Sentence.And.With(text, c.AsOf)
	}
	return text
}

// Events tells of the platform events of the site's window.
func Events(site *content.Site, h *history.History) []string {
	r := &renderer{Input: Input{Site: site, History: h}, words: words.In(site.Language)}
	var told []string
	for _, setting := range site.Sources {
		info, _ := setting.Source.Info()
		for _, e := range r.platform(setting).within(site.Window, h.Newest) {
			told = append(told, tellPlatform(r.words, info, e, h.Newest))
		}
	}
	return told
}
