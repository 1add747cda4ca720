package trend

import (
	"cmp"

	"datarocks/content"
	"datarocks/history/series"
)

// Outage is a source that has no more counts for the roster.
type Outage struct {
	content.Metric
	// Last is the newest day on which it had a count of any account, and Since the
	// first one after it on which it was asked for all of them in vain.
	Last, Since content.Day
	Reason      string // why the first account had none then
}

// FindOutage reports whether a source of the site has stopped: it once had counts of
// accounts of the roster, was asked for each of these since, and had none. A count
// that is held is an answer, too. Days on which not all were asked, as by a run for
// one artist, do not matter. A source that knows past days answered on the night that
// asked for the newest count, not on the day that this is of. newest is the last day with
// any row.
func FindOutage(site *content.Site, setting content.MetricSetting, of series.Lookup, newest content.Day) (o Outage, ok bool) {
	counted, last := 0, content.Day(0)
	for _, a := range site.Artists {
		s := tracked(a, setting, of, newest)
		if s == nil {
			continue
		}
		counted++
		answer := s.LastAnswer()
		if setting.Past() {
			answer = max(answer, content.DayOf(s.At))
		}
		if newest-answer < series.Interval(setting.Every) {
			return Outage{}, false
		}
		last = max(last, answer)
	}
	if counted == 0 {
		return Outage{}, false
	}
	vain, reasons := make(map[content.Day]int), make(map[content.Day]string)
	for _, a := range site.Artists {
		s := tracked(a, setting, of, newest)
		for day := last + 1; s != nil && day <= newest; day++ {
			if reason := s.Reason(day); reason != "" && !s.Unreadable(day) {
				vain[day]++
				reasons[day] = cmp.Or(reasons[day], reason)
			}
		}
	}
	for day := last + 1; day <= newest; day++ {
		if vain[day] == counted {
			return Outage{Metric: setting.Key(), Last: last, Since: day, Reason: reasons[day]}, true
		}
	}
	return Outage{}, false
}

// tracked returns the series of an artist's account on a source that ever had a
// count of it; nil where there is none, or where it is not asked now.
func tracked(a content.Artist, setting content.MetricSetting, of series.Lookup, newest content.Day) *series.Series {
	_, paused := content.PausedSince(a, setting.SourceSetting, newest)
	if _, ok := a.Accounts[setting.Source]; !ok || paused {
		return nil
	}
	if s := of(a.ID, setting.Key()); s.HasCounts() {
		return s
	}
	return nil
}
