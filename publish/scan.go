package publish

import (
	"crypto/md5"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"datarocks/publish/manifest"
)

// Hashed is a site whose files are being read, or have been.
type Hashed struct {
	fs.FS
	manifest func() (manifest.Manifest, error)
}

// Hash begins to read a rendered site and returns at once, so that what is
// published can be read meanwhile. NewPlan and Publish take the result as any
// site, and do not read it again to plan. They find out if it changes.
func Hash(site fs.FS) *Hashed {
	h := &Hashed{FS: site, manifest: sync.OnceValues(func() (manifest.Manifest, error) { return scan(site) })}
	go h.manifest()
	return h
}

// manifestOf returns the manifest that a site will have when it is published.
func manifestOf(site fs.FS) (manifest.Manifest, error) {
	if h, ok := site.(*Hashed); ok {
		return h.manifest()
	}
	return scan(site)
}

// scan reads a rendered site once, and returns the manifest it will have when
// it is published. It reports every problem at once.
func scan(site fs.FS) (manifest.Manifest, error) {
	m := manifest.Manifest{SchemaVersion: manifest.SchemaVersion, Files: make(map[string]manifest.File)}
	var names []string
	var problems []error
	err := fs.WalkDir(site, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil {
			err = checkEntry(name, entry)
		}
		switch {
		case err != nil:
			problems = append(problems, err)
		case entry.IsDir() || isTemp(name):
		case name == manifest.Name:
			m.Site, err = readRendered(site)
			problems = append(problems, err)
		default:
			names = append(names, name)
		}
		return nil
	})
	files, errs := hashFiles(site, names)
	for i, name := range names {
		files[i].Headers = HeadersFor(name)
		m.Files[name] = files[i]
	}
	if err := errors.Join(slices.Concat(problems, errs, []error{err})...); err != nil {
		return manifest.Manifest{}, err
	}
	return m, refuseEmpty(m)
}

func checkEntry(name string, entry fs.DirEntry) error {
	switch {
	case !fs.ValidPath(name):
		return fmt.Errorf("read %q: not a valid path: use UTF-8 and no empty, \".\" or \"..\" parts", name)
	case !entry.IsDir() && !isTemp(name) && !entry.Type().IsRegular():
		return fmt.Errorf("read %s: not a regular file: a site holds no links, pipes or devices", name)
	}
	return nil
}

// refuseEmpty stops what is most often a mistaken folder or a failed render
// from taking down a good site.
func refuseEmpty(m manifest.Manifest) error {
	if len(m.Files) == 0 {
		return errors.New("no files: publishing would delete the site, check the folder")
	}
	if _, ok := m.Files[indexName]; !ok {
		return fmt.Errorf("no %s: this is not a whole site, check the folder", indexName)
	}
	return nil
}

// hashFiles hashes files on all cores. An error is at the place of its file.
func hashFiles(fsys fs.FS, names []string) (files []manifest.File, errs []error) {
	files, errs = make([]manifest.File, len(names)), make([]error, len(names))
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(len(names), runtime.GOMAXPROCS(0)) {
		workers.Go(func() {
			buffer := make([]byte, bufferSize)
			for i := int(next.Add(1)) - 1; i < len(names); i = int(next.Add(1)) - 1 {
				var err error
				if files[i], err = hashFile(fsys, names[i], buffer); err != nil {
					errs[i] = fmt.Errorf("read %s: %w", names[i], err)
				}
			}
		})
	}
	workers.Wait()
	return files, errs
}

// bufferSize holds most pages.
const bufferSize = 64 << 10

// hashFile reads a file without keeping it, through a buffer if there is one.
// MD5 guards against nothing here; it is what S3 lists as the ETag of an object
// that came by a plain PUT.
func hashFile(fsys fs.FS, name string, buffer []byte) (_ manifest.File, err error) {
	f, err := fsys.Open(name)
	if err != nil {
		return manifest.File{}, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	sum := md5.New()
	// A file that writes itself would not use the buffer.
	size, err := io.CopyBuffer(sum, struct{ io.Reader }{f}, buffer)
	if err != nil {
		return manifest.File{}, err
	}
	return manifest.File{MD5: hex.EncodeToString(sum.Sum(nil)), Size: size}, nil
}

const tempPrefix = ".datarocks-tmp-"

// isTemp reports whether name is a file that a Put had begun.
func isTemp(name string) bool {
	return strings.HasPrefix(path.Base(name), tempPrefix)
}
