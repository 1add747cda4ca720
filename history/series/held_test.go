package series_test

import (
	"testing"

	"datarocks/content"
	"datarocks/history/row"
	"datarocks/history/series"
)

func TestHeldSince(t *testing.T) {
	t.Parallel()
	s := series.New("opeth", content.Spotify.Default())
	held := map[content.Day]series.HeldCount{
		99:  {1, "account", "a sudden zero"}, // before the last one that was accepted
		102: {1, "account", "a sudden zero"},
		104: {2, "account", "a sudden zero"},
		105: {3, "another", "a sudden zero"},
	}
	for day := content.Day(99); day <= 105; day++ {
		if h, ok := held[day]; ok {
			s.Add(row.Row{Date: day, Status: row.Held, Held: &h.Value, Ref: h.Account, Reason: h.Reason})
		} else if day < 102 {
			s.Add(row.Row{Date: day, Value: new(int64(10)), Ref: "account"})
		}
	}
	for day, want := range map[content.Day]content.Day{102: 102, 104: 102, 105: 105} {
		if h, since, ok := s.HeldSince(day); !ok || since != want || h != held[day] {
			t.Errorf("on %d: %+v since %d, want %d", day, h, since, want)
		}
	}
	if h, _, ok := s.HeldSince(103); ok {
		t.Errorf("on 103: %+v", h)
	}
}
