package publish

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

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
