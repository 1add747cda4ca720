package history

import (
	"testing"
	"time"

	"datarocks/fetch"
	"datarocks/history/store"
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
