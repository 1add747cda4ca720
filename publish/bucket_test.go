package publish

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"datarocks/publish/manifest"
)

// testBucket holds for every Bucket. open returns an empty one.
func testBucket(t *testing.T, open func(t *testing.T) Bucket) {
	t.Run("an empty bucket", func(t *testing.T) {
		b := open(t)
		expectObjects(t, b, nil)
		if _, _, err := b.Get(t.Context(), "a/absent"); !errors.Is(err, fs.ErrNotExist) {
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

	t.Run("refuses another body than was announced", func(t *testing.T) { testFalseBody(t, open(t)) })
	t.Run("keeps to conditions", func(t *testing.T) { testConditions(t, open(t)) })
	t.Run("one of many wins", func(t *testing.T) { testRace(t, open(t)) })
	t.Run("a cancelled call changes nothing", func(t *testing.T) { testCancelled(t, open) })
}

func testConditions(t *testing.T, b Bucket) {
	t.Helper()
	puts := []struct {
		body, former string // former is a body, or one of the words
		ok           bool
	}{
		{"1", "never there", false},
		{"1", "", true},
		{"2", "", false},
		{"2", "1", true},
		{"3", "1", false},
		{"2 again", "2", true},
		{"3", AnyVersion, true},
	}
	versions := map[string]string{"": "", AnyVersion: AnyVersion, "never there": `"0123456789abcdef0123456789abcdef"`}
	current := ""
	for _, p := range puts {
		version, err := b.Put(t.Context(), "a/b", BodyOf([]byte(p.body)), manifest.Headers{}, versions[p.former])
		if p.ok {
			current = p.body
			versions[p.body] = version
		}
		if (err == nil) != p.ok || !p.ok && !errors.Is(err, ErrConflict) {
			t.Fatalf("put of %q over %q: %v", p.body, p.former, err)
		}
		files := map[string]string{"a/b": current}
		if current == "" {
			files = nil
		}
		expectObjects(t, b, files)
	}
	_, version, err := b.Get(t.Context(), "a/b")
	if err != nil || version != versions["3"] {
		t.Errorf("get returns the version %q, put returned %q: %v", version, versions["3"], err)
	}
	objects, err := b.List(t.Context(), nil)
	if err != nil || len(objects) != 1 || objects[0].Version != version {
		t.Errorf("list returns %v, get the version %q: %v", objects, version, err)
	}
}

// testRace lets many replace the same version.
func testRace(t *testing.T, b Bucket) {
	t.Helper()
	mustPut(t, b, "a", "former")
	_, former, err := b.Get(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	var won atomic.Int64
	var racers sync.WaitGroup
	for i := range 20 {
		racers.Go(func() {
			_, err := b.Put(t.Context(), "a", BodyOf(fmt.Append(nil, i)), manifest.Headers{}, former)
			switch {
			case err == nil:
				won.Add(1)
			case !errors.Is(err, ErrConflict):
				t.Error(err)
			}
		})
	}
	if racers.Wait(); won.Load() != 1 {
		t.Errorf("%d replaced the same version", won.Load())
	}
}

func testCancelled(t *testing.T, open func(t *testing.T) Bucket) {
	b := open(t)
	mustPut(t, b, "old", "former")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, errList := b.List(ctx, nil)
	_, _, errGet := b.Get(ctx, "old")
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
	_, err := b.Put(ctx, key, BodyOf([]byte(body)), HeadersFor(key), AnyVersion)
	return err
}

func mustPut(t *testing.T, b Bucket, key, body string) {
	t.Helper()
	if err := put(t.Context(), b, key, body); err != nil {
		t.Fatalf("put %s: %v", key, err)
	}
}

// expectObjects checks that b lists and returns files, and nothing else.
func expectObjects(t *testing.T, b Bucket, files map[string]string) {
	t.Helper()
	got, err := b.List(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	want := objectsOf(files)
	byKey := func(a, b Object) int { return cmp.Compare(a.Key, b.Key) }
	slices.SortFunc(got, byKey)
	slices.SortFunc(want, byKey)
	for i := range got {
		if got[i].Version == "" {
			t.Errorf("%s has no version", got[i].Key)
		}
		got[i].Version = got[i].MD5 // whatever it is
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Fatalf("listing (-want +got):\n%s", diff)
	}
	for key, body := range files {
		data, _, err := b.Get(t.Context(), key)
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
	Headers manifest.Headers
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

func (m *memory) List(ctx context.Context, known func() []string) ([]Object, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	files := make(map[string]string)
	for key, object := range m.objects {
		files[key] = object.Body
	}
	return objectsOf(files), ctx.Err()
}

func (m *memory) Get(ctx context.Context, key string) ([]byte, string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	object, ok := m.objects[key]
	if !ok {
		return nil, "", &fs.PathError{Op: "get", Path: key, Err: fs.ErrNotExist}
	}
	return []byte(object.Body), hexMD5([]byte(object.Body)), ctx.Err()
}

func (m *memory) Put(ctx context.Context, key string, body Body, h manifest.Headers, former string) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	current := ""
	if object, exists := m.objects[key]; exists {
		current = hexMD5([]byte(object.Body))
	}
	if former != AnyVersion && former != current {
		return "", fmt.Errorf("put %s: %w", key, ErrConflict)
	}
	var data strings.Builder
	if err := body.copyTo(&data); err != nil {
		return "", err
	}
	m.objects[key] = served{data.String(), h}
	m.changed("put", key)
	return body.MD5, nil
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
