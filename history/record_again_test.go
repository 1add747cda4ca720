package history

import (
	"errors"
	"testing"

	"datarocks/history/historytest"
	"datarocks/history/row"
	"datarocks/history/store"
	"datarocks/history/store/storetest"
)

// TestAnUnreadableDayOnAServerWithoutConditions is told as on any other.
func TestAnUnreadableDayOnAServerWithoutConditions(t *testing.T) {
	t.Parallel()
	cloud := storetest.NewCloud(t)
	cloud.IgnoreConditions(storetest.Bucket)
	s := store.NewS3(storetest.NewClient(cloud), storetest.Bucket, "")
	storetest.MustPut(t, s, historytest.TodayObject, "no row\n")
	for range 2 { // the second has nothing new
		_, err := recordCount(t.Context(), s, "opeth", 1)
		var unreadable *row.UnreadableError
		var unsaved *UnsavedError
		if !errors.As(err, &unreadable) || errors.As(err, &unsaved) {
			t.Errorf("got %v, want an UnreadableError", err)
		}
	}
	if h := mustLoad(t, s, historytest.Never); h.Series("opeth", "spotify").Len() != 1 {
		t.Error("the count is not stored")
	}
}

// TestRecordTwiceInOneHistory shows both, whatever the listing said.
func TestRecordTwiceInOneHistory(t *testing.T) {
	t.Parallel()
	cloud := storetest.NewCloud(t)
	cloud.IgnoreConditions(storetest.Bucket)
	for name, s := range map[string]store.Store{"memory": storetest.NewMemory(), "no conditions": store.NewS3(storetest.NewClient(cloud), storetest.Bucket, "")} {
		h := mustLoad(t, s, historytest.Never)
		for _, who := range []string{"opeth spotify o", "vola spotify v"} {
			if _, err := h.Record(t.Context(), historytest.Snapshot(historytest.Tonight, historytest.Sample(who, 5)), nil); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := h.Record(t.Context(), historytest.Snapshot(historytest.Tonight.AddDate(0, 0, 1), historytest.Sample("opeth spotify o", 6)), nil); err == nil {
			t.Error("another day was taken in, which would hide the first")
		}
		for _, artist := range []string{"opeth", "vola"} {
			if n := h.Series(artist, "spotify").Len(); n != 1 {
				t.Errorf("%s: %s has %d counts", name, artist, n)
			}
		}
	}
}
