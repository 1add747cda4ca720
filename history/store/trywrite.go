package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"

	"datarocks/publish/object"
)

// TryWrite finds out whether an object could be stored, and leaves the store as it
// was: what cannot be written should show before anything is asked that costs money.
// Any other store than a folder or S3 can.
func TryWrite(ctx context.Context, s Store, name string) error {
	if err := CheckName(name); err != nil {
		return fmt.Errorf("write history: %w", err)
	}
	switch s := s.(type) {
	case *S3:
		return s.tryWrite(ctx, name)
	case *Dir:
		return s.tryWrite(ctx, name)
	}
	return nil
}

// noVersion is one that no object has.
const noVersion = `"00000000000000000000000000000000"`

// tryWrite writes under a condition that cannot hold: who may not write is refused
// for that, before the server looks at the condition. A server that might ignore the
// condition is tried by an object that holds no counts. Amazon's is not, since a role
// may be allowed to write the history's objects alone.
func (s *S3) tryWrite(ctx context.Context, name string) error {
	elsewhere := s.objects.Endpoint() != ""
	if elsewhere {
		name = conditionsObject
		kept, err := s.keepsConditions(ctx)
		if err != nil {
			return err
		}
		if !kept {
			_, err := PutNew(ctx, s, name, bytes.NewReader(untried))
			return err
		}
	}
	_, err := s.Put(ctx, name, bytes.NewReader(untried), noVersion)
	if err == nil && elsewhere {
		// It has changed its ways since it was tried, and is tried again.
		s.conditions.mu.Lock()
		s.conditions.marked, s.conditions.tried = false, false
		s.conditions.mu.Unlock()
	}
	if errors.Is(err, ErrConflict) {
		return nil
	}
	return err
}

// trialSize is how many bytes are written to see whether a disk has room. It is more
// than a night of a thousand artists.
const trialSize = 1 << 20

// tryWrite does what Put does, but for the last step. Folders that it makes stay.
func (d *Dir) tryWrite(ctx context.Context, name string) error {
	return d.locked(ctx, func() error {
		return d.stage(name, func(root *os.Root, temp string) error {
			trial, err := object.Begin(root, temp, 0o666)
			if err != nil {
				return err
			}
			_, err = io.Copy(trial, bytes.NewReader(make([]byte, trialSize)))
			if err == nil && !d.hasty {
				err = trial.Sync()
			}
			return errors.Join(err, trial.Drop())
		})
	})
}

// tempPrefix begins the names of temporary files; the rest is that of the object.
const tempPrefix = ".tmp-"

// stage makes the folder of an object, and calls write with the name of its temporary
// file. That is fixed, so that one left by a crash is overwritten by the next write;
// so it needs the lock.
func (d *Dir) stage(name string, write func(root *os.Root, temp string) error) error {
	root, err := os.OpenRoot(d.path)
	if err != nil {
		return err
	}
	defer root.Close()
	folder := path.Dir(name)
	if err := root.MkdirAll(filepath.FromSlash(folder), 0o755); err != nil {
		return err
	}
	return write(root, path.Join(folder, tempPrefix+path.Base(name)))
}
