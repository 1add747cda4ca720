package wikipedia_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/fetch/countertest"
	"datarocks/fetch/fetchtest"
	"datarocks/fetch/wikipedia"
)

// recorded answers every request for views with a body.
type recorded []byte

func (body recorded) RoundTrip(r *http.Request) (*http.Response, error) {
	text := string(body)
	if r.URL.Path == "/w/api.php" {
		text = fmt.Sprintf(`{"query":{"pages":[{"pageid":7,"title":%q}]}}`, r.URL.Query().Get("titles"))
	}
	return &http.Response{StatusCode: 200, Header: make(http.Header), Body: io.NopCloser(strings.NewReader(text)), Request: r}, nil
}

// askRecorded asks for an article on the day after the newest of the recorded answer.
func askRecorded(t testing.TB, body []byte, at time.Time, account string) answers {
	t.Helper()
	client := fetch.NewClient(fetch.Options{Transport: recorded(body), Patience: -1})
	return ask(t, wikipedia.New(client, "", nil), at, content.DayOf(at)-28, account)
}

const python = "Python (programming language)"

var afterPython = time.Date(2021, time.January, 4, 9, 0, 0, 0, time.UTC)

// TestRecorded: python.json has the items of github.com/simonw/til, wikipedia/page-stats-api.md.
func TestRecorded(t *testing.T) {
	body := countertest.ReadRecorded(t, "python.json")
	got := askRecorded(t, body, afterPython, python)
	day := content.DayOf(afterPython)
	want := map[content.Day]int64{day - 3: 7238, day - 2: 7629, day - 1: 8261}
	if diff := cmp.Diff(want, got.days[python]); diff != "" || got.counts[python] != "8261" {
		t.Errorf("%s (-want +got):\n%s", got.counts[python], diff)
	}
	if other := askRecorded(t, body, afterPython, "Monty Python"); other.counts["Monty Python"] != "unavailable: wrong account: the answer is for Python_(programming_language)" {
		t.Errorf("another article: %s", other.counts["Monty Python"])
	}
	w := start(t)
	w.Set(python, python, 7)
	simulated, err := fetch.Get(t.Context(), impatient(), w.URL()+"/api/rest_v1/metrics/pageviews/per-article/en.wikipedia/all-access/user/Python_(programming_language)/daily/20261101/20261123")
	if err != nil {
		t.Fatal(err)
	}
	countertest.CheckFields(t, "an item", "items.0", body, simulated)
	w.Overwrite(python, "views", "7")
	slow, err := fetch.Get(t.Context(), impatient(), w.URL()+"/api/rest_v1/metrics/pageviews/per-article/en.wikipedia/all-access/user/Python_(programming_language)/daily/20261101/20261123")
	if err != nil {
		t.Fatal(err)
	}
	countertest.CheckFields(t, "an item that was changed", "items.0", body, slow)
}

// TestAnOddItem: an item that cannot be read may be of any day, so no day that is not
// listed has 0 then; one without a count costs its own day.
func TestAnOddItem(t *testing.T) {
	item := func(date, views string) string {
		return `{"project":"en.wikipedia","article":"Opeth","granularity":"daily","timestamp":"` + date + `00","access":"all-access","agent":"user","views":` + views + `}`
	}
	tests := []struct {
		name  string
		items []string
		want  string
		days  map[string]int64
	}{
		{"a gap", []string{item("20261120", "1"), item("20261123", "2")}, "2", map[string]int64{"2026-11-20": 1, "2026-11-21": 0, "2026-11-22": 0, "2026-11-23": 2}},
		{"a gap, and null", []string{item("20261120", "1"), "null", item("20261123", "2")}, "2", map[string]int64{"2026-11-20": 1, "2026-11-23": 2}},
		{"a gap, and no day", []string{item("20261120", "1"), item("20261340", "5"), item("20261123", "2")}, "2", map[string]int64{"2026-11-20": 1, "2026-11-23": 2}},
		{"a negative count", []string{item("20261121", "1"), item("20261122", "-5"), item("20261123", "2")}, "2", map[string]int64{"2026-11-21": 1, "2026-11-23": 2}},
		{"no count at the end", []string{item("20261122", "1"), item("20261123", "null")}, "unavailable: the answer has no views", map[string]int64{"2026-11-22": 1}},
		{"a day twice", []string{item("20261122", "1"), item("20261122", "1"), item("20261123", "2")}, "2", map[string]int64{"2026-11-22": 1, "2026-11-23": 2}},
		{"a day twice, and differently", []string{item("20261122", "1"), item("20261122", "3"), item("20261123", "2")}, "2", map[string]int64{"2026-11-23": 2}},
		{"another order", []string{item("20261123", "2"), item("20261121", "1")}, "2", map[string]int64{"2026-11-21": 1, "2026-11-22": 0, "2026-11-23": 2}},
		{"today too", []string{item("20261122", "1"), item("20261124", "3")}, "1", map[string]int64{"2026-11-22": 1}},
		{"longer ago", []string{item("20250101", "1"), item("20261123", "2")}, "2", map[string]int64{"2026-11-23": 2}},
		{"in floats", []string{item("20261122", "1.0"), item("20261123", "2e0")}, "2", map[string]int64{"2026-11-22": 1, "2026-11-23": 2}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := askRecorded(t, []byte(`{"items":[`+strings.Join(test.items, ",")+`]}`), now, "Opeth")
			days := make(map[string]int64)
			for day, n := range got.days["Opeth"] {
				days[day.String()] = n
			}
			if diff := cmp.Diff(test.want, got.counts["Opeth"]) + cmp.Diff(test.days, days); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// FuzzAnswer holds what is read of an answer against a plain reader: each day has exactly
// what is listed of it, or 0 strictly between days that are, or nothing.
func FuzzAnswer(f *testing.F) {
	body := string(countertest.ReadRecorded(f, "python.json"))
	for _, edit := range [][2]string{
		{"", ""},
		{`7629`, `07629`},
		{`7629`, `1e3`},
		{`"2021010200"`, `"2021010300"`},
		{`20210102`, `2021010x`},
		{`20210102`, `0101010x`},
		{`"views":7629`, `"views":7629,"Views":3`},
		{`"views":7629`, `"views":7629,"view\u0073":3`},
		{`"views":7629`, `"view\u0073":3`},
		{`{"project"`, `null,{"project"`},
		{`en.wikipedia`, `de.wikipedia`},
		{`all-access`, `desktop`},
		{`},{`, `}, {`},
		{`]}`, `]} `},
		{`7629`, `9223372036854775807`},
		{`7629`, `92233720368547758070`},
		{`20210102`, `20201231`},
		{`20210103`, `20210104`},
	} {
		f.Add([]byte(strings.Replace(body, edit[0], edit[1], 1)))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		got := askRecorded(t, body, afterPython, python)
		want, spoiled := plain(body)
		checkDays(t, got.days[python], want, spoiled)
	})
}

// checkDays holds the days that were read against those that are listed.
func checkDays(t *testing.T, got map[content.Day]int64, listed map[content.Day][]string, spoiled bool) {
	t.Helper()
	if len(listed) == 0 {
		if len(got) > 0 {
			t.Errorf("%d days of an answer without any", len(got))
		}
		return
	}
	days := slices.Sorted(func(yield func(content.Day) bool) {
		for day := range listed {
			if !yield(day) {
				return
			}
		}
	})
	for day := content.DayOf(afterPython) - 40; day < content.DayOf(afterPython)+5; day++ {
		n, ok := got[day]
		numbers, isListed := listed[day]
		switch {
		case isListed && whole(numbers) >= 0:
			if !ok || n != whole(numbers) {
				t.Errorf("%s has %d, %v; listed is %v", day, n, ok, numbers)
			}
		case !isListed && !spoiled && days[0] < day && day < days[len(days)-1]:
			if !ok || n != 0 {
				t.Errorf("%s, between days that are listed, has %d, %v", day, n, ok)
			}
		case ok:
			t.Errorf("%s has %d; listed is %v", day, n, numbers)
		}
	}
}

// whole is the count that all numbers are; -1 where they are none, or differ.
func whole(numbers []string) int64 {
	first := int64(-1)
	for i, text := range numbers {
		n, ok := new(big.Rat).SetString(text)
		if !ok || !n.IsInt() || n.Sign() < 0 || !n.Num().IsInt64() || n.Num().Int64() > fetch.MaxCount || i > 0 && n.Num().Int64() != first {
			return -1
		}
		first = n.Num().Int64()
	}
	return first
}

// plain lists what an answer has of each day, as it stands there. It goes by tokens, so that a
// field is one of exactly that name, each time that it is there.
func plain(body []byte) (listed map[content.Day][]string, spoiled bool) {
	var answer struct{ Items []json.RawMessage }
	if json.Unmarshal(bytes.TrimPrefix(body, []byte("\ufeff")), &answer) != nil {
		return nil, false
	}
	listed = make(map[content.Day][]string)
	last := content.DayOf(afterPython) - 1
	for _, raw := range answer.Items {
		var item struct{ Project, Article, Granularity, Timestamp, Access, Agent fetch.Text }
		if json.Unmarshal(raw, &item) != nil || item.Article == "" {
			spoiled = true
			continue
		}
		if item.Article != "Python_(programming_language)" || strings.TrimSuffix(string(item.Project), ".org") != "en.wikipedia" {
			return nil, true
		}
		at, err := time.Parse("20060102", string(item.Timestamp[:min(8, len(item.Timestamp))]))
		if err != nil || item.Granularity != "daily" || item.Access != "all-access" || item.Agent != "user" {
			spoiled = true
			continue
		}
		if day := content.DayOf(at); day <= last && day > last-28 {
			listed[day] = append(listed[day], fields(raw)...)
		}
	}
	return listed, spoiled
}

// fields lists what an item has under the exact name "views"; something that is no number
// where that is nothing.
func fields(item json.RawMessage) (values []string) {
	dec := json.NewDecoder(bytes.NewReader(item))
	_, _ = dec.Token()
	for dec.More() {
		name, err := dec.Token()
		var value json.RawMessage
		if err != nil || dec.Decode(&value) != nil {
			break
		}
		if name == "views" {
			values = append(values, string(value))
		}
	}
	if values == nil {
		return []string{"none"}
	}
	return values
}

// TestRandomDays: whatever an article's days are like, listed, left out or not loaded, the
// days that are read are those.
func TestRandomDays(t *testing.T) {
	w := start(t)
	r := rand.New(rand.NewPCG(7, 7))
	for round := range 200 {
		account := fmt.Sprintf("Artist %d", round)
		held := make(map[content.Day]int64)
		for day := today - 60; day < today; day++ {
			held[day] = []int64{fetchtest.Omitted, 0, r.Int64N(10), r.Int64N(1e6), fetchtest.Omitted}[r.IntN(5)]
		}
		begun := today - content.Day(r.IntN(70))
		w.SetPast(account, account, func(day content.Day) int64 {
			if n, ok := held[day]; ok && day >= begun {
				return n
			}
			return fetchtest.Omitted
		})
		w.LoadsAt(time.Duration(r.IntN(60)) * time.Hour)
		if round%2 == 0 {
			w.Overwrite(account, "agent", `"user"`) // so that the items are written otherwise
		}
		since := today - 1 - content.Day(r.IntN(60))
		got := ask(t, wikipedia.New(impatient(), w.URL(), nil), now, since, account)
		var first, last content.Day
		for day := since; day < today; day++ {
			if w.Views(account, day) != fetchtest.Omitted {
				if last = day; first == 0 {
					first = day
				}
			}
		}
		for day := today - 70; day < today+2; day++ {
			n, ok := got.days[account][day]
			want := w.Views(account, day)
			switch inside := first != 0 && first <= day && day <= last; {
			case ok != inside:
				t.Fatalf("round %d, %s: %v, want %v", round, day, ok, inside)
			case ok && n != max(want, 0):
				t.Fatalf("round %d, %s: %d, want %d", round, day, n, want)
			}
		}
	}
}
