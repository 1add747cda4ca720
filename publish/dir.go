package publish

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
	"sync"
)

var _ Bucket = (*Dir)(nil)

// Dir is a directory as a Bucket. It has no headers, so the ones of a Put are
// left to the web server. It does not leave the directory, whatever a key or a
// link in it says. It does not see links, pipes and devices, so it leaves them
// be unless a Put replaces them. As on any disk, a file cannot be where a
// folder is: a site that has x.y/z instead of x.y fails until x.y is moved away.
//
// A file is written beside its place and then renamed, so nobody sees half of
// it. What a crash leaves behind is not listed, and the first Put sweeps it up.
// For that reason only one process should write to a directory at a time.
type Dir struct {
	path  string
	sweep func() error // once
}

// NewDir returns the directory as a Bucket. The first Put creates it if it is
// absent.
func NewDir(path string) *Dir {
	d := &Dir{path: path}
	d.sweep = sync.OnceValue(d.removeTemps)
	return d
}

// List reads every file to hash it.
func (d *Dir) List(ctx context.Context) ([]Object, error) {
	var objects []Object
	err := d.walk(func(root *os.Root, name string) error {
		if err := ctx.Err(); err != nil || isTemp(name) {
			return err
		}
		file, err := hashFile(root.FS(), name)
		objects = append(objects, Object{Key: name, ETag: file.MD5, Size: file.Size})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", d.path, err)
	}
	return objects, nil
}

// Get reads a file.
func (d *Dir) Get(ctx context.Context, key string) ([]byte, error) {
	if err := checkKey(ctx, key); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(d.path)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return root.ReadFile(key)
}

// Put writes a file and the folders above it.
func (d *Dir) Put(ctx context.Context, o Object, _ Headers, body io.ReadSeeker) error {
	if err := checkKey(ctx, o.Key); err != nil {
		return err
	}
	if err := os.MkdirAll(d.path, 0o755); err != nil {
		return err
	}
	if err := d.sweep(); err != nil {
		return fmt.Errorf("sweep %s: %w", d.path, err)
	}
	root, err := os.OpenRoot(d.path)
	if err != nil {
		return err
	}
	defer root.Close()
	folder := path.Dir(o.Key)
	if err := root.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	return replace(root, path.Join(folder, tempPrefix+rand.Text()), o, body)
}

// replace writes body to temp and renames it to its key.
func replace(root *os.Root, temp string, o Object, body io.Reader) error {
	f, err := root.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	n, err := io.Copy(f, body)
	if err == nil && n != o.Size {
		err = fmt.Errorf("body has %d bytes, not %d", n, o.Size)
	}
	if err == nil {
		// Without it a power cut after the rename can leave an empty file.
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	if err == nil {
		err = root.Rename(temp, o.Key)
	}
	if err != nil {
		return errors.Join(err, root.Remove(temp))
	}
	return nil
}

// Delete removes files, and the folders that are empty without them.
func (d *Dir) Delete(ctx context.Context, keys []string) error {
	root, err := os.OpenRoot(d.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer root.Close()
	var problems []error
	for _, key := range keys {
		err := checkKey(ctx, key)
		if err == nil {
			err = remove(root, key)
		}
		problems = append(problems, err)
	}
	return errors.Join(problems...)
}

func remove(root *os.Root, key string) error {
	if err := root.Remove(key); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for folder := path.Dir(key); folder != "."; folder = path.Dir(folder) {
		err := root.Remove(folder)
		if errors.Is(err, fs.ErrExist) { // it is not empty
			return nil
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// walk calls f for every regular file. An absent directory has none.
func (d *Dir) walk(f func(root *os.Root, name string) error) error {
	root, err := os.OpenRoot(d.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer root.Close()
	return fs.WalkDir(root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		return f(root, name)
	})
}

const tempPrefix = ".datarocks-tmp-"

// isTemp reports whether name is a file that a Put had begun.
func isTemp(name string) bool {
	return strings.HasPrefix(path.Base(name), tempPrefix)
}

func (d *Dir) removeTemps() error {
	return d.walk(func(root *os.Root, name string) error {
		if !isTemp(name) {
			return nil
		}
		return root.Remove(name)
	})
}

func checkKey(ctx context.Context, key string) error {
	if !fs.ValidPath(key) || key == "." {
		return fmt.Errorf("use key %q: not a path below the directory", key)
	}
	return ctx.Err()
}
