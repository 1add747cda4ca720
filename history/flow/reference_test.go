package flow_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"datarocks/content"
	"datarocks/history/flow"
	"datarocks/history/historytest"
	"datarocks/history/row"
	"datarocks/history/series"
)

// metrics are one of each kind.
var metrics = map[content.Kind]content.Metric{
	content.Stock:      {Source: content.Spotify, Name: "followers"},
	content.Flow:       {Source: content.Wikipedia, Name: "views"},
	content.Cumulative: {Source: content.LastFM, Name: "plays"},
	content.Uniques:    {Source: content.Spotify, Name: "listeners"},
}

// measured is what was counted on a day.
type measured struct {
	n       int64 // None where there is no count
	account int
}

// book is a series as a list of days, from which the reference works out everything
// anew, by the letter of the laws.
type book struct {
	kind  content.Kind
	first content.Day
	days  []measured
}

func (b book) series() *series.Series {
	s := series.New("opeth", metrics[b.kind])
	for i, m := range b.days {
		if m.n != series.None {
			day := b.first + content.Day(i)
			s.Add(row.Row{Date: day, Value: new(m.n), Ref: fmt.Sprint("account-", m.account), At: day.Time()})
		}
	}
	return s
}

func (b book) end() content.Day { return b.first + content.Day(len(b.days)) }

// on returns what was counted on a day.
func (b book) on(day content.Day) (m measured, ok bool) {
	if day < b.first || day >= b.end() {
		return m, false
	}
	m = b.days[day-b.first]
	return m, m.n != series.None
}

// amount is that of a day, as big as it may be.
func (b book) amount(day content.Day) (n int64, ok bool) {
	now, ok := b.on(day)
	switch b.kind {
	case content.Flow, content.Uniques:
		return now.n, ok
	case content.Cumulative:
		before, too := b.on(day - 1)
		return now.n - before.n, ok && too && now.account == before.account && now.n >= before.n
	}
	return 0, false
}

// newest is the newest day with an amount.
func (b book) newest() (day content.Day, ok bool) {
	for day := b.end() - 1; day >= b.first; day-- {
		if _, ok := b.amount(day); ok {
			return day, true
		}
	}
	return 0, false
}

// oldest is the oldest day with an amount.
func (b book) oldest() content.Day {
	for day := b.first; ; day++ {
		if _, ok := b.amount(day); ok {
			return day
		}
	}
}

// oneAccount reports whether all counts of some days are of one account.
func (b book) oneAccount(from, to content.Day) bool {
	account, any := 0, false
	for day := max(from, b.first); day <= min(to, b.end()); day++ {
		if m, ok := b.on(day); ok {
			if any && m.account != account {
				return false
			}
			account, any = m.account, true
		}
	}
	return true
}

// number is that of days in a row.
func (b book) number(from, to content.Day) (value int64, mean float64, ok bool) {
	sum := 0.0
	for day := from; day <= to; day++ {
		n, ok := b.amount(day)
		if !ok {
			return 0, 0, false
		}
		sum += float64(n)
	}
	days := float64(to - from + 1)
	if days < 1 || !b.oneAccount(from, to) || sum > 1<<53-1 {
		return 0, 0, false
	}
	if b.kind == content.Uniques {
		return int64(math.Floor(sum/days + 0.5)), sum / days, true
	}
	return int64(sum), sum / days, true
}

// lengths are the days of a window's number, and of each side of its change.
func lengths(w content.Window, end content.Day) (number, change content.Day) {
	switch w {
	case content.Week:
		return 7, 7
	case content.FourWeek:
		return 28, 28
	case content.Quarter:
		return 90, 84
	case content.Year:
		before := end.Time().AddDate(-1, 0, 0)
		if date := end.Time(); date.Month() == time.February && date.Day() == 29 {
			before = before.AddDate(0, 0, -1)
		}
		return end - content.DayOf(before), 364
	}
	return 0, 0
}

// anyBook makes days in which everything happens that may: gaps, other accounts,
// levels that fall, zeros, very many.
func anyBook(random *rand.Rand, kind content.Kind) book {
	b := book{kind: kind, first: historytest.Date("2023-02-01") + content.Day(random.IntN(800))}
	gaps, seams, falls := 0.0, 0.0, 0.0
	if random.IntN(2) == 0 {
		gaps = []float64{0.002, 0.01, 0.2}[random.IntN(3)]
	}
	if random.IntN(3) == 0 {
		seams = []float64{0.003, 0.02}[random.IntN(2)]
	}
	if random.IntN(2) == 0 {
		falls = 0.004
	}
	most := []int64{2, 300, 1 << 30, 1 << 45}[random.IntN(4)]
	level, account := random.Int64N(most), 0
	for range random.IntN(900) {
		if random.Float64() < seams {
			account = random.IntN(3)
		}
		n := random.Int64N(most)
		if kind == content.Cumulative {
			if level += n; random.Float64() < falls {
				level -= min(level, most)
			}
			n = min(level, 1<<53-1)
		}
		if random.Float64() < gaps {
			n = series.None
		}
		b.days = append(b.days, measured{n, account})
	}
	return b
}

// kinds are those that have amounts.
var kinds = []content.Kind{content.Flow, content.Cumulative, content.Uniques}

// points collects what a sequence yields.
func points(d flow.Daily, days int) []series.Point { return slices.Collect(d.Rolling(days)) }
