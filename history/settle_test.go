package history

import (
	"errors"
	"testing"
	"time"

	"datarocks/content"
	"datarocks/fetch"
)

var settleDay, _ = content.ParseDay("2026-11-23")

// heldStore has a held count of vola, a settled one of opeth and none of rush.
func heldStore(t *testing.T) Store {
	t.Helper()
	s := NewHastyDir(t.TempDir())
	ask := func(artist string) fetch.Ask {
		return fetch.Ask{Artist: artist, Source: content.Spotify, Account: artist}
	}
	_, err := Record(t.Context(), s, fetch.Snapshot{At: settleDay.Time().Add(3 * time.Hour), Samples: []fetch.Sample{
		{Ask: ask("vola"), Count: fetch.Number(900), Held: true, Note: whyJump},
		{Ask: ask("opeth"), Count: fetch.Number(7)},
		{Ask: ask("rush"), Count: fetch.Missing(fetch.Failed, "timed out")},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestHeldIsNoCount(t *testing.T) {
	h, err := Load(t.Context(), heldStore(t), (settleDay + 1).Time())
	if err != nil {
		t.Fatal(err)
	}
	s := h.Series("vola", content.Spotify)
	if n, ok := s.Value(settleDay); ok {
		t.Errorf("a held count is the value %d", n)
	}
	if held, ok := s.Held(settleDay); !ok || held.Value != 900 || held.Reason != whyJump {
		t.Errorf("held %+v, %t", held, ok)
	}
	if got, want := s.Reason(settleDay), "held: "+whyJump; got != want {
		t.Errorf("reason %q, want %q", got, want)
	}
	if s.due(settleDay, "vola", content.EveryDay) {
		t.Error("a held count is asked again the same day")
	}
	if !s.due(settleDay, "another", content.EveryDay) {
		t.Error("another account is not asked")
	}
}

func TestSettle(t *testing.T) {
	for _, test := range []struct {
		name, artist string
		accept       bool
		value        int64 // afterwards; none where there is none
		reason       string
	}{
		{"accept a held count", "vola", true, 900, ""},
		{"reject a held count", "vola", false, none, "retracted: looked it up"},
		{"reject a settled count", "opeth", false, none, "retracted: looked it up"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := heldStore(t)
			d := Decision{Day: settleDay, Artist: test.artist, Source: content.Spotify, Accept: test.accept, Reason: "looked it up", At: settleDay.Time().Add(30 * time.Hour)}
			for range 2 { // the second time it is settled already
				if _, err := Settle(t.Context(), s, d); err != nil && !errors.Is(err, ErrNothingToSettle) {
					t.Fatal(err)
				}
			}
			// A refresh does not undo what a person said.
			record(t, s, test.artist, 5)
			h, err := Load(t.Context(), s, (settleDay + 2).Time())
			if err != nil {
				t.Fatal(err)
			}
			series := h.Series(test.artist, content.Spotify)
			if n, ok := series.Value(settleDay); ok != (test.value != none) || ok && n != test.value {
				t.Errorf("value %d, %t; want %d", n, ok, test.value)
			}
			if got := series.Reason(settleDay); got != test.reason {
				t.Errorf("reason %q, want %q", got, test.reason)
			}
			if series.due(settleDay, test.artist, content.EveryDay) {
				t.Error("it is asked again")
			}
			rows, err := h.Rows(test.artist)
			if err != nil || len(rows) != 1 || rows[0].Reason != "looked it up" {
				t.Errorf("rows %+v, %v", rows, err)
			}
		})
	}
}

// TestSettleAgain: the last decision counts, also when the clock went back.
func TestSettleAgain(t *testing.T) {
	s := heldStore(t)
	at := settleDay.Time().Add(30 * time.Hour)
	for i, accept := range []bool{true, false, true, false, true} {
		d := Decision{Day: settleDay, Artist: "vola", Source: content.Spotify, Accept: accept, Reason: "looked it up", At: at}
		if i == 3 {
			d.At = at.Add(-time.Hour)
		}
		if _, err := Settle(t.Context(), s, d); err != nil {
			t.Fatalf("decision %d: %v", i, err)
		}
		h, err := Load(t.Context(), s, (settleDay + 2).Time())
		if err != nil {
			t.Fatal(err)
		}
		if n, ok := h.Series("vola", content.Spotify).Value(settleDay); ok != accept || ok && n != 900 {
			t.Errorf("decision %d: value %d, %t; want %t", i, n, ok, accept)
		}
	}
}

// TestSettleDemo: a decision does not mix the demo's history with a real one.
func TestSettleDemo(t *testing.T) {
	s := NewHastyDir(t.TempDir())
	if _, err := Record(t.Context(), s, fetch.Snapshot{At: settleDay.Time(), Via: ViaDemo, Samples: []fetch.Sample{
		{Ask: fetch.Ask{Artist: "vola", Source: content.Spotify, Account: "vola"}, Count: fetch.Number(0), Held: true, Note: whyZero},
	}}); err != nil {
		t.Fatal(err)
	}
	_, err := Settle(t.Context(), s, Decision{Day: settleDay, Artist: "vola", Source: content.Spotify, Accept: true, Reason: "x", At: settleDay.Time()})
	if !errors.Is(err, ErrNothingToSettle) {
		t.Errorf("settled: %v", err)
	}
	if _, err := Load(t.Context(), s, (settleDay + 1).Time()); err != nil {
		t.Error(err)
	}
}

func TestNothingToSettle(t *testing.T) {
	for name, d := range map[string]Decision{
		"a day that nobody asked": {Day: settleDay - 1, Artist: "vola", Accept: true},
		"an unknown artist":       {Day: settleDay, Artist: "nobody", Accept: true},
		"a settled count":         {Day: settleDay, Artist: "opeth", Accept: true},
		"no count to accept":      {Day: settleDay, Artist: "rush", Accept: true},
		"no count to reject":      {Day: settleDay, Artist: "rush"},
	} {
		d.Source, d.At = content.Spotify, settleDay.Time().Add(30*time.Hour)
		if _, err := Settle(t.Context(), heldStore(t), d); !errors.Is(err, ErrNothingToSettle) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
