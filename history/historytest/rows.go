// Package historytest has what tests of the history's rooms share: days, answers, rows,
// series, and stores that years of runs and accidents have filled.
package historytest

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history/row"
	"datarocks/history/series"
)

// Line is a line of a day's object.
func Line(day, artist string, source content.Source, rest string) string {
	return fmt.Sprintf(`{"date":%q,"artist":%q,"source":%q,"metric":"followers",%s}`, day, artist, source, rest) + "\n"
}

// GoodLine is a good row of today in which one field was replaced.
func GoodLine(old, replacement string) string {
	const good = `{"date":"2026-11-23","artist":"opeth","source":"spotify","metric":"followers","value":7,"at":"2026-11-23T03:17:42Z","ref":"o"}`
	if old != "" && !strings.Contains(good, old) {
		panic(old)
	}
	return strings.Replace(good, old, replacement, 1)
}

// Date reads a day that a test writes as text.
func Date(text string) content.Day {
	day, err := content.ParseDay(text)
	if err != nil {
		panic(err)
	}
	return day
}

// Clock reads a time that a test writes as text.
func Clock(text string) time.Time {
	at, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		panic(err)
	}
	return at
}

// Today is the day of most tests, and TodayObject its object.
const (
	Today       = "2026-11-23"
	TodayObject = "v1/days/year=2026/month=11/2026-11-23.ndjson"
)

// Tonight is when the night of Today ran.
var (
	Tonight = Clock("2026-11-23T03:17:42Z")
	Never   = Clock("9999-01-01T00:00:00Z") // an asOf that hides nothing
)

// Sample makes a sample of "artist source account", and of a number or the
// reason why there is none.
func Sample(who string, count any) fetch.Sample {
	words := strings.Fields(who)
	s := fetch.Sample{Ask: fetch.Ask{Artist: words[0], Metric: content.Source(words[1]).Default(), Account: words[2]}}
	switch count := count.(type) {
	case int:
		s.Count = fetch.Number(int64(count))
	case string:
		s.Count = fetch.Missing(fetch.Failed, count)
	case fetch.Count:
		s.Count = count
	}
	return s
}

// Snapshot makes a snapshot of samples.
func Snapshot(at time.Time, samples ...fetch.Sample) fetch.Snapshot {
	return fetch.Snapshot{At: at, Samples: samples}
}

// Series makes a series of one word a day: a count ("20"), a count of another
// account ("20@b"), no row ("-"), or a row without a count ("x:http_503").
func Series(first string, words string) *series.Series {
	s := series.New("opeth", content.Spotify.Default())
	for i, word := range strings.Fields(words) {
		r := row.Row{
			Date: Date(first) + content.Day(i), Artist: "opeth", Source: content.Spotify, Metric: "followers",
		}
		r.At = r.Date.Time().Add(3 * time.Hour)
		what, account, _ := strings.Cut(word, "@")
		if r.Ref = account; account == "" {
			r.Ref = "a"
		}
		if reason, missing := strings.CutPrefix(what, "x:"); missing {
			r.Status, r.Reason = fetch.Failed, strings.ReplaceAll(reason, "_", " ")
		} else if what != "-" {
			n, err := strconv.ParseInt(what, 10, 64)
			if err != nil {
				panic(err)
			}
			r.Value = &n
		}
		if what != "-" {
			s.Add(r)
		}
	}
	return s
}

// YearAskedAtOnce returns a count a day of 2025, which a run asked for in one night.
func YearAskedAtOnce(artist string, at time.Time) []row.Row {
	var rows []row.Row
	for day := Date("2025-01-01"); day <= Date("2025-12-31"); day++ {
		n := int64(day)
		rows = append(rows, row.Row{Date: day, Artist: artist, Source: content.Spotify, Metric: "followers", Value: &n, At: at, Ref: "o"})
	}
	return rows
}
