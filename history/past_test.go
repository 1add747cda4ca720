package history

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history/backfill"
	"datarocks/history/historytest"
	"datarocks/history/row"
	"datarocks/history/store/storetest"
)

var views = content.Metric{Source: content.Wikipedia, Name: "views"}

// pastOf makes a sample of counts of days in a row, fetch.None where there is none.
func pastOf(artist, account string, first content.Day, counts ...int64) fetch.Sample {
	return fetch.Sample{
		Ask:   fetch.Ask{Artist: artist, Metric: views, Account: account, Since: first},
		Count: fetch.Number(1), Days: fetch.NewDays(first, counts),
	}
}

// someDays invents an account's days, mostly those of another night.
func someDays(rnd *rand.Rand, artist string, from content.Day, days int) fetch.Sample {
	counts := make([]int64, days)
	for i := range counts {
		counts[i] = int64(from) + int64(i)
		switch rnd.IntN(30) {
		case 0:
			counts[i] = fetch.None
		case 1:
			counts[i] += rnd.Int64N(3)
		case 2:
			counts[i] = 0
		}
	}
	return pastOf(artist, []string{"a", "a", "b"}[rnd.IntN(3)], from, counts...)
}

// doubts holds some counts, and has a reason why others pass.
func doubts(fetch.Sample) func(content.Day, int64) (bool, string) {
	return func(_ content.Day, n int64) (bool, string) {
		switch {
		case n == 0:
			return true, "a sudden zero"
		case n%17 == 0:
			return false, "the third night"
		}
		return false, ""
	}
}

// naivePast is what a store has to hold after a backfill: each day is weighed by itself.
func naivePast(before []row.Row, snap fetch.Snapshot, judge backfill.Judge) []row.Row {
	stored := make(map[row.Key]row.Row)
	for _, r := range before {
		stored[r.Key()] = r
	}
	key := func(s fetch.Sample, day content.Day) row.Key {
		return row.Key{Date: day, Artist: s.Artist, Source: s.Source, Metric: s.Metric.Name}
	}
	for _, s := range snap.Samples {
		counted := maps.Collect(s.Days.All())
		stays := func(day content.Day) bool {
			old, ok := stored[key(s, day)]
			if !ok || old.Value == nil || old.Ref == s.Account {
				return false
			}
			return day+28 <= s.Days.Last() || counted[day] <= *old.Value
		}
		begin := s.Days.First
		for day := s.Days.First; day <= s.Days.Last(); day++ {
			if stays(day) {
				begin = day + 1
			}
		}
		for day := begin; day <= min(s.Days.Last(), content.DayOf(snap.At)-1); day++ {
			n := counted[day]
			if n == fetch.None {
				continue
			}
			r := row.Row{Date: day, Artist: s.Artist, Source: s.Source, Metric: s.Metric.Name, Value: &n, At: snap.At, Ref: s.Account}
			held, why := judge(s)(day, n)
			if r.Reason = why; held {
				r.Value, r.Held, r.Status = nil, &n, row.Held
			}
			old, ok := stored[r.Key()]
			if ok && r.Value != nil && old.Value != nil && *old.Value != n {
				r.Was, r.Asked = old.Value, old.AskedAt()
			}
			if !ok || r.Replaces(old) {
				stored[r.Key()] = r
			}
		}
	}
	var all []row.Row
	for _, r := range stored {
		all = append(all, r)
	}
	slices.SortFunc(all, func(a, b row.Row) int {
		if order := a.SeriesKey().Compare(b.SeriesKey()); order != 0 {
			return order
		}
		return int(a.Date - b.Date)
	})
	return all
}

func sameStored(t *testing.T, what string, want, got []row.Row) {
	t.Helper()
	if a, b := string(row.EncodeDay(want)), string(row.EncodeDay(got)); a != b {
		t.Fatalf("%s (-want +got):\n%s", what, cmp.Diff(strings.Split(a, "\n"), strings.Split(b, "\n")))
	}
}

// written counts how often each object of a day was put since the calls were cleared.
func written(m *storetest.Memory) map[string]int {
	puts := make(map[string]int)
	for _, call := range m.Calls {
		op, name, _ := strings.Cut(call, " ")
		if _, ok := row.DayOf(name); ok && op == "Put" {
			puts[name]++
		}
	}
	return puts
}

func mustRecordDays(t *testing.T, h *History, snap fetch.Snapshot) backfill.Recorded {
	t.Helper()
	recorded, err := h.RecordDays(t.Context(), snap, doubts)
	if _, unreadable := errors.AsType[*row.UnreadableError](err); err != nil && !unreadable {
		t.Fatal(err)
	}
	return recorded
}

// scribbled is a store that years of runs and accidents have filled, with answers of three
// nights about past days.
func scribbled(rnd *rand.Rand) (*storetest.Memory, []fetch.Snapshot) {
	m := storetest.NewMemory()
	historytest.Scribble(rnd, m, 10+rnd.IntN(150))
	var nights []fetch.Snapshot
	at := historytest.Date("2026-01-10").Time().Add(3 * time.Hour)
	for range 3 {
		snap := historytest.Snapshot(at)
		for _, artist := range historytest.Artists {
			first := historytest.Date("2023-11-01") + content.Day(rnd.IntN(200))
			if rnd.IntN(2) == 0 {
				first = content.DayOf(at) - content.Day(rnd.IntN(60))
			}
			snap.Samples = append(snap.Samples, someDays(rnd, artist, first, min(1+rnd.IntN(700), 1+int(content.DayOf(at)-first))))
		}
		nights = append(nights, snap)
		at = at.AddDate(0, 0, rnd.IntN(3))
		at = at.Add(time.Hour)
	}
	return m, nights
}

// TestABackfillIsItsDays is the law of backfills: they store what each day by itself
// would have got, write a day once, and nothing again; and the history holds what is
// stored without reading it again.
func TestABackfillIsItsDays(t *testing.T) {
	t.Parallel()
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			rnd := rand.New(rand.NewPCG(seed, 16))
			m, nights := scribbled(rnd)
			for _, snap := range nights {
				asOf := []time.Time{historytest.Never, snap.At}[rnd.IntN(2)]
				h := mustLoad(t, m, asOf)
				before := historytest.PlainRows(t, m, historytest.Never)
				there := m.Names()
				m.Calls = nil
				recorded := mustRecordDays(t, h, snap)
				sameStored(t, "what is stored", naivePast(before, snap, doubts), historytest.PlainRows(t, m, historytest.Never))
				puts := written(m)
				for name, n := range puts {
					if n != 1 {
						t.Errorf("%s is written %d times", name, n)
					}
				}
				for _, call := range m.Calls {
					if name, ok := strings.CutPrefix(call, "Get "); ok && !slices.Contains(there, name) {
						t.Errorf("%s, which is not there", call)
					}
				}
				if recorded.Days != len(puts) || recorded.Moved {
					t.Errorf("recorded %+v, %d days are written", recorded, len(puts))
				}
				if diff := cmp.Diff(everythingOf(t, mustLoad(t, m, asOf)), everythingOf(t, h)); diff != "" {
					t.Fatalf("the history differs from one that is loaded again (-want +got):\n%s", diff)
				}
				again := mustLoad(t, m, asOf)
				m.Calls = nil
				if mustRecordDays(t, again, snap); len(written(m)) != 0 {
					t.Errorf("again it writes %v", written(m))
				}
			}
		})
	}
}

// TestAnInterruptedBackfillIsCompleted fails a request of one, and asks again as the next
// night does: for the days since shortly before the newest that is stored.
func TestAnInterruptedBackfillIsCompleted(t *testing.T) {
	t.Parallel()
	const days = 120
	first := historytest.Date("2025-10-01")
	at := (first + days).Time().Add(3 * time.Hour)
	site := &content.Site{Sources: []content.SourceSetting{content.Wikipedia.Setting(content.EveryDay)}}
	answers := make(map[string]fetch.Sample)
	for i, artist := range historytest.Artists {
		counts := make([]int64, days)
		for j := range counts {
			counts[j] = int64(100*i + j%7)
		}
		answers[artist] = pastOf(artist, artist, first, counts...)
		site.Artists = append(site.Artists, content.Artist{ID: artist, Accounts: map[content.Source]string{content.Wikipedia: artist}})
	}
	night := func(m *storetest.Memory) error {
		h := mustLoad(t, m, at)
		defer h.Close()
		snap := historytest.Snapshot(at)
		for _, ask := range h.Due(site, content.DayOf(at), false) {
			s := answers[ask.Artist]
			var counts []int64
			since := max(ask.Since, first)
			for day, n := range s.Days.All() {
				if day >= since {
					counts = append(counts, n)
				}
			}
			snap.Samples = append(snap.Samples, pastOf(ask.Artist, ask.Account, since, counts...))
		}
		_, err := h.RecordDays(t.Context(), snap, nil)
		return err
	}
	whole := storetest.NewMemory()
	if err := night(whole); err != nil {
		t.Fatal(err)
	}
	want := historytest.PlainRows(t, whole, historytest.Never)
	if len(want) != 3*days {
		t.Fatalf("%d rows", len(want))
	}
	for _, nth := range []int{1, 2, 3, 16, 17, 18, 40, 118, 119, 120, 121, 122} {
		for _, kept := range []bool{false, true} {
			m := storetest.NewMemory()
			m.FailNth(nth+1, storetest.Fault{Err: storetest.ErrBroken, Kept: kept})
			if err := night(m); errors.Is(err, storetest.ErrBroken) != (nth <= days) {
				t.Fatalf("request %d: %v", nth, err) // after the days come the rollups, which are copies
			}
			m.Script = nil
			if err := night(m); err != nil {
				t.Fatalf("after request %d: %v", nth, err)
			}
			sameStored(t, fmt.Sprintf("request %d failed, kept %v", nth, kept), want, historytest.PlainRows(t, m, historytest.Never))
			for name, n := range written(m) {
				if n > 2 {
					t.Errorf("request %d: %s is written %d times", nth, name, n)
				}
			}
		}
	}
}

// TestTwoBackfillsAtOnce: whoever is second finds the rows there.
func TestTwoBackfillsAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := storetest.NewMemory()
		historytest.FillDays(t, m, "2025-01-01", "2025-01-20")
		snap := historytest.Snapshot(historytest.Tonight, pastOf("opeth", "o", historytest.Date("2024-12-01"), slices.Repeat([]int64{5}, 90)...),
			pastOf("vola", "v", historytest.Date("2024-12-15"), slices.Repeat([]int64{6}, 90)...))
		judge := func(fetch.Sample) func(content.Day, int64) (bool, string) {
			return func(content.Day, int64) (bool, string) { return false, "" }
		}
		want := naivePast(historytest.PlainRows(t, m, historytest.Never), snap, judge)
		var both sync.WaitGroup
		for range 2 {
			h := mustLoad(t, m, historytest.Never)
			both.Go(func() {
				if _, err := h.RecordDays(t.Context(), snap, nil); err != nil {
					t.Error(err)
				}
				if rows, err := h.Rows("vola"); err != nil || len(rows) != 90 {
					t.Errorf("%d rows, %v", len(rows), err)
				}
			})
		}
		both.Wait()
		sameStored(t, "two at once", want, historytest.PlainRows(t, m, historytest.Never))
		h := mustLoad(t, m, historytest.Never)
		var got []row.Row
		for _, artist := range historytest.Artists {
			rows, err := h.Rows(artist)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, rows...)
		}
		sameStored(t, "read by way of the rollups", want, got)
	})
}

// TestARunOvertakesABackfill: another writes a day between the listing and the backfill.
func TestARunOvertakesABackfill(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := storetest.NewMemory()
		historytest.FillDays(t, m, "2025-01-01", "2025-03-31")
		h := mustLoad(t, m, historytest.Never)
		name := row.DayObject(historytest.Date("2025-02-10"))
		m.Set(name, append(m.Data(name), historytest.Line("2025-02-10", "vola", "spotify", `"value":8,"ref":"v","at":"2025-02-10T04:00:00Z"`)...))
		snap := historytest.Snapshot(historytest.Tonight, pastOf("opeth", "o", historytest.Date("2025-01-01"), slices.Repeat([]int64{5}, 80)...))
		recorded, err := h.RecordDays(t.Context(), snap, nil)
		if err != nil || !recorded.Moved || recorded.Days != 80 {
			t.Errorf("%+v, %v", recorded, err)
		}
		if n, ok := h.Series("vola", content.Spotify.Default()).Last(); !ok || n.Value != 8 {
			t.Errorf("what the other wrote is %v, %v", n, ok)
		}
		if diff := cmp.Diff(everythingOf(t, mustLoad(t, m, historytest.Never)), everythingOf(t, h)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

// TestABackfillSparesTheNextLoad counts the requests of a label with a past.
func TestABackfillSparesTheNextLoad(t *testing.T) {
	t.Parallel()
	m := storetest.NewMemory()
	historytest.FillDays(t, m, "2024-05-01", "2026-01-20")
	at := historytest.Date("2026-01-21").Time().Add(3 * time.Hour)
	h := mustLoad(t, m, at)
	if err := h.Rollup(t.Context()); err != nil {
		t.Fatal(err)
	}
	first := historytest.Date("2022-12-30")
	days := int(content.DayOf(at) - first)
	asks := []fetch.Ask{{Artist: "opeth", Metric: views, Account: "w", Since: first}, {Artist: "opeth", Metric: content.Spotify.Default(), Account: "o"}}
	plan, err := h.PlanDays(asks, content.DayOf(at))
	if want := (backfill.Plan{Accounts: 1, Rows: days, Days: days, Rewritten: 245 + 365 + 20, Rollups: 3}); err != nil || plan != want {
		t.Errorf("planned %+v, %v; want %+v", plan, err, want)
	}
	m.Calls = nil
	recorded := mustRecordDays(t, h, historytest.Snapshot(at, pastOf("opeth", "w", first, slices.Repeat([]int64{50}, days)...)))
	if recorded != (backfill.Recorded{Rows: days, Days: days}) {
		t.Errorf("%+v", recorded)
	}
	if got, want := len(m.Calls), days+plan.Rewritten+plan.Rollups; got != want {
		t.Errorf("it took %d requests, want %d", got, want)
	}
	m.Calls = nil
	again := mustLoad(t, m, at)
	if got, want := len(m.Calls), 1+3+2+20; got != want { // the listing, rollups, two days of 2022, this year's
		t.Errorf("the next load takes %d requests, want %d", got, want)
	}
	if diff := cmp.Diff(everythingOf(t, again), everythingOf(t, h)); diff != "" {
		t.Errorf("(-loaded +recorded):\n%s", diff)
	}
	sameStored(t, "read by way of the rollups", historytest.PlainRows(t, m, at), must(again.Rows("opeth")))
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// TestAccountsOfABackfill: an article that was moved is read under its old title, too.
func TestAccountsOfABackfill(t *testing.T) {
	t.Parallel()
	const first = "2026-09-01"
	old := func(counts ...int64) fetch.Sample { return pastOf("opeth", "old", historytest.Date(first), counts...) }
	renamed := func(counts ...int64) fetch.Sample {
		return pastOf("opeth", "new", historytest.Date(first), counts...)
	}
	for name, test := range map[string]struct {
		before, then fetch.Sample
		want         string
	}{
		"moved on the fourth day":           {old(90, 91, 92, 30, 12), renamed(1, 2, 3, 60, 88, 89), "90o 91o 92o 60n 88n 89n"},
		"a day that the old one won stays":  {old(90, 91, 92, 30, 95), renamed(1, 2, 3, 60, 88, 89), "90o 91o 92o 30o 95o 89n"},
		"no more than the old one":          {old(90, 91), renamed(90, 91), "90o 91o"},
		"the new one begins later":          {old(90, 91, 92), renamed(fetch.None, fetch.None, fetch.None, 80), "90o 91o 92o 80n"},
		"it has no count of a day":          {old(90, 91, 12), renamed(95, fetch.None, 80), "90o 91o 80n"},
		"the old one has none of a day":     {old(90, fetch.None, 12), renamed(1, 2, 80), "90o 2n 80n"},
		"more than four weeks ago it stays": {old(slices.Repeat([]int64{5}, 31)...), renamed(slices.Repeat([]int64{9}, 31)...), strings.Repeat("5o ", 3) + strings.TrimSpace(strings.Repeat("9n ", 28))},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := storetest.NewMemory()
			for i, s := range []fetch.Sample{test.before, test.then, test.then} {
				h := mustLoad(t, m, historytest.Never)
				if _, err := h.RecordDays(t.Context(), historytest.Snapshot(historytest.Tonight.Add(time.Duration(i)*time.Hour), s), nil); err != nil {
					t.Fatal(err)
				}
			}
			var got []string
			for _, r := range must(mustLoad(t, m, historytest.Never).Rows("opeth")) {
				got = append(got, fmt.Sprint(*r.Value, r.Ref[:1]))
			}
			if text := strings.Join(got, " "); text != test.want {
				t.Errorf("%s, want %s", text, test.want)
			}
		})
	}
}

// TestABackfillOverWhatIsStored records a count of 100 of one day over what may be there.
func TestABackfillOverWhatIsStored(t *testing.T) {
	t.Parallel()
	const day = "2026-11-20"
	const plain = `"value":100,"at":"2026-11-23T03:17:42Z","ref":"w"`
	line := func(rest string) string {
		return fmt.Sprintf(`{"date":%q,"artist":"opeth","source":"wikipedia","metric":"views",%s}`, day, rest) + "\n"
	}
	for name, test := range map[string]struct{ stored, want string }{
		"nothing":               {"", plain},
		"the same":              {`"value":100,"at":"2026-11-21T03:00:00Z","ref":"w"`, ""},
		"another":               {`"value":99,"at":"2026-11-21T03:00:00Z","ref":"w"`, `"value":100,"was":99,"at":"2026-11-23T03:17:42Z","ref":"w","asked":"2026-11-21T03:00:00Z"`},
		"another, asked later":  {`"value":99,"at":"2026-11-23T03:17:43Z","ref":"w"`, ""},
		"a failure":             {`"status":"error","reason":"http 503","at":"2026-11-20T03:00:00Z","ref":"w"`, plain},
		"held":                  {`"held":7,"status":"held","reason":"a sudden zero","at":"2026-11-21T03:00:00Z","ref":"w"`, plain},
		"imported":              {`"value":99,"via":"import:csv","at":"2026-11-22T03:00:00Z"`, plain},
		"imported, the same":    {`"value":100,"via":"import:csv","at":"2026-11-22T03:00:00Z"`, ""},
		"a person's":            {`"value":99,"via":"manual","at":"2026-11-22T03:00:00Z","ref":"w"`, ""},
		"withdrawn by a person": {`"was":100,"status":"retracted","at":"2026-11-22T03:00:00Z","ref":"w"`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := storetest.NewMemory()
			want := map[string]string{row.DayObject(historytest.Date(day)): line(test.want)}
			if test.stored != "" {
				storetest.MustPut(t, m, row.DayObject(historytest.Date(day)), line(test.stored))
				if test.want == "" {
					want = storetest.Objects(t, m)
				}
			}
			h := mustLoad(t, m, historytest.Tonight.Add(time.Hour))
			m.Calls = nil
			snap := historytest.Snapshot(historytest.Tonight, pastOf("opeth", "w", historytest.Date(day), 100))
			if recorded, err := h.RecordDays(t.Context(), snap, nil); err != nil || (recorded.Rows == 1) != (test.want != "") || test.want == "" && len(m.Calls) > 0 {
				t.Errorf("%+v, %v, %v", recorded, err, m.Calls)
			}
			storetest.Holds(t, m, want)
		})
	}
}

// TestACorrectedPastDayAsOfBefore: the site of a day between has the corrected count, and
// that of a day before anybody asked has none.
func TestACorrectedPastDayAsOfBefore(t *testing.T) {
	t.Parallel()
	m := storetest.NewMemory()
	day := historytest.Date("2026-11-10")
	for _, ask := range []struct {
		at string
		n  int64
	}{{"2026-11-12T03:00:00Z", 7}, {"2026-11-20T03:00:00Z", 8}, {"2026-11-21T03:00:00Z", 9}} {
		h := mustLoad(t, m, historytest.Never)
		mustRecordDays(t, h, historytest.Snapshot(historytest.Clock(ask.at), pastOf("opeth", "w", day, ask.n)))
	}
	for asOf, want := range map[time.Time]bool{
		historytest.Clock("2026-11-11T12:00:00Z"): false,
		historytest.Clock("2026-11-15T12:00:00Z"): true,
		historytest.Never:                         true,
	} {
		if n, ok := mustLoad(t, m, asOf).Series("opeth", views).Value(day); ok != want || ok && n != 9 {
			t.Errorf("as of %v: %d, %t", asOf, n, ok)
		}
	}
}

func TestABackfillLeavesToday(t *testing.T) {
	t.Parallel()
	m := storetest.NewMemory()
	h := mustLoad(t, m, historytest.Never)
	first := historytest.Date("2026-11-21")
	if recorded, err := h.RecordDays(t.Context(), historytest.Snapshot(historytest.Tonight, pastOf("opeth", "w", first, 1, 2, 3, 4)), nil); err != nil || recorded.Days != 2 {
		t.Errorf("%+v, %v", recorded, err)
	}
	if last, _ := h.Series("opeth", views).Last(); last.Day != first+1 {
		t.Errorf("the last is %v", last)
	}
}

func TestABackfillRefusesWhatCannotBeRead(t *testing.T) {
	t.Parallel()
	first := historytest.Date("2026-11-01")
	m := storetest.NewMemory()
	h := mustLoad(t, m, historytest.Never)
	snap := historytest.Snapshot(historytest.Tonight,
		pastOf("", "w", first, 1), pastOf("gojira", "w", first, 1, fetch.MaxCount+1), pastOf("vola", "w", first, 7), pastOf("vola", "v", first, 8))
	recorded, err := h.RecordDays(t.Context(), snap, nil)
	if err == nil || strings.Count(err.Error(), "\n") != 2 || recorded.Rows != 1 {
		t.Errorf("%+v, %v", recorded, err)
	}
	if rows := must(h.Rows("vola")); len(rows) != 1 || *rows[0].Value != 7 {
		t.Errorf("%v", rows)
	}
}
