package render

import (
	"slices"

	"datarocks/content"
	"datarocks/history/trend"
)

// tally is what the roster says of one source of all artists.
type tally struct {
	setting    content.SourceSetting
	info       content.SourceInfo
	asked, got int64  // accounts, and those with a count of the newest day
	why        string // why the first of the others has none
	// Those who moved most over the site's window, up to the newest day.
	strongest, most, weakest mover
}

// mover is an artist with a change; the zero mover is nobody.
type mover struct {
	chart   Chart
	move    trend.NetChange
	percent float64 // apart from platform events
}

func newTallies(settings []content.SourceSetting) []tally {
	tallies := make([]tally, len(settings))
	for i, setting := range settings {
		info, _ := setting.Source.Info()
		tallies[i] = tally{setting: setting, info: info}
	}
	return tallies
}

func (t *tally) add(a *artist, w content.Window) {
	i := slices.IndexFunc(a.tracks, func(track track) bool { return track.info.Source == t.info.Source })
	if i < 0 {
		return
	}
	s := a.tracks[i].series
	t.asked++
	if why := a.words.absence(s, a.newest, t.setting.Every); why == "" {
		t.got++
	} else if t.why == "" {
		t.why = why
	}
	move, ok := trend.Net(s, w, a.tracks[i].platform.events)
	percent, defined := move.OwnPercent()
	if !ok || !defined || move.To.Day != a.newest {
		return
	}
	m := mover{a.chart(a.tracks[i], w), move, percent}
	// Of those who moved alike, the first of the roster stays.
	if percent > t.strongest.percent {
		t.strongest = m
	}
	if move.Own() > t.most.move.Own() {
		t.most = m
	}
	if percent < t.weakest.percent {
		t.weakest = m
	}
}

// tile tells how complete and how old a source's counts are.
func (t *tally) tile(l *Language, fresh freshness) tile {
	tile := tile{t.info.Name, l.Roster.Got.with(l.number(t.got), l.number(t.asked)), l.Roster.NoCountYet}
	i := slices.IndexFunc(fresh, func(s sourceTime) bool { return s.source == t.info.Source })
	switch {
	case t.got == 0 && t.why != "":
		tile.Note = t.why
	case i >= 0 && !fresh[i].At.IsZero():
		tile.Note = l.Roster.CountedAt.with(l.shortMoment(fresh[i].At))
	}
	return tile
}

// moved tells in up to three sentences who moved, apart from platform events, on
// the first source on which anybody did: who gained most in per cent, who gained
// most followers, and who lost most in per cent.
func (l *Language) moved(tallies []tally) []string {
	var told []string
	for _, t := range tallies {
		for _, m := range []mover{t.strongest, t.most, t.weakest} {
			if m.percent == 0 {
				continue
			}
			if text := l.Tell(m.chart); !slices.Contains(told, text) {
				told = append(told, text)
			}
		}
		if len(told) > 0 {
			break
		}
	}
	return told
}
