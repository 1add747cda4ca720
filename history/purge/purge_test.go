package purge_test

import (
	"errors"
	"strings"
	"testing"

	"datarocks/history"
	"datarocks/history/archive"
	"datarocks/history/historytest"
	"datarocks/history/purge"
	"datarocks/history/row"
	"datarocks/history/store"
	"datarocks/history/store/s3test"
	"datarocks/history/store/storetest"
	"datarocks/publish/awstest"
)

var now = historytest.Clock("2026-11-24T09:00:00Z")

// bucket keeps versions. It holds two days of last year, which were written twice, and
// their rollup.
func bucket(t *testing.T) (*awstest.AWS, *store.S3) {
	t.Helper()
	cloud := s3test.New(t)
	if err := cloud.KeepVersions(s3test.Bucket); err != nil {
		t.Fatal(err)
	}
	s := s3test.Store(cloud)
	for _, day := range []string{"2025-11-23", "2025-11-24"} {
		opeth := strings.ReplaceAll(historytest.GoodLine(``, ``), historytest.Today, day) + "\n"
		vola := strings.ReplaceAll(historytest.GoodLine(`opeth`, `vola`), historytest.Today, day) + "\n"
		put(t, cloud, day, opeth)
		put(t, cloud, day, opeth+vola)
	}
	a, err := archive.Load(t.Context(), s, now)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(a.StoreRollups(t.Context(), s), a.Close()); err != nil {
		t.Fatal(err)
	}
	return cloud, s
}

func put(t *testing.T, cloud *awstest.AWS, day, body string) {
	t.Helper()
	if err := cloud.Put(s3test.Bucket, row.DayObject(historytest.Date(day)), awstest.Object{Body: body}); err != nil {
		t.Fatal(err)
	}
}

var forgetting = history.Forgetting{Artist: "opeth", At: now}

func forget(t *testing.T, s store.Store) {
	t.Helper()
	p, err := history.PlanForget(t.Context(), s, forgetting)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Apply(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
}

// left counts the versions that name an artist, those that are the latest too.
func left(t *testing.T, s store.Store, artist string) (n int) {
	t.Helper()
	formers, err := store.Formers(t.Context(), s, "v1/")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range formers {
		if f.Deleted {
			continue
		}
		data, err := store.ReadFormer(t.Context(), s, f)
		if err != nil {
			t.Fatal(err)
		}
		holds, _ := archive.HoldsIn(strings.NewReader(string(data)), []string{artist}, func(row.Row) bool { return true })
		if holds || strings.Contains(string(data), `"`+artist+`"`) {
			n++
		}
	}
	return n
}

func TestPurge(t *testing.T) {
	t.Parallel()
	cloud, s := bucket(t)
	forget(t, s)
	if left(t, s, "opeth") == 0 {
		t.Fatal("there is nothing to purge")
	}
	put(t, cloud, "2025-11-24", `{"artist":"opeth"`) // and was mended
	put(t, cloud, "2025-11-24", strings.ReplaceAll(historytest.GoodLine(`opeth`, `vola`), historytest.Today, "2025-11-24")+"\n")
	before := storetest.Objects(t, s)
	p, err := purge.New(t.Context(), s, forgetting)
	if err != nil || len(p.Lost) > 0 {
		t.Fatal(err, p.Lost)
	}
	want := p.Versions()
	if n, err := p.Apply(t.Context()); err != nil || n != want || n < 6 {
		t.Errorf("deleted %d of %d, %v", n, want, err)
	}
	if n := left(t, s, "opeth"); n > 0 {
		t.Errorf("%d versions still name the artist", n)
	}
	storetest.Holds(t, s, before)
	if p, err = purge.New(t.Context(), s, forgetting); err != nil || p.Versions() > 0 {
		t.Errorf("again: %d, %v", p.Versions(), err)
	}
}

// TestPurgeTakesNoLastCopy: of a day that is lost, the versions are all there is, also of
// other artists.
func TestPurgeTakesNoLastCopy(t *testing.T) {
	t.Parallel()
	cloud, s := bucket(t)
	forget(t, s)
	name := row.DayObject(historytest.Date("2025-11-23"))
	for _, lose := range []func() error{
		func() error { return cloud.Put(s3test.Bucket, name, awstest.Object{}) },
		func() error { return cloud.Delete(s3test.Bucket, name) },
	} {
		if err := lose(); err != nil {
			t.Fatal(err)
		}
		p, err := purge.New(t.Context(), s, forgetting)
		if err != nil || len(p.Lost) != 1 {
			t.Fatal(p, err)
		}
		if _, err := p.Apply(t.Context()); err != nil {
			t.Fatal(err)
		}
		if left(t, s, "vola") == 0 || left(t, s, "opeth") != 2 {
			t.Errorf("%d versions name vola, %d opeth", left(t, s, "vola"), left(t, s, "opeth"))
		}
	}
}

// TestLost: only days that are gone, of which an older version has what was forgotten.
func TestLost(t *testing.T) {
	t.Parallel()
	cloud, s := bucket(t)
	if err := cloud.Delete(s3test.Bucket, row.DayObject(historytest.Date("2025-11-23"))); err != nil {
		t.Fatal(err)
	}
	forget(t, s)
	for artist, want := range map[string]int{"opeth": 1, "vola": 1, "gojira": 0} {
		lost, err := purge.Lost(t.Context(), s, history.Forgetting{Artist: artist, At: now})
		if err != nil || !lost.Known || len(lost.Days) != want || want > 0 && lost.Days[0] != "2025-11-23" {
			t.Errorf("%s: %v, %v", artist, lost, err)
		}
	}
}

func TestPurgeIsDenied(t *testing.T) {
	t.Parallel()
	for _, operation := range []string{"ListObjectVersions", "GetObjectVersion", "DeleteObjectVersion"} {
		cloud, s := bucket(t)
		forget(t, s)
		cloud.Break(awstest.Rule{Match: awstest.Operation(operation), Fault: awstest.Deny("s3:" + operation)})
		p, err := purge.New(t.Context(), s, forgetting)
		if err == nil {
			_, err = p.Apply(t.Context())
		}
		if !errors.Is(err, store.ErrDenied) {
			t.Errorf("%s: %v", operation, err)
		}
	}
	p, err := purge.New(t.Context(), store.NewDir(t.TempDir()), forgetting)
	if err != nil || p.Versions() > 0 {
		t.Errorf("a folder: %v", err)
	}
}
