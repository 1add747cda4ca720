package history

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"datarocks/history/historytest"
	"datarocks/history/row"
	"datarocks/history/store"
	"datarocks/history/store/storetest"
	"datarocks/publish/awstest"
)

// valuesOf reads every object of the days, in which a row that was doubled would
// stand twice in one object.
func valuesOf(t *testing.T, s store.Store) map[string]int64 {
	t.Helper()
	entries, err := s.List(t.Context(), row.DaysPrefix)
	if err != nil {
		t.Fatal(err)
	}
	values := make(map[string]int64)
	for _, entry := range entries {
		data, _, err := s.Get(t.Context(), entry.Name)
		if err != nil {
			t.Fatal(err)
		}
		day, _ := row.DayOf(entry.Name)
		rows, err := row.DecodeDay(entry.Name, day, data)
		if err != nil {
			t.Error(err)
		}
		if len(row.Join(rows, nil)) != len(rows) {
			t.Errorf("%s holds a row twice", entry.Name)
		}
		for _, row := range rows {
			values[row.Artist] = *row.Value
		}
	}
	return values
}

// TestManyWritersOnAServerWithoutConditions: nobody's rows are lost where no
// write is ever refused.
func TestManyWritersOnAServerWithoutConditions(t *testing.T) {
	t.Parallel()
	cloud := storetest.NewCloud(t)
	before := store.NewS3(storetest.NewClient(cloud), storetest.Bucket, "")
	record(t, before, "opeth", 1) // when the server still kept them
	cloud.IgnoreConditions(storetest.Bucket)
	want := map[string]int64{"opeth": 1}
	var writers sync.WaitGroup
	for i := range 20 {
		artist := fmt.Sprint("artist-", i)
		want[artist] = int64(i)
		writers.Go(func() {
			s := store.NewS3(storetest.NewClient(cloud), storetest.Bucket, "")
			for range 2 { // the second has nothing new
				if _, err := recordCount(t.Context(), s, artist, int64(i)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	writers.Wait()
	if diff := cmp.Diff(want, valuesOf(t, before)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	h := mustLoad(t, before, historytest.Never)
	for artist, n := range want {
		if got, ok := h.Series(artist, "spotify").Last(); !ok || got.Value != n {
			t.Errorf("%s is %d, %v; want %d", artist, got.Value, ok, n)
		}
	}
}

// TestFaultsOnAServerWithoutConditions fails each request in every flavour.
func TestFaultsOnAServerWithoutConditions(t *testing.T) {
	t.Parallel()
	for name, flavour := range map[string]awstest.Fault{
		"500":             awstest.Answer(http.StatusInternalServerError, "InternalError"),
		"dropped":         awstest.Drop(),
		"done, then 500":  awstest.Done(awstest.Answer(http.StatusInternalServerError, "InternalError")),
		"done, then lost": awstest.Done(awstest.Drop()),
	} {
		for nth := 1; nth <= 6; nth++ {
			for _, times := range []int{1, 3} {
				t.Run(fmt.Sprintf("%s at %d, %d times", name, nth, times), func(t *testing.T) {
					t.Parallel()
					cloud := storetest.NewCloud(t)
					cloud.IgnoreConditions(storetest.Bucket)
					s := store.NewS3(storetest.NewClient(cloud), storetest.Bucket, "")
					record(t, s, "opeth", 1)
					s = store.NewS3(storetest.NewClient(cloud), storetest.Bucket, "")
					cloud.Break(awstest.Rule{Nth: nth, Times: times, Fault: flavour})
					if _, err := recordCount(t.Context(), s, "vola", 2); err != nil {
						t.Errorf("not acknowledged: %v", err)
					}
					cloud.Heal()
					if diff := cmp.Diff(map[string]int64{"opeth": 1, "vola": 2}, valuesOf(t, s)); diff != "" {
						t.Errorf("(-want +got):\n%s", diff)
					}
				})
			}
		}
	}
}

// TestConditionsAreTriedOnce counts the writes of runs after each other.
func TestConditionsAreTriedOnce(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		lawless bool
		want    []int // PUTs of each run, one of which is the row's
	}{
		{"a server that keeps them says so to all later runs", false, []int{5, 1, 1}},
		{"a server that ignores them is tried again, as it may be mended", true, []int{3, 3, 3}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			cloud := storetest.NewCloud(t)
			if test.lawless {
				cloud.IgnoreConditions(storetest.Bucket)
			}
			var got []int
			for i := range test.want {
				before := cloud.Count()["PutObject"]
				s := store.NewS3(storetest.NewClient(cloud), storetest.Bucket, "label")
				h := mustLoad(t, s, historytest.Never)
				snap := historytest.Snapshot(historytest.Tonight.AddDate(0, 0, i), historytest.Sample("opeth spotify o", 1+i))
				if _, err := h.Record(t.Context(), snap, nil); err != nil {
					t.Fatal(err)
				}
				got = append(got, cloud.Count()["PutObject"]-before)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("PUTs of each run (-want +got):\n%s", diff)
			}
		})
	}
}

// TestAServerThatRefusesConditions answers 501 to them, as some do.
func TestAServerThatRefusesConditions(t *testing.T) {
	t.Parallel()
	cloud := storetest.NewCloud(t)
	cloud.Break(awstest.Rule{
		Match: func(r awstest.Request) bool {
			return r.Operation == "PutObject" && strings.HasSuffix(r.Key, "v1/conditions.txt")
		},
		Fault: awstest.Answer(http.StatusNotImplemented, "NotImplemented"),
	})
	s := store.NewS3(storetest.NewClient(cloud), storetest.Bucket, "")
	record(t, s, "opeth", 1)
	record(t, s, "vola", 2)
	if diff := cmp.Diff(map[string]int64{"opeth": 1, "vola": 2}, valuesOf(t, s)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestAStormIsWaitedOut: a store that answers nothing but SlowDown for a while
// costs no rows, and one that never answers gives them back.
func TestAStormIsWaitedOut(t *testing.T) {
	t.Parallel()
	storm := awstest.Answer(http.StatusServiceUnavailable, "SlowDown")
	cloud := storetest.NewCloud(t)
	s := store.NewS3(storetest.NewClient(cloud), storetest.Bucket, "")
	record(t, s, "opeth", 1)
	cloud.Break(awstest.Rule{Times: 15, Fault: storm})
	record(t, s, "vola", 2)
	if diff := cmp.Diff(map[string]int64{"opeth": 1, "vola": 2}, valuesOf(t, s)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}

	cloud.Break(awstest.Rule{Fault: storm})
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	_, err := recordCount(ctx, s, "gojira", 3)
	cloud.Heal()
	var unsaved *UnsavedError
	if !errors.As(err, &unsaved) {
		t.Fatalf("the storm ended with %v", err)
	}
	rows, err := row.DecodeDay(historytest.TodayObject, historytest.Date(historytest.Today), unsaved.Lines())
	if err != nil || len(rows) != 1 || rows[0].Artist != "gojira" || *rows[0].Value != 3 {
		t.Errorf("the rows given back are %+v, %v", rows, err)
	}
}
