package history

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/history/historytest"
	"datarocks/history/row"
	"datarocks/history/store/storetest"
)

// TestFollow is the law of former ids: with them, a history holds what it would hold if
// every row had been stored under the artist's id of today, rolled up or not.
func TestFollow(t *testing.T) {
	t.Parallel()
	site := &content.Site{Artists: []content.Artist{{ID: "opeth", Formerly: []string{"gojira", "vola"}}}}
	for seed := range uint64(6) {
		rnd := rand.New(rand.NewPCG(seed, 7))
		m := storetest.NewMemory()
		historytest.Scribble(rnd, m, 300)
		// The same rows under one id.
		as := storetest.NewMemory()
		for name, o := range m.Objects {
			rows, err := row.DecodeDay(name, dayOf(t, name), o.Data)
			if err != nil {
				delete(m.Objects, name)
				continue
			}
			for i := range rows {
				rows[i] = rows[i].Anew()
				rows[i].Artist = "opeth"
			}
			as.Set(name, row.EncodeDay(row.Join(rows, nil)))
		}
		want := mustLoad(t, as, historytest.Never)
		for _, rolledUp := range []bool{false, true} {
			h := mustLoad(t, m, historytest.Never)
			h.Follow(site)
			everything := func(h *History) []string {
				return historytest.Everything(t, h.Rows, h.Series, []string{"opeth"})
			}
			if diff := cmp.Diff(everything(want), everything(h)); diff != "" {
				t.Fatalf("%d, rolled up %t (-under one id +followed):\n%s", seed, rolledUp, diff)
			}
			if err := h.Rollup(t.Context()); err != nil {
				t.Fatal(err)
			}
			h.Follow(&content.Site{})
			if rows, err := h.Rows("opeth"); err != nil || strings.Contains(fmt.Sprint(rows), "vola") || len(rows) == len(everything(want)) {
				t.Fatalf("not followed any more: %d rows, %v", len(rows), err)
			}
		}
	}
}

func dayOf(t *testing.T, name string) content.Day {
	t.Helper()
	day, ok := row.DayOf(name)
	if !ok {
		t.Fatal(name)
	}
	return day
}

// TestTheDayOfARename has rows under both ids. What was asked under the first is not
// asked again, and of two counts the join decides.
func TestTheDayOfARename(t *testing.T) {
	t.Parallel()
	site := &content.Site{
		Sources: []content.SourceSetting{content.Spotify.Setting(content.EveryDay)},
		Artists: []content.Artist{{ID: "opeth", Formerly: []string{"vola"}, Accounts: map[content.Source]string{content.Spotify: "v"}}},
	}
	m := storetest.NewMemory()
	mustRecord(t, m, historytest.Snapshot(historytest.Tonight, historytest.Sample("vola spotify v", 5)))
	h := mustLoad(t, m, historytest.Never)
	if due := h.Due(site, historytest.Date(historytest.Today), false); len(due) > 0 {
		t.Errorf("asked again: %v", due)
	}
	snap := historytest.Snapshot(historytest.Tonight.AddDate(0, 0, 1), historytest.Sample("opeth spotify v", 6))
	if _, err := h.Record(t.Context(), snap, nil); err != nil {
		t.Fatal(err)
	}
	s := h.Series("opeth", content.Spotify.Default())
	if s.Len() != 2 || s.Crossed(s.FirstDay(), s.FirstDay()+1) {
		t.Errorf("%d counts, of two accounts: %t", s.Len(), s.Crossed(s.FirstDay(), s.FirstDay()+1))
	}
	if _, err := Decide(t.Context(), m, Decision{
		Day: historytest.Date(historytest.Today), Artist: "opeth", Former: []string{"vola"}, Metric: content.Spotify.Default(), Reason: "x", At: historytest.Tonight,
	}); err != nil {
		t.Fatal(err)
	}
	h = mustLoad(t, m, historytest.Never)
	h.Follow(site)
	if n, ok := h.Series("opeth", content.Spotify.Default()).Value(historytest.Date(historytest.Today)); ok {
		t.Errorf("a count that was withdrawn is %d", n)
	}
}
