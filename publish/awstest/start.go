package awstest

import (
	"testing"
)

// Start starts a cloud with some buckets for a test, which closes it.
func Start(t testing.TB, buckets ...string) *AWS {
	t.Helper()
	a, err := New()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	for _, bucket := range buckets {
		if err := a.CreateBucket(bucket); err != nil {
			t.Fatal(err)
		}
	}
	return a
}
