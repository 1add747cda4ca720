package store_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"datarocks/history/store"
	"datarocks/history/store/storetest"
)

// testStore checks what every Store promises. open returns an empty one.
func testStore(t *testing.T, open func(t *testing.T) store.Store) {
	t.Helper()
	for _, test := range []struct {
		name string
		run  func(t *testing.T, s store.Store)
	}{
		{"absent", testAbsent},
		{"versions", testVersions},
		{"versions within a clock tick", testVersionsDiffer},
		{"an empty body", testEmptyBody},
		{"list", testList},
		{"invalid names", testInvalidNames},
		{"a canceled write", testCanceledPut},
		{"racing writers", testRacingWriters},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.run(t, open(t))
		})
	}
}

func testAbsent(t *testing.T, s store.Store) {
	if data, version, err := s.Get(t.Context(), "a/b"); !errors.Is(err, fs.ErrNotExist) || data != nil || version != "" {
		t.Errorf("Get of what is not there = %q, %q, %v", data, version, err)
	}
	if entries, err := s.List(t.Context(), ""); err != nil || len(entries) != 0 {
		t.Errorf("List of an empty store = %v, %v", entries, err)
	}
	if _, err := s.Put(t.Context(), "a/b", strings.NewReader("x"), "1"); !errors.Is(err, store.ErrConflict) {
		t.Errorf("Put over a version of what is not there: %v", err)
	}
	storetest.Holds(t, s, map[string]string{})
	storetest.MustPut(t, s, "a/b", "x")
	for _, name := range []string{"a", "a/c", "a/b.ndjson"} {
		if _, _, err := s.Get(t.Context(), name); err == nil {
			t.Errorf("Get of %s gave an object that nobody put", name)
		}
	}
}

func testVersions(t *testing.T, s store.Store) {
	storetest.MustPut(t, s, "a/b", "one")
	data, first, err := s.Get(t.Context(), "a/b")
	if err != nil || string(data) != "one" || first == "" {
		t.Fatalf("Get = %q, %q, %v", data, first, err)
	}
	conflicts := func(version string) {
		t.Helper()
		if _, err := s.Put(t.Context(), "a/b", strings.NewReader("lost"), version); !errors.Is(err, store.ErrConflict) {
			t.Errorf("Put over version %q: %v, want a conflict", version, err)
		}
	}
	conflicts("")
	conflicts(first + "0")
	if _, err := s.Put(t.Context(), "a/b", strings.NewReader("two"), first); err != nil {
		t.Fatal(err)
	}
	conflicts("")
	conflicts(first)
	data, second, err := s.Get(t.Context(), "a/b")
	if err != nil || string(data) != "two" || second == first {
		t.Errorf("Get = %q, %q, %v", data, second, err)
	}
	if _, again, _ := s.Get(t.Context(), "a/b"); again != second {
		t.Errorf("the version changed by itself from %q to %q", second, again)
	}
	storetest.Holds(t, s, map[string]string{"a/b": "two"})
}

func testVersionsDiffer(t *testing.T, s store.Store) {
	seen := make(map[string]string)
	version := ""
	for i := range 30 {
		body := fmt.Sprintf("%03d", i)
		stored, err := s.Put(t.Context(), "a", strings.NewReader(body), version)
		if err != nil {
			t.Fatal(err)
		}
		if _, version, err = s.Get(t.Context(), "a"); err != nil || version != stored {
			t.Fatalf("Put stored version %q, Get returns %q, %v", stored, version, err)
		}
		if listed, err := s.List(t.Context(), "a"); err != nil || len(listed) != 1 || listed[0].Version != stored {
			t.Fatalf("Put stored version %q, List has %v, %v", stored, listed, err)
		}
		if other, ok := seen[version]; ok {
			t.Fatalf("%s and %s have one version, %q", body, other, version)
		}
		seen[version] = body
	}
}

func testEmptyBody(t *testing.T, s store.Store) {
	storetest.MustPut(t, s, "a", "")
	data, version, err := s.Get(t.Context(), "a")
	if err != nil || len(data) != 0 || version == "" {
		t.Fatalf("Get = %q, %q, %v", data, version, err)
	}
	if _, err := s.Put(t.Context(), "a", strings.NewReader(""), ""); !errors.Is(err, store.ErrConflict) {
		t.Errorf("an empty object is there, and yet: %v", err)
	}
	if _, err := s.Put(t.Context(), "a", strings.NewReader("x"), version); err != nil {
		t.Error(err)
	}
}

func testList(t *testing.T, s store.Store) {
	// In the order of whole names, which is not the order of folders.
	names := []string{
		"v1/days/year=2025/month=12/2025-12-31.ndjson",
		"v1/days/year=2026/month=11/2026-11-23.ndjson",
		"v1/days/year=2026/month=11/2026-11-23~20261123T031742Z-001.ndjson",
		"v1/days/year=2026/month=11/2026-11-24.ndjson",
		"v1/dayside",
		"v1/roll-up",
		"v1/roll.up",
		"v1/roll/up",
		"v10",
	}
	for _, name := range slices.Backward(names) {
		storetest.MustPut(t, s, name, name)
	}
	for _, prefix := range []string{
		"", "v", "v1", "v1/", "v1/day", "v1/days/", "v1/days/year=2026/month=11/2026-11-23", "v1/days/year=2026/month=11",
		"v1/roll", "v1/roll/", "v10", "v1/days/year=2024/", "w", "v1/days//",
	} {
		entries, err := s.List(t.Context(), prefix)
		if err != nil {
			t.Fatal(err)
		}
		var got, want []string
		for _, entry := range entries {
			got = append(got, entry.Name)
			if _, version, _ := s.Get(t.Context(), entry.Name); entry.Version != "" && entry.Version != version {
				t.Errorf("%s is listed with version %q and got with %q", entry.Name, entry.Version, version)
			}
		}
		for _, name := range names {
			if strings.HasPrefix(name, prefix) {
				want = append(want, name)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("List(%q) (-want +got):\n%s", prefix, diff)
		}
	}
}

func testInvalidNames(t *testing.T, s store.Store) {
	for _, name := range []string{
		"", ".", "..", "/", "/a", "a/", "a//b", "../a", "a/../../b", "a/../b", "a/./b", "./a", "\xff",
		".lock", ".tmp-a", "a/.tmp-b", ".a/b",
	} {
		if _, err := s.Put(t.Context(), name, strings.NewReader("x"), ""); err == nil || errors.Is(err, store.ErrConflict) || errors.Is(err, store.ErrUnknown) {
			t.Errorf("Put of %q: %v, want it refused", name, err)
		}
		if data, _, err := s.Get(t.Context(), name); err == nil {
			t.Errorf("Get of %q = %q, want it refused", name, data)
		}
	}
	storetest.Holds(t, s, map[string]string{})
}

func testCanceledPut(t *testing.T, s store.Store) {
	storetest.MustPut(t, s, "kept", "x")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, name := range []string{"new", "kept"} {
		if _, err := s.Put(ctx, name, strings.NewReader("y"), ""); !errors.Is(err, context.Canceled) {
			t.Errorf("Put of %s: %v", name, err)
		}
	}
	storetest.Holds(t, s, map[string]string{"kept": "x"})
}

// testRacingWriters lets each writer add a line to one object, over and over.
func testRacingWriters(t *testing.T, s store.Store) {
	const writers, lines = 20, 3
	var wg sync.WaitGroup
	for writer := range writers {
		wg.Go(func() {
			for i := range lines {
				if err := addLine(t.Context(), s, fmt.Sprintf("%d.%d\n", writer, i)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	data, _, err := s.Get(t.Context(), "race")
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Fields(string(data))
	if distinct := slices.Compact(slices.Sorted(slices.Values(got))); len(got) != writers*lines || len(distinct) != len(got) {
		t.Errorf("%d lines of which %d are distinct, want %d", len(got), len(distinct), writers*lines)
	}
}

func addLine(ctx context.Context, s store.Store, line string) error {
	for {
		data, version, err := s.Get(ctx, "race")
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if strings.Contains("\n"+string(data), "\n"+line) {
			return nil
		}
		_, err = s.Put(ctx, "race", bytes.NewReader(append(data, line...)), version)
		if !errors.Is(err, store.ErrConflict) && !errors.Is(err, store.ErrUnknown) {
			return err
		}
	}
}

// versionOf is the version that a folder has of some text.
func versionOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
