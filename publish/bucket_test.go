package publish

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	gocmp "github.com/google/go-cmp/cmp"
)

// testBucket holds for every Bucket. open returns an empty one.
func testBucket(t *testing.T, open func(t *testing.T) Bucket) {
	t.Run("an empty bucket", func(t *testing.T) {
		b := open(t)
		expectObjects(t, b, nil)
		if _, err := b.Get(t.Context(), "a/absent"); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("get of an absent object: %v, want fs.ErrNotExist", err)
		}
		if err := b.Delete(t.Context(), []string{"absent", "a/absent"}); err != nil {
			t.Errorf("delete of absent objects: %v", err)
		}
	})

	t.Run("holds what was put last", func(t *testing.T) {
		b := open(t)
		want := map[string]string{
			"index.html":             "<p>",
			"a.txt":                  "sorts between a/ and a-",
			"a/b/c/data.json":        "{}",
			"empty":                  "",
			".well-known/x":          "x",
			"mötley crüe/~+ &%41=?#": "odd",
			"large":                  strings.Repeat("0123456789", 1e5),
		}
		mustPut(t, b, "index.html", strings.Repeat("longer", 100))
		for key, body := range want {
			mustPut(t, b, key, body)
		}
		expectObjects(t, b, want)
	})

	t.Run("deletes what was named and no more", func(t *testing.T) {
		b := open(t)
		for _, key := range []string{"a/b/1", "a/b/2", "a/bc/1", "a/c", "d"} {
			mustPut(t, b, key, key)
		}
		if err := b.Delete(t.Context(), []string{"a/b/2", "a/b/1", "absent", "a/absent", "d"}); err != nil {
			t.Fatal(err)
		}
		expectObjects(t, b, map[string]string{"a/bc/1": "a/bc/1", "a/c": "a/c"})
		mustPut(t, b, "a/b/1", "again")
		expectObjects(t, b, map[string]string{"a/bc/1": "a/bc/1", "a/c": "a/c", "a/b/1": "again"})
	})

	t.Run("many at once", func(t *testing.T) {
		b := open(t)
		want := make(map[string]string)
		var wg sync.WaitGroup
		for i := range 100 {
			key := fmt.Sprintf("%d/%d/x", i%7, i)
			want[key] = key
			wg.Go(func() {
				if err := put(t.Context(), b, key, key); err != nil {
					t.Errorf("put %s: %v", key, err)
				}
			})
		}
		wg.Wait()
		expectObjects(t, b, want)
	})

	t.Run("a failed put changes nothing", func(t *testing.T) { testFailedPut(t, open) })
	t.Run("a cancelled call changes nothing", func(t *testing.T) { testCancelled(t, open) })
}

func testFailedPut(t *testing.T, open func(t *testing.T) Bucket) {
	cut := io.MultiReader(strings.NewReader("half"), iotest.ErrReader(errors.New("disk on fire")))
	tests := []struct {
		name string
		size int64
		body io.Reader
	}{
		{"too short", 10, strings.NewReader("short")},
		{"too long", 3, strings.NewReader("long")},
		{"cut", 8, cut},
	}
	for _, test := range tests {
		for _, key := range []string{"old", "new/x"} {
			t.Run(test.name+" "+key, func(t *testing.T) {
				b := open(t)
				mustPut(t, b, "old", "former")
				body := struct {
					io.Reader
					io.Seeker
				}{test.body, strings.NewReader("")}
				if err := b.Put(t.Context(), Object{Key: key, Size: test.size}, Headers{}, body); err == nil {
					t.Error("put succeeded")
				}
				expectObjects(t, b, map[string]string{"old": "former"})
			})
		}
	}
}

func testCancelled(t *testing.T, open func(t *testing.T) Bucket) {
	b := open(t)
	mustPut(t, b, "old", "former")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, errList := b.List(ctx)
	_, errGet := b.Get(ctx, "old")
	errs := map[string]error{
		"list":   errList,
		"get":    errGet,
		"put":    put(ctx, b, "old", "latter"),
		"delete": b.Delete(ctx, []string{"old"}),
	}
	for name, err := range errs {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: error is %v, want context.Canceled", name, err)
		}
	}
	expectObjects(t, b, map[string]string{"old": "former"})
}

func put(ctx context.Context, b Bucket, key, body string) error {
	o := Object{Key: key, ETag: hexMD5([]byte(body)), Size: int64(len(body))}
	return b.Put(ctx, o, HeadersFor(key), strings.NewReader(body))
}

func mustPut(t *testing.T, b Bucket, key, body string) {
	t.Helper()
	if err := put(t.Context(), b, key, body); err != nil {
		t.Fatalf("put %s: %v", key, err)
	}
}

// expectObjects checks that b lists and gives files, and nothing else.
func expectObjects(t *testing.T, b Bucket, files map[string]string) {
	t.Helper()
	got, err := b.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := objectsOf(files)
	byKey := func(a, b Object) int { return cmp.Compare(a.Key, b.Key) }
	slices.SortFunc(got, byKey)
	slices.SortFunc(want, byKey)
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Fatalf("listing (-want +got):\n%s", diff)
	}
	for key, body := range files {
		data, err := b.Get(t.Context(), key)
		if err != nil {
			t.Errorf("get %s: %v", key, err)
		} else if string(data) != body {
			t.Errorf("%s holds %.50q, want %.50q", key, data, body)
		}
	}
}

// served is an object as a visitor gets it.
type served struct {
	Body    string
	Headers Headers
}

// memory is a Bucket in memory. After each change it calls changed.
type memory struct {
	mu      sync.Mutex
	objects map[string]served
	changed func(what string, key string)
}

var _ Bucket = (*memory)(nil)

func newMemory() *memory {
	return &memory{objects: make(map[string]served), changed: func(string, string) {}}
}

func (m *memory) List(ctx context.Context) ([]Object, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	files := make(map[string]string)
	for key, object := range m.objects {
		files[key] = object.Body
	}
	return objectsOf(files), ctx.Err()
}

func (m *memory) Get(ctx context.Context, key string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	object, ok := m.objects[key]
	if !ok {
		return nil, &fs.PathError{Op: "get", Path: key, Err: fs.ErrNotExist}
	}
	return []byte(object.Body), ctx.Err()
}

func (m *memory) Put(ctx context.Context, o Object, h Headers, body io.ReadSeeker) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	var data bytes.Buffer
	if _, err := data.ReadFrom(body); err != nil {
		return err
	}
	if int64(data.Len()) != o.Size {
		return fmt.Errorf("body has %d bytes, not %d", data.Len(), o.Size)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.objects[o.Key] = served{data.String(), h}
	m.changed("put", o.Key)
	return nil
}

func (m *memory) Delete(ctx context.Context, keys []string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, key := range keys {
		delete(m.objects, key)
		m.changed("delete", key)
	}
	return nil
}

func (m *memory) snapshot() map[string]served {
	m.mu.Lock()
	defer m.mu.Unlock()
	return maps.Clone(m.objects)
}

func TestMemory(t *testing.T) {
	testBucket(t, func(*testing.T) Bucket { return newMemory() })
}
