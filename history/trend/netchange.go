package trend

import (
	"cmp"
	"slices"

	"datarocks/content"
	"datarocks/history/series"
)

// NetChange is how an artist moved on a source over a window, apart from what
// happened to the whole roster there.
type NetChange struct {
	series.Change
	// Apart is the part of the change that lies between the days of platform
	// events, and Events how many there were.
	Apart  int64
	Events int
}

// Own is the difference in counts without that of platform events.
func (m NetChange) Own() int64 { return m.Diff() - m.Apart }

// OwnPercent is Own in per cent of the earlier count; ok is false where that
// was 0.
func (m NetChange) OwnPercent() (percent float64, ok bool) {
	if m.From.Value == 0 {
		return 0, false
	}
	return float64(m.Own()) / float64(m.From.Value) * 100, true
}

// Net returns how the artist moved over a window, by the rule of Change; ok is false
// where there is no change or none that is known exactly, or where one of the days between
// which a platform event lies was not measured, so that its part is unknown. Of an event
// that the window cuts, only what lies in the window counts.
func Net(s *series.Series, w content.Window, events []PlatformEvent) (m NetChange, ok bool) {
	change, ok := s.Change(w)
	if !ok {
		return NetChange{}, false
	}
	return apart(s, change, events)
}

// apart takes the part of platform events out of a change; ok is false where that
// is unknown, and where the platform cut one of the counts.
func apart(s *series.Series, change series.Change, events []PlatformEvent) (m NetChange, ok bool) {
	if change.IsCut() {
		return NetChange{}, false
	}
	m = NetChange{Change: change}
	for _, e := range events {
		from, to := max(e.From, change.From.Day), min(e.Day, change.To.Day)
		if from >= to {
			continue
		}
		before, after, ok := s.Both(from, to)
		if !ok {
			return NetChange{}, false
		}
		m.Apart += after - before
		m.Events++
	}
	return m, true
}

// RankingBase is the least count to begin with for a rank by per cent: below it
// a handful of followers leads.
const RankingBase = 1000

// Ranked is an artist's place among those that moved.
type Ranked struct {
	Artist int // its place in the site's list
	NetChange
	Rank int // 1 for the first; equal moves share it
}

// ByNumber ranks artists by their own difference in counts, the largest first.
// Those who moved alike stay in their order.
func ByNumber(moves []Ranked) []Ranked {
	return rank(slices.Clone(moves), func(m *Ranked) (float64, *int) { return float64(m.Own()), &m.Rank })
}

// ByPercent ranks artists by their own difference in per cent. Those who began
// with less than RankingBase are left out.
func ByPercent(moves []Ranked) []Ranked {
	large := slices.DeleteFunc(slices.Clone(moves), func(m Ranked) bool { return m.From.Value < RankingBase })
	return rank(large, func(m *Ranked) (float64, *int) { p, _ := m.OwnPercent(); return p, &m.Rank })
}

// rank sorts entries by a number of each, the largest first, and sets their ranks.
func rank[E any](entries []E, of func(*E) (by float64, rank *int)) []E {
	slices.SortStableFunc(entries, func(a, b E) int {
		first, _ := of(&a)
		second, _ := of(&b)
		return cmp.Compare(second, first)
	})
	var last float64
	place := 0
	for i := range entries {
		by, rank := of(&entries[i])
		if i == 0 || by != last {
			last, place = by, i+1
		}
		*rank = place
	}
	return entries
}
