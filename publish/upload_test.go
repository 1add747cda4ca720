package publish

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
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

// testFalseBody puts what a file holds that is written again while it is sent.
func testFalseBody(t *testing.T, b Bucket) {
	t.Helper()
	mustPut(t, b, "a", "as planned")
	for _, changed := range []string{"rewritten!", "longer than planned"} {
		body := BodyOf([]byte("as planned"))
		body.ReadSeeker = strings.NewReader(changed)
		for _, key := range []string{"a", "new"} {
			if _, err := b.Put(t.Context(), key, body, HeadersFor(key), AnyVersion); err == nil {
				t.Errorf("%s took %q for \"as planned\"", key, changed)
			}
		}
	}
	expectObjects(t, b, map[string]string{"a": "as planned"})
}

// unseekable is a site as of an archive.
type unseekable struct{ fs.FS }

func (u unseekable) Open(name string) (fs.File, error) {
	f, err := u.FS.Open(name)
	return struct{ fs.File }{f}, err
}

func TestOpenPlanned(t *testing.T) {
	t.Parallel()
	for _, size := range []int{0, 1, streamed - 1, streamed, streamed + 1} {
		data := bytes.Repeat([]byte("x"), size)
		plan := Upload{Path: "all.csv", Size: int64(size), MD5: hexMD5(data)}
		files := fstest.MapFS{"all.csv": {Data: data}}
		for _, site := range []fs.FS{files, unseekable{files}} {
			body, file, err := openPlanned(site, plan)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := io.ReadAll(body); err != nil || !bytes.Equal(got, data) {
				t.Errorf("%d bytes of %d, %v", len(got), size, err)
			}
			if err := file.Close(); err != nil {
				t.Error(err)
			}
			for _, other := range []Upload{{Path: "all.csv", Size: plan.Size + 1, MD5: plan.MD5}, {Path: "all.csv", Size: plan.Size, MD5: hexMD5([]byte("y"))}} {
				if _, _, err := openPlanned(site, other); !errors.Is(err, errChanged) {
					t.Errorf("%d bytes that are not the planned: %v", size, err)
				}
			}
		}
	}
	if _, _, err := openPlanned(fstest.MapFS{}, Upload{Path: "gone", Size: streamed}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is gone: %v", err)
	}
}
