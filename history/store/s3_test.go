package store_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"datarocks/history/store"
	"datarocks/history/store/storetest"
	"datarocks/publish/awstest"
)

func TestMemoryStore(t *testing.T) {
	t.Parallel()
	storetest.Test(t, func(*testing.T) store.Store { return storetest.NewMemory() })
}

func TestS3(t *testing.T) {
	for _, prefix := range []string{"", "label/history"} {
		t.Run(prefix, func(t *testing.T) {
			storetest.Test(t, func(t *testing.T) store.Store {
				return store.NewS3(storetest.NewClient(storetest.NewCloud(t)), storetest.Bucket, prefix)
			})
		})
	}
}

// TestKnownConditions: a look writes nothing, and a try tells a look the answer.
func TestKnownConditions(t *testing.T) {
	t.Parallel()
	for _, lawless := range []bool{false, true} {
		cloud := storetest.NewCloud(t)
		if lawless {
			cloud.IgnoreConditions(storetest.Bucket)
		}
		look := func() bool {
			t.Helper()
			kept, err := store.NewS3(storetest.NewClient(cloud), storetest.Bucket, "h").KnownConditions(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			return kept
		}
		if look() || len(cloud.Objects(storetest.Bucket)) != 0 {
			t.Errorf("known before anybody tried; the bucket holds %v", cloud.Objects(storetest.Bucket))
		}
		for range 2 { // a second try finds what the first one left
			kept, err := store.NewS3(storetest.NewClient(cloud), storetest.Bucket, "h").TryConditions(t.Context())
			if err != nil || kept == lawless || look() == lawless {
				t.Errorf("lawless %t: %t, %v", lawless, kept, err)
			}
		}
	}
}

func TestConditionsThatCannotBeSeen(t *testing.T) {
	t.Parallel()
	cloud := storetest.NewCloud(t)
	cloud.Break(awstest.Rule{Fault: awstest.Answer(http.StatusForbidden, "AccessDenied")})
	s := store.NewS3(storetest.NewClient(cloud), storetest.Bucket, "")
	if kept, err := s.KnownConditions(t.Context()); kept || !strings.Contains(fmt.Sprint(err), "AccessDenied") {
		t.Errorf("looked: %t, %v", kept, err)
	}
	if kept, err := s.TryConditions(t.Context()); kept || !strings.Contains(fmt.Sprint(err), "AccessDenied") {
		t.Errorf("tried: %t, %v", kept, err)
	}
}
