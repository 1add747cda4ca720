package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/gofrs/flock"
	"golang.org/x/sync/errgroup"

	"datarocks/publish/object"
)

var (
	_ Store   = (*Dir)(nil)
	_ Remover = (*Dir)(nil)
)

// Dir is a folder as a Store. An object is a file, its version a hash of its
// bytes: two writes within one tick of the file system's clock share their
// time and often their size, so those would not do.
type Dir struct {
	path string
	// hasty leaves it to the system when files reach the disk.
	hasty bool
}

// NewDir returns the store in a folder, which the first Put makes where it does
// not exist.
func NewDir(path string) *Dir { return &Dir{path: path} }

// NewHastyDir returns a store that a power cut may damage, and that is many times
// faster: for histories that can be made again. Nothing else differs.
func NewHastyDir(path string) *Dir { return &Dir{path: path, hasty: true} }

const lockFile = ".lock"

// Get reads a file.
func (d *Dir) Get(ctx context.Context, name string) ([]byte, string, error) {
	file, _, err := d.Open(ctx, name)
	if err != nil {
		return nil, "", err
	}
	defer file.Close()
	data, err := io.ReadAll(file)
	if err != nil {
		return nil, "", fmt.Errorf("read history: %w", err)
	}
	// Not the version that Open returned: a hand may have changed the file since.
	version, err := versionOf(bytes.NewReader(data))
	return data, version, err
}

// Open opens a file.
func (d *Dir) Open(_ context.Context, name string) (io.ReadSeekCloser, string, error) {
	if err := CheckName(name); err != nil {
		return nil, "", fmt.Errorf("read history: %w", err)
	}
	root, err := os.OpenRoot(d.path)
	if err != nil {
		return nil, "", fmt.Errorf("read history: %w", err)
	}
	defer root.Close()
	file, err := root.Open(filepath.FromSlash(name))
	if err != nil {
		return nil, "", fmt.Errorf("read history: %w", err)
	}
	version, err := versionOf(file)
	if err != nil {
		return nil, "", errors.Join(fmt.Errorf("read history: %w", err), file.Close())
	}
	return file, version, nil
}

// versionOf reads to the end, and goes back to the beginning.
func versionOf(body io.ReadSeeker) (string, error) {
	hash := sha256.New()
	_, err := io.Copy(hash, body)
	if err == nil {
		_, err = body.Seek(0, io.SeekStart)
	}
	return hex.EncodeToString(hash.Sum(nil)), err
}

// Put writes a file by way of a temporary one, so that a reader or a crash
// never sees half of it. Writers take turns by a lock that dies with its
// process.
func (d *Dir) Put(ctx context.Context, name string, body io.ReadSeeker, version string) (string, error) {
	if err := CheckName(name); err != nil {
		return "", fmt.Errorf("write history: %w", err)
	}
	hash := sha256.New()
	err := d.locked(ctx, func() error {
		current, err := d.version(ctx, name)
		if err != nil {
			return err
		}
		if current != version {
			return fmt.Errorf("%s: %w", name, ErrConflict)
		}
		return d.stage(name, func(root *os.Root, temp string) error {
			return object.Replace(root, temp, name, !d.hasty, func(w io.Writer) error {
				hash.Reset()
				_, err := io.Copy(io.MultiWriter(w, hash), body)
				return err
			})
		})
	})
	if err != nil {
		return "", err
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

// Remove deletes a file, and the folders that are empty without it.
func (d *Dir) Remove(ctx context.Context, name string) error {
	if err := CheckName(name); err != nil {
		return fmt.Errorf("write history: %w", err)
	}
	return d.locked(ctx, func() error {
		root, err := os.OpenRoot(d.path)
		if err != nil {
			return err
		}
		defer root.Close()
		if err := root.Remove(filepath.FromSlash(name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		for folder := path.Dir(name); folder != "."; folder = path.Dir(folder) {
			if root.Remove(filepath.FromSlash(folder)) != nil {
				break // something else is in it
			}
		}
		return nil
	})
}

// Sweep deletes temporary files. Under the lock none of them is being written.
func (d *Dir) Sweep(ctx context.Context, prefix string) error {
	folder := path.Dir(prefix + "x")
	if _, err := os.Stat(filepath.Join(d.path, filepath.FromSlash(folder))); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return d.locked(ctx, func() error {
		root, err := os.OpenRoot(d.path)
		if err != nil {
			return err
		}
		defer root.Close()
		return fs.WalkDir(root.FS(), folder, func(name string, entry fs.DirEntry, err error) error {
			base, temporary := strings.CutPrefix(path.Base(name), tempPrefix)
			if err != nil || entry.IsDir() || !temporary || !strings.HasPrefix(path.Join(path.Dir(name), base), prefix) {
				return err
			}
			return root.Remove(filepath.FromSlash(name))
		})
	})
}

// locked calls write while no other writer is in the folder.
func (d *Dir) locked(ctx context.Context, write func() error) error {
	if err := object.MakeFolder(d.path, !d.hasty); err != nil {
		return fmt.Errorf("write history: %w", err)
	}
	lock := flock.New(filepath.Join(d.path, lockFile))
	if _, err := lock.TryLockContext(ctx, 5*time.Millisecond); err != nil {
		return fmt.Errorf("lock history %s: %w", d.path, err)
	}
	defer lock.Close()
	if err := write(); err != nil {
		return fmt.Errorf("write history: %w", err)
	}
	return nil
}

// version is "" where there is no file.
func (d *Dir) version(ctx context.Context, name string) (string, error) {
	file, version, err := d.Open(ctx, name)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return version, file.Close()
}

// List walks the folder. Names that begin with a dot are not objects.
func (d *Dir) List(ctx context.Context, prefix string) ([]Entry, error) {
	var entries []Entry
	// Beginning at the prefix's folder spares walking years of other days.
	err := fs.WalkDir(os.DirFS(d.path), path.Dir(prefix+"x"), func(name string, entry fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			// Gone since its folder was read, which does not end the walk.
			return nil
		case err != nil:
			return err
		case name != "." && strings.HasPrefix(entry.Name(), "."):
			if entry.IsDir() {
				return fs.SkipDir
			}
		case !entry.IsDir() && strings.HasPrefix(name, prefix):
			// Links too: a count behind one must not vanish silently.
			entries = append(entries, Entry{Name: name})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list history %s: %w", d.path, err)
	}
	// WalkDir sorts within a folder, which is not the order of whole names.
	sortEntries(entries)
	return d.withVersions(ctx, entries)
}

// withVersions reads every file for its version. That is work for the disk alone,
// and spares a reader that has a copy of the rows from decoding those.
func (d *Dir) withVersions(ctx context.Context, entries []Entry) ([]Entry, error) {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i := range entries {
		group.Go(func() (err error) {
			entries[i].Version, err = d.version(ctx, entries[i].Name)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	// A file that is gone since it was listed has none.
	return slices.DeleteFunc(entries, func(e Entry) bool { return e.Version == "" }), nil
}
