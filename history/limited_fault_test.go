package history

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"datarocks/content"
	"datarocks/history/historytest"
	"datarocks/history/row"
	"datarocks/history/store"
	"datarocks/history/store/s3test"
	"datarocks/history/store/storetest"
	"datarocks/publish/awstest"
)

// bothTrees is a night that has a row for each tree.
var bothTrees = historytest.Snapshot(historytest.Tonight, historytest.Sample("opeth spotify o", 7), historytest.Sample("opeth youtube y", 700))

// TestRecordOfTwoTreesIsInterrupted at each call, in every way: each row is stored or named, and
// the next run leaves each once, in its tree.
func TestRecordOfTwoTreesIsInterrupted(t *testing.T) {
	t.Parallel()
	done := storetest.NewMemory()
	mustRecord(t, done, bothTrees)
	want := storetest.Objects(t, done)
	if len(want) != 2 {
		t.Fatalf("%d objects, want one in each tree", len(want))
	}
	for _, flavour := range flavours {
		t.Run(flavour.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				for n := 1; ; n++ {
					m := storetest.NewMemory()
					m.FailNth(n, flavour.Fault)
					recorded, err := Record(t.Context(), m, bothTrees, nil)
					unfailed := len(m.Calls) < n
					m.Script = nil
					lost := 0
					if unsaved, ok := errors.AsType[*UnsavedError](err); ok {
						lost = len(unsaved.Rows)
					} else if err != nil {
						t.Errorf("call %d: %v", n, err)
					}
					if unfailed && (err != nil || n < 5) {
						t.Fatalf("it takes %d calls: %v", n-1, err)
					}
					if lost > 1 || lost+recorded.Rows != 2 {
						t.Errorf("call %d: %d rows are recorded and %d named, want two in all, and one named at most", n, recorded.Rows, lost)
					}
					mustRecord(t, m, bothTrees)
					storetest.Holds(t, m, want)
					if unfailed {
						return
					}
				}
			})
		})
	}
}

// TestWhatNeitherTreeTakes is named in one error, from which both are filled later, as far as
// terms then allow.
func TestWhatNeitherTreeTakes(t *testing.T) {
	t.Parallel()
	m := storetest.NewMemory()
	m.Fail("Put", storetest.Fault{Err: storetest.ErrBroken})
	_, err := Record(t.Context(), m, bothTrees, nil)
	unsaved, ok := errors.AsType[*UnsavedError](err)
	if !ok || !errors.Is(err, storetest.ErrBroken) || len(unsaved.Rows) != 2 {
		t.Fatalf("%v", err)
	}
	rows, err := row.DecodeDay("unsaved", todays, unsaved.Lines())
	if err != nil || len(rows) != 2 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for today, want := range map[content.Day][]string{
		todays:      {historytest.TodayObject, tubeTree.Object(todays)},
		todays + 27: {historytest.TodayObject, tubeTree.Object(todays)},
		todays + 28: {historytest.TodayObject},
	} {
		var all []ImportRow
		for i, r := range rows {
			all = append(all, ImportRow{Row: r, File: "unsaved", Line: i + 1})
		}
		kept, left := KeptRows(all, nil, today)
		if left[content.YouTube] != 2-len(want) || left[content.Spotify] != 0 {
			t.Errorf("on %s %v are left out", today, left)
		}
		later := storetest.NewMemory()
		plan, err := PlanImport(t.Context(), later, kept, ImportAsItIs)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := plan.Apply(t.Context(), later, today.Time(), nil); err != nil {
			t.Fatal(err)
		}
		if got := later.Names(); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("on %s they are in %v, want %v", today, got, want)
		}
	}
}

// TestLimitedReadsFail: what cannot be read for a while is not taken for expired.
func TestLimitedReadsFail(t *testing.T) {
	t.Parallel()
	m := storetest.NewMemory()
	for day := todays - 2; day <= todays; day++ {
		night(t, m, day, int(day), 700+int(day-todays))
	}
	for n := 1; ; n++ {
		m.FailNth(n, storetest.Fault{Err: storetest.ErrBroken})
		before := len(m.Calls)
		h, err := Load(t.Context(), m, historytest.Never)
		if err == nil {
			err = h.LoadLimited(t.Context(), nil, todays)
		}
		if n <= len(m.Calls)-before {
			if !errors.Is(err, storetest.ErrBroken) {
				t.Errorf("call %d: %v", n, err)
			}
			continue
		}
		if err != nil || seriesText(h, tubeMetric) != "21:698 22:699 23:700" || n < 8 {
			t.Errorf("%d calls: %v, %s", n-1, err, seriesText(h, tubeMetric))
		}
		return
	}
}

// TestExpireInABucket needs no right to delete, also where no rule does the work.
func TestExpireInABucket(t *testing.T) {
	t.Parallel()
	cloud := s3test.New(t)
	cloud.Break(awstest.Rule{Match: awstest.Operation("DeleteObject"), Fault: awstest.Deny("s3:DeleteObject")})
	s := s3test.Store(cloud)
	for day := todays - 29; day <= todays; day += 29 {
		night(t, s, day, int(day), 700)
		night(t, s, day-1, int(day), 700)
	}
	kept := map[string]string{}
	for name, data := range storetest.Objects(t, s) {
		if _, day, limited := row.LimitedOf(name); !limited || day >= todays-27 {
			kept[name] = data
		}
	}
	if n := len(storetest.Objects(t, s)) - len(kept); n != 2 {
		t.Fatalf("%d objects are past their days, want 2", n)
	}

	cloud.Break(awstest.Rule{Match: awstest.Operation("PutObject"), Fault: awstest.Deny("s3:PutObject")})
	n, err := loadAll(t, s, nil, todays).Expire(t.Context(), nil, todays)
	if n != 0 || err == nil || !strings.Contains(err.Error(), tubeTree.Object(todays-30)) || !strings.Contains(err.Error(), tubeTree.Object(todays-29)) {
		t.Errorf("without the right to write %d went, %v, want both to be named", n, err)
	}
	cloud.Heal()
	cloud.Break(awstest.Rule{Match: awstest.Operation("DeleteObject"), Fault: awstest.Deny("s3:DeleteObject")})
	cloud.Reset()
	if n, err := loadAll(t, s, nil, todays).Expire(t.Context(), nil, todays); n != 2 || err != nil {
		t.Errorf("%d went, %v, want 2", n, err)
	}
	if n := cloud.Count()["DeleteObject"] + cloud.Count()["DeleteObjects"]; n > 0 {
		t.Errorf("%d were asked to be deleted", n)
	}
	after := storetest.Objects(t, s)
	for name, data := range kept {
		if after[name] != data {
			t.Errorf("%s was changed", name)
		}
		delete(after, name)
	}
	for name, data := range after {
		if strings.Contains(data, "700") || strings.Contains(data, "opeth") {
			t.Errorf("%s has %s", name, data)
		}
	}
	cloud.Reset()
	if n, err := loadAll(t, s, nil, todays).Expire(t.Context(), nil, todays); n != 0 || err != nil || cloud.Count()["PutObject"] > 0 {
		t.Errorf("the next night %d went, %v, with %d writes", n, err, cloud.Count()["PutObject"])
	}
}

// TestExpireTidiesAFolder: nothing is left of a day, not even what a killed run half wrote.
func TestExpireTidiesAFolder(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	s := store.NewDir(folder)
	night(t, s, todays-60, 1, 700)
	night(t, s, todays, 2, 701)
	night(t, s, todays-1, 3, 702)
	object := filepath.Join(folder, filepath.FromSlash(tubeTree.Object(todays-1)))
	half := filepath.Join(filepath.Dir(object), ".tmp-"+filepath.Base(object))
	if err := os.Rename(object, half); err != nil {
		t.Fatal(err)
	}
	if n, err := loadAll(t, s, nil, todays).Expire(t.Context(), nil, todays); n != 1 || err != nil {
		t.Errorf("%d went, %v, want 1", n, err)
	}
	if _, err := os.Stat(half); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the half file: %v", err)
	}
	past := filepath.Join(folder, filepath.FromSlash(tubeTree.Object(todays-60)))
	if _, err := os.Stat(filepath.Dir(past)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder of the month: %v", err)
	}
	if _, err := os.Stat(filepath.Join(folder, filepath.FromSlash(tubeTree.Object(todays)))); err != nil {
		t.Error(err)
	}
	if n := len(storetest.Objects(t, s)); n != 3+1 {
		t.Errorf("%d objects are there, want those of 3 days and one of tonight", n)
	}
}

// TestANightKnowsWhatItRecorded in both trees, and is of one day.
func TestANightKnowsWhatItRecorded(t *testing.T) {
	t.Parallel()
	m := storetest.NewMemory()
	night(t, m, todays-1, 6, 600)
	h := loadAll(t, m, nil, todays)
	if _, err := h.Record(t.Context(), bothTrees, nil); err != nil {
		t.Fatal(err)
	}
	again := historytest.Snapshot(historytest.Tonight.Add(time.Hour), historytest.Sample("opeth youtube y", 705))
	if _, err := h.Record(t.Context(), again, nil); err != nil {
		t.Fatal(err)
	}
	for _, one := range []*History{h, loadAll(t, m, nil, todays)} {
		if tube, spotify := seriesText(one, tubeMetric), seriesText(one, content.Spotify.Default()); tube != "22:600 23:705" || spotify != "22:6 23:7" || one.Newest != todays {
			t.Errorf("YouTube %s, Spotify %s, newest %s", tube, spotify, one.Newest)
		}
	}
	tomorrow := historytest.Snapshot(historytest.Tonight.Add(24*time.Hour), historytest.Sample("opeth spotify o", 8))
	if _, err := h.Record(t.Context(), tomorrow, nil); err == nil {
		t.Error("another day is recorded")
	}
	// Who did not read what is limited records it nevertheless, and is shown none.
	plain := mustLoad(t, m, historytest.Never)
	if _, err := plain.Record(t.Context(), historytest.Snapshot(historytest.Tonight.Add(2*time.Hour), historytest.Sample("opeth youtube y", 706)), nil); err != nil {
		t.Fatal(err)
	}
	if got := seriesText(plain, tubeMetric); got != "" {
		t.Errorf("without what is limited: %s", got)
	}
	if got := seriesText(loadAll(t, m, nil, todays), tubeMetric); got != "22:600 23:706" {
		t.Errorf("it recorded %s", got)
	}
}
