package publish

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"sync"

	"datarocks/publish/manifest"
	"datarocks/publish/object"
)

// Object is an object of a bucket.
type Object struct {
	Key string

	// MD5 is that of the body in lower-case hex, as S3 lists it for a plain
	// PUT. Empty if it is not known.
	MD5 string

	Size int64 // bytes

	// Version is another one whenever the object has another content. Empty if
	// the bucket has none.
	Version string
}

// Bucket is where a site is published. A key is a path as fs.ValidPath has it.
// Methods may be called from several goroutines.
type Bucket interface {
	// List returns every object, in any order. It may call known, unless that
	// is nil, for the keys that the last run left, and be faster for it.
	List(ctx context.Context, known func() []string) ([]Object, error)

	// Get returns the body of an object and its version. If it is absent, the
	// error wraps fs.ErrNotExist.
	Get(ctx context.Context, key string) (body []byte, version string, err error)

	// Put writes an object whole or not at all, and returns its version; it
	// fails if the body does not have its size and MD5. Until
	// it is complete, readers get the former one. It replaces only an object of
	// the version former, "" being none and AnyVersion whatever there is. If
	// there is another, it wraps ErrConflict and changes nothing; if the bucket
	// knows no such conditions, errors.ErrUnsupported.
	Put(ctx context.Context, key string, body Body, h manifest.Headers, former string) (version string, err error)

	// Delete deletes objects, in any order. One that is absent is no error.
	Delete(ctx context.Context, keys []string) error
}

// AnyVersion lets a Put replace whatever there is. No version is like it.
const AnyVersion = object.Any

// ErrConflict means that somebody else wrote an object since it was looked at.
var ErrConflict = errors.New("another run has published here meanwhile")

// CDN keeps copies of what is in the bucket.
type CDN interface {
	// Invalidate drops the copies of paths, each as Plan.invalidations has it.
	// If it fails, the error wraps an *InvalidationError.
	Invalidate(ctx context.Context, paths []string) error
}

// Published is what a bucket holds before a run.
type Published struct {
	Objects  []Object
	Manifest *manifest.Manifest // nil if datarocks never wrote here
	Version  string             // of the manifest

	// Unreadable is why there is a manifest that cannot be read; nil where it was read.
	// Then Manifest has no files, and of the site what its pages show of themselves.
	Unreadable error

	// Behind are the distributions of CloudFront that stand before the bucket, by id.
	// Nil are those that the manifest has; none, though not nil, are none any more.
	Behind []string

	stored []byte // the manifest as it is; nil if it was not read by Read
}

// About returns what the manifest records of the whole site that is published:
// nothing if datarocks never wrote here.
func (p Published) About() (manifest.About, error) {
	if p.Manifest == nil {
		return manifest.About{}, nil
	}
	return readAbout(p.Manifest.Site)
}

// Read returns what a bucket holds. A manifest that is broken, or that may not be read,
// is as good as none: what is there is then compared by the listing, and nothing of it
// deleted. One of another program, or of a newer datarocks, is an error, and so is a
// bucket that may not be listed or that does not answer.
//
// A bucket that encrypts by KMS lists ETags that look like an MD5 but are none.
// It shows in that of the manifest, of which the MD5 is known, and then none is
// believed.
func Read(ctx context.Context, b Bucket) (Published, error) {
	objects, m, err := fetch(ctx, b)
	if err != nil {
		return Published{}, err
	}
	have := Published{Objects: objects}
	i := indexManifest(objects)
	if i < 0 {
		return have, nil
	}
	have.Version, have.stored = m.version, m.data
	if have.Manifest = m.decoded; m.err != nil || m.invalid != nil {
		if m.invalid != nil && !errors.Is(m.invalid, manifest.ErrBroken) {
			return Published{}, fmt.Errorf("read what is published: %w", m.invalid)
		}
		have.Unreadable = cmp.Or(m.err, m.invalid)
		have.Version, have.stored = objects[i].Version, nil
		have.Manifest = &manifest.Manifest{SchemaVersion: manifest.SchemaVersion, Site: witness(ctx, b)}
	}
	// A run under way may have replaced the manifest since the listing, which
	// means nothing for the ETags.
	if o := objects[i]; o.MD5 != "" && o.Version == m.version && o.MD5 != hexMD5(m.data) {
		for j := range objects {
			objects[j].MD5 = ""
		}
	}
	return have, nil
}

// witness returns what the API of the published site has About it; nil where it has
// nothing. It is all that is known of a site whose manifest cannot be read: whether its
// counts are invented, and how new they are.
func witness(ctx context.Context, b Bucket) json.RawMessage {
	data, _, err := b.Get(ctx, manifest.Witness)
	if err != nil {
		return nil
	}
	about, err := manifest.Read[manifest.About](data)
	if err != nil {
		return nil
	}
	m, err := manifest.Rendered(manifest.Facts{About: manifest.About{Demo: about.Demo, Newest: about.Newest, Updated: about.Updated}})
	if err != nil {
		return nil
	}
	return m.Site
}

// storedManifest is the manifest as the bucket has it.
type storedManifest struct {
	data    []byte
	version string
	err     error              // why it was not got
	decoded *manifest.Manifest // nil where it cannot be read
	invalid error              // why it cannot
}

func getManifest(ctx context.Context, b Bucket) *storedManifest {
	m := &storedManifest{}
	if m.data, m.version, m.err = b.Get(ctx, manifest.Name); m.err == nil {
		m.decoded, m.invalid = manifest.Decode(m.data, "move it away and publish again, which deletes nothing")
	}
	return m
}

// fetch lists a bucket and gets its manifest, both at once, since a far bucket
// takes its time for either. If then the two are not of one time, it gets the
// manifest again: it may be newer than the listing, never older.
func fetch(ctx context.Context, b Bucket) (objects []Object, m *storedManifest, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var get sync.WaitGroup
	get.Go(func() { m = getManifest(ctx, b) })
	known := func() []string {
		if get.Wait(); m.decoded == nil {
			return nil // Read reports what is wrong
		}
		return append(slices.Collect(maps.Keys(m.decoded.Files)), manifest.Name)
	}
	if objects, err = b.List(ctx, known); err != nil {
		cancel()
		get.Wait()
		return nil, nil, fmt.Errorf("list what is published: %w", err)
	}
	get.Wait()
	i := indexManifest(objects)
	if i < 0 {
		// Who may not list everything is forbidden to get what is not there.
		return objects, nil, nil
	}
	if errors.Is(m.err, fs.ErrNotExist) || m.err == nil && m.version != objects[i].Version {
		m = getManifest(ctx, b)
	}
	if m.err != nil && !IsRefusal(m.err) {
		return nil, nil, fmt.Errorf("read published %s: %w", manifest.Name, m.err)
	}
	return objects, m, nil
}

// IsRefusal reports whether what is there must not be read. A bucket that does not
// answer may in a while, and what is absent is not there.
func IsRefusal(err error) bool {
	return errors.Is(err, fs.ErrPermission) || object.IsDenied(err)
}

func indexManifest(objects []Object) int {
	return slices.IndexFunc(objects, func(o Object) bool { return o.Key == manifest.Name })
}
