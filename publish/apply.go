package publish

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"
)

// Object is an object of a bucket.
type Object struct {
	Key string

	// ETag is the body's MD5 in lower-case hex, as S3 lists it for a plain
	// PUT. Empty if it is not known.
	ETag string

	Size int64 // bytes
}

// Bucket is where a site is published. A key is a path as fs.ValidPath has it.
// Methods may be called from several goroutines.
type Bucket interface {
	// List returns every object, in any order.
	List(ctx context.Context) ([]Object, error)

	// Get returns the body of an object. If it is absent, the error wraps
	// fs.ErrNotExist.
	Get(ctx context.Context, key string) ([]byte, error)

	// Put writes an object whole or not at all: until it is complete, readers
	// get the former one. It fails if body does not have o.Size bytes. It may
	// read body more than once.
	Put(ctx context.Context, o Object, h Headers, body io.ReadSeeker) error

	// Delete deletes objects, in any order. One that is absent is no error.
	Delete(ctx context.Context, keys []string) error
}

// CDN keeps copies of what is in the bucket.
type CDN interface {
	// Invalidate drops the copies of paths, each as Plan.Invalidations has it.
	// If it fails, the error wraps an *InvalidationError.
	Invalidate(ctx context.Context, paths []string) error
}

// Options are what Apply can do without.
type Options struct {
	// Progress is told how many of all uploads are done, one call at a time.
	Progress func(done, total int)
}

// inFlight is how many uploads are under way at once. An upload is a small
// body and a round trip, so what counts is how many wait, not how many cores.
const inFlight = 64

// Read returns what a bucket holds. A manifest that cannot be read is an error,
// never taken for an absent one.
//
// A bucket that encrypts by KMS lists ETags that look like an MD5 but are none.
// It shows in that of the manifest, of which the MD5 is known, and then no ETag
// is believed.
func Read(ctx context.Context, b Bucket) (Published, error) {
	objects, err := b.List(ctx)
	if err != nil {
		return Published{}, fmt.Errorf("list what is published: %w", err)
	}
	have := Published{Objects: objects}
	i := slices.IndexFunc(objects, func(o Object) bool { return o.Key == manifestName })
	if i < 0 {
		return have, nil
	}
	data, err := b.Get(ctx, manifestName)
	if err != nil {
		return Published{}, fmt.Errorf("read published %s: %w", manifestName, err)
	}
	if have.Manifest, err = decodeManifest(data); err != nil {
		return Published{}, fmt.Errorf("read what is published: %w", err)
	}
	if etag := objects[i].ETag; etag != "" && etag != hexMD5(data) {
		for j := range objects {
			objects[j].ETag = ""
		}
	}
	return have, nil
}

// Apply carries out a plan made of the same site. cdn may be nil.
//
// Each step begins when the former has wholly succeeded, and the first failure
// ends the run: most often the next would fail for the same reason. A new plan
// then completes it, see the package's comment.
func Apply(ctx context.Context, p Plan, site fs.FS, b Bucket, cdn CDN, opts Options) error {
	if err := putManifest(ctx, b, p.Claim); err != nil {
		return fmt.Errorf("claim %s: %w", manifestName, err)
	}
	u := uploader{site: site, bucket: b, total: len(p.Uploads), progress: opts.Progress}
	for _, kind := range []Kind{Asset, Data, Page, Index} {
		if err := u.upload(ctx, p.Uploads, kind); err != nil {
			return err
		}
	}
	for _, kind := range []Kind{Page, Data} {
		if err := deleteKind(ctx, b, p.Deletes, kind); err != nil {
			return err
		}
	}
	// After the deletes of what it concerns, or the CDN could take a new copy
	// of a deleted page; before those of assets, which a page the CDN still
	// holds may need.
	if paths := p.Invalidations(); cdn != nil && len(paths) > 0 {
		if err := cdn.Invalidate(ctx, paths); err != nil {
			return fmt.Errorf("invalidate %d paths: %w", len(paths), err)
		}
	}
	if err := deleteKind(ctx, b, p.Deletes, Asset); err != nil {
		return err
	}
	if err := putManifest(ctx, b, p.Manifest); err != nil {
		return fmt.Errorf("write %s: %w", manifestName, err)
	}
	return nil
}

// putManifest does nothing if data is nil: the bucket has it.
func putManifest(ctx context.Context, b Bucket, data []byte) error {
	if data == nil {
		return nil
	}
	o := Object{Key: manifestName, ETag: hexMD5(data), Size: int64(len(data))}
	return b.Put(ctx, o, HeadersFor(manifestName), bytes.NewReader(data))
}

func deleteKind(ctx context.Context, b Bucket, names []string, kind Kind) error {
	var keys []string
	for _, name := range names {
		if KindOf(name) == kind {
			keys = append(keys, name)
		}
	}
	if len(keys) == 0 {
		return nil
	}
	if err := b.Delete(ctx, keys); err != nil {
		return fmt.Errorf("delete %d files the site no longer has: %w", len(keys), err)
	}
	return nil
}

// uploader sends files of a site to a bucket and counts them.
type uploader struct {
	site     fs.FS
	bucket   Bucket
	progress func(done, total int)
	total    int

	mu   sync.Mutex
	done int
}

func (u *uploader) upload(ctx context.Context, uploads []Upload, kind Kind) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(inFlight)
	for _, up := range uploads {
		if up.Kind != kind {
			continue
		}
		g.Go(func() error {
			if err := u.put(ctx, up); err != nil {
				return fmt.Errorf("upload %s: %w", up.Path, err)
			}
			u.count()
			return nil
		})
	}
	return g.Wait()
}

func (u *uploader) put(ctx context.Context, up Upload) (err error) {
	if err := ctx.Err(); err != nil {
		return err
	}
	f, err := u.site.Open(up.Path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	body, err := newPlannedBody(f, up)
	if err != nil {
		return err
	}
	return u.bucket.Put(ctx, Object{Key: up.Path, ETag: up.MD5, Size: up.Size}, up.Headers, body)
}

func (u *uploader) count() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.done++
	if u.progress != nil {
		u.progress(u.done, u.total)
	}
}
