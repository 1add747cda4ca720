package archive

import (
	"bytes"
	"compress/gzip"
	"io"
	"strings"
	"testing"
	"time"

	"datarocks/content"
	"datarocks/history/historytest"
	"datarocks/history/row"
	"datarocks/history/store/storetest"
)

// yearAskedAtOnce is a count a day of a year, which a run asked for in one night.
func yearAskedAtOnce(artist string, at time.Time) []row.Row {
	var rows []row.Row
	for day := historytest.Date("2025-01-01"); day <= historytest.Date("2025-12-31"); day++ {
		n := int64(day)
		rows = append(rows, row.Row{Date: day, Artist: artist, Source: content.Spotify, Metric: "followers", Value: &n, At: at, Ref: "o"})
	}
	return rows
}

// TestALineOfAnotherNightIsShort: the second of two artists was added later.
func TestALineOfAnotherNightIsShort(t *testing.T) {
	t.Parallel()
	usual := newHours(historytest.Date("2025-01-01"))
	for i, at := range []time.Time{historytest.Tonight, historytest.Tonight.Add(40 * time.Hour)} {
		artist := []string{"a", "b"}[i]
		rows := yearAskedAtOnce(artist, at)
		l := newLine(rows[0].SeriesKey(), wholeSegments(rows), usual)
		if len(l.kept) != 1 || l.hasInstants() != (i == 1) {
			t.Errorf("%s: %d rows are kept whole, instants %v", artist, len(l.kept), l.hasInstants())
		}
		unfolded, err := l.rows(usual)
		if diff := diffRows(rows, unfolded); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", artist, err, diff)
		}
		segments, err := l.segments(nil, usual)
		if again := newLine(rows[0].SeriesKey(), segments, usual); err != nil || !bytes.Equal(again.append(nil), l.append(nil)) {
			t.Errorf("%s: folded again it is another line: %v", artist, err)
		}
		for _, asOf := range []time.Time{at.Add(-time.Second), at} {
			if segments[1].after(asOf) != asOf.Before(at) {
				t.Errorf("%s: asked after %s: %v", artist, asOf, segments[1].after(asOf))
			}
		}
	}
}

// TestAnOlderVersionReadsNoInstants: it knows a rollup by the name of its format.
func TestAnOlderVersionReadsNoInstants(t *testing.T) {
	t.Parallel()
	for name, format := range map[string]string{"plain": `"datarocks.history.v1"`, "with instants": `"datarocks.history.v1.instants"`} {
		m := storetest.NewMemory()
		first := yearAskedAtOnce("opeth", historytest.Tonight)
		second := yearAskedAtOnce("vola", historytest.Tonight)
		if name != "plain" {
			second = yearAskedAtOnce("vola", historytest.Tonight.Add(time.Hour))
		}
		for i := range first {
			storetest.MustPut(t, m, row.DayObject(first[i].Date), string(row.EncodeDay(row.Join(first[i:i+1], second[i:i+1]))))
		}
		h := mustLoad(t, m, historytest.Never)
		want := h.everything()
		h.rollUp(m)
		if head := firstLine(t, m.Data(rollupObject(2025))); !strings.Contains(head, `"rollup":`+format) {
			t.Errorf("%s: %.80s", name, head)
		}
		m.Calls = nil
		if got := mustLoad(t, m, historytest.Never).everything(); strings.Join(got, "\n") != strings.Join(want, "\n") || len(m.Calls) != 2 {
			t.Errorf("%s: read from its rollup by %d requests it is another history", name, len(m.Calls))
		}
	}
}

func firstLine(t *testing.T, zipped []byte) string {
	t.Helper()
	zip, err := gzip.NewReader(bytes.NewReader(zipped))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(zip)
	if err != nil {
		t.Fatal(err)
	}
	line, _, _ := strings.Cut(string(text), "\n")
	return line
}
