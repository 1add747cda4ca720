package publish

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"datarocks/publish/manifest"
	"datarocks/publish/object"
)

var _ Bucket = (*Dir)(nil)

// Dir is a directory as a Bucket. It has no headers, so the ones of a Put are
// left to the web server. It does not leave the directory, whatever a key or a
// link in it is. It does not see links, pipes and devices, so it leaves them
// be unless a Put replaces them. As on any disk, a file cannot be where a
// folder is: a site that has x.y/z instead of x.y fails until x.y is moved away.
//
// A file is written beside its place and then renamed, so nobody sees half of
// it. What a crash leaves behind is not listed, and the first Put sweeps it up
// when it is old.
type Dir struct {
	path      string
	sweep     func() error // once
	replacing sync.Mutex
}

// NewDir returns the directory as a Bucket. The first Put creates it if it is
// absent.
func NewDir(path string) *Dir {
	d := &Dir{path: path}
	d.sweep = sync.OnceValue(d.removeTemps)
	return d
}

// List reads every file to hash it. Its version is its MD5.
func (d *Dir) List(ctx context.Context, known func() []string) ([]Object, error) {
	var objects []Object
	err := d.inside(func(root *os.Root) error {
		var names []string
		err := walk(root, func(name string, _ fs.DirEntry) error {
			if !isTemp(name) {
				names = append(names, name)
			}
			return ctx.Err()
		})
		if err != nil {
			return err
		}
		files, errs := hashFiles(root.FS(), names)
		for i, name := range names {
			if errors.Is(errs[i], fs.ErrNotExist) { // another run has deleted it since
				errs[i] = nil
				continue
			}
			objects = append(objects, Object{Key: name, MD5: files[i].MD5, Size: files[i].Size, Version: files[i].MD5})
		}
		return errors.Join(append(errs, ctx.Err())...)
	})
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", d.path, err)
	}
	return objects, nil
}

// Get reads a file.
func (d *Dir) Get(ctx context.Context, key string) (data []byte, version string, err error) {
	if err := checkKey(ctx, key); err != nil {
		return nil, "", err
	}
	root, err := os.OpenRoot(d.path)
	if err != nil {
		return nil, "", err
	}
	defer root.Close()
	if data, err = root.ReadFile(key); err != nil {
		return nil, "", err
	}
	return data, hexMD5(data), nil
}

// Put writes a file and the folders above it.
func (d *Dir) Put(ctx context.Context, key string, body Body, _ manifest.Headers, former string) (version string, err error) {
	if err := checkKey(ctx, key); err != nil {
		return "", err
	}
	if err := os.MkdirAll(d.path, 0o755); err != nil {
		return "", err
	}
	if err := d.sweep(); err != nil {
		return "", fmt.Errorf("sweep %s: %w", d.path, err)
	}
	root, err := os.OpenRoot(d.path)
	if err != nil {
		return "", err
	}
	defer root.Close()
	folder := path.Dir(key)
	if err := root.MkdirAll(folder, 0o755); err != nil {
		return "", err
	}
	temp := path.Join(folder, tempPrefix+rand.Text())
	if err := object.Stage(root, temp, 0o644, true, body.copyTo); err != nil {
		return "", err
	}
	if err := d.replace(root, temp, key, former); err != nil {
		return "", errors.Join(err, root.RemoveAll(temp))
	}
	return body.MD5, nil
}

// replace renames temp to its key if there is the former version. From the look
// to the rename it holds the directory against other processes.
func (d *Dir) replace(root *os.Root, temp, key, former string) error {
	if former != AnyVersion {
		d.replacing.Lock()
		defer d.replacing.Unlock()
		lock := flock.New(d.path, flock.SetFlag(os.O_RDONLY))
		// Some file systems lock no directories. There the look alone has to do.
		_ = lock.Lock()
		defer lock.Close()
		current, err := versionOf(root, key)
		if err != nil {
			return err
		}
		if current != former {
			return fmt.Errorf("put %s: %w", key, ErrConflict)
		}
	}
	return root.Rename(temp, key)
}

// versionOf returns the version of a file, "" where List sees none.
func versionOf(root *os.Root, key string) (string, error) {
	info, err := root.Lstat(key)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !info.Mode().IsRegular() {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	file, err := hashFile(root.FS(), key, nil)
	return file.MD5, err
}

// Delete removes files, and the folders that are empty without them.
func (d *Dir) Delete(ctx context.Context, keys []string) error {
	return d.inside(func(root *os.Root) error {
		var problems []error
		for _, key := range keys {
			err := checkKey(ctx, key)
			if err == nil {
				err = remove(root, key)
			}
			problems = append(problems, err)
		}
		return errors.Join(problems...)
	})
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

// inside calls f with the directory, unless it is absent.
func (d *Dir) inside(f func(root *os.Root) error) error {
	root, err := os.OpenRoot(d.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer root.Close()
	return f(root)
}

// walk calls f for every regular file.
func walk(root *os.Root, f func(name string, entry fs.DirEntry) error) error {
	return fs.WalkDir(root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil // gone since its folder was read, which does not end the walk
		case err != nil || !entry.Type().IsRegular():
			return err
		}
		return f(name, entry)
	})
}

// tempsMayLive is how long another process may need to write a file.
const tempsMayLive = time.Hour

func (d *Dir) removeTemps() error {
	return d.inside(func(root *os.Root) error {
		return walk(root, func(name string, entry fs.DirEntry) error {
			if !isTemp(name) {
				return nil
			}
			info, err := entry.Info()
			if err == nil && time.Since(info.ModTime()) > tempsMayLive {
				err = root.Remove(name)
			}
			if errors.Is(err, fs.ErrNotExist) {
				return nil // renamed, or swept by another process
			}
			return err
		})
	})
}

func checkKey(ctx context.Context, key string) error {
	if !fs.ValidPath(key) || key == "." {
		return fmt.Errorf("use key %q: not a path below the directory", key)
	}
	return ctx.Err()
}
