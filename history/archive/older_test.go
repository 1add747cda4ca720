package archive

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"io"
	"strings"
	"testing"

	"datarocks/content"
	"datarocks/history/historytest"
	"datarocks/history/row"
	"datarocks/history/store/storetest"
)

// rollupV1 is the rollup of daysOfV1, unzipped, as a version wrote it that knew of no past
// days and no further metrics.
//
//go:embed testdata/rollup-v1.ndjson
var rollupV1 []byte

// daysOfV1 are days of a year that is over, with each kind of row that there was before
// past days were asked for.
var daysOfV1 = []string{
	historytest.Line("2025-03-01", "opeth", "spotify", `"value":100,"at":"2025-03-01T03:17:42Z","ref":"o","name":"Opeth"`) +
		historytest.Line("2025-03-01", "vola", "spotify", `"value":7,"at":"2025-03-01T03:17:42Z","ref":"v"`),
	historytest.Line("2025-03-02", "opeth", "spotify", `"value":101,"at":"2025-03-02T03:17:42Z","ref":"o"`) +
		historytest.Line("2025-03-02", "vola", "spotify", `"status":"error","reason":"http 503","at":"2025-03-02T03:17:42Z","ref":"v"`),
	historytest.Line("2025-03-03", "opeth", "spotify", `"value":102,"at":"2025-03-03T04:00:00Z","ref":"o"`) +
		historytest.Line("2025-03-03", "vola", "spotify", `"status":"error","reason":"http 503","at":"2025-03-03T04:00:00Z","ref":"v"`),
	historytest.Line("2025-03-04", "opeth", "spotify", `"value":103,"was":104,"at":"2025-03-04T09:00:00Z","ref":"o"`) +
		historytest.Line("2025-03-04", "vola", "spotify", `"held":70,"status":"held","reason":"ten times as many","at":"2025-03-04T03:17:42Z","ref":"v"`),
	historytest.Line("2025-03-06", "opeth", "spotify", `"value":105,"via":"import:csv","at":"2026-01-02T12:00:00Z"`) +
		historytest.Line("2025-03-06", "vola", "spotify", `"value":70,"via":"manual","reason":"it is right","at":"2025-03-08T12:00:00Z","ref":"v","asked":"2025-03-06T03:17:42Z","doubt":"ten times as many"`),
	historytest.Line("2025-03-07", "opeth", "spotify", `"value":105,"via":"import:csv","at":"2026-01-02T12:00:00Z"`) +
		historytest.Line("2025-03-07", "vola", "spotify", `"was":71,"status":"retracted","via":"manual","at":"2025-03-08T12:00:00Z","ref":"v"`),
	historytest.Line("2025-03-08", "opeth", "spotify", `"value":106,"step":10,"at":"2025-03-08T03:17:42Z","ref":"o2"`) +
		historytest.Line("2025-03-08", "vola", "spotify", `"value":72,"at":"2025-03-08T03:17:42Z","ref":"v"`),
	historytest.Line("2025-03-09", "opeth", "spotify", `"value":110,"step":10,"at":"2025-03-09T03:17:42Z","ref":"o2"`) +
		historytest.Line("2025-03-09", "vola", "spotify", `"value":73,"at":"2025-03-09T03:17:42Z","ref":"v"`),
}

func fillV1(t *testing.T, m *storetest.Memory) {
	t.Helper()
	for i, text := range daysOfV1 {
		day := historytest.Date("2025-03-01") + content.Day(i)
		if i >= 4 {
			day++
		}
		storetest.MustPut(t, m, row.DayObject(day), text)
	}
}

// TestARollupOfAnOlderVersion is read without a look at its days, and made again byte by
// byte: so that version reads ours, too.
func TestARollupOfAnOlderVersion(t *testing.T) {
	t.Parallel()
	m := storetest.NewMemory()
	fillV1(t, m)
	want := historytest.PlainRows(t, m, historytest.Never)
	fromDays := mustLoad(t, m, historytest.Never)
	fromDays.rollUp(m)
	if made := unzipped(t, m.Data(rollupObject(2025))); !bytes.Equal(made, rollupV1) {
		t.Errorf("of these days it makes\n%s", made)
	}
	m.Set(rollupObject(2025), zipped(t, rollupV1))
	m.Calls = nil
	h := mustLoad(t, m, historytest.Never)
	if len(m.Calls) != 2 {
		t.Errorf("it takes %v", m.Calls)
	}
	var got []row.Row
	for _, artist := range []string{"opeth", "vola"} {
		rows, err := h.Rows(artist)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, rows...)
	}
	if diff := historytest.DiffRows(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got, want := strings.Join(h.everything(), "\n"), strings.Join(fromDays.everything(), "\n"); got != want {
		t.Errorf("it is\n%s\nwant\n%s", got, want)
	}
}

func zipped(t *testing.T, text []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	zip := gzip.NewWriter(&b)
	if _, err := zip.Write(text); err != nil {
		t.Fatal(err)
	}
	if err := zip.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func unzipped(t *testing.T, data []byte) []byte {
	t.Helper()
	zip, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(zip)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
