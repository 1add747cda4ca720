package historytest

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history/row"
	"datarocks/history/series"
	"datarocks/history/store/storetest"
)

// Fill makes a store of objects.
func Fill(t *testing.T, objects map[string]string) *storetest.Memory {
	t.Helper()
	m := storetest.NewMemory()
	for name, data := range objects {
		storetest.MustPut(t, m, name, data)
	}
	return m
}

// Past is the objects of three days.
func Past() map[string]string {
	const d21, d22, d23 = "2026-11-21", "2026-11-22", "2026-11-23"
	return map[string]string{
		row.DayObject(Date(d21)): Line(d21, "opeth", "spotify", `"value":5,"at":"2026-11-21T03:00:00Z","ref":"o"`) +
			Line(d21, "opeth", "twitter", `"value":2,"at":"2026-11-21T03:00:00Z","ref":"t"`),
		row.DayObject(Date(d22)): Line(d22, "opeth", "spotify", `"value":6,"at":"2026-11-22T03:00:00Z","ref":"p"`) +
			Line(d22, "opeth", "twitter", `"status":"error","reason":"http 402","at":"2026-11-22T03:00:00Z","ref":"t"`),
		row.DayObject(Date(d23)): Line(d23, "opeth", "spotify", `"value":7,"at":"2026-11-23T03:00:00Z","ref":"p"`) +
			Line(d23, "vola", "twitter", `"status":"hidden","at":"2026-11-23T09:00:00Z","ref":"v"`),
	}
}

// Artists are those that Scribble writes about.
var Artists = []string{"gojira", "opeth", "vola"}

// Scribble changes a store as years of runs, people and accidents would.
func Scribble(rnd *rand.Rand, m *storetest.Memory, days int) {
	for range days {
		day := Date("2024-12-01") + content.Day(rnd.IntN(430))
		name := row.DayObject(day)
		if rnd.IntN(20) == 0 {
			name = row.BesideObject(day, "x", rnd.IntN(3))
		}
		var rows []row.Row
		for _, artist := range Artists {
			for _, source := range []content.Source{content.Spotify, content.Twitter} {
				n := int64(day)*100 + rnd.Int64N(30)
				r := row.Row{Date: day, Artist: artist, Source: source, Metric: "followers", Value: &n, At: day.Time().Add(3 * time.Hour), Ref: "o"}
				switch rnd.IntN(12) {
				case 0:
					continue
				case 1:
					r.Value, r.Status, r.Reason = nil, fetch.Failed, "http 402"
				case 2:
					r.Ref = "p"
				case 3:
					r.At = r.At.Add(time.Duration(rnd.IntN(90)) * time.Hour)
				case 4:
					r.Via, r.At = row.ImportedFrom("csv"), Date("2026-02-01").Time()
				case 6:
					r.At = Date("2026-02-02").Time() // as one of a platform that knows past days
				case 5:
					r.Via, r.Asked, r.At = row.ViaManual, r.At, r.At.AddDate(0, 2, 0)
				}
				rows = append(rows, r)
			}
		}
		data := row.EncodeDay(row.Join(rows, nil))
		switch rnd.IntN(25) {
		case 0:
			data = data[:len(data)*2/3] // a body that a hand cut
		case 1:
			lines := bytes.SplitAfter(data, []byte("\n"))
			slices.Reverse(lines)
			data = bytes.Join(lines, nil)
		case 2:
			delete(m.Objects, name)
			continue
		}
		m.Set(name, data)
	}
}

// PlainRows reads a store as if it had no rollups, day by day, in memory, sorted by
// series: what rollups must not change.
func PlainRows(t *testing.T, m *storetest.Memory, asOf time.Time) []row.Row {
	t.Helper()
	days := make(map[content.Day][]row.Row)
	for name, o := range m.Objects {
		if day, ok := row.DayOf(name); ok {
			if rows, err := row.DecodeDay(name, day, o.Data); err == nil {
				days[day] = append(days[day], rows...)
			}
		}
	}
	var all []row.Row
	for _, rows := range days {
		for _, r := range row.Join(rows, nil) {
			if !r.AskedAt().After(asOf) {
				all = append(all, r.Anew())
			}
		}
	}
	slices.SortFunc(all, func(a, b row.Row) int {
		if order := a.SeriesKey().Compare(b.SeriesKey()); order != 0 {
			return order
		}
		return int(a.Date - b.Date)
	})
	return all
}

// Rollups lists the rollups of a store.
func Rollups(m *storetest.Memory) []string {
	return slices.DeleteFunc(m.Names(), func(name string) bool { return !strings.HasPrefix(name, "v1/rollup/") })
}

// FillDays fills a store with a count a day.
func FillDays(t *testing.T, m *storetest.Memory, from, to string) {
	t.Helper()
	for day := Date(from); day <= Date(to); day++ {
		storetest.MustPut(t, m, row.DayObject(day), Line(day.String(), "opeth", "spotify", fmt.Sprintf(`"value":%d,"ref":"o","at":"%sT03:00:00Z"`, day, day))+"\n")
	}
}

// Everything is all rows and series of some artists, as text.
func Everything(t *testing.T, rows func(artist string) ([]row.Row, error), of series.Lookup, artists []string) []string {
	t.Helper()
	var all []string
	for _, artist := range artists {
		rows, err := rows(artist)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			all = append(all, string(r.Anew().Line()))
		}
		for _, source := range content.Sources {
			all = append(all, fmt.Sprintf("%+v", *of(artist, source.Source.Default())))
		}
	}
	return all
}
