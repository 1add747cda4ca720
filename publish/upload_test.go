package publish

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"datarocks/publish/manifest"
)

func TestAtOnce(t *testing.T) {
	tests := []struct {
		fastest time.Duration
		files   int
		want    int
	}{
		{0, 30_000, 64},
		{time.Millisecond, 30_000, 70},
		{15 * time.Millisecond, 30_000, 160},
		{30 * time.Millisecond, 30_000, 256},
		{time.Second, 30_000, 256},
		{30 * time.Millisecond, 1600, 200},
		{30 * time.Millisecond, 40, 64},
	}
	for _, test := range tests {
		if got := atOnce(test.fastest, test.files); got != test.want {
			t.Errorf("%d files at %v: %d at once, want %d", test.files, test.fastest, got, test.want)
		}
	}
}

// distant answers after a while.
type distant struct{ Bucket }

func (d distant) Put(ctx context.Context, key string, body Body, h manifest.Headers, former string) (string, error) {
	time.Sleep(30 * time.Millisecond)
	return d.Bucket.Put(ctx, key, body, h, former)
}

// 3,000 files at 64 at once would take 47 round trips.
func TestADistantBucketGetsMoreAtOnce(t *testing.T) {
	files := map[string]string{"index.html": "1"}
	for i := range 3000 {
		files[fmt.Sprint(i, ".json")] = "1"
	}
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		publishAll(t, siteOf("1", files), distant{newMemory()}, nil)
		// Claim, the first ones, the others, index.html, receipt.
		if trips := time.Since(begun) / (30 * time.Millisecond); trips > 1+1+12+1+1 {
			t.Errorf("took %d round trips", trips)
		}
	})
}
