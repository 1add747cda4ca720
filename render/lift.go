package render

import (
	"math"
	"slices"

	"datarocks/content"
	"datarocks/history/trend"
	"datarocks/render/roster"
	"datarocks/render/sentence"
	"datarocks/render/words"
)

// liftRow is what one event did on one source, or on all where it is measured on none.
type liftRow struct {
	Day, Title string
	Span       int // how many rows the event has; 0 in all but the first of them
	Source     string
	Cells      []liftCell // one for each of trend.LiftDays
}

type liftCell struct {
	Class string // up, down or flat; "" where it is not measured
	Gain  string
	How   string // it is made of what
	Why   string // it is not measured
}

// eventLifts returns a row a source of one event; one for all where it cannot be
// measured on any of them.
func eventLifts(l *words.Language, a *roster.Artist, event int) []liftRow {
	e := a.Timeline[event]
	row := liftRow{Day: l.Date(e.Day), Title: l.Event(e)}
	var rows []liftRow
	for _, t := range a.Derived() {
		if !t.Counted() {
			continue
		}
		row.Source = l.Title(t.MetricSetting)
		row.Cells, _ = liftCells(l, a, t, event)
		if unmeasurable(a, event) {
			row.Source = l.Lift.All
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

// unmeasurable reports whether an event cannot be measured on any source.
func unmeasurable(a *roster.Artist, event int) bool {
	return !slices.ContainsFunc(trend.LiftDays, func(days content.Day) bool {
		why, _ := trend.Unliftable(a.Timeline, event, days, a.Newest)
		return why == ""
	})
}

// liftCells measures an event on one source; measured reports whether any stretch
// could be.
func liftCells(l *words.Language, a *roster.Artist, t roster.Track, event int) (cells []liftCell, measured bool) {
	for _, days := range trend.LiftDays {
		var cell liftCell
		if t.IsStock() {
			cell = newLiftCell(l, t, a.Lift(t, event, days))
		} else {
			cell = dailyLiftCell(l, t, a.FlowLift(t, event, days))
		}
		cells, measured = append(cells, cell), measured || cell.Class != ""
	}
	return cells, measured
}

// dailyLiftCell shows what an event did to what is so many in a day, in per cent.
func dailyLiftCell(l *words.Language, t roster.Track, lift trend.FlowLift) liftCell {
	percent, ok := lift.Percent()
	if !ok {
		return liftCell{Why: unmeasured(l, t, trend.Lift{Event: lift.Event, Days: lift.Days, Why: lift.Why, Other: lift.Other})}
	}
	after, before := l.Number(lift.Now.Value()), l.Number(lift.Before.Value())
	how := l.Lift.Plain.With(after, before)
	if lift.Artists > 0 {
		how = l.Daily.LiftHow.With(after, before, l.SignedPercent(100*math.Expm1(lift.Roster)))
	}
	return liftCell{Class: sentence.Direction(int64(math.Round(percent))), Gain: l.SignedPercent(percent), How: how}
}

// liftNote explains lifts in per cent; "" where no metric has them.
func liftNote(l *words.Language, metrics []*roster.Platform) string {
	if slices.ContainsFunc(metrics, func(p *roster.Platform) bool { return !p.IsStock() }) {
		return l.Daily.LiftIntro
	}
	return ""
}

// liftDays heads the columns of lifts.
func liftDays(l *words.Language) []string {
	var heads []string
	for _, days := range trend.LiftDays {
		heads = append(heads, l.Lift.Days.Of(l, int64(days)).With(l.Number(int64(days))))
	}
	return heads
}

func newLiftCell(l *words.Language, t roster.Track, lift trend.Lift) liftCell {
	if lift.Why != "" {
		return liftCell{Why: unmeasured(l, t, lift)}
	}
	how := l.Lift.Plain.With(l.Signed(lift.After), l.Signed(lift.Before))
	if lift.Artists > 0 {
		how = l.Lift.Detail.With(l.Signed(lift.After), l.Signed(lift.Before), l.Signed(lift.Usual()))
	}
	return liftCell{Class: sentence.Direction(lift.Gain()), Gain: l.Signed(lift.Gain()), How: how}
}

// unmeasured returns why a lift is not measured.
func unmeasured(l *words.Language, t roster.Track, lift trend.Lift) string {
	texts := &l.Lift
	switch lift.Why {
	case trend.LiftEarly:
		return texts.Early.With(l.ShortDate(lift.Event.Day + lift.Days))
	case trend.LiftOverlaps:
		return texts.Overlaps.With(words.Isolate(l.Event(lift.Other)))
	case trend.LiftYoung:
		first, _ := t.Series.First()
		return texts.Young.With(l.ShortDate(first.Day))
	case trend.LiftSeam:
		return l.Chart.AnotherAccount
	case trend.LiftFew:
		return l.Daily.LiftFew
	}
	return texts.Gap
}
