package fold

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history/historytest"
	"datarocks/history/row"
)

// someRows invents the rows of one series: mostly plain counts, with everything
// that a row can hold in between.
func someRows(rnd *rand.Rand) []row.Row {
	first := historytest.Date("2026-01-01") + content.Day(rnd.IntN(300))
	var rows []row.Row
	r := row.Row{Artist: "opeth", Source: content.Spotify, Metric: "followers", Ref: "o"}
	for day := first; day < first+content.Day(1+rnd.IntN(60)); day++ {
		if rnd.IntN(10) == 0 {
			continue
		}
		n := rnd.Int64N(fetch.MaxCount)
		r.Date, r.At = day, day.Time().Add(3*time.Hour)
		r.Value, r.Status, r.Reason, r.Name, r.Held, r.Was = &n, "", "", "", nil, nil
		r.Asked, r.Doubt = time.Time{}, ""
		change := rnd.IntN(40)
		switch {
		case change == 0:
			r.Ref = fmt.Sprint("account ", rnd.IntN(3))
		case change == 1:
			r.Via = []string{"", row.ViaManual, "import:csv"}[rnd.IntN(3)]
		case change == 2:
			r.At = r.At.Add(time.Duration(rnd.Int64N(1e10)) * time.Microsecond)
		case change == 3:
			r.Step = int64(rnd.IntN(3))
		case change == 4:
			r.Reason, r.Name = "seen \"twice\"", "Öpeth"
		case change == 5:
			r.Value, r.Held, r.Status, r.Reason = nil, &n, row.Held, "a jump"
		case change == 6:
			r.Value, r.Was, r.Status = nil, &n, row.Withdrawn
		case change == 7:
			r.Asked, r.Doubt = r.At, "a jump"
		case change < 15:
			r.Value, r.Status, r.Reason = nil, "error", "http 402"
		}
		rows = append(rows, r)
	}
	return rows
}

// TestALineUnfoldsIntoItsRows is the law of lines: what was folded comes back,
// also where every row is odd.
func TestALineUnfoldsIntoItsRows(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3000) {
		rows := someRows(rand.New(rand.NewPCG(seed, 1)))
		if len(rows) == 0 {
			continue
		}
		usual := NewHours(historytest.Date("2026-01-01"))
		folded := NewLine(row.SeriesKey{Artist: "opeth", Source: content.Spotify, Metric: "followers"}, Whole(rows), usual)
		data := folded.Append(nil)
		got, err := Decode(data)
		if err != nil {
			t.Fatalf("seed %d: %v in %s", seed, err, data)
		}
		unfolded, err := got.Rows(usual)
		if diff := historytest.DiffRows(rows, unfolded); err != nil || diff != "" {
			t.Fatalf("seed %d: %v (-want +got):\n%s", seed, err, diff)
		}
		if again := got.Append(nil); !bytes.Equal(again, data) {
			t.Fatalf("seed %d: written again it is\n%s, not\n%s", seed, again, data)
		}
	}
}

func TestALineOfPlainCountsIsShort(t *testing.T) {
	t.Parallel()
	var rows []row.Row
	for i := range 300 {
		n := int64(1_000_000 + i)
		day := historytest.Date("2026-01-01") + content.Day(i)
		rows = append(rows, row.Row{Date: day, Artist: "a", Source: content.Spotify, Metric: "followers", Value: &n, At: day.Time(), Ref: "o"})
	}
	for i := range 60 {
		day := historytest.Date("2026-11-01") + content.Day(i)
		rows = append(rows, row.Row{Date: day, Artist: "a", Source: content.Spotify, Metric: "followers", Status: "error", Reason: "http 402: no credits", At: day.Time(), Ref: "o"})
	}
	l := NewLine(row.SeriesKey{Artist: "a", Source: content.Spotify, Metric: "followers"}, Whole(rows), NewHours(rows[0].Date))
	if len(l.kept) != 2 {
		t.Errorf("%d rows are kept whole, want the first count and the first failure", len(l.kept))
	}
}

func TestStrangeLinesAreNotBelieved(t *testing.T) {
	t.Parallel()
	const row = `{"date":"2026-01-01","artist":"a","source":"spotify","metric":"followers","value":7,"at":"2026-01-01T03:00:00Z"}`
	good := `{"artist":"a","source":"spotify","metric":"followers","start":"2026-01-01","values":[7,8],"rows":[{"row":` + row + `}]}`
	usual := NewHours(historytest.Date("2026-01-01"))
	usual.of(content.Spotify).seconds = []int32{10800, 10800}
	read := func(data string) error {
		l, err := Decode([]byte(data))
		if err == nil {
			_, err = l.Rows(usual)
		}
		return err
	}
	if err := read(good); err != nil {
		t.Fatal(err)
	}
	failed := strings.Replace(row, `"value":7`, `"status":"error"`, 1)
	if read(strings.NewReplacer(row, failed, "[7,8]", "[]").Replace(good)) != nil || read(strings.NewReplacer(row, failed+`,"instant":true`, "[7,8]", "[]").Replace(good)) == nil {
		t.Error("counts are asked with a row that has none")
	}
	for _, change := range [][2]string{
		{`7,8`, `7,8.5`},
		{`7,8`, `7,-8`},
		{`7,8`, `7,`},
		{`7,8`, `6,8`},
		{`7,8`, `null,8`},
		{`7,8`, `7 ,8`},
		{`7,8`, `7,9007199254740993`},
		{`7,8`, `7,8,9`}, // of a day whose hour is not known
		{`"values":[`, `"Values":[`},
		{`"start":"2026-01-01"`, `"start":"2026-13-01"`},
		{`"start":"2026-01-01"`, `"start":"2026-01-02"`},
		{`],"rows"`, `] ,"rows"`},
		{`{"row":` + row + `}`, ``},
		{`"artist":"a","source":"spotify","metric":"followers","value"`, `"artist":"b","source":"spotify","metric":"followers","value"`},
		{row + `}`, row + `,"until":"2026-01-02"}`},
		{`]}`, `]`},
		{`]}`, `]}}`},
		{`,"at":"2026-01-01T03:00:00Z"`, ``},
	} {
		if !strings.Contains(good, change[0]) {
			t.Fatalf("%s is not in the line", change[0])
		}
		if bad := strings.Replace(good, change[0], change[1], 1); read(bad) == nil {
			t.Errorf("believed %s", bad)
		}
	}
	for cut := range len(good) {
		if read(good[:cut]) == nil {
			t.Errorf("believed %s", good[:cut])
		}
	}
}

// FuzzDecodeLine: no line panics, and one that is believed means the same when it
// is written again.
func FuzzDecodeLine(f *testing.F) {
	for seed := range uint64(20) {
		if rows := someRows(rand.New(rand.NewPCG(seed, 1))); len(rows) > 0 {
			l := NewLine(row.SeriesKey{Artist: "opeth", Source: content.Spotify, Metric: "followers"}, Whole(rows), NewHours(rows[0].Date))
			f.Add(l.Append(nil))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := Decode(data)
		if err != nil {
			return
		}
		usual := NewHours(l.start)
		usual.of(l.key.Source).seconds = make([]int32, 3660)
		rows, err := l.Rows(usual)
		if err != nil || len(rows) == 0 {
			return
		}
		again := NewLine(l.key, Whole(rows), usual)
		unfolded, err := again.Rows(usual)
		if diff := historytest.DiffRows(rows, unfolded); err != nil || diff != "" {
			t.Errorf("%v (-want +got):\n%s", err, diff)
		}
	})
}
