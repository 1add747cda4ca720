package fold

import (
	"bytes"
	"testing"
	"time"

	"datarocks/history/historytest"
)

// TestALineOfAnotherNightIsShort: the second of two artists was added later.
func TestALineOfAnotherNightIsShort(t *testing.T) {
	t.Parallel()
	usual := NewHours(historytest.Date("2025-01-01"))
	for i, at := range []time.Time{historytest.Tonight, historytest.Tonight.Add(40 * time.Hour)} {
		artist := []string{"a", "b"}[i]
		rows := historytest.YearAskedAtOnce(artist, at)
		l := NewLine(rows[0].SeriesKey(), Whole(rows), usual)
		if len(l.kept) != 1 || l.HasInstants() != (i == 1) {
			t.Errorf("%s: %d rows are kept whole, instants %v", artist, len(l.kept), l.HasInstants())
		}
		unfolded, err := l.Rows(usual)
		if diff := historytest.DiffRows(rows, unfolded); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", artist, err, diff)
		}
		segments, err := l.Segments(nil, usual)
		if again := NewLine(rows[0].SeriesKey(), segments, usual); err != nil || !bytes.Equal(again.Append(nil), l.Append(nil)) {
			t.Errorf("%s: folded again it is another line: %v", artist, err)
		}
		for _, asOf := range []time.Time{at.Add(-time.Second), at} {
			if segments[1].After(asOf) != asOf.Before(at) {
				t.Errorf("%s: asked after %s: %v", artist, asOf, segments[1].After(asOf))
			}
		}
	}
}
