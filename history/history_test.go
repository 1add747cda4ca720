package history

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history/historytest"
	"datarocks/history/row"
	"datarocks/history/store"
	"datarocks/history/store/storetest"
)

func mustRecord(t *testing.T, s store.Store, snap fetch.Snapshot) Recorded {
	t.Helper()
	recorded, err := Record(t.Context(), s, snap, nil)
	if err != nil {
		t.Fatal(err)
	}
	return recorded
}

func mustLoad(t *testing.T, s store.Store, asOf time.Time) *History {
	t.Helper()
	h, err := Load(t.Context(), s, asOf)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func everythingOf(t *testing.T, h *History) []string {
	t.Helper()
	all := []string{fmt.Sprint("newest ", h.Newest, " demo ", h.Demo, " measured ", h.Measured())}
	all = append(all, historytest.Everything(t, h.Rows, h.Series, historytest.Artists)...)
	if err := h.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestAFolderThatCannotBeUsedIsNamed(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	locked := t.TempDir()
	storetest.MustPut(t, store.NewDir(locked), historytest.TodayObject, "{}\n")
	if err := os.Chmod(locked, 0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(locked, 0o700) })
	type unusable struct{ folder, want string }
	tests := []unusable{
		{file, "not a directory"},
		{filepath.Join(file, "below"), "not a directory"},
	}
	if os.Geteuid() != 0 { // to whom nothing is denied
		tests = append(tests, unusable{locked, "permission denied"})
	}
	for _, test := range tests {
		t.Run(test.want, func(t *testing.T) {
			d := store.NewDir(test.folder)
			_, _, getErr := d.Get(t.Context(), historytest.TodayObject)
			_, listErr := d.List(t.Context(), row.DaysPrefix)
			_, putErr := d.Put(t.Context(), historytest.TodayObject, strings.NewReader(""), "")
			_, loadErr := Load(t.Context(), d, historytest.Never)
			_, recordErr := Record(t.Context(), d, historytest.Snapshot(historytest.Tonight, historytest.Sample("opeth spotify o", 1)), nil)
			for what, err := range map[string]error{"Get": getErr, "List": listErr, "Put": putErr, "Load": loadErr, "Record": recordErr} {
				if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), filepath.Base(file)) && !strings.Contains(err.Error(), test.folder) {
					t.Errorf("%s: %v", what, err)
				}
			}
		})
	}
}

func TestDue(t *testing.T) {
	t.Parallel()
	h := mustLoad(t, historytest.Fill(t, historytest.Past()), historytest.Never)
	artist := func(id string, accounts map[content.Source]string) content.Artist {
		return content.Artist{ID: id, Accounts: accounts}
	}
	site := func(every content.Cadence) *content.Site {
		return &content.Site{
			Sources: []content.SourceSetting{content.Twitter.Setting(content.EveryDay), content.Spotify.Setting(every)},
			Artists: []content.Artist{
				artist("new", map[content.Source]string{content.Spotify: "n"}),
				artist("opeth", map[content.Source]string{content.Spotify: "p", content.Twitter: "t", content.Deezer: "1"}),
				artist("vola", map[content.Source]string{content.Twitter: "v"}),
			},
		}
	}
	for _, test := range []struct {
		name    string
		day     string
		every   content.Cadence
		refresh bool
		want    string
	}{
		{"a new day", "2026-11-24", content.EveryDay, false, "twitter opeth t, twitter vola v, spotify new n, spotify opeth p"},
		{"what today lacks", historytest.Today, content.EveryDay, false, "twitter opeth t, twitter vola v, spotify new n"},
		{"refresh", historytest.Today, content.EveryDay, true, "twitter opeth t, twitter vola v, spotify new n, spotify opeth p"},
		{"no week yet", "2026-11-29", content.EveryWeek, false, "twitter opeth t, twitter vola v, spotify new n"},
		{"a week later", "2026-11-30", content.EveryWeek, false, "twitter opeth t, twitter vola v, spotify new n, spotify opeth p"},
		{"no week yet, refresh", "2026-11-24", content.EveryWeek, true, "twitter opeth t, twitter vola v, spotify new n, spotify opeth p"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, ask := range h.Due(site(test.every), historytest.Date(test.day), test.refresh) {
				got = append(got, fmt.Sprintf("%s %s %s", ask.Source, ask.Artist, ask.Account))
			}
			if diff := cmp.Diff(test.want, strings.Join(got, ", ")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestRecordIsSeen: what a history holds after it recorded is what it holds when
// it is loaded again.
func TestRecordIsSeen(t *testing.T) {
	t.Parallel()
	m := storetest.NewMemory()
	historytest.FillDays(t, m, "2026-10-01", "2026-11-22")
	h := mustLoad(t, m, historytest.Never)
	snaps := []fetch.Snapshot{
		historytest.Snapshot(historytest.Tonight, historytest.Sample("opeth spotify o", 5), historytest.Sample("vola twitter v", "http 402")),
		historytest.Snapshot(historytest.Tonight.Add(time.Hour), historytest.Sample("opeth spotify o", 6), historytest.Sample("vola spotify v", 7)),
		historytest.Snapshot(historytest.Tonight.Add(2*time.Hour), historytest.Sample("opeth spotify o", 6)),
	}
	for i, snap := range snaps {
		if i == 1 { // another run gets in between
			mustRecord(t, m, historytest.Snapshot(historytest.Tonight.Add(time.Minute), historytest.Sample("gojira spotify g", 9)))
		}
		if _, err := h.Record(t.Context(), snap, nil); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(everythingOf(t, mustLoad(t, m, historytest.Never)), everythingOf(t, h)); diff != "" {
			t.Fatalf("after %d (-loaded +recorded):\n%s", i, diff)
		}
	}
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestANewDayIsWrittenUnseen: the listing of Load is enough to write a day that
// no run wrote yet.
func TestANewDayIsWrittenUnseen(t *testing.T) {
	t.Parallel()
	m := storetest.NewMemory()
	historytest.FillDays(t, m, "2026-11-20", "2026-11-22")
	h := mustLoad(t, m, historytest.Never)
	m.Calls = nil
	if _, err := h.Record(t.Context(), historytest.Snapshot(historytest.Tonight, historytest.Sample("opeth spotify o", 5)), nil); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"Put " + historytest.TodayObject}, m.Calls); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestBackToAnAccount counts one account again after another was asked in vain.
func TestBackToAnAccount(t *testing.T) {
	t.Parallel()
	m := storetest.NewMemory()
	at := func(i int) time.Time { return historytest.Tonight.AddDate(0, 0, i) }
	mustRecord(t, m, historytest.Snapshot(at(0), historytest.Sample("opeth spotify o", 5)))
	mustRecord(t, m, historytest.Snapshot(at(1), historytest.Sample("opeth spotify p", "http 503")))
	mustRecord(t, m, historytest.Snapshot(at(2), historytest.Sample("opeth spotify o", 6)))
	if got := mustLoad(t, m, historytest.Never).Series("opeth", content.Spotify.Default()).Account; got != "o" {
		t.Errorf("asked last was %q", got)
	}
}
