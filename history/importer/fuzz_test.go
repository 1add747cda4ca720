package importer

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/history/row"
)

// never fuzzes a kind: it must not panic, nor return a row whose count does not
// stand in the file from the row's line on, nor one problem without a place and
// a cure, and its outcome is the same twice.
func never(f *testing.F, kind Kind, name string, o Options, seeds ...string) {
	for _, seed := range seeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		files := []File{{name, data}}
		result, err := Read(kind, files, o)
		again, errAgain := Read(kind, files, o)
		if diff := cmp.Diff(result, again, cmp.AllowUnexported(row.Row{})); diff != "" || fmt.Sprint(err) != fmt.Sprint(errAgain) {
			t.Errorf("%v, then %v\n%s", err, errAgain, diff)
		}
		lines := bytes.Split(data, []byte("\n"))
		if err != nil {
			checkProblems(t, err, len(lines))
			return
		}
		seen := make(map[string]bool)
		for _, row := range result.Rows {
			if row.Line < 1 || row.Line > len(lines) || row.File != name {
				t.Fatalf("%+v is at %s:%d of %d lines", row.Row, row.File, row.Line, len(lines))
			}
			rest := string(bytes.Join(lines[row.Line-1:], []byte("\n")))
			if row.Value != nil && !strings.Contains(rest, fmt.Sprint(*row.Value)) {
				t.Errorf("%d is not in line %d", *row.Value, row.Line)
			}
			if row.Date > content.DayOf(o.Now.Add(clockSkew)) {
				t.Errorf("a row of %s", row.Date)
			}
			key := fmt.Sprint(row.Key())
			if kind != Unsaved && seen[key] {
				t.Errorf("two rows of %s", key)
			}
			seen[key] = true
		}
	})
}

func checkProblems(t *testing.T, err error, lines int) {
	t.Helper()
	problems, ok := errors.AsType[content.Problems](err)
	if !ok || len(problems) == 0 {
		t.Fatalf("no problems, but %v", err)
	}
	for _, p := range problems {
		if p.Line < 0 || p.Line > lines || p.What == "" || p.Instead == "" || strings.Contains(p.String(), "\n") {
			t.Errorf("%+v in %d lines", p, lines)
		}
	}
}

func FuzzAncestor(f *testing.F) {
	never(f, Ancestor, "20230101.json", options,
		`{"Dream Theater": {"spotify": 123, "twitter": 456}, "Vola": {"spotify": null}}`,
		"{\n\"Queensryche\": {\n\"spotify\": 0,\n\"twitter\": 12\n}\n}\n", `{"DT": {"a": [1, {"b": 2}], "spotify": "1"}}`, `{"DT": {"spotify": 1e9}`, "[[]]", "null")
}

func FuzzAncestorREST(f *testing.F) {
	never(f, AncestorREST, "rest.json", of("dream-theater", ""),
		`{"20230101": {"spotify": 123, "twitter": 456}, "20230102": {"spotify": 0}}`, `{"20230230": {}}`, "{} {}", `{"20230101": {"spotify": 1, "spotify": 1}}`)
}

func FuzzSpotifyForArtists(f *testing.F) {
	never(f, SpotifyForArtists, "t.csv", of("dream-theater", ""),
		"\ufeffdate,listeners,streams,followers\r\n2023-01-01,9,99,5\r\n", "followers,date\n\"1,234\",2023-01-01\n", "date,followers\n\"2023-01-01\n\",5\n", "date,streams,listeners\n2023-01-01,0,0\n2023-01-02,900,\n2023-01-03,0,70\n")
}

func FuzzYouTubeStudio(f *testing.F) {
	never(f, YouTubeStudio, "s.csv", of("dream-theater", ""),
		studioTable+"Total,99,7\n2023-01-01,40,9\n2023-01-02,59,-2\n", "Date,Subscribers\n2023-01-01,-1\n", "Date,Views\n2023-01-01,\"1,234\"\n", "Subscribers,Date\n5,2023-01-01\n6,2023-01-01\n", "Content,Date,Views\nx,2023-01-01,5\n")
}

func FuzzCSV(f *testing.F) {
	never(f, CSV, "c.csv", options,
		"date,artist,source,value\n2023-01-01,VOLA,spotify,5\n", "Date,Artist,Spotify Followers,X Followers\n\"Jan 1, 2023\",DT,5,\n",
		"date,artist,source,metric,value\n2023-01-01,vola,deezer,fans,5\n2023-01-01,vola,lastfm,plays,6\n", "Date,Artist,Spotify Streams,streams\n2023-01-01,vola,5,6\n", "date,artist,platform,count\n01/02/2023,\"a\"\"b\",x,007\n", "a;b\n", "\"\n", "\x000\n0", ",\x9c,\n,0,")
}

func FuzzCSVOfOneArtist(f *testing.F) {
	never(f, CSV, "c.csv", of("vola", content.Spotify),
		"timestp,value\n2023-01-01T00:00:00.000Z,5\n", "date,followers,x\n2023-01-01,0,\n2023-01-02,11,\n", "Date,Spotify Followers,Deezer Fans\n2023/01/01,1,2\n")
}

func FuzzUnsaved(f *testing.F) {
	never(f, Unsaved, "u", options,
		`{"date":"2026-11-22","artist":"vola","source":"spotify","metric":"followers","value":5,"at":"2026-11-22T00:00:00Z","new":[{}]}`,
		`{"date":"2026-11-22","artist":"vola","source":"spotify","metric":"followers","status":"error","reason":"http 503","at":"2026-11-22T00:00:00Z"}`, "{}\n{")
}
