package store_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"datarocks/history/store"
	"datarocks/history/store/s3test"
	"datarocks/history/store/storetest"
	"datarocks/publish/awstest"
)

func TestMemoryStore(t *testing.T) {
	t.Parallel()
	testStore(t, func(*testing.T) store.Store { return storetest.NewMemory() })
}

func TestS3(t *testing.T) {
	for _, prefix := range []string{"", "label/history"} {
		t.Run(prefix, func(t *testing.T) {
			testStore(t, func(t *testing.T) store.Store {
				return store.NewS3(s3test.Client(s3test.New(t)), s3test.Bucket, prefix)
			})
		})
	}
}

// TestKnownConditions: a look writes nothing, and a look after a try knows its answer.
func TestKnownConditions(t *testing.T) {
	t.Parallel()
	for _, lawless := range []bool{false, true} {
		cloud := s3test.New(t)
		if lawless {
			cloud.IgnoreConditions(s3test.Bucket)
		}
		look := func() bool {
			t.Helper()
			kept, err := store.NewS3(s3test.Client(cloud), s3test.Bucket, "h").KnownConditions(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			return kept
		}
		if look() || len(cloud.Objects(s3test.Bucket)) != 0 {
			t.Errorf("known before anybody tried; the bucket holds %v", cloud.Objects(s3test.Bucket))
		}
		for range 2 { // a second try finds what the first one left
			kept, err := store.NewS3(s3test.Client(cloud), s3test.Bucket, "h").TryConditions(t.Context())
			if err != nil || kept == lawless || look() == lawless {
				t.Errorf("lawless %t: %t, %v", lawless, kept, err)
			}
		}
	}
}

func TestConditionsThatCannotBeSeen(t *testing.T) {
	t.Parallel()
	cloud := s3test.New(t)
	cloud.Break(awstest.Rule{Fault: awstest.Answer(http.StatusForbidden, "AccessDenied")})
	s := store.NewS3(s3test.Client(cloud), s3test.Bucket, "")
	if kept, err := s.KnownConditions(t.Context()); kept || !strings.Contains(fmt.Sprint(err), "AccessDenied") {
		t.Errorf("looked: %t, %v", kept, err)
	}
	if kept, err := s.TryConditions(t.Context()); kept || !strings.Contains(fmt.Sprint(err), "AccessDenied") {
		t.Errorf("tried: %t, %v", kept, err)
	}
}

// TestFolderMarkers: consoles and other programs mark folders, which S3 does not have,
// by empty objects. One that holds something is named.
func TestFolderMarkers(t *testing.T) {
	t.Parallel()
	cloud := s3test.New(t)
	for key, body := range map[string]string{
		"h/": "", "h/v1/": "", "h/v1/days/": "", "h/v1/days/year=2026/month=11/": "", "h/v1/days_$folder$": "", "h/v1/days/year=2026_$folder$": "",
		"h/" + someDay: "x", "h/v1/days/notes/": "kept",
	} {
		if err := cloud.Put(s3test.Bucket, key, awstest.Object{Body: body}); err != nil {
			t.Fatal(err)
		}
	}
	for prefix, want := range map[string][]string{"": {"v1/days/notes/", someDay}, "v1/": {"v1/days/notes/", someDay}, "v1/days/year=2026/": {someDay}} {
		entries, err := store.NewS3(s3test.Client(cloud), s3test.Bucket, "h").List(t.Context(), prefix)
		var got []string
		for _, entry := range entries {
			got = append(got, entry.Name)
		}
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("List(%q): %v (-want +got):\n%s", prefix, err, diff)
		}
	}
}
