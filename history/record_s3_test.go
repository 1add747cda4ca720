package history

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"

	"datarocks/history/historytest"
	"datarocks/history/row"
	"datarocks/history/store"
	"datarocks/history/store/storetest"
	"datarocks/publish/awstest"
)

// TestS3Faults fails each request of a Record in every flavour, once and often.
// Every row is there once, and nothing else is. Among the requests are those that
// try the server's conditions.
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
				t.Run(fmt.Sprintf("%s at %d, %d times", name, nth, times), func(t *testing.T) {
					t.Parallel()
					cloud := storetest.NewCloud(t)
					store := store.NewS3(storetest.NewClient(cloud), storetest.Bucket, "")
					record(t, store, "opeth", 1) // somebody else's row
					rule := awstest.Rule{Nth: nth, Times: times, Fault: flavour}
					if name == "conflict" {
						rule.Match = awstest.Operation("PutObject")
					}
					cloud.Break(rule)
					recorded, err := recordCount(t.Context(), store, "vola", 2)
					cloud.Heal()
					if err != nil {
						t.Errorf("not acknowledged: %v", err)
					} else if recorded.Rows != 1 {
						t.Errorf("recorded %d rows, want 1", recorded.Rows)
					}
					checkCounts(t, store, map[string]int64{"opeth": 1, "vola": 2})
				})
			}
		}
	}
}

func recordCount(ctx context.Context, s store.Store, artist string, count int64) (Recorded, error) {
	return Record(ctx, s, historytest.Snapshot(historytest.Tonight, historytest.Sample(artist+" spotify "+artist, int(count))), nil)
}

func record(t *testing.T, s store.Store, artist string, count int64) {
	t.Helper()
	if _, err := recordCount(t.Context(), s, artist, count); err != nil {
		t.Fatal(err)
	}
}

// checkCounts reads the day object itself, in which a row that was doubled
// would stand twice.
func checkCounts(t *testing.T, s store.Store, want map[string]int64) {
	t.Helper()
	entries, err := s.List(t.Context(), row.DaysPrefix)
	if err != nil || len(entries) != 1 {
		t.Fatalf("objects %v, %v; want one", entries, err)
	}
	data, _, err := s.Get(t.Context(), entries[0].Name)
	if err != nil {
		t.Fatal(err)
	}
	day, _ := row.DayOf(entries[0].Name)
	rows, err := row.DecodeDay(entries[0].Name, day, data)
	if err != nil || len(rows) != len(want) {
		t.Errorf("%d rows, %v; want %d:\n%s", len(rows), err, len(want), data)
	}
	for _, row := range rows {
		if row.Value == nil || *row.Value != want[row.Artist] {
			t.Errorf("row %s, want %d", row.Line(), want[row.Artist])
		}
	}
}

// TestS3Refused makes sure that what can never succeed is not tried for
// minutes.
func TestS3Refused(t *testing.T) {
	t.Parallel()
	cloud := storetest.NewCloud(t)
	s := store.NewS3(storetest.NewClient(cloud), storetest.Bucket, "")
	cloud.Break(awstest.Rule{Match: awstest.Operation("PutObject"), Fault: awstest.Answer(http.StatusForbidden, "AccessDenied")})
	_, err := recordCount(t.Context(), s, "vola", 2)
	if err == nil || errors.Is(err, store.ErrConflict) || errors.Is(err, store.ErrUnknown) {
		t.Errorf("got %v, want a refusal", err)
	}
	if n := cloud.Count()["PutObject"]; n != 1 {
		t.Errorf("asked %d times", n)
	}
}
