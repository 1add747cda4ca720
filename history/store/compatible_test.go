package store_test

import (
	"fmt"
	"strings"
	"testing"

	"datarocks/history/store"
	"datarocks/history/store/s3test"
	"datarocks/publish/awstest"
)

// On each server that speaks S3, what is written is listed whole and read, and whether
// it keeps the conditions of writes is found out.
func TestOnEveryServer(t *testing.T) {
	for _, server := range awstest.Compatibles {
		t.Run(server.Name, func(t *testing.T) {
			t.Parallel()
			cloud := s3test.New(t)
			cloud.Behave(s3test.Bucket, server.Quirks)
			// By plain http, no body comes in chunks.
			s := store.NewS3(s3test.ClientOf(cloud, server), s3test.Bucket, "h")
			kept, err := store.KeepsConditions(t.Context(), s)
			if want := !server.IgnoresConditions && !server.RefusesConditions; err != nil || kept != want {
				t.Fatalf("keeps conditions: %t, %v, want %t", kept, err, want)
			}
			want := make(map[string]string)
			for i := range 7 {
				name := fmt.Sprintf("v1/days/2026-11-0%d~ é+.ndjson", i)
				want[name] = name
				if _, err := store.PutOver(t.Context(), s, name, strings.NewReader(name), ""); err != nil {
					t.Fatal(err)
				}
			}
			entries, err := s.List(t.Context(), "v1/days/")
			if server.Fails != "" {
				if err == nil || !strings.Contains(err.Error(), server.Fails) {
					t.Errorf("lists %d objects, error is %v, want %q in it", len(entries), err, server.Fails)
				}
				return
			}
			if err != nil || len(entries) != len(want) {
				t.Errorf("lists %d objects of %d, error is %v", len(entries), len(want), err)
			}
			for _, entry := range entries {
				if data, _, err := s.Get(t.Context(), entry.Name); err != nil || string(data) != want[entry.Name] {
					t.Errorf("%s holds %q, %v", entry.Name, data, err)
				}
			}
		})
	}
}

// A server that keeps the conditions of writes is a store like any other.
func TestOnEveryServerThatKeepsConditions(t *testing.T) {
	for _, server := range awstest.Compatibles {
		if server.IgnoresConditions || server.RefusesConditions || server.Checksums || server.Fails != "" {
			continue // or what is different does not show once the client is set up
		}
		t.Run(server.Name, func(t *testing.T) {
			testStore(t, func(t *testing.T) store.Store {
				cloud := s3test.New(t)
				cloud.Behave(s3test.Bucket, server.Quirks)
				return store.NewS3(s3test.ClientOf(cloud, server), s3test.Bucket, "")
			})
		})
	}
}
