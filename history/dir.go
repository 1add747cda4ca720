package history

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

var _ Store = (*Dir)(nil)

// Dir is a folder as a Store. An object is a file, its version a hash of its
// bytes: two writes within one tick of the file system's clock share their
// time and often their size, so those would not do.
type Dir struct {
	path string
	// hasty leaves it to the system when files reach the disk.
	hasty bool
}

// NewDir gives the store in a folder, which the first Put makes where it does
// not exist.
func NewDir(path string) *Dir { return &Dir{path: path} }

// NewHastyDir gives a store that a power cut may damage, and that is many times
// faster: for histories that can be made again. Nothing else differs.
func NewHastyDir(path string) *Dir { return &Dir{path: path, hasty: true} }

const lockFile = ".lock"

// Get reads a file.
func (d *Dir) Get(_ context.Context, name string) ([]byte, string, error) {
	if err := checkName(name); err != nil {
		return nil, "", fmt.Errorf("read history: %w", err)
	}
	root, err := os.OpenRoot(d.path)
	if err != nil {
		return nil, "", fmt.Errorf("read history: %w", err)
	}
	defer root.Close()
	data, err := root.ReadFile(filepath.FromSlash(name))
	if err != nil {
		return nil, "", fmt.Errorf("read history: %w", err)
	}
	return data, versionOf(data), nil
}

func versionOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Put writes a file by way of a temporary one, so that a reader or a crash
// never sees half of it. Writers take turns by a lock that dies with its
// process.
func (d *Dir) Put(ctx context.Context, name string, data []byte, version string) error {
	if err := checkName(name); err != nil {
		return fmt.Errorf("write history: %w", err)
	}
	if err := os.MkdirAll(d.path, 0o755); err != nil {
		return fmt.Errorf("write history: %w", err)
	}
	lock := flock.New(filepath.Join(d.path, lockFile))
	if _, err := lock.TryLockContext(ctx, 5*time.Millisecond); err != nil {
		return fmt.Errorf("lock history %s: %w", d.path, err)
	}
	defer lock.Close()

	_, current, err := d.Get(ctx, name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if current != version {
		return fmt.Errorf("write history %s: %w", name, ErrConflict)
	}
	if err := d.replace(name, data); err != nil {
		return fmt.Errorf("write history: %w", err)
	}
	return nil
}

// replace puts the file in place. It needs the lock: the temporary file has a
// fixed name, so that one left by a crash is overwritten by the next write.
func (d *Dir) replace(name string, data []byte) error {
	root, err := os.OpenRoot(d.path)
	if err != nil {
		return err
	}
	defer root.Close()
	folder := path.Dir(name)
	if err := root.MkdirAll(filepath.FromSlash(folder), 0o755); err != nil {
		return err
	}
	temp := filepath.FromSlash(path.Join(folder, ".tmp-"+path.Base(name)))
	if err := d.write(root, temp, data); err != nil {
		return err
	}
	if err := root.Rename(temp, filepath.FromSlash(name)); err != nil {
		return err
	}
	if d.hasty {
		return nil
	}
	return syncFolders(root, folder)
}

func (d *Dir) write(root *os.Root, name string, data []byte) error {
	f, err := root.Create(name)
	if err != nil {
		return err
	}
	if _, err = f.Write(data); err == nil && !d.hasty {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// syncFolders makes a rename last through a power cut, and every folder above,
// since each may be new. Systems that cannot sync a folder say so by an error
// that is no failure.
func syncFolders(root *os.Root, folder string) error {
	for ; ; folder = path.Dir(folder) {
		f, err := root.Open(filepath.FromSlash(folder))
		if err != nil {
			return err
		}
		_ = f.Sync()
		if err := f.Close(); err != nil || folder == "." {
			return err
		}
	}
}

// List walks the folder. Names that begin with a dot are not objects.
func (d *Dir) List(_ context.Context, prefix string) ([]Entry, error) {
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
			// Links too: a count behind one must not vanish unsaid.
			entries = append(entries, Entry{Name: name})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list history %s: %w", d.path, err)
	}
	// WalkDir sorts within a folder, which is not the order of whole names.
	sortEntries(entries)
	return entries, nil
}
