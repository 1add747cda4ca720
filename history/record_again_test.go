package history

import (
	"errors"
	"testing"
)

// TestAnUnreadableDayOnAServerWithoutConditions is told as on any other.
func TestAnUnreadableDayOnAServerWithoutConditions(t *testing.T) {
	t.Parallel()
	cloud := newCloud(t)
	cloud.IgnoreConditions(testBucket)
	s := NewS3(newS3Client(cloud), testBucket, "")
	mustPut(t, s, todayObject, "no row\n")
	for range 2 { // the second has nothing new
		_, err := recordCount(t.Context(), s, "opeth", 1)
		var unreadable *UnreadableError
		var unsaved *UnsavedError
		if !errors.As(err, &unreadable) || errors.As(err, &unsaved) {
			t.Errorf("got %v, want an UnreadableError", err)
		}
	}
	if h := mustLoad(t, s, never); h.Series("opeth", "spotify").Len() != 1 {
		t.Error("the count is not stored")
	}
}

// TestRecordTwiceInOneHistory shows both, whatever the listing said.
func TestRecordTwiceInOneHistory(t *testing.T) {
	t.Parallel()
	cloud := newCloud(t)
	cloud.IgnoreConditions(testBucket)
	for name, s := range map[string]Store{"memory": newMemory(), "no conditions": NewS3(newS3Client(cloud), testBucket, "")} {
		h := mustLoad(t, s, never)
		for _, who := range []string{"opeth spotify o", "vola spotify v"} {
			if _, err := h.Record(t.Context(), snapshot(tonight, sample(who, 5))); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := h.Record(t.Context(), snapshot(tonight.AddDate(0, 0, 1), sample("opeth spotify o", 6))); err == nil {
			t.Error("another day was taken in, which would hide the first")
		}
		for _, artist := range []string{"opeth", "vola"} {
			if n := h.Series(artist, "spotify").Len(); n != 1 {
				t.Errorf("%s: %s has %d counts", name, artist, n)
			}
		}
	}
}
