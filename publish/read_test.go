package publish

import (
	"context"
	"errors"
	"io/fs"
	"testing"
)

// overtaken is a bucket in which another run publishes between the get of the
// manifest and the listing.
type overtaken struct {
	*memory
	publish func()
	got     chan struct{}
	gets    int
}

func (o *overtaken) Get(ctx context.Context, key string) ([]byte, string, error) {
	if o.gets++; o.gets > 1 {
		return o.memory.Get(ctx, key)
	}
	defer close(o.got)
	return o.memory.Get(ctx, key)
}

func (o *overtaken) List(ctx context.Context, known func() []string) ([]Object, error) {
	<-o.got
	o.publish()
	return o.memory.List(ctx, known)
}

// A manifest older than the listing would make the other run's files look like
// somebody else's.
func TestReadTakesNoManifestOlderThanTheListing(t *testing.T) {
	for _, before := range []bool{false, true} {
		w := newWorld(t)
		if before {
			publishAll(t, roster("1", "a"), w.bucket, nil)
		}
		b := &overtaken{memory: w.bucket, got: make(chan struct{})}
		b.publish = func() { publishAll(t, roster("2", "a", "b"), w.bucket, nil) }
		have := mustRead(t, b)
		if p := newPlan(t, roster("2", "a", "b"), have); !p.Empty() {
			t.Errorf("published before: %v: planned again:\n%s", before, p)
		}
	}
}

// forbidding is a bucket that hides behind another error that there is no
// manifest, as S3 does from who may not list the whole bucket.
type forbidding struct{ *memory }

func (f forbidding) Get(ctx context.Context, key string) ([]byte, string, error) {
	body, version, err := f.memory.Get(ctx, key)
	if errors.Is(err, fs.ErrNotExist) {
		err = errors.New("AccessDenied")
	}
	return body, version, err
}

func TestReadBelievesTheListingThatThereIsNoManifest(t *testing.T) {
	w := newWorld(t)
	have, err := Read(t.Context(), forbidding{w.bucket})
	if err != nil || have.Manifest != nil {
		t.Errorf("Read returns %v, %v", have.Manifest, err)
	}
}

// countingFS counts how often files are opened.
type countingFS struct {
	fs.FS
	opened chan string
}

func (c countingFS) Open(name string) (fs.File, error) {
	c.opened <- name
	return c.FS.Open(name)
}

func TestHashReadsOnce(t *testing.T) {
	w := newWorld(t)
	site := roster("1", "a")
	counting := countingFS{site, make(chan string, 1000)}
	hashed := Hash(counting)
	newPlan(t, hashed, Published{})
	once := len(counting.opened)
	newPlan(t, hashed, Published{})
	if len(counting.opened) != once {
		t.Errorf("a second plan opens %d files", len(counting.opened)-once)
	}
	publishAll(t, hashed, w.bucket, nil)
	w.expect(t, site)
}
