package history

import (
	"math"
	"testing"

	"datarocks/content"
)

// series100 makes the counts those of the days from 100 on; none leaves
// a day out.
func series100(counts ...int64) *Series {
	return &Series{first: 100, values: counts, counted: "account"}
}

// steadyGrowth has so many days of a count that grows by so many a day, in turn a
// little more and a little less.
func steadyGrowth(from, daily int64, days int) []int64 {
	counts := make([]int64, days)
	for i := range counts {
		counts[i] = from
		from += daily + int64(i%3-1)
	}
	return counts
}

func TestUnusual(t *testing.T) {
	t.Parallel()
	calm := steadyGrowth(100_000, 10, 80)
	leap := append(steadyGrowth(100_000, 10, 80), 101_900)
	for _, test := range []struct {
		name   string
		series *Series
		since  content.Day // 0: nothing unusual
	}{
		{"nothing", series100(), 0},
		{"a quiet series", series100(calm...), 0},
		{"a leap", series100(leap...), 180},
		{"three days after it", series100(append(leap, 101_910, 101_920, 101_930)...), 180},
		{"a day of it not counted", series100(append(leap, none, 101_920)...), 180},
		{"a week after it", series100(append(leap, steadyGrowth(101_910, 10, 7)...)...), 0},
		{"too few weeks before", series100(leap[30:]...), 0},
		{"exactly eight weeks before that week", series100(leap[80-7*9:]...), 100 + 7*9},
		{"one day less", series100(leap[80-7*9+1:]...), 0},
		{"a small account", series100(append(steadyGrowth(100, 0, 80), 900)...), 0},
		{"below one per cent", series100(append(steadyGrowth(100_000, 10, 80), 101_600)...), 0},
	} {
		u, ok := test.series.Unusual(nil)
		if ok != (test.since != 0) || ok && u.Since != test.since {
			t.Errorf("%s: %+v, %v, want one since %d", test.name, u, ok, test.since)
		}
	}
	rounded := series100(leap...)
	rounded.Step = 1000
	if u, ok := rounded.Unusual(nil); ok {
		t.Errorf("rounded counts have %+v", u)
	}
	other := series100(leap...)
	other.seams = []content.Day{178}
	if u, ok := other.Unusual(nil); ok {
		t.Errorf("two accounts have %+v", u)
	}
	fall := series100(append(steadyGrowth(100_000, 10, 80), 98_000)...)
	if u, ok := fall.Unusual(nil); !ok || u.Own() >= 0 {
		t.Errorf("a fall is %+v, %v", u, ok)
	}
	purge := []PlatformEvent{{From: 179, Day: 180}}
	if u, ok := fall.Unusual(purge); ok {
		t.Errorf("a fall of all is %+v", u)
	}
}

// TestUnusualByHand works a case out: from 1,000 on, each week is 10 more, so that
// the weeks before gained 10 in 1,000, 10 in 1,010 and so on, up to 10 in 1,080.
func TestUnusualByHand(t *testing.T) {
	t.Parallel()
	counts := []int64{1000}
	for week := int64(1); week <= 9; week++ {
		for range 6 {
			counts = append(counts, none)
		}
		counts = append(counts, 1000+10*week)
	}
	counts = append(counts, none, none, none, none, none, none, 1200)
	u, ok := series100(counts...).Unusual(nil)
	if want := 10.0 / 1040; !ok || math.Abs(u.Usual-want) > 1e-12 || u.Own() != 110 || u.From.Value != 1090 {
		t.Errorf("%+v, %v, want a median of %v", u, ok, want)
	}
}

// TestUnusualIsToldOnce looks at a series night by night: while one stretch lasts,
// it begins on the same day, and scale and place change nothing.
func TestUnusualIsToldOnce(t *testing.T) {
	t.Parallel()
	counts := steadyGrowth(50_000, 7, 70)
	for range 6 {
		counts = append(counts, counts[len(counts)-1]+400)
	}
	counts = append(counts, steadyGrowth(counts[len(counts)-1]+7, 7, 20)...)
	var begun []content.Day
	for end := 60; end <= len(counts); end++ {
		s := series100(counts[:end]...)
		u, ok := s.Unusual(nil)
		if ok && (len(begun) == 0 || begun[len(begun)-1] != u.Since) {
			begun = append(begun, u.Since)
		}
		scaled := series100(counts[:end]...)
		scaled.first, scaled.values = 5000, nil
		for _, n := range counts[:end] {
			scaled.values = append(scaled.values, 10*n)
		}
		if v, same := scaled.Unusual(nil); same != ok || ok && (v.Since-5000 != u.Since-100 || math.Abs(v.Usual-u.Usual) > 1e-12) {
			t.Errorf("after %d days: %+v, and ten times as many: %+v", end, u, v)
		}
	}
	if len(begun) != 1 {
		t.Errorf("it begins on %v", begun)
	}
}

func TestHeldSince(t *testing.T) {
	t.Parallel()
	s := series100(10, 11)
	s.held = map[content.Day]HeldCount{
		99:  {1, "account", "a sudden zero"}, // before the last one that was settled
		102: {1, "account", "a sudden zero"},
		104: {2, "account", "a sudden zero"},
		105: {3, "another", "a sudden zero"},
	}
	for day, want := range map[content.Day]content.Day{102: 102, 104: 102, 105: 105} {
		if h, since, ok := s.HeldSince(day); !ok || since != want || h != s.held[day] {
			t.Errorf("on %d: %+v since %d, want %d", day, h, since, want)
		}
	}
	if h, _, ok := s.HeldSince(103); ok {
		t.Errorf("on 103: %+v", h)
	}
}

func TestOutage(t *testing.T) {
	t.Parallel()
	const source = content.Twitter
	site := &content.Site{Sources: []content.SourceSetting{source.Setting(content.EveryDay)}}
	for _, id := range []string{"a", "b", "new", "elsewhere"} {
		account := map[content.Source]string{source: id}
		if id == "elsewhere" {
			account = nil
		}
		site.Artists = append(site.Artists, content.Artist{ID: id, Accounts: account})
	}
	vain := func(s *Series, days ...content.Day) *Series {
		for _, day := range days {
			s.giveReason(day, "no credits of "+s.Artist)
		}
		return s
	}
	of := func(id string, counts ...int64) *Series { s := series100(counts...); s.Artist = id; return s }
	for _, test := range []struct {
		name  string
		a, b  *Series
		every content.Cadence
		since content.Day
	}{
		{"both counted", of("a", 1, 1, 1, 1, 1), of("b", 1, 1, 1, 1, 1), content.EveryDay, 0},
		{"one counted", vain(of("a", 1, 1, 1, 1), 104), of("b", 1, 1, 1, 1, 1), content.EveryDay, 0},
		{"none today", vain(of("a", 1, 1, 1, 1), 104), vain(of("b", 1, 1), 102, 103, 104), content.EveryDay, 104},
		{"none for days", vain(of("a", 1, 1), 102, 103, 104), vain(of("b", 1, 1), 102, 103, 104), content.EveryDay, 102},
		{"not all asked at first", vain(of("a", 1, 1), 102, 103, 104), vain(of("b", 1, 1), 103, 104), content.EveryDay, 103},
		{"not all asked ever", vain(of("a", 1, 1), 102, 103, 104), of("b", 1, 1), content.EveryDay, 0},
		{"not asked today, but yesterday", vain(of("a", 1, 1), 103), vain(of("b", 1, 1), 103), content.EveryDay, 103},
		{"never counted", vain(of("a"), 104), vain(of("b"), 104), content.EveryDay, 0},
		{"asked weekly", vain(of("a", 1, 1), 102), vain(of("b", 1, 1), 102), content.EveryWeek, 0},
	} {
		site.Sources[0].Every = test.every
		h := &History{Newest: 104, added: make(map[seriesKey]*Series)}
		info, _ := source.Info()
		for id, s := range map[string]*Series{"a": test.a, "b": test.b, "new": vain(of("new"), 104), "elsewhere": of("elsewhere", 1, 1, 1, 1, 1)} {
			h.added[seriesKey{id, source, info.Metric}] = s
		}
		o, ok := h.Outage(site, site.Sources[0])
		if ok != (test.since != 0) || ok && (o.Since != test.since || o.Reason != "no credits of a" || o.Last >= o.Since) {
			t.Errorf("%s: %+v, %v, want one since %d", test.name, o, ok, test.since)
		}
		if ok {
			h.unreadable = []content.Day{test.since}
			if again, _ := h.Outage(site, site.Sources[0]); again.Since == test.since {
				t.Errorf("%s: %+v, although that day cannot be read", test.name, again)
			}
		}
	}
	held := vain(of("a", 1, 1), 103, 104)
	held.closed = map[content.Day]string{104: "a"}
	h := &History{Newest: 104, added: map[seriesKey]*Series{{"a", source, "followers"}: held}}
	if o, ok := h.Outage(site, site.Sources[0]); ok {
		t.Errorf("a held count is an answer: %+v", o)
	}
}
