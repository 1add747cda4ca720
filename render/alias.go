package render

import (
	"datarocks/content"
	"datarocks/history"
	"datarocks/render/roster"
	"datarocks/render/sentence"
)

// Aliases of what is in package sentence now.

//go:fix inline
type Kind = sentence.Kind

//go:fix inline
const (
	KindMilestone = sentence.KindMilestone
	KindMover     = sentence.KindMover
	KindPlatform  = sentence.KindPlatform
	KindWeek      = sentence.KindWeek
	KindHeld      = sentence.KindHeld
	KindSource    = sentence.KindSource
)

//go:fix inline
type Notice = sentence.Notice

//go:fix inline
type Bulletin = sentence.Bulletin

//go:fix inline
type Standings = sentence.Standings

//go:fix inline
type Standing = sentence.Standing

//go:fix inline
func News(site *content.Site, h *history.History) []sentence.Notice {
	return sentence.News(roster.New(site, h))
}

//go:fix inline
func Moved(site *content.Site, h *history.History) []string {
	return sentence.Moved(roster.New(site, h))
}

//go:fix inline
func Events(site *content.Site, h *history.History) []string {
	return sentence.Events(roster.New(site, h))
}

//go:fix inline
func NewStandings(site *content.Site, h *history.History, most int) sentence.Standings {
	return sentence.NewStandings(site, h, most)
}

//go:fix inline
func NewBulletin(site *content.Site, day content.Day, before, after []sentence.Notice) *sentence.Bulletin {
	return sentence.NewBulletin(site, day, before, after)
}
