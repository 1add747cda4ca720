package history

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/history/historytest"
	"datarocks/history/row"
	"datarocks/history/series"
	"datarocks/history/store"
)

// aJump is why a count is held.
const aJump = "a jump that is not confirmed yet"

var decisionDay, _ = content.ParseDay("2026-11-23")

// heldStore has a held count of vola, an accepted one of opeth and none of rush.
func heldStore(t *testing.T) store.Store {
	t.Helper()
	s := store.NewHastyDir(t.TempDir())
	snap := historytest.Snapshot(decisionDay.Time().Add(3*time.Hour),
		historytest.Sample("vola spotify vola", 900), historytest.Sample("opeth spotify opeth", 7), historytest.Sample("rush spotify rush", "timed out"))
	if _, err := Record(t.Context(), s, snap, []Verdict{{Held: true, Why: aJump}, {}, {}}); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestHeldIsNoCount(t *testing.T) {
	h := mustLoad(t, heldStore(t), (decisionDay + 1).Time())
	s := h.Series("vola", content.Spotify.Default())
	if n, ok := s.Value(decisionDay); ok {
		t.Errorf("a held count is the value %d", n)
	}
	if held, ok := s.Held(decisionDay); !ok || held.Value != 900 || held.Reason != aJump {
		t.Errorf("held %+v, %t", held, ok)
	}
	if got, want := s.Reason(decisionDay), "held: "+aJump; got != want {
		t.Errorf("reason %q, want %q", got, want)
	}
	if s.Due(decisionDay, "vola", content.EveryDay) {
		t.Error("a held count is asked again the same day")
	}
	if !s.Due(decisionDay, "another", content.EveryDay) {
		t.Error("another account is not asked")
	}
}

func TestDecide(t *testing.T) {
	for _, test := range []struct {
		name, artist string
		accept       bool
		value        int64 // afterwards; None where there is none
		reason       string
	}{
		{"accept a held count", "vola", true, 900, ""},
		{"withdraw a held count", "vola", false, series.None, "retracted: looked it up"},
		{"withdraw an accepted count", "opeth", false, series.None, "retracted: looked it up"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := heldStore(t)
			d := Decision{Day: decisionDay, Artist: test.artist, Metric: content.Spotify.Default(), Accept: test.accept, Reason: "looked it up", At: decisionDay.Time().Add(30 * time.Hour)}
			for range 2 { // the second time it is decided already
				if _, err := Decide(t.Context(), s, d); err != nil && !errors.Is(err, ErrNothingToDecide) {
					t.Fatal(err)
				}
			}
			// A refresh does not undo what a person decided.
			record(t, s, test.artist, 5)
			h := mustLoad(t, s, (decisionDay + 2).Time())
			all := h.Series(test.artist, content.Spotify.Default())
			if n, ok := all.Value(decisionDay); ok != (test.value != series.None) || ok && n != test.value {
				t.Errorf("value %d, %t; want %d", n, ok, test.value)
			}
			if got := all.Reason(decisionDay); got != test.reason {
				t.Errorf("reason %q, want %q", got, test.reason)
			}
			if all.Due(decisionDay, test.artist, content.EveryDay) {
				t.Error("it is asked again")
			}
			rows, err := h.Rows(test.artist)
			if err != nil || len(rows) != 1 || rows[0].Reason != "looked it up" {
				t.Errorf("rows %+v, %v", rows, err)
			}
		})
	}
}

// TestDecideAgain: the last decision counts, also when the clock went back.
func TestDecideAgain(t *testing.T) {
	s := heldStore(t)
	at := decisionDay.Time().Add(30 * time.Hour)
	for i, accept := range []bool{true, false, true, false, true} {
		d := Decision{Day: decisionDay, Artist: "vola", Metric: content.Spotify.Default(), Accept: accept, Reason: "looked it up", At: at}
		if i == 3 {
			d.At = at.Add(-time.Hour)
		}
		if _, err := Decide(t.Context(), s, d); err != nil {
			t.Fatalf("decision %d: %v", i, err)
		}
		h := mustLoad(t, s, (decisionDay + 2).Time())
		if n, ok := h.Series("vola", content.Spotify.Default()).Value(decisionDay); ok != accept || ok && n != 900 {
			t.Errorf("decision %d: value %d, %t; want %t", i, n, ok, accept)
		}
	}
}

// TestDecisionOnTheDemo: a decision does not mix the demo's history with a real one.
func TestDecisionOnTheDemo(t *testing.T) {
	s := store.NewHastyDir(t.TempDir())
	snap := historytest.Snapshot(decisionDay.Time(), historytest.Sample("vola spotify vola", 0))
	snap.Via = row.ViaDemo
	if _, err := Record(t.Context(), s, snap, []Verdict{{Held: true, Why: "a sudden zero"}}); err != nil {
		t.Fatal(err)
	}
	_, err := Decide(t.Context(), s, Decision{Day: decisionDay, Artist: "vola", Metric: content.Spotify.Default(), Accept: true, Reason: "x", At: decisionDay.Time()})
	if !errors.Is(err, ErrNothingToDecide) {
		t.Errorf("decided: %v", err)
	}
	mustLoad(t, s, (decisionDay + 1).Time())
}

func TestNothingToDecide(t *testing.T) {
	for name, d := range map[string]Decision{
		"a day that was not asked": {Day: decisionDay - 1, Artist: "vola", Accept: true},
		"an unknown artist":        {Day: decisionDay, Artist: "nobody", Accept: true},
		"an accepted count":        {Day: decisionDay, Artist: "opeth", Accept: true},
		"no count to accept":       {Day: decisionDay, Artist: "rush", Accept: true},
		"no count to withdraw":     {Day: decisionDay, Artist: "rush"},
	} {
		d.Metric, d.At = content.Spotify.Default(), decisionDay.Time().Add(30*time.Hour)
		if _, err := Decide(t.Context(), heldStore(t), d); !errors.Is(err, ErrNothingToDecide) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestAsOfWhatWasDecidedSince: a day that was corrected, accepted, withdrawn or
// imported since is as it is now, whether a rollup has it or not. One that was asked
// later is not there.
func TestAsOfWhatWasDecidedSince(t *testing.T) {
	t.Parallel()
	since := `"at":"2026-12-24T09:00:00Z"`
	m := historytest.Fill(t, map[string]string{
		row.DayObject(historytest.Date("2025-11-19")): historytest.Line("2025-11-19", "opeth", "spotify", `"value":1,"via":"import:csv",`+since),
		row.DayObject(historytest.Date("2025-11-20")): historytest.Line("2025-11-20", "opeth", "spotify", `"value":2,"via":"import:csv",`+since),
		row.DayObject(historytest.Date("2025-11-21")): historytest.Line("2025-11-21", "opeth", "spotify", `"value":3,"was":9,"via":"manual",`+since),
		row.DayObject(historytest.Date("2025-11-22")): historytest.Line("2025-11-22", "opeth", "spotify", `"value":4,"via":"manual","asked":"2025-11-22T03:00:00Z",`+since),
		row.DayObject(historytest.Date("2025-11-23")): historytest.Line("2025-11-23", "opeth", "spotify", `"status":"retracted","was":5,"via":"manual","asked":"2025-11-23T03:00:00Z",`+since),
		row.DayObject(historytest.Date("2025-11-24")): historytest.Line("2025-11-24", "opeth", "spotify", `"value":6,"via":"manual","asked":"2025-11-24T03:00:00Z",`+since),
		row.DayObject(historytest.Date("2025-11-25")): historytest.Line("2025-11-25", "opeth", "spotify", `"value":7,"via":"import:csv",`+since),
	})
	for _, rolledUp := range []bool{false, true} {
		h := mustLoad(t, m, historytest.Clock("2025-11-24T02:00:00Z"))
		s := h.Series("opeth", content.Spotify.Default())
		var got []string
		for p := range s.Points() {
			got = append(got, fmt.Sprintf("%s %d", p.Day, p.Value))
		}
		got = append(got, s.Reason(historytest.Date("2025-11-23")), h.Newest.String())
		want := []string{"2025-11-19 1", "2025-11-20 2", "2025-11-21 3", "2025-11-22 4", "retracted: ", "2025-11-23"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("rolled up %t (-want +got):\n%s", rolledUp, diff)
		}
		if err := mustLoad(t, m, historytest.Never).Rollup(t.Context()); err != nil || len(historytest.Rollups(m)) != 1 {
			t.Fatal(err, historytest.Rollups(m))
		}
	}
}

// TestADecisionDoesNotHideALoss: a day's own object is gone, and one beside it is left.
// What is decided there stands beside it, too, so the loss stays known.
func TestADecisionDoesNotHideALoss(t *testing.T) {
	t.Parallel()
	m := forgettable(t)
	gone := historytest.Date("2026-01-02")
	delete(m.Objects, row.DayObject(gone))
	m.Set(row.BesideObject(gone, "x", 1), []byte(historytest.Line("2026-01-02", "opeth", "spotify", `"value":3,"ref":"o","at":"2026-01-03T03:00:00Z"`)))
	for i := range 2 {
		d := Decision{Day: gone, Artist: "opeth", Metric: content.Spotify.Default(), Reason: "bots", At: historytest.Clock("2026-01-04T09:00:00Z")}
		if _, err := Decide(t.Context(), m, d); (err != nil) != (i > 0) {
			t.Fatalf("decision %d: %v", i, err)
		}
		h := mustLoad(t, m, historytest.Never)
		if !slices.Equal(h.Lost, []content.Day{gone}) {
			t.Errorf("lost %v, want %v; problems %v", h.Lost, gone, h.Problems)
		}
		if n, ok := h.Series("opeth", content.Spotify.Default()).Value(gone); ok {
			t.Errorf("the count that was withdrawn is %d", n)
		}
	}
}
