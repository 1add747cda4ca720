package history

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/fetch"
)

// date reads a day that a test writes as text.
func date(text string) content.Day {
	day, err := content.ParseDay(text)
	if err != nil {
		panic(err)
	}
	return day
}

// clock reads a time that a test writes as text.
func clock(text string) time.Time {
	at, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		panic(err)
	}
	return at
}

const (
	today       = "2026-11-23"
	todayObject = "v1/days/year=2026/month=11/2026-11-23.ndjson"
)

var (
	tonight = clock("2026-11-23T03:17:42Z")
	never   = clock("9999-01-01T00:00:00Z") // an asOf that hides nothing
)

// sample makes a sample of "artist source account", and of a number or the
// reason why there is none.
func sample(who string, count any) fetch.Sample {
	words := strings.Fields(who)
	s := fetch.Sample{Ask: fetch.Ask{Artist: words[0], Source: content.Source(words[1]), Account: words[2]}}
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

func snapshot(at time.Time, samples ...fetch.Sample) fetch.Snapshot {
	return fetch.Snapshot{At: at, Samples: samples}
}

// objects gives everything a store holds.
func objects(t *testing.T, s Store) map[string]string {
	t.Helper()
	entries, err := s.List(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	all := make(map[string]string)
	for _, entry := range entries {
		data, _, err := s.Get(t.Context(), entry.Name)
		if err != nil {
			t.Fatal(err)
		}
		all[entry.Name] = string(data)
	}
	return all
}

// holds checks everything a store holds.
func holds(t *testing.T, s Store, want map[string]string) {
	t.Helper()
	if diff := cmp.Diff(want, objects(t, s)); diff != "" {
		t.Errorf("what is stored differs (-want +got):\n%s", diff)
	}
}

// mustPut stores an object that is not there yet.
func mustPut(t *testing.T, s Store, name, data string) {
	t.Helper()
	if err := s.Put(t.Context(), name, strings.NewReader(data), ""); err != nil {
		t.Fatal(err)
	}
}

func mustRecord(t *testing.T, s Store, snap fetch.Snapshot) Recorded {
	t.Helper()
	recorded, err := Record(t.Context(), s, snap)
	if err != nil {
		t.Fatal(err)
	}
	return recorded
}

func mustLoad(t *testing.T, s Store, asOf time.Time) *History {
	t.Helper()
	h, err := Load(t.Context(), s, asOf)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// seriesOf makes a series of one word a day: a count ("20"), a count of another
// account ("20@b"), no row ("-"), or a row without a count ("x:http_503").
func seriesOf(first string, words string) *Series {
	rows := []Row{}
	for i, word := range strings.Fields(words) {
		row := Row{
			Date: date(first) + content.Day(i), Artist: "opeth", Source: content.Spotify, Metric: "followers",
		}
		row.At = row.Date.Time().Add(3 * time.Hour)
		what, account, _ := strings.Cut(word, "@")
		if row.Ref = account; account == "" {
			row.Ref = "a"
		}
		if reason, missing := strings.CutPrefix(what, "x:"); missing {
			row.Status, row.Reason = fetch.Failed, strings.ReplaceAll(reason, "_", " ")
		} else if what != "-" {
			n, err := strconv.ParseInt(what, 10, 64)
			if err != nil {
				panic(err)
			}
			row.Value = &n
		}
		if what != "-" {
			rows = append(rows, row)
		}
	}
	return newSeries(seriesKey{"opeth", content.Spotify, "followers"}, wholePieces(rows))
}

// hashed is the version that a folder gives to some text.
func hashed(text string) string {
	version, err := versionOf(strings.NewReader(text))
	if err != nil {
		panic(err)
	}
	return version
}

// short writes points as "1:20 2:22", by their day of the month.
func short(points []Point) string {
	var words []string
	for _, p := range points {
		words = append(words, fmt.Sprintf("%d:%d", p.Day.Time().Day(), p.Value))
	}
	return strings.Join(words, " ")
}

func TestNamesOfObjects(t *testing.T) {
	t.Parallel()
	if got := dayObject(date(today)); got != todayObject {
		t.Errorf("the object of %s is %s", today, got)
	}
	const beside = "v1/days/year=2026/month=11/2026-11-23~20261123T031742Z-002.ndjson"
	if got := besideObject(date(today), "20261123T031742Z", 2); got != beside {
		t.Errorf("the second object beside is %s", got)
	}
	for _, name := range []string{todayObject, beside, "v1/days/year=2026/month=11/2026-11-23~mended.ndjson"} {
		if day, ok := dayOf(name); !ok || day != date(today) {
			t.Errorf("dayOf(%s) = %v, %v", name, day, ok)
		}
	}
	for _, name := range []string{
		"", "2026-11-23.ndjson", "v1/days/2026-11-23.ndjson",
		"v1/days/year=2026/month=11/2026-11-23",
		"v1/days/year=2026/month=11/2026-11-23.json",
		"v1/days/year=2026/month=11/2026-11-23.ndjson~",
		"v1/days/year=2026/month=11/2026-11-23.ndjson.bak",
		"v1/days/year=2026/month=11/2026-11-23 copy.ndjson",
		"v1/days/year=2026/month=11/2026-11-31.ndjson",
		"v1/days/year=2026/month=12/2026-11-23.ndjson",
		"v1/days/year=2025/month=11/2026-11-23.ndjson",
		"v1/days/year=2026/month=11/2026-11-23/2026-11-23.ndjson",
		"v1/days/year=2026/month=11/2026-11-23.old/2026-11-23.ndjson",
		"v1/days/year=2026/month=11/README.md",
	} {
		if day, ok := dayOf(name); ok {
			t.Errorf("dayOf(%s) = %v, want none", name, day)
		}
	}
}
