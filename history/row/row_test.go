package row_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history/historytest"
	"datarocks/history/row"
)

// sameFields compares rows by what they hold, not by how they were read.
var sameFields = cmpopts.IgnoreUnexported(row.Row{})

func TestRowsAsTheyAreStored(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		row  row.Row
		line string
	}{
		{
			row.Row{
				Date: historytest.Date(historytest.Today), Artist: "dream-theater", Source: content.Spotify, Metric: "followers",
				Value: new(int64(3456789)), At: historytest.Tonight, Ref: "2aaLAng2L2aWD2FClzwiep",
			},
			`{"date":"2026-11-23","artist":"dream-theater","source":"spotify","metric":"followers","value":3456789,"at":"2026-11-23T03:17:42Z","ref":"2aaLAng2L2aWD2FClzwiep"}`,
		},
		{
			row.Row{
				Date: historytest.Date(historytest.Today), Artist: "dream-theater", Source: content.Twitter, Metric: "followers",
				Status: fetch.Failed, Reason: "http 402: no credits", At: historytest.Tonight.Add(time.Second), Ref: "dreamtheaternet",
			},
			`{"date":"2026-11-23","artist":"dream-theater","source":"twitter","metric":"followers","status":"error","reason":"http 402: no credits","at":"2026-11-23T03:17:43Z","ref":"dreamtheaternet"}`,
		},
		{
			row.Row{
				Date: historytest.Date(historytest.Today), Artist: "vola", Source: content.Twitter, Metric: "followers",
				Value: new(int64(20511)), Was: new(int64(20151)), Via: row.ViaManual, Reason: "digits swapped", At: historytest.Clock("2026-11-24T09:00:00Z"), Ref: "...",
			},
			`{"date":"2026-11-23","artist":"vola","source":"twitter","metric":"followers","value":20511,"was":20151,"via":"manual","reason":"digits swapped","at":"2026-11-24T09:00:00Z","ref":"..."}`,
		},
		{
			row.Row{
				Date: historytest.Date(historytest.Today), Artist: "opeth", Source: content.Bluesky, Metric: "followers",
				Value: new(int64(0)), At: historytest.Tonight,
			},
			`{"date":"2026-11-23","artist":"opeth","source":"bluesky","metric":"followers","value":0,"at":"2026-11-23T03:17:42Z"}`,
		},
		{
			row.Row{
				Date: historytest.Date(historytest.Today), Artist: "opeth", Source: content.LastFM, Metric: "listeners",
				Held: new(int64(7)), Step: 1000, Status: row.Held, Reason: "a < b & c > \u2028 „ö“", At: historytest.Tonight, Ref: "Opeth",
			},
			`{"date":"2026-11-23","artist":"opeth","source":"lastfm","metric":"listeners","held":7,"step":1000,"status":"held","reason":"a < b & c > \u2028 „ö“","at":"2026-11-23T03:17:42Z","ref":"Opeth"}`,
		},
	} {
		if got := string(test.row.Line()); got != test.line {
			t.Errorf("encode\n got %s\nwant %s", got, test.line)
		}
		got, err := row.Decode([]byte(test.line))
		if err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff(test.row, got, sameFields); diff != "" {
			t.Errorf("decode (-want +got):\n%s", diff)
		}
		if got.At.Location() != time.UTC {
			t.Errorf("at is in %v", got.At.Location())
		}
	}
}

func TestTimesAreReadIntoUTC(t *testing.T) {
	t.Parallel()
	row, err := row.Decode([]byte(`{"date":"2026-11-23","artist":"a","source":"spotify","metric":"followers","value":1,"at":"2026-11-23T04:17:42+01:00"}`))
	if err != nil || row.At != historytest.Tonight {
		t.Errorf("at = %v, %v", row.At, err)
	}
}

func TestRowsThatAreRefused(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ line, want string }{
		{historytest.GoodLine(`7`, `-1`), "-1 is out of range"},
		{historytest.GoodLine(`7`, `9007199254740992`), "9007199254740992 is out of range"},
		{historytest.GoodLine(`7`, `9223372036854775808`), "not a row"},
		{historytest.GoodLine(`7`, `7.0`), "not a row"},
		{historytest.GoodLine(`7`, `7e3`), "not a row"},
		{historytest.GoodLine(`7`, `"7"`), "not a row"},
		{historytest.GoodLine(`7`, `true`), "not a row"},
		{historytest.GoodLine(`7`, `[7]`), "not a row"},
		{historytest.GoodLine(`7`, `NaN`), "not a row"},
		{historytest.GoodLine(`7`, `07`), "not a row"},
		{historytest.GoodLine(`"value":7`, `"value":7,"was":-1`), "-1 is out of range"},
		{historytest.GoodLine(`"value":7`, `"status":"held","held":-1`), "-1 is out of range"},
		{historytest.GoodLine(`"value":7`, `"value":7,"step":-1`), "-1 is out of range"},
		{historytest.GoodLine(`"value":7`, `"value":7,"status":"error"`), "both a value and the status"},
		{historytest.GoodLine(`"value":7,`, ``), "must have a value"},
		{historytest.GoodLine(`"value":7`, `"value":null`), "must have a value"},
		{historytest.GoodLine(`"date":"2026-11-23",`, ``), "a row of 1970-01-01"},
		{historytest.GoodLine(`2026-11-23"`, `2026-11-24"`), "a row of 2026-11-24 in the object of 2026-11-23"},
		{historytest.GoodLine(`2026-11-23"`, `2026-11-31"`), "not a date"},
		{historytest.GoodLine(`"artist":"opeth",`, ``), "must have date, artist, source, metric and at"},
		{historytest.GoodLine(`"source":"spotify",`, ``), "must have date, artist, source, metric and at"},
		{historytest.GoodLine(`"metric":"followers",`, ``), "must have date, artist, source, metric and at"},
		{historytest.GoodLine(`"at":"2026-11-23T03:17:42Z",`, ``), "must have date, artist, source, metric and at"},
		{historytest.GoodLine(`2026-11-23T03:17:42Z`, `2026-11-23 03:17:42`), "not a row"},
		{historytest.GoodLine(`2026-11-23T03:17:42Z`, `9999-12-31T23:59:59-01:00`), "the year 10000"},
		{historytest.GoodLine(`2026-11-23T03:17:42Z`, `0000-12-31T23:59:59Z`), "the year 0"},
		{historytest.GoodLine(`opeth`, "op\xffeth"), "not UTF-8"},
		{historytest.GoodLine(`opeth`, "op\x00eth"), "not a row"},
		{historytest.GoodLine(`}`, ``), "not a row"},
		{historytest.GoodLine(`}`, `}}`), "not a row"},
		{historytest.GoodLine(``, `[`) + "]", "not a row"},
		{historytest.GoodLine(``, ``) + historytest.GoodLine(``, ``), "not a row"},
		{"\ufeff" + historytest.GoodLine(``, ``), "not a row"},
		{"null", "not a row"},
		{"[]", "not a row"},
		{"7", "not a row"},
		{"<html>", "not a row"},
	} {
		data := historytest.GoodLine(``, ``) + "\n\n" + test.line + "\n"
		rows, err := row.DecodeDay("name", historytest.Date(historytest.Today), []byte(data))
		if err == nil || !strings.HasPrefix(err.Error(), "name:3: ") || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want name:3: %s", test.line, err, test.want)
		}
		if len(rows) != 1 {
			t.Errorf("%s: %d rows, want the good one", test.line, len(rows))
		}
	}
}

func TestDaysAsTheyAreRead(t *testing.T) {
	t.Parallel()
	good, other := historytest.GoodLine(``, ``), historytest.GoodLine(`opeth`, `vola`)
	for _, test := range []struct {
		name, data, want string
		rows             int
	}{
		{"rows", good + "\n" + other + "\n", "", 2},
		{"no newline at the end", good + "\n" + other, "", 2},
		{"blank lines and line ends of Windows", "\n" + good + "\r\n \t\n" + other + "\r\n", "", 2},
		{"fields in another order", `{"at":"2026-11-23T03:17:42Z","value":7,"source":"spotify","metric":"followers","artist":"a","date":"2026-11-23"}`, "", 1},
		{"fields of a newer version", historytest.GoodLine(`"ref"`, `"mood":{"a":[1,2.50]},"ref"`), "", 1},
		{"empty", "", "name:1: no rows: the object was emptied or cut", 0},
		{"blank", "\n  \n", "name:1: no rows: the object was emptied or cut", 0},
		{"forgotten", `{"date":"2026-11-23","forgotten":"2026-11-24T09:00:00Z"}` + "\n", "", 0},
		{"forgotten, and rows since", `{"date":"2026-11-23","forgotten":"2026-11-24T09:00:00Z"}` + "\n" + good, "", 1},
		{"forgotten and cut", `{"date":"2026-11-23","forgotten":"2026-11-24T09:0`, "name:1: not a row: unexpected end of JSON input", 0},
		{"another day forgotten", `{"date":"2026-11-22","forgotten":"2026-11-24T09:00:00Z"}`, "name:1: not a row: it must have date, artist, source, metric and at", 0},
		{"forgotten at no time", `{"date":"2026-11-23","forgotten":null}`, "name:1: not a row: it must have date, artist, source, metric and at", 0},
		{"forgotten and more", `{"date":"2026-11-23","forgotten":"2026-11-24T09:00:00Z","value":7}`, "name:1: not a row: it must have date, artist, source, metric and at", 0},
		{"forgotten twice", `{"date":"2026-11-23","forgotten":"2026-11-24T09:00:00Z"}{}`, "name:1: not a row: invalid character '{' after top-level value", 0},
		{"a row that speaks of forgetting", historytest.GoodLine(`"ref"`, `"forgotten":"2026-11-24T09:00:00Z","ref"`), "", 1},
		{"cut in the first row", good[:40], "name:1: not a row: unexpected end of JSON input", 0},
		{"cut in the last row", good + "\n" + other[:len(other)-1], "name:2: not a row: unexpected end of JSON input", 1},
		{"two bad rows", "{}\n" + good + "\n{", "name:1: not a row: it must have date, artist, source, metric and at\nname:3: not a row: unexpected end of JSON input", 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			rows, err := row.DecodeDay("name", historytest.Date(historytest.Today), []byte(test.data))
			if got := fmt.Sprint(err); got != test.want && (err != nil || test.want != "") {
				t.Errorf("error\n got %s\nwant %s", got, test.want)
			}
			if len(rows) != test.rows {
				t.Errorf("%d rows, want %d", len(rows), test.rows)
			}
		})
	}
}

func FuzzDecodeDay(f *testing.F) {
	for _, line := range []string{
		"", historytest.GoodLine(``, ``), historytest.GoodLine(``, ``) + "\n" + historytest.GoodLine(`opeth`, `vola`) + "\r\n\n", historytest.GoodLine(`"value":7`, `"status":"error","reason":"\ud800\u2028<"`),
		historytest.GoodLine(`"ref"`, `"mood":{},"Value":9,"ref"`), historytest.GoodLine(`03:17:42Z`, `03:17:42.123456789+13:59`), historytest.GoodLine(`opeth`, "\xff"), historytest.GoodLine(`7`, `-0`), historytest.GoodLine(`7`, `1e3`),
		`{"date":"2026-11-23","forgotten":"2026-11-24T09:00:00Z"}`, `{"date":"2026-11-23","forgotten":"2026-11-24T09:00:00Z","value":7}`,
	} {
		f.Add([]byte(line))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		rows, err := row.DecodeDay("name", historytest.Date(historytest.Today), data)
		checkNothingLost(t, data, rows, err)
		if err != nil {
			return
		}
		if len(rows) == 0 {
			return // all are forgotten
		}
		stored := row.EncodeDay(rows)
		again, err := row.DecodeDay("name", historytest.Date(historytest.Today), stored)
		if err != nil {
			t.Fatalf("what was read cannot be read again: %v", err)
		}
		if diff := cmp.Diff(rows, again, cmp.AllowUnexported(row.Row{})); diff != "" {
			t.Fatalf("what was read changes when read again:\n%s", diff)
		}
		for _, r := range rows {
			fresh := r.Anew()
			if back, err := row.Decode(fresh.Line()); err != nil || !cmp.Equal(r, back, sameFields) {
				t.Fatalf("%s was written anew as %s: %v", r.Line(), fresh.Line(), err)
			}
		}
		if joined := row.EncodeDay(row.Join(rows, nil)); !bytes.Equal(joined, row.EncodeDay(row.Join(again, rows))) {
			t.Fatal("joining what is already there changes it")
		}
	})
}

// checkNothingLost wants each line that is not blank to be a row, byte for byte,
// or an error that names it.
func checkNothingLost(t *testing.T, data []byte, rows []row.Row, err error) {
	t.Helper()
	named := make(map[string]bool)
	if err != nil {
		for problem := range strings.SplitSeq(err.Error(), "\n") {
			where, _, _ := strings.Cut(problem, ": ")
			named[where] = true
		}
	}
	content := 0
	for i, line := range bytes.Split(data, []byte("\n")) {
		line = bytes.TrimSpace(line)
		if len(line) == 0 {
			continue
		}
		content++
		if row.IsForgotten(line, historytest.Date(historytest.Today)) {
			continue
		}
		isBad := named[fmt.Sprintf("name:%d", i+1)]
		isRow := len(rows) > 0 && bytes.Equal(rows[0].Line(), line)
		if isBad == isRow {
			t.Fatalf("line %d is a row: %v, and an error: %v: %q", i+1, isRow, isBad, line)
		}
		if isRow {
			rows = rows[1:]
		}
	}
	if len(rows) > 0 || content == 0 && err == nil {
		t.Fatalf("%d rows of no line, of %d lines; %v", len(rows), content, err)
	}
}

// TestAskedAtOfADecisionOnAnImport: what was stored as the time of asking may be that
// of the import, long after the day.
func TestAskedAtOfADecisionOnAnImport(t *testing.T) {
	t.Parallel()
	day := content.DayOf(time.Date(2025, 12, 30, 0, 0, 0, 0, time.UTC))
	for asked, want := range map[time.Time]time.Time{
		{}:                                   day.Time(),
		day.Time().Add(90 * time.Minute):     day.Time().Add(90 * time.Minute),
		day.Time().Add(25 * time.Hour):       day.Time().Add(25 * time.Hour), // a run over midnight
		day.Time().Add(300 * 24 * time.Hour): day.Time(),
	} {
		r := row.Row{Date: day, Via: row.ViaManual, At: day.Time().Add(400 * 24 * time.Hour), Asked: asked}
		if got := r.AskedAt(); !got.Equal(want) {
			t.Errorf("asked %v: %v, want %v", asked, got, want)
		}
	}
}
