package fold

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"datarocks/content"
	"datarocks/history/historytest"
	"datarocks/history/row"
)

// rowsOfYears invents the rows of one series over years that change seldom, some
// of them asked at odd times, and years of them at once.
func rowsOfYears(rnd *rand.Rand) []row.Row {
	var rows []row.Row
	row := row.Row{Artist: "opeth", Source: content.Twitter, Metric: "followers", Ref: "o"}
	begin := historytest.Date("2023-11-01") + content.Day(rnd.IntN(100))
	failing, n := false, int64(0)
	var atOnce time.Time
	for day := begin; day < begin+content.Day(rnd.IntN(1000)); day++ {
		if rnd.IntN(150) == 0 {
			failing = !failing
		}
		if rnd.IntN(150) == 0 {
			row.Ref = fmt.Sprint("account ", rnd.IntN(2))
		}
		if rnd.IntN(200) == 0 {
			continue
		}
		switch rnd.IntN(120) {
		case 0:
			atOnce = historytest.Date("2027-02-01").Time().Add(time.Duration(rnd.IntN(3)) * time.Hour)
		case 1:
			atOnce = time.Time{}
		}
		row.Date, row.At = day, day.Time().Add(3*time.Hour)
		if !atOnce.IsZero() {
			row.At = atOnce
		}
		switch rnd.IntN(100) {
		case 0:
			row.At = row.At.Add(time.Millisecond)
		case 1:
			row.At = row.At.AddDate(rnd.IntN(5)-2, 0, 0)
		}
		n++
		count := n
		row.Value, row.Status, row.Reason = &count, "", ""
		if failing {
			row.Value, row.Status, row.Reason = nil, "error", []string{"http 402", "http 503"}[rnd.IntN(20)/19]
		}
		rows = append(rows, row)
	}
	return rows
}

// TestLinesOfYearsUnfoldIntoTheirRows folds by year, and then the years into one,
// as Load does. Two series share their usual times.
func TestLinesOfYearsUnfoldIntoTheirRows(t *testing.T) {
	t.Parallel()
	again := func(seed uint64, segments []Segment, usual *Hours) []Segment {
		l := NewLine(segments[0].row.SeriesKey(), segments, usual)
		read, err := Decode(l.Append(nil))
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		unfolded, err := read.Segments(nil, usual)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		return unfolded
	}
	for seed := range uint64(200) {
		rnd := rand.New(rand.NewPCG(seed, 5))
		byYear, all := make(map[int]*Hours), NewHours(historytest.Date("2023-01-01"))
		for range 2 {
			var segments []Segment
			rows := rowsOfYears(rnd)
			for year := 2023; year <= 2027; year++ {
				var some []row.Row
				for _, r := range rows {
					if r.Date.Time().Year() == year {
						some = append(some, r)
					}
				}
				if byYear[year] == nil {
					byYear[year] = NewHours(historytest.Date(fmt.Sprint(year, "-01-01")))
				}
				if len(some) > 0 {
					segments = append(segments, again(seed, Whole(some), byYear[year])...)
				}
			}
			if len(segments) == 0 {
				continue
			}
			var got []row.Row
			for _, p := range again(seed, segments, all) {
				got = p.rows(got)
			}
			if diff := historytest.DiffRows(rows, got); diff != "" {
				t.Fatalf("seed %d: (-want +got):\n%s", seed, diff)
			}
		}
	}
}
