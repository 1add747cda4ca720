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

	"datarocks/content"
	"datarocks/history/historytest"
	"datarocks/history/row"
	"datarocks/history/store"
	"datarocks/history/store/s3test"
	"datarocks/history/store/storetest"
	"datarocks/publish/awstest"
)

func recordCount(ctx context.Context, s store.Store, artist string, count int64) (Recorded, error) {
	return Record(ctx, s, historytest.Snapshot(historytest.Tonight, historytest.Sample(artist+" spotify "+artist, int(count))), nil)
}

func record(t *testing.T, s store.Store, artist string, count int64) {
	t.Helper()
	if _, err := recordCount(t.Context(), s, artist, count); err != nil {
		t.Fatal(err)
	}
}

// checkCounts reads the objects of the days themselves, in which a row that was
// doubled would stand twice.
func checkCounts(t *testing.T, s store.Store, want map[string]int64) (objects int) {
	t.Helper()
	got := make(map[string]int64)
	for name, data := range storetest.Objects(t, s) {
		day, ok := row.DayOf(name)
		if !ok {
			continue
		}
		objects++
		rows, err := row.DecodeDay(name, day, []byte(data))
		if err != nil || len(row.Join(rows, nil)) != len(rows) {
			t.Errorf("%s: %v, or a row twice:\n%s", name, err, data)
		}
		for _, r := range rows {
			got[r.Artist] = *r.Value
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	return objects
}

// TestS3Faults fails each request of a Record in every flavour, once and often, on a
// server with conditional writes and on one without. Every row is there once, and
// nothing else is. Among the requests are those that try the server's conditions.
func TestS3Faults(t *testing.T) {
	t.Parallel()
	flavours := map[string]awstest.Fault{
		"500":              awstest.Answer(http.StatusInternalServerError, "InternalError"),
		"slow down":        awstest.Answer(http.StatusServiceUnavailable, "SlowDown"),
		"conflict":         awstest.Answer(http.StatusConflict, "ConditionalRequestConflict"),
		"dropped":          awstest.Drop(),
		"done, then 500":   awstest.Done(awstest.Answer(http.StatusInternalServerError, "InternalError")),
		"done, then lost":  awstest.Done(awstest.Drop()),
		"the answer's cut": awstest.Cut(),
		"the upload's cut": awstest.CutUpload(),
	}
	for name, flavour := range flavours {
		for nth := 1; nth <= 9; nth++ {
			for _, times := range []int{1, 2, 4} {
				rule := awstest.Rule{Nth: nth, Times: times, Fault: flavour}
				if name == "conflict" {
					rule.Match = awstest.Operation("PutObject")
				}
				what := fmt.Sprintf("%s at %d, %d times", name, nth, times)
				recordsDespite(t, what, true, rule)
				if nth <= 6 && times != 2 && name != "conflict" {
					recordsDespite(t, what, false, rule)
				}
			}
		}
	}
}

// TestAnswersByTheirStatus: servers that are not AWS have codes of their own, or
// none. The status of such an answer is its meaning.
func TestAnswersByTheirStatus(t *testing.T) {
	t.Parallel()
	for _, answer := range []struct {
		operation, code string
		status          int
	}{
		{"PutObject", "OperationAborted", http.StatusConflict},
		{"PutObject", "", http.StatusPreconditionFailed},
		{"PutObject", "TooManyRequests", http.StatusTooManyRequests},
		{"GetObject", "TooManyRequests", http.StatusTooManyRequests},
		{"PutObject", "RequestTimeout", http.StatusBadRequest},
		{"PutObject", "", http.StatusRequestTimeout},
		{"PutObject", "BadDigest", http.StatusBadRequest},
	} {
		recordsDespite(t, fmt.Sprint(answer), true, awstest.Rule{Match: awstest.Operation(answer.operation), Times: 4, Fault: awstest.Answer(answer.status, answer.code)})
	}
}

// recordsDespite records while requests fail, on a server that keeps the conditions
// of writes or not.
func recordsDespite(t *testing.T, what string, conditions bool, rule awstest.Rule) {
	t.Run(fmt.Sprintf("%s, conditions %t", what, conditions), func(t *testing.T) {
		t.Parallel()
		cloud := s3test.New(t)
		if !conditions {
			cloud.IgnoreConditions(s3test.Bucket)
		}
		s := s3test.Store(cloud)
		record(t, s, "opeth", 1) // another run's row
		if !conditions {
			s = s3test.Store(cloud)
		}
		cloud.Break(rule)
		recorded, err := recordCount(t.Context(), s, "vola", 2)
		cloud.Heal()
		if err != nil || conditions && recorded.Rows != 1 {
			t.Errorf("%d rows, want 1 acknowledged: %v", recorded.Rows, err)
		}
		if n := checkCounts(t, s, map[string]int64{"opeth": 1, "vola": 2}); conditions && n != 1 {
			t.Errorf("%d objects", n)
		}
	})
}

// TestS3Refused makes sure that what can never succeed is not tried for
// minutes.
func TestS3Refused(t *testing.T) {
	t.Parallel()
	cloud := s3test.New(t)
	cloud.Break(awstest.Rule{Match: awstest.Operation("PutObject"), Fault: awstest.Answer(http.StatusForbidden, "AccessDenied")})
	_, err := recordCount(t.Context(), s3test.Store(cloud), "vola", 2)
	if err == nil || errors.Is(err, store.ErrConflict) || errors.Is(err, store.ErrUnknown) {
		t.Errorf("got %v, want a refusal", err)
	}
	if n := cloud.Count()["PutObject"]; n != 1 {
		t.Errorf("asked %d times", n)
	}
}

// TestManyWritersOnAServerWithoutConditions: no rows are lost where no write is ever
// refused.
func TestManyWritersOnAServerWithoutConditions(t *testing.T) {
	t.Parallel()
	cloud := s3test.New(t)
	before := s3test.Store(cloud)
	record(t, before, "opeth", 1) // when the server still kept them
	cloud.IgnoreConditions(s3test.Bucket)
	want := map[string]int64{"opeth": 1}
	var writers sync.WaitGroup
	for i := range 20 {
		artist := fmt.Sprint("artist-", i)
		want[artist] = int64(i)
		writers.Go(func() {
			s := s3test.Store(cloud)
			for range 2 { // the second has nothing new
				if _, err := recordCount(t.Context(), s, artist, int64(i)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	writers.Wait()
	checkCounts(t, before, want)
	h := mustLoad(t, before, historytest.Never)
	for artist, n := range want {
		if got, ok := h.Series(artist, content.Spotify.Default()).Last(); !ok || got.Value != n {
			t.Errorf("%s is %d, %v; want %d", artist, got.Value, ok, n)
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
		{"a server that keeps them is marked for all later runs", false, []int{5, 1, 1}},
		{"a server that ignores them is tried again, as it may be mended", true, []int{3, 3, 3}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			cloud := s3test.New(t)
			if test.lawless {
				cloud.IgnoreConditions(s3test.Bucket)
			}
			var got []int
			for i := range test.want {
				before := cloud.Count()["PutObject"]
				h := mustLoad(t, store.NewS3(s3test.Client(cloud), s3test.Bucket, "label"), historytest.Never)
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

// refuse makes a cloud answer 501 to some writes, as some servers do to conditions.
func refuse(cloud *awstest.AWS, writes func(awstest.Request) bool) {
	cloud.Break(awstest.Rule{
		Match: func(r awstest.Request) bool { return r.Operation == "PutObject" && writes(r) },
		Fault: awstest.Answer(http.StatusNotImplemented, "NotImplemented"),
	})
}

func TestAServerThatRefusesConditions(t *testing.T) {
	t.Parallel()
	cloud := s3test.New(t)
	refuse(cloud, func(r awstest.Request) bool { return strings.HasSuffix(r.Key, "v1/conditions.txt") })
	s := s3test.Store(cloud)
	record(t, s, "opeth", 1)
	record(t, s, "vola", 2)
	checkCounts(t, s, map[string]int64{"opeth": 1, "vola": 2})
}

// TestOverwritingOnAServerThatRefusesConditions stores a rollup there, and forgets.
func TestOverwritingOnAServerThatRefusesConditions(t *testing.T) {
	t.Parallel()
	cloud := s3test.New(t)
	s := s3test.Store(cloud)
	cloud.IgnoreConditions(s3test.Bucket)
	refuse(cloud, func(r awstest.Request) bool { return r.Header.Get("If-Match")+r.Header.Get("If-None-Match") != "" })
	for i := range 30 {
		mustRecord(t, s, historytest.Snapshot(historytest.Tonight.AddDate(0, 0, -i), historytest.Sample("opeth spotify o", 5+i)))
	}
	if err := mustLoad(t, s, historytest.Never).Rollup(t.Context()); err != nil {
		t.Error(err)
	}
	p, err := PlanForget(t.Context(), s, Forgetting{Artist: "opeth", At: historytest.Tonight})
	if err == nil {
		err = p.Apply(t.Context(), nil)
	}
	if err != nil || !mustLoad(t, s, historytest.Never).Empty() {
		t.Errorf("not forgotten: %v", err)
	}
}

// TestAStormIsWaitedOut: a store that answers nothing but SlowDown for a while
// costs no rows, and one that never answers returns them.
func TestAStormIsWaitedOut(t *testing.T) {
	t.Parallel()
	storm := awstest.Answer(http.StatusServiceUnavailable, "SlowDown")
	cloud := s3test.New(t)
	s := s3test.Store(cloud)
	record(t, s, "opeth", 1)
	cloud.Break(awstest.Rule{Times: 15, Fault: storm})
	record(t, s, "vola", 2)
	checkCounts(t, s, map[string]int64{"opeth": 1, "vola": 2})

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
		t.Errorf("the rows returned are %+v, %v", rows, err)
	}
}

func TestAnUnreadableDayOnAServerWithoutConditions(t *testing.T) {
	t.Parallel()
	cloud := s3test.New(t)
	cloud.IgnoreConditions(s3test.Bucket)
	s := s3test.Store(cloud)
	storetest.MustPut(t, s, historytest.TodayObject, "no row\n")
	for range 2 { // the second has nothing new
		_, err := recordCount(t.Context(), s, "opeth", 1)
		var unreadable *row.UnreadableError
		var unsaved *UnsavedError
		if !errors.As(err, &unreadable) || errors.As(err, &unsaved) {
			t.Errorf("got %v, want an UnreadableError", err)
		}
	}
	if h := mustLoad(t, s, historytest.Never); h.Series("opeth", content.Spotify.Default()).Len() != 1 {
		t.Error("the count is not stored")
	}
}
