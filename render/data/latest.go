package data

import (
	"datarocks/content"
	"datarocks/content/legible"
	"datarocks/history/flow"
	"datarocks/render/roster"
)

func newAPICount(a *roster.Artist, source metricsOf[roster.Track]) apiCount {
	count := apiCount{Artist: a.ID, Source: source.first.Source, apiNewest: newAPINewest(a, source.first)}
	for _, t := range source.more {
		count.More = append(count.More, newAPINewest(a, t))
	}
	return count
}

// newAPINewest returns the newest count of a metric.
func newAPINewest(a *roster.Artist, t roster.Track) apiNewest {
	newest := apiNewest{Metric: t.Metric, Kind: t.Kind, Updated: known(t.Series.At)}
	last, ok := t.Series.Last()
	if !ok {
		newest.Missing = legible.Reason(t.Series.Reason(a.Newest), 0)
		return newest
	}
	newest.Date, newest.Value = &last.Day, &last.Value
	if gaps := t.Gaps(t.DueOn(a.Newest), a.Newest); len(gaps) > 0 {
		newest.Missing = roster.Why(gaps[len(gaps)-1])
	}
	if t.IsStock() {
		newest.Step = t.Series.Step
		newest.Changes, newest.Ranges = newAPIChanges(t)
		return newest
	}
	newest.Windows = newAPIWindows(flow.New(t.Series, t.Kind))
	return newest
}

// newAPIChanges returns the changes that are known exactly, and the ranges of the others.
func newAPIChanges(t roster.Track) (map[content.Window]apiChange, map[content.Window]apiRange) {
	changes, ranges := make(map[content.Window]apiChange), make(map[content.Window]apiRange)
	for _, w := range content.Windows {
		change, ok := t.Series.Change(w)
		switch {
		case ok && change.IsCut():
			r := change.Range()
			ranges[w] = apiRange{change.From.Day, r.Low, r.High}
		case ok:
			changes[w] = apiChange{change.From.Day, change.Diff()}
		}
	}
	return changes, ranges
}

// newAPIWindows returns the number of each window of which every day is there.
func newAPIWindows(d flow.Daily) map[content.Window]apiWindow {
	windows := make(map[content.Window]apiWindow)
	for _, w := range content.Windows {
		n, why := d.Over(w)
		if why != "" {
			continue
		}
		window := apiWindow{apiAmount: newAPIAmount(n)}
		if c, why := d.Change(w); why == "" {
			window.Compared = &apiCompared{Now: newAPIAmount(c.Now), Before: newAPIAmount(c.Before)}
			if percent, ok := c.Percent(); ok {
				window.Compared.Percent = &percent
			}
		}
		windows[w] = window
	}
	return windows
}

func newAPIAmount(n flow.Number) apiAmount {
	value := n.Value()
	amount := apiAmount{From: n.First, To: n.Last, Days: n.Days(), Sum: &value}
	if n.Kind == content.Uniques {
		amount.Sum, amount.Mean = nil, &value
	}
	return amount
}
