// Package storetest has a Store in memory that fails on demand, processes that a test
// may kill, and looks at what a store holds.
package storetest

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"datarocks/history/store"
)

// Objects returns everything a store holds.
func Objects(t *testing.T, s store.Store) map[string]string {
	t.Helper()
	entries, err := s.List(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	all := make(map[string]string)
	for _, entry := range entries {
		data, _, err := s.Get(t.Context(), entry.Name)
		if err != nil {
			t.Fatal(err)
		}
		all[entry.Name] = string(data)
	}
	return all
}

// Holds checks everything a store holds.
func Holds(t *testing.T, s store.Store, want map[string]string) {
	t.Helper()
	if diff := cmp.Diff(want, Objects(t, s)); diff != "" {
		t.Errorf("what is stored differs (-want +got):\n%s", diff)
	}
}

// MustPut stores an object that is not there yet.
func MustPut(t *testing.T, s store.Store, name, data string) {
	t.Helper()
	if _, err := s.Put(t.Context(), name, strings.NewReader(data), ""); err != nil {
		t.Fatal(err)
	}
}
