package object

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
)

// Staged is a file under a temporary name, the first half of every write of a
// file that nobody may see half of. The second is Root.Rename or Root.Link.
type Staged struct {
	*os.File
	root *os.Root
	temp string
}

// Begin makes an empty file under a temporary name. One that a crash left behind
// under the same name makes way.
func Begin(root *os.Root, temp string, perm fs.FileMode) (*Staged, error) {
	// It may be another name of the file that it was to become, so it must not be
	// truncated.
	if err := root.Remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	f, err := root.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
	return &Staged{f, root, temp}, err
}

// End ends the writing. A durable file is then on the disk: without that, a power
// cut after the rename can leave an empty one. If End fails, it leaves nothing.
func (s *Staged) End(durable bool) (err error) {
	if durable {
		err = s.Sync()
	}
	if err = errors.Join(err, s.Close()); err != nil {
		return errors.Join(err, s.root.RemoveAll(s.temp))
	}
	return nil
}

// Keep ends the writing and puts the file in its place. A durable one outlives a
// power cut after Keep has returned. If Keep fails, it leaves nothing.
func (s *Staged) Keep(name string, durable bool) error {
	if err := s.End(durable); err != nil {
		return err
	}
	if err := s.root.Rename(s.temp, name); err != nil {
		return errors.Join(err, s.root.RemoveAll(s.temp))
	}
	if durable {
		return syncFolders(s.root, path.Dir(name))
	}
	return nil
}

// Drop leaves nothing behind of a file that is not to be kept.
func (s *Staged) Drop() error { return errors.Join(s.Close(), s.root.RemoveAll(s.temp)) }

// Stage writes a file under a temporary name, and leaves nothing if that fails.
func Stage(root *os.Root, temp string, perm fs.FileMode, durable bool, write func(io.Writer) error) error {
	s, err := stage(root, temp, perm, write)
	if err != nil {
		return err
	}
	return s.End(durable)
}

// Replace writes a file whole or not at all, by way of a temporary one in the
// same folder.
func Replace(root *os.Root, temp, name string, durable bool, write func(io.Writer) error) error {
	s, err := stage(root, temp, 0o666, write)
	if err != nil {
		return err
	}
	return s.Keep(name, durable)
}

func stage(root *os.Root, temp string, perm fs.FileMode, write func(io.Writer) error) (*Staged, error) {
	s, err := Begin(root, temp, perm)
	if err != nil {
		return nil, err
	}
	if err := write(s); err != nil {
		return nil, errors.Join(err, s.Drop())
	}
	return s, nil
}

// syncFolder makes what is in a folder last. Systems that cannot sync a folder report it
// by an error that is no failure.
var syncFolder = func(f *os.File) { _ = f.Sync() }

// MakeFolder makes a folder with those above it. A durable one outlives a power cut.
func MakeFolder(folder string, durable bool) error {
	if info, err := os.Stat(folder); err == nil && info.IsDir() {
		return nil
	}
	above := filepath.Dir(folder)
	if above != folder {
		if err := MakeFolder(above, durable); err != nil {
			return err
		}
	}
	if err := os.Mkdir(folder, 0o755); err != nil {
		if info, there := os.Stat(folder); there != nil || !info.IsDir() {
			return err
		}
	}
	if !durable {
		return nil
	}
	f, err := os.Open(above)
	if err != nil {
		return err
	}
	syncFolder(f)
	return f.Close()
}

// syncFolders makes a rename last through a power cut, and every folder above,
// since each may be new.
func syncFolders(root *os.Root, folder string) error {
	for ; ; folder = path.Dir(folder) {
		f, err := root.Open(folder)
		if err != nil {
			return err
		}
		syncFolder(f)
		if err := f.Close(); err != nil || folder == "." {
			return err
		}
	}
}

// WriteNew writes a file that is not there yet, with the folders it needs. The
// file appears whole or not at all; one that is there stays, and the error wraps
// fs.ErrExist.
func WriteNew(root *os.Root, name string, data []byte) error {
	if err := root.MkdirAll(path.Dir(name), 0o777); err != nil {
		return fmt.Errorf("make folder of %s: %w", name, err)
	}
	part := path.Join(path.Dir(name), "."+path.Base(name)+".part")
	err := Stage(root, part, 0o666, false, func(w io.Writer) error { _, err := w.Write(data); return err })
	if err == nil {
		defer func() { _ = root.Remove(part) }()
		// A rename would take the place of a file that came meanwhile, so it is for
		// file systems that have no links.
		err = root.Link(part, name)
		if _, there := root.Lstat(name); err != nil && errors.Is(there, fs.ErrNotExist) {
			err = root.Rename(part, name)
		}
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}
