package flow_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"datarocks/content"
	"datarocks/history/flow"
	"datarocks/history/historytest"
	"datarocks/history/series"
)

// compare holds all that a Daily has against the reference.
func (b book) compare(t *testing.T) (numbers, changes int) {
	t.Helper()
	d := flow.New(b.series(), b.kind)
	b.compareAmounts(t, d)
	newest, ok := b.newest()
	if span, any := d.Span(); any != ok || ok && (span.Last != newest || span.First != b.oldest()) {
		t.Fatalf("%v, %v: the newest is %s, %v", span, any, newest, ok)
	}
	for _, w := range content.Windows {
		got, why := d.Over(w)
		length, weeks := lengths(w, newest)
		from := newest - length + 1
		if w == content.All && ok {
			from = b.oldest()
		}
		value, mean, whole := b.number(from, newest)
		if whole = whole && ok; whole != (why == "") || whole && (got.Value() != value || math.Abs(got.Mean()-mean) > 1e-9*mean || got.Days() != int(newest-from+1)) {
			t.Fatalf("%s %s: %d of %v, %q; want %d, %v", b.kind, w, got.Value(), got.Span, why, value, whole)
		}
		if whole {
			numbers++
		}
		if b.compareChange(t, d, w, newest, weeks, ok) {
			changes++
		}
	}
	b.compareStretches(t, d)
	return numbers, changes
}

func (b book) compareAmounts(t *testing.T, d flow.Daily) {
	t.Helper()
	var all []series.Point
	for day := b.first - 2; day < b.end()+2; day++ {
		want, ok := b.amount(day)
		if got, has := d.Amount(day); has != ok || ok && got != want || has != (d.Why(day) == "") {
			t.Fatalf("%s %s: %d, %v, %q; want %d, %v", b.kind, day, got, has, d.Why(day), want, ok)
		}
		if ok {
			all = append(all, series.Point{Day: day, Value: want})
		}
	}
	if got := slices.Collect(d.Points()); !slices.Equal(got, all) {
		t.Fatalf("%s: points %v, want %v", b.kind, got, all)
	}
}

func (b book) compareChange(t *testing.T, d flow.Daily, w content.Window, end, days content.Day, any bool) bool {
	t.Helper()
	c, why := d.Change(w)
	now, nowMean, ok := b.number(end-days+1, end)
	before, beforeMean, too := b.number(end-2*days+1, end-days)
	ok = ok && too && any && days > 0 && b.oneAccount(end-2*days+1, end)
	if ok != (why == "") {
		t.Fatalf("%s %s: %+v, %q; want %v", b.kind, w, c, why, ok)
	}
	if !ok {
		return false
	}
	if c.Now.Value() != now || c.Before.Value() != before || c.Diff() != now-before || c.Now.Days() != int(days) || c.Before.Days() != int(days) || c.Before.Last+1 != c.Now.First || c.Now.Last != end {
		t.Fatalf("%s %s: %+v, want %d and %d", b.kind, w, c, before, now)
	}
	percent, has := c.Percent()
	ratio, too := c.Ratio()
	if has != (beforeMean > 0) || too != has || has && (math.Abs(percent-(nowMean-beforeMean)/beforeMean*100) > 1e-6*max(1, math.Abs(percent)) || math.Abs(ratio-nowMean/beforeMean) > 1e-9*ratio) {
		t.Fatalf("%s %s: %v %%, %v; %v to %v", b.kind, w, percent, ratio, beforeMean, nowMean)
	}
	return true
}

// compareStretches holds rolling numbers, weeks, and what is typical.
func (b book) compareStretches(t *testing.T, d flow.Daily) {
	t.Helper()
	for _, days := range []content.Day{1, 2, 7, 28} {
		var want []series.Point
		for day := b.first; day < b.end(); day++ {
			if n, _, ok := b.number(day-days+1, day); ok {
				want = append(want, series.Point{Day: day, Value: n})
			}
		}
		if got := points(d, int(days)); !slices.Equal(got, want) {
			t.Fatalf("%s: rolling over %d: %v, want %v", b.kind, days, got, want)
		}
	}
	var want []int64
	for day := b.first; day < b.end(); day++ {
		if day.Time().Format("Mon") == "Mon" {
			if n, _, ok := b.number(day, day+6); ok {
				want = append(want, int64(day), n)
			}
		}
	}
	var got []int64
	for n := range d.Weeks() {
		got = append(got, int64(n.First), n.Value())
		if n.Days() != 7 {
			t.Fatalf("a week of %d days", n.Days())
		}
	}
	if !slices.Equal(got, want) {
		t.Fatalf("%s: weeks %v, want %v", b.kind, got, want)
	}
	for day := b.end() - 1; day > b.end()-40 && day >= b.first; day -= 3 {
		for _, w := range []content.Window{content.FourWeek, content.Year} {
			b.compareTypical(t, d, day, w)
		}
	}
}

func (b book) compareTypical(t *testing.T, d flow.Daily, end content.Day, w content.Window) {
	t.Helper()
	length, _ := lengths(w, end)
	var amounts []float64
	for day := end; day > end-length && b.oneAccount(day, end); day-- {
		if n, ok := b.amount(day); ok {
			amounts = append(amounts, float64(n))
		}
	}
	least := map[content.Window]int{content.FourWeek: 14, content.Year: 28}[w]
	got, known, ok := d.Typical(end, w)
	if ok != (len(amounts) >= least) || known != len(amounts) {
		t.Fatalf("%s, %s to %s: typical of %d, %v; want of %d", b.kind, w, end, known, ok, len(amounts))
	}
	if !ok {
		return
	}
	below, above := 0, 0
	for _, n := range amounts {
		if n < got {
			below++
		} else if n > got {
			above++
		}
	}
	if 2*below > len(amounts) || 2*above > len(amounts) {
		t.Fatalf("%s: %d below and %d above %v", b.kind, below, above, got)
	}
}

// TestLaws: each number of any series is that of a reference which works it out from
// the days alone.
func TestLaws(t *testing.T) {
	t.Parallel()
	for _, kind := range kinds {
		numbers, changes := 0, 0
		for seed := range uint64(80) {
			n, c := anyBook(rand.New(rand.NewPCG(seed, 4)), kind).compare(t)
			numbers, changes = numbers+n, changes+c
		}
		if t.Log(kind, numbers, "numbers,", changes, "changes"); numbers < 100 || changes < 60 {
			t.Errorf("%s: so few prove little", kind)
		}
	}
}

// TestNothingIsBridged: without any one of its days, a window has no number, and
// its change needs as many days again.
func TestNothingIsBridged(t *testing.T) {
	t.Parallel()
	for _, kind := range kinds {
		for _, w := range []content.Window{content.Week, content.FourWeek, content.Quarter} {
			whole := steady(kind, 400)
			end := whole.end() - 1
			number, change := lengths(w, end)
			for missing := range content.Day(399) {
				b := book{kind: kind, first: whole.first, days: slices.Clone(whole.days)}
				b.days[end-missing-b.first].n = series.None
				d := flow.New(b.series(), kind)
				ends := end
				if missing == 0 {
					ends-- // the newest day is not there, so it ends before
				}
				if kind == content.Cumulative && missing == 0 {
					continue // then every day before is whole
				}
				took := missing
				if kind == content.Cumulative {
					took-- // the day after has no difference either
				}
				_, why := d.OverTo(ends, w)
				if want := missing > 0 && took < number; (why != "") != want {
					t.Fatalf("%s %s without the day %d before: %q", kind, w, missing, why)
				}
				if _, why := d.ChangeTo(ends, w); (why != "") != (missing > 0 && took < 2*change) {
					t.Fatalf("change of %s %s without the day %d before: %q", kind, w, missing, why)
				}
			}
		}
	}
}

// steady has 100 a day.
func steady(kind content.Kind, days int) book {
	b := book{kind: kind, first: historytest.Date("2025-01-01")}
	for i := range days {
		n := int64(100)
		if kind == content.Cumulative {
			n *= int64(i)
		}
		b.days = append(b.days, measured{n: n})
	}
	return b
}

// TestUniquesAreNeverSummed: different people of a week are no more than the most of
// a day, as far as anybody knows, and no fewer than the least.
func TestUniquesAreNeverSummed(t *testing.T) {
	t.Parallel()
	for seed := range uint64(100) {
		b := anyBook(rand.New(rand.NewPCG(seed, 5)), content.Uniques)
		d := flow.New(b.series(), b.kind)
		for _, w := range content.Windows {
			n, why := d.Over(w)
			if why != "" {
				continue
			}
			least, most := int64(math.MaxInt64), int64(0)
			for day := n.First; day <= n.Last; day++ {
				amount, _ := d.Amount(day)
				least, most = min(least, amount), max(most, amount)
			}
			if n.Value() < least || n.Value() > most {
				t.Fatalf("%s: %d of days with %d to %d", w, n.Value(), least, most)
			}
		}
	}
}

// TestLevelsHaveNoAmounts: followers are no followers a day.
func TestLevelsHaveNoAmounts(t *testing.T) {
	t.Parallel()
	b := steady(content.Cumulative, 60)
	d := flow.New(b.series(), content.Stock)
	if _, ok := d.Span(); ok || len(slices.Collect(d.Points())) > 0 || len(slices.Collect(d.Weeks())) > 0 || len(points(d, 7)) > 0 {
		t.Errorf("amounts of a level: %+v", d)
	}
	for _, w := range content.Windows {
		n, why := d.Over(w)
		if _, too := d.Change(w); why != flow.Empty || too == "" || n != (flow.Number{}) {
			t.Errorf("%s: %+v, %q, %q", w, n, why, too)
		}
	}
}

// TestUntilIsAsItWas compares amounts that were cut with ones that never went on.
func TestUntilIsAsItWas(t *testing.T) {
	t.Parallel()
	for seed := range uint64(60) {
		b := anyBook(rand.New(rand.NewPCG(seed, 6)), kinds[seed%3])
		if len(b.days) == 0 {
			continue
		}
		cut := len(b.days) * 2 / 3
		then := book{kind: b.kind, first: b.first, days: b.days[:cut]}
		got, want := flow.New(b.series(), b.kind).Until(then.end()-1), flow.New(then.series(), b.kind)
		if !slices.Equal(slices.Collect(got.Points()), slices.Collect(want.Points())) {
			t.Fatalf("seed %d: other days", seed)
		}
		for _, w := range content.Windows {
			n, why := got.Over(w)
			m, then := want.Over(w)
			if n != m || why != then {
				t.Fatalf("seed %d, %s: %+v %q, then %+v %q", seed, w, n, why, m, then)
			}
		}
	}
}

// FuzzLaws reads days from bytes.
func FuzzLaws(f *testing.F) {
	f.Add([]byte{0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, 130, 140}, byte(0))
	f.Add([]byte{9, 9, 9, 255, 9, 9, 9, 9, 9, 9, 9, 254, 9}, byte(1))
	f.Fuzz(func(t *testing.T, data []byte, kind byte) {
		b := book{kind: kinds[int(kind)%3], first: historytest.Date("2024-02-20")}
		account, level := 0, int64(0)
		for _, n := range data[:min(len(data), 900)] {
			switch {
			case n == 255:
				b.days = append(b.days, measured{n: series.None, account: account})
				continue
			case n == 254:
				account++
			case n >= 250:
				level = max(0, level-int64(n))
			}
			count := int64(n)
			if level += count; b.kind == content.Cumulative {
				count = level
			}
			b.days = append(b.days, measured{n: count, account: account})
		}
		b.compare(t)
	})
}
