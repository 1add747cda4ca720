package history

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"datarocks/history/historytest"
	"datarocks/history/row"
	"datarocks/history/store"
	"datarocks/history/store/storetest"
)

// exported returns the lines of an export, and what it could not read.
func exported(t *testing.T, s store.Store) (lines []string, unreadable []error) {
	t.Helper()
	unreadable, err := Export(t.Context(), s, nil, historytest.Date(historytest.Today), func(rows []row.Row) error {
		for _, r := range rows {
			if r.Date != rows[0].Date {
				t.Errorf("a row of %s among those of %s", r.Date, rows[0].Date)
			}
			lines = append(lines, string(r.Line()))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return lines, unreadable
}

// TestExport has rows byte for byte, joined, by day, past what is broken.
func TestExport(t *testing.T) {
	t.Parallel()
	const d22, d24 = "2026-11-22", "2026-11-24"
	odd := strings.Replace(historytest.GoodLine(`"ref"`, ` "mood" : [1.50] , "ref"`), "opeth", "vola", 1)
	m := historytest.Fill(t, map[string]string{
		historytest.TodayObject: odd + "\n" + historytest.GoodLine(``, ``) + "\n",
		row.BesideObject(historytest.Date(historytest.Today), "x", 1): historytest.GoodLine(`T03`, `T04`) + "\n" + historytest.GoodLine(`opeth`, `gojira`) + "\n",
		row.BesideObject(historytest.Date(historytest.Today), "x", 2): "{cut",
		row.DayObject(historytest.Date(d24)):                          `{"date":"2026-11-24","forgotten":"2026-11-25T09:00:00Z"}`,
		row.DayObject(historytest.Date(d22)):                          strings.ReplaceAll(historytest.GoodLine(``, ``), historytest.Today, d22),
		"v1/days/notes.txt":                                           "x",
		"v1/rollup/2026.ndjson.gz":                                    "damaged",
	})
	lines, unreadable := exported(t, m)
	want := []string{strings.ReplaceAll(historytest.GoodLine(``, ``), historytest.Today, d22), historytest.GoodLine(`opeth`, `gojira`), historytest.GoodLine(`T03`, `T04`), odd}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	const wrong = "v1/days/notes.txt:1: not the name of a day object\n" +
		"v1/days/year=2026/month=11/2026-11-23~x-002.ndjson:1: not a row: invalid character 'c' looking for beginning of object key string"
	if got := errors.Join(unreadable...); got == nil || got.Error() != wrong {
		t.Errorf("unreadable: %v", got)
	}
}

func TestExportEnds(t *testing.T) {
	t.Parallel()
	for n, call := range []string{"List", "Get", "each"} {
		m := historytest.Fill(t, map[string]string{historytest.TodayObject: historytest.GoodLine(``, ``)})
		m.FailNth(n+1, storetest.Fault{Err: storetest.ErrBroken})
		if _, err := Export(t.Context(), m, nil, historytest.Date(historytest.Today), func([]row.Row) error { return storetest.ErrBroken }); !errors.Is(err, storetest.ErrBroken) {
			t.Errorf("%s: %v", call, err)
		}
	}
}
