package historytest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history/row"
	"datarocks/history/series"
)

// Series makes a series of one word a day: a count ("20"), a count of another
// account ("20@b"), no row ("-"), or a row without a count ("x:http_503").
func Series(first string, words string) *series.Series {
	s := series.New("opeth", content.Spotify)
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

// Counts makes a series of counts, one a day from a day on, None being a gap.
// All are of one account.
func Counts(first content.Day, counts ...int64) *series.Series {
	return WithSeams(first, nil, counts...)
}

// WithSeams makes a series of counts, as Counts does, with another account from
// each of some days on.
func WithSeams(first content.Day, seams []content.Day, counts ...int64) *series.Series {
	s := series.New("", content.Spotify)
	account := 0
	for i := range counts {
		day := first + content.Day(i)
		if slices.Contains(seams, day) {
			account++
		}
		if counts[i] != series.None {
			s.Add(row.Row{Date: day, Value: &counts[i], Ref: fmt.Sprint("account-", account), At: day.Time()})
		}
	}
	return s
}

// Short writes points as "1:20 2:22", by their day of the month.
func Short(points []series.Point) string {
	var words []string
	for _, p := range points {
		words = append(words, fmt.Sprintf("%d:%d", p.Day.Time().Day(), p.Value))
	}
	return strings.Join(words, " ")
}
