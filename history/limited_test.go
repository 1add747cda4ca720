package history

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/history/archive"
	"datarocks/history/historytest"
	"datarocks/history/row"
	"datarocks/history/store"
	"datarocks/history/store/storetest"
)

var (
	tubeTree   = row.Limited(content.YouTube)
	tubeMetric = content.YouTube.Default()
	todays     = historytest.Date(historytest.Today)
)

// night records a night of opeth on Spotify and YouTube.
func night(t *testing.T, s store.Store, day content.Day, spotify, tube any) Recorded {
	t.Helper()
	return mustRecord(t, s, historytest.Snapshot(day.Time().Add(3*time.Hour),
		historytest.Sample("opeth spotify o", spotify), historytest.Sample("opeth youtube y", tube)))
}

// loadAll loads what is kept for good and what is not.
func loadAll(t *testing.T, s store.Store, site *content.Site, today content.Day) *History {
	t.Helper()
	h := mustLoad(t, s, historytest.Never)
	if err := h.LoadLimited(t.Context(), site, today); err != nil {
		t.Fatal(err)
	}
	return h
}

// seriesText writes the counts of a series: "21:5 23:7".
func seriesText(h *History, m content.Metric) string {
	var words []string
	for p := range h.Series("opeth", m).Points() {
		words = append(words, fmt.Sprintf("%d:%d", p.Day.Time().Day(), p.Value))
	}
	return strings.Join(words, " ")
}

// amended has YouTube's amendment.
var amended = func() *content.Site {
	info, _ := content.YouTube.Info()
	setting := content.YouTube.Setting(content.EveryDay)
	setting.Terms = *info.Amended
	return &content.Site{Sources: []content.SourceSetting{setting}}
}()

// TestLimitedRowsEndInATreeOfTheirOwn: all else is where it always was.
func TestLimitedRowsEndInATreeOfTheirOwn(t *testing.T) {
	t.Parallel()
	m := storetest.NewMemory()
	if r := night(t, m, todays, 7, 700); r.Rows != 2 {
		t.Errorf("%d rows recorded, want 2", r.Rows)
	}
	want := map[string]string{
		historytest.TodayObject: `{"date":"2026-11-23","artist":"opeth","source":"spotify","metric":"followers","value":7,"at":"2026-11-23T03:00:00Z","ref":"o"}` + "\n",
		tubeTree.Object(todays): `{"date":"2026-11-23","artist":"opeth","source":"youtube","metric":"subscribers","value":700,"at":"2026-11-23T03:00:00Z","ref":"y"}` + "\n",
	}
	storetest.Holds(t, m, want)
	if r := night(t, m, todays, 7, 700); r.Rows != 0 {
		t.Errorf("%d rows recorded again, want none", r.Rows)
	}
	storetest.Holds(t, m, want)
	if got, want := string(tubeTree), "v1/limited/youtube/"; got != want {
		t.Errorf("the tree is %s, want %s, which the rules of buckets name", got, want)
	}
}

// refusing stores nothing whose name begins so.
type refusing struct {
	*storetest.Memory
	prefix string
}

func (r refusing) Put(ctx context.Context, name string, body io.ReadSeeker, version string) (string, error) {
	if strings.HasPrefix(name, r.prefix) {
		return "", storetest.ErrBroken
	}
	return r.Memory.Put(ctx, name, body, version)
}

// TestEachTreeIsWrittenByItself: what cannot be stored in one costs the other nothing, and
// is named.
func TestEachTreeIsWrittenByItself(t *testing.T) {
	t.Parallel()
	for tree, lost := range map[row.Tree]content.Source{row.Days: content.Spotify, tubeTree: content.YouTube} {
		m := storetest.NewMemory()
		failing := refusing{m, string(tree)}
		_, err := Record(t.Context(), failing, historytest.Snapshot(historytest.Tonight, historytest.Sample("opeth spotify o", 7), historytest.Sample("opeth youtube y", 700)), nil)
		unsaved, ok := errors.AsType[*UnsavedError](err)
		if !ok || len(unsaved.Rows) != 1 || unsaved.Rows[0].Source != lost {
			t.Errorf("%s: %v", tree, err)
		}
		if len(m.Objects) != 1 {
			t.Errorf("%s: %v are stored, want the object of the other tree", tree, m.Names())
		}
	}
}

// TestSeriesOfTwoTrees: what lasts and what does not are one series, of which the platform's
// own answer is believed.
func TestSeriesOfTwoTrees(t *testing.T) {
	t.Parallel()
	m := storetest.NewMemory()
	for day := todays - 2; day <= todays; day++ {
		if _, err := Record(t.Context(), m, historytest.Snapshot(day.Time(), historytest.Sample("opeth youtube y", 700+int(day-todays))), nil); err != nil {
			t.Fatal(err)
		}
	}
	imported := func(day content.Day, n int) string {
		line := historytest.Line(day.String(), "opeth", "youtube", fmt.Sprintf(`"value":%d,"via":"import:youtube-studio","at":"2026-11-23T09:00:00Z"`, n))
		return strings.Replace(line, "followers", tubeMetric.Name, 1)
	}
	storetest.MustPut(t, m, row.DayObject(todays-40), imported(todays-40, 5))
	storetest.MustPut(t, m, row.DayObject(todays-1), imported(todays-1, 6))
	h := loadAll(t, m, nil, todays)
	if got, want := seriesText(h, tubeMetric), "14:5 21:698 22:699 23:700"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got, want := seriesText(mustLoad(t, m, historytest.Never), tubeMetric), "14:5 22:6"; got != want {
		t.Errorf("without what is limited: %s, want %s", got, want)
	}
	rows, err := h.Rows("opeth")
	if err != nil || len(rows) != 4 {
		t.Errorf("%d rows, %v, want 4", len(rows), err)
	}
	// A night later all is shown a day less.
	if got, want := seriesText(loadAll(t, m, nil, todays+26), tubeMetric), "14:5 22:699 23:700"; got != want {
		t.Errorf("26 days later: %s, want %s", got, want)
	}
	if got, want := seriesText(loadAll(t, m, amended, todays+1093), tubeMetric), "14:5 22:699 23:700"; got != want {
		t.Errorf("1,093 days later with the amendment: %s, want %s", got, want)
	}
}

// TestRollupsHaveNothingLimited: a copy would outlast what it was made from.
func TestRollupsHaveNothingLimited(t *testing.T) {
	t.Parallel()
	m := storetest.NewMemory()
	for day := todays - 40; day <= todays; day++ {
		night(t, m, day, int(day), 700)
	}
	h := loadAll(t, m, nil, todays)
	if err := h.Rollup(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(historytest.Rollups(m)) == 0 {
		t.Fatal("no rollup was made")
	}
	for name, lines := range linesOf(t, m) {
		if !strings.HasPrefix(name, row.LimitedPrefix) && strings.Contains(strings.Join(lines, ""), "youtube") {
			t.Errorf("%s has something of YouTube", name)
		}
	}
	before := seriesText(h, tubeMetric)
	if got := seriesText(loadAll(t, m, nil, todays), tubeMetric); got != before || len(strings.Fields(got)) != 28 {
		t.Errorf("with rollups %s, without %s, want 28 days", got, before)
	}
}

// TestExpire: what is past its days goes, in a folder with its file, elsewhere with its rows.
// Ended anywhere, it is completed by the next.
func TestExpire(t *testing.T) {
	t.Parallel()
	fill := func(s store.Store) {
		for day := todays - 30; day <= todays; day++ {
			night(t, s, day, int(day), 700)
		}
	}
	check := func(t *testing.T, s store.Store, first content.Day) {
		t.Helper()
		have := make(map[content.Source][]content.Day)
		for name, data := range storetest.Objects(t, s) {
			for line := range strings.Lines(data) {
				if strings.Contains(line, `"forgotten"`) {
					continue
				}
				rows, err := row.DecodeDay(name, historytest.Date(line[len(`{"date":"`):][:len(historytest.Today)]), []byte(line))
				if err != nil {
					t.Fatal(err)
				}
				have[rows[0].Source] = append(have[rows[0].Source], rows[0].Date)
			}
		}
		slices.Sort(have[content.YouTube])
		if got := have[content.YouTube]; len(got) != int(todays-first)+1 || got[0] != first {
			t.Errorf("YouTube's counts are of %v, want those from %s on", got, first)
		}
		if got := len(have[content.Spotify]); got != 31 {
			t.Errorf("Spotify's counts are of %d days, want 31", got)
		}
	}
	t.Run("folder", func(t *testing.T) {
		t.Parallel()
		s := store.NewDir(t.TempDir())
		fill(s)
		h := loadAll(t, s, nil, todays)
		if n := h.Expired(nil, todays); n != 3 {
			t.Errorf("%d are to go, want 3", n)
		}
		if n, err := h.Expire(t.Context(), nil, todays); n != 3 || err != nil {
			t.Errorf("%d went, %v, want 3", n, err)
		}
		check(t, s, todays-27)
		if n := len(storetest.Objects(t, s)); n != 31+28 {
			t.Errorf("%d objects are there, want 59", n)
		}
	})
	t.Run("with the amendment", func(t *testing.T) {
		t.Parallel()
		s := store.NewDir(t.TempDir())
		fill(s)
		if n, err := loadAll(t, s, amended, todays).Expire(t.Context(), amended, todays); n != 0 || err != nil {
			t.Errorf("%d went, %v, want none", n, err)
		}
		check(t, s, todays-30)
	})
	t.Run("interrupted", func(t *testing.T) {
		t.Parallel()
		for n := 1; ; n++ {
			m := storetest.NewMemory() // which, as a bucket, lets nobody delete
			fill(m)
			h := loadAll(t, m, nil, todays)
			m.FailNth(n, storetest.Fault{Err: storetest.ErrBroken})
			went, err := h.Expire(t.Context(), nil, todays)
			m.Script = nil
			if err == nil && went == 3 {
				if n < 6 {
					t.Errorf("it takes %d calls, too few to be true", n-1)
				}
				check(t, m, todays-27)
				if again, err := loadAll(t, m, nil, todays).Expire(t.Context(), nil, todays); again != 0 || err != nil {
					t.Errorf("again %d went, %v", again, err)
				}
				return
			}
			if !errors.Is(err, storetest.ErrBroken) || went != 2 {
				t.Errorf("call %d: %d went, %v", n, went, err)
			}
			if rest, err := loadAll(t, m, nil, todays).Expire(t.Context(), nil, todays); rest > 1 || err != nil {
				t.Errorf("after call %d: %d went, %v", n, rest, err)
			}
			check(t, m, todays-27)
		}
	})
}

// TestDecisionsStayInTheirTree: a person's word makes no count last.
func TestDecisionsStayInTheirTree(t *testing.T) {
	t.Parallel()
	for _, accept := range []bool{true, false} {
		m := storetest.NewMemory()
		snap := historytest.Snapshot(historytest.Tonight, historytest.Sample("opeth youtube y", 700))
		if _, err := Record(t.Context(), m, snap, []Verdict{{Held: accept, Why: "a jump"}}); err != nil {
			t.Fatal(err)
		}
		d := Decision{Day: todays, Artist: "opeth", Metric: tubeMetric, Accept: accept, Reason: "seen", At: historytest.Tonight.Add(time.Hour)}
		if _, err := Decide(t.Context(), m, d); err != nil {
			t.Fatal(err)
		}
		if names := m.Names(); len(names) != 1 || names[0] != tubeTree.Object(todays) {
			t.Errorf("accepted %t: %v are stored", accept, names)
		}
		want := ""
		if accept {
			want = "23:700"
		}
		if got := seriesText(loadAll(t, m, nil, todays), tubeMetric); got != want {
			t.Errorf("accepted %t: %q, want %q", accept, got, want)
		}
	}
}

// TestForgetLimited: an artist goes from both trees.
func TestForgetLimited(t *testing.T) {
	t.Parallel()
	m := storetest.NewMemory()
	for day := todays - 1; day <= todays; day++ {
		night(t, m, day, 7, 700)
		mustRecord(t, m, historytest.Snapshot(day.Time(), historytest.Sample("vola youtube v", 9)))
	}
	p := mustForget(t, m, Forgetting{Artist: "opeth", At: historytest.Tonight})
	if p.Nothing() {
		t.Error("nothing was to go")
	}
	for name, lines := range linesOf(t, m) {
		if text := strings.Join(lines, ""); strings.Contains(text, "opeth") {
			t.Errorf("%s has %s", name, text)
		}
	}
	if got := len(loadAll(t, m, nil, todays).Series("vola", tubeMetric).Account); got != 1 {
		t.Error("the other artist went, too")
	}
}

// TestImportsAreKeptByWhatTheyAre: terms are of what a platform answered, not of the label's
// own figures or of what others published.
func TestImportsAreKeptByWhatTheyAre(t *testing.T) {
	t.Parallel()
	imported := func(via string, day content.Day, metric string) ImportRow {
		n := int64(day)
		return ImportRow{File: "f", Line: 1, Row: row.Row{
			Date: day, Artist: "opeth", Source: content.YouTube, Metric: metric, Value: &n, Via: row.ImportedFrom(via), At: historytest.Tonight,
		}}
	}
	rows := []ImportRow{
		imported("csv", todays-28, "views"), imported("csv", todays-27, "views"), imported("csv", todays-300, "daily-views"),
		imported("youtube-studio", todays-300, "subscribers"), imported("wikidata", todays-301, "subscribers"), imported("ndjson", todays-1000, "subscribers"),
	}
	kept, left := KeptRows(rows, nil, todays)
	if len(kept) != 4 || !maps.Equal(left, map[content.Source]int{content.YouTube: 2}) {
		t.Errorf("%d are kept and %v left out", len(kept), left)
	}
	if kept, _ := KeptRows(rows, amended, todays); len(kept) != 6 {
		t.Errorf("with the amendment %d are kept, want 6", len(kept))
	}
	m := storetest.NewMemory()
	plan, err := PlanImport(t.Context(), m, kept, ImportBehind)
	if err != nil {
		t.Fatal(err)
	}
	result, err := plan.Apply(t.Context(), m, historytest.Tonight, func(int) {})
	if err != nil || result.Rows != 4 {
		t.Fatalf("%+v, %v", result, err)
	}
	want := []string{row.DayObject(todays - 301), row.DayObject(todays - 300), tubeTree.Object(todays - 27)}
	slices.Sort(want)
	if diff := cmp.Diff(want, m.Names()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	again, err := PlanImport(t.Context(), m, kept, ImportBehind)
	if err != nil || again.Writes().Rows != 0 {
		t.Errorf("again %d rows are written, %v", again.Writes().Rows, err)
	}
}

// TestExportOfWhatIsLimited has what may be kept today.
func TestExportOfWhatIsLimited(t *testing.T) {
	t.Parallel()
	m := storetest.NewMemory()
	night(t, m, todays-28, 1, 2)
	night(t, m, todays, 3, 4)
	for today, want := range map[content.Day]int{todays: 3, todays + 27: 3, todays + 28: 2, todays - 1: 4} {
		n := 0
		if _, err := Export(t.Context(), m, nil, today, func(rows []row.Row) error { n += len(rows); return nil }); err != nil || n != want {
			t.Errorf("on %s: %d rows, %v, want %d", today, n, err, want)
		}
	}
}

// TestUnreadableLimitedObjects are named, and hide nothing else.
func TestUnreadableLimitedObjects(t *testing.T) {
	t.Parallel()
	m := storetest.NewMemory()
	for day := todays - 2; day <= todays; day++ {
		night(t, m, day, int(day), 700)
	}
	broken := tubeTree.Object(todays - 1)
	m.Set(broken, []byte("{cut"))
	m.Set(row.LimitedPrefix+"notes.txt", []byte("x"))
	h := loadAll(t, m, nil, todays)
	if text := errors.Join(h.Problems...); text == nil || !strings.Contains(text.Error(), broken) {
		t.Errorf("problems: %v", text)
	}
	if got := seriesText(h, tubeMetric); got != "21:700 23:700" {
		t.Errorf("YouTube has %s", got)
	}
	if got := len(strings.Fields(seriesText(h, content.Spotify.Default()))); got != 3 {
		t.Errorf("Spotify has %d days", got)
	}
	// A run of that day writes beside it.
	_, err := Record(t.Context(), m, historytest.Snapshot((todays-1).Time(), historytest.Sample("opeth youtube y", 701)), nil)
	if _, ok := errors.AsType[*row.UnreadableError](err); !ok {
		t.Errorf("%v", err)
	}
	if got := string(m.Data(broken)); got != "{cut" {
		t.Errorf("it became %s", got)
	}
	if got := seriesText(loadAll(t, m, nil, todays), tubeMetric); got != "21:700 22:701 23:700" {
		t.Errorf("beside it: %s", got)
	}
}

// TestOlderProgramsSeeWhatLasts: they list days and rollups alone.
func TestOlderProgramsSeeWhatLasts(t *testing.T) {
	t.Parallel()
	m := storetest.NewMemory()
	night(t, m, todays, 7, 700)
	found, err := archive.List(t.Context(), m, row.DaysPrefix)
	if err != nil || len(found.Unread()) > 0 || len(found.Limited) > 0 || len(found.Days) != 1 {
		t.Errorf("%+v, %v", found, err)
	}
}

// TestTreesChangeNothing: any nights and imports read the same as if all lay in one tree,
// but for what is past its days.
func TestTreesChangeNothing(t *testing.T) {
	t.Parallel()
	for seed := range uint64(40) {
		random := rand.New(rand.NewPCG(seed, 17))
		m := storetest.NewMemory()
		want := make(map[content.Day]int64)
		spotify := make(map[content.Day]int64)
		for day := todays - 45; day <= todays; day++ {
			if random.IntN(5) == 0 {
				continue
			}
			for hour := range 1 + random.IntN(2) {
				n, other := random.IntN(1000), random.IntN(1000)
				var tube any = n
				if random.IntN(4) == 0 {
					tube = "http 503"
				} else {
					want[day] = int64(n)
				}
				spotify[day] = int64(other)
				at := day.Time().Add(time.Duration(hour) * time.Hour)
				mustRecord(t, m, historytest.Snapshot(at, historytest.Sample("opeth spotify o", other), historytest.Sample("opeth youtube y", tube)))
			}
		}
		if random.IntN(2) == 0 {
			if _, err := loadAll(t, m, nil, todays).Expire(t.Context(), nil, todays); err != nil {
				t.Fatal(err)
			}
		}
		h := loadAll(t, m, nil, todays)
		if random.IntN(2) == 0 {
			if err := h.Rollup(t.Context()); err != nil {
				t.Fatal(err)
			}
			h = loadAll(t, m, nil, todays)
		}
		maps.DeleteFunc(want, func(day content.Day, _ int64) bool { return day <= todays-28 })
		for metric, want := range map[content.Metric]map[content.Day]int64{tubeMetric: want, content.Spotify.Default(): spotify} {
			got := make(map[content.Day]int64)
			for p := range h.Series("opeth", metric).Points() {
				got[p.Day] = p.Value
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("seed %d, %s (-want +got):\n%s", seed, metric, diff)
			}
		}
	}
}

// TestPastAnswersOfALimitedSource: there is none that knows past days, so RecordDays need not
// know trees. One that comes must be thought about.
func TestPastAnswersOfALimitedSource(t *testing.T) {
	t.Parallel()
	for _, info := range content.Sources {
		if setting := info.Source.Setting(content.EveryDay); setting.Past() && info.Terms.KeptDays > 0 {
			t.Errorf("%s is limited, and answers about past days, which are recorded for good", info.Name)
		}
	}
}
