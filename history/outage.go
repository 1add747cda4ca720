package history

import (
	"cmp"
	"slices"

	"datarocks/content"
)

// Outage is a source that gives no more counts.
type Outage struct {
	Source content.Source
	// Last is the newest day of which it answered for anybody, and Since the
	// first one after it on which it was asked for everybody in vain.
	Last, Since content.Day
	Reason      string // why the first account had none then
}

// Outage tells whether a source of the site has stopped: it once gave a count of
// accounts of the roster, was asked for each of these since, and gave none. A
// count that is held is an answer, too. Days on which not all were asked, as by a
// run for one artist, say nothing.
func (h *History) Outage(site *content.Site, setting content.SourceSetting) (o Outage, ok bool) {
	counted, last := 0, content.Day(0)
	for _, a := range site.Artists {
		s := h.tracked(a, setting.Source)
		if s == nil {
			continue
		}
		counted++
		answer := s.lastAnswer()
		if h.Newest-answer < interval(setting.Every) {
			return Outage{}, false
		}
		last = max(last, answer)
	}
	if counted == 0 {
		return Outage{}, false
	}
	vain, reasons := make(map[content.Day]int), make(map[content.Day]string)
	for _, a := range site.Artists {
		s := h.tracked(a, setting.Source)
		for day := last + 1; s != nil && day <= h.Newest; day++ {
			if reason := s.Reason(day); reason != "" && !slices.Contains(h.unreadable, day) {
				vain[day]++
				reasons[day] = cmp.Or(reasons[day], reason)
			}
		}
	}
	for day := last + 1; day <= h.Newest; day++ {
		if vain[day] == counted {
			return Outage{setting.Source, last, day, reasons[day]}, true
		}
	}
	return Outage{}, false
}

// tracked gives the series of an artist's account on a source that ever gave a
// count of it; nil where there is none.
func (h *History) tracked(a content.Artist, source content.Source) *Series {
	if _, ok := a.Accounts[source]; !ok {
		return nil
	}
	if s := h.Series(a.ID, source); s.counts() {
		return s
	}
	return nil
}

// lastAnswer is the newest day of which there is a count, or one that is held or
// was withdrawn.
func (s *Series) lastAnswer() content.Day {
	last := s.end() - 1
	for day := range s.closed {
		last = max(last, day)
	}
	return last
}
