package render

import (
	"slices"
	"strings"

	"datarocks/content"
	"datarocks/history"
	"datarocks/render/words"
)

// liftRow is what one event did on one source, or on all where none can tell.
type liftRow struct {
	Day, Title string
	Span       int // how many rows the event has; 0 in all but the first of them
	Source     string
	Cells      []liftCell // one for each of history.LiftDays
}

type liftCell struct {
	Class string // up, down or flat; "" where it is not measured
	Gain  string
	How   string // it is made of what
	Why   string // it is not measured
}

// liftedEvents is how many events a page measures, the newest.
const liftedEvents = 6

// lifts measures what the newest events of the artist did, the newest first.
func (a *artist) lifts() []liftRow {
	var rows []liftRow
	for _, event := range a.measured() {
		rows = append(rows, a.liftRows(event)...)
	}
	return rows
}

// measured lists the places in the timeline of the newest events up to the
// newest day, the newest first.
func (a *artist) measured() []int {
	var events []int
	for i := len(a.Timeline) - 1; i >= 0 && len(events) < liftedEvents; i-- {
		if a.Timeline[i].Day <= a.newest {
			events = append(events, i)
		}
	}
	return events
}

// liftRows gives a row a source of one event. What keeps it from being measured
// on any of them is said once.
func (a *artist) liftRows(event int) []liftRow {
	e := a.Timeline[event]
	row := liftRow{Day: a.words.Date(e.Day), Title: e.Title}
	var rows []liftRow
	for _, t := range a.tracks {
		if !t.counted() {
			continue
		}
		row.Source = t.info.Name
		row.Cells, _ = a.liftCells(t, event)
		if a.unmeasurable(event) {
			row.Source = a.words.Lift.All
			rows = []liftRow{row}
			break
		}
		rows = append(rows, row)
	}
	if len(rows) > 0 {
		rows[0].Span = len(rows)
	}
	return rows
}

// unmeasurable tells that an event cannot be measured on any source.
func (a *artist) unmeasurable(event int) bool {
	return !slices.ContainsFunc(history.LiftDays, func(days content.Day) bool {
		why, _ := history.Unliftable(a.Timeline, event, days, a.newest)
		return why == ""
	})
}

// liftCells measures an event on one source; measured tells whether any stretch
// could be.
func (a *artist) liftCells(t track, event int) (cells []liftCell, measured bool) {
	for _, days := range history.LiftDays {
		l := t.platform.Lift(t.series, a.Timeline, event, days, a.newest)
		cells = append(cells, newLiftCell(a.words, t, l))
		measured = measured || l.Why == ""
	}
	return cells, measured
}

// liftDays heads the columns of lifts.
func liftDays(l *words.Language) []string {
	var heads []string
	for _, days := range history.LiftDays {
		heads = append(heads, l.Lift.Days.Of(l, int64(days)).With(l.Number(int64(days))))
	}
	return heads
}

func (t track) counted() bool { _, ok := t.series.Last(); return ok }

func newLiftCell(l *words.Language, t track, lift history.Lift) liftCell {
	if lift.Why != "" {
		return liftCell{Why: unmeasured(l, t, lift)}
	}
	how := l.Lift.Plain.With(l.Signed(lift.After), l.Signed(lift.Before))
	if lift.Artists > 0 {
		how = l.Lift.Detail.With(l.Signed(lift.After), l.Signed(lift.Before), l.Signed(lift.Usual()))
	}
	return liftCell{Class: direction(lift.Gain()), Gain: l.Signed(lift.Gain()), How: how}
}

// unmeasured tells why a lift is not measured.
func unmeasured(l *words.Language, t track, lift history.Lift) string {
	said := &l.Lift
	switch lift.Why {
	case history.LiftEarly:
		return said.Early.With(l.ShortDate(lift.Event.Day + lift.Days))
	case history.LiftOverlaps:
		return said.Overlaps.With(words.Isolate(lift.Other.Title))
	case history.LiftYoung:
		first, _ := t.series.First()
		return said.Young.With(l.ShortDate(first.Day))
	case history.LiftSeam:
		return l.Chart.AnotherAccount
	}
	return said.Gap
}

// tellLift tells what the newest event did that can be measured: on the first
// source that can, over the longest stretch; "" where there is none.
func (a *artist) tellLift() string {
	for _, i := range a.measured() {
		for _, t := range a.tracks {
			for n := len(history.LiftDays) - 1; n >= 0; n-- {
				if l := t.platform.Lift(t.series, a.Timeline, i, history.LiftDays[n], a.newest); l.Why == "" {
					return liftSentence(a.words, t.info, l, a.newest)
				}
			}
		}
	}
	return ""
}

// liftSentence tells a lift: "Parasomnia, 7 February 2025: +2,310 Spotify followers
// in the 28 days after, +1,900 in the 28 days before; +120 would have been usual, by
// the median of 10 artists; which leaves a lift of +290 (+0.01 %)."
func liftSentence(l *words.Language, info content.SourceInfo, lift history.Lift, newest content.Day) string {
	said := &l.Lift
	event := l.Artist.Span.With(words.Isolate(lift.Event.Title), l.Date(lift.Event.Day))
	after := l.Metric(info).Counted.Of(l, lift.After).With(l.Signed(lift.After), info.Name)
	parts := []string{said.Facts.With(event, after, l.Signed(lift.Before), l.Number(int64(lift.Days)))}
	if lift.Base.Day != lift.Event.Day {
		parts = append(parts, said.From.With(l.Near(lift.Base.Day, newest)))
	}
	if lift.Artists > 0 {
		parts = append(parts, said.Usual.With(l.Signed(lift.Usual()), l.Number(int64(lift.Artists))))
	} else {
		parts = append(parts, said.Alone)
	}
	percent := ""
	if p, ok := lift.Percent(); ok {
		percent = l.Sentence.Brackets.With(l.SignedPercent(p))
	}
	return sentence(l, append(parts, said.Left.With(l.Signed(lift.Gain()), percent)))
}

// eventsAddress is the path of the page that compares events, with the newest
// measured ones of the artist chosen.
func (a *artist) eventsAddress() string {
	var ids []string
	for _, event := range a.measured() {
		if id := eventID(a.ID, a.Timeline[event]); !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	for _, t := range a.tracks {
		if t.counted() && t.setting.Download {
			return eventsPath + "#" + strings.Join(ids, ",") + ";" + string(t.info.Source) + ";28"
		}
	}
	return eventsPath
}
