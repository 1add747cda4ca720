package object

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
)

// Stage writes a temporary file, the first half of every write of a file that
// nobody may see half of; Root.Rename and Root.Link are the second. One that a
// crash left behind under the same name makes way. A durable file is on the disk
// when Stage returns: without that, a power cut after the rename can leave an
// empty file. If Stage fails, it leaves nothing.
func Stage(root *os.Root, temp string, durable bool, write func(io.Writer) error) error {
	// It may be another name of the file that it was to become, so it must not be
	// truncated.
	if err := root.Remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := root.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	if err = write(f); err == nil && durable {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, root.RemoveAll(temp))
	}
	return nil
}

// Replace writes a file whole or not at all, by way of a temporary one in the
// same folder. A durable one outlives a power cut after Replace has returned.
func Replace(root *os.Root, temp, name string, durable bool, write func(io.Writer) error) error {
	if err := Stage(root, temp, durable, write); err != nil {
		return err
	}
	if err := root.Rename(temp, name); err != nil {
		return errors.Join(err, root.RemoveAll(temp))
	}
	if durable {
		return syncFolders(root, path.Dir(name))
	}
	return nil
}

// syncFolders makes a rename last through a power cut, and every folder above,
// since each may be new. Systems that cannot sync a folder report it by an error
// that is no failure.
func syncFolders(root *os.Root, folder string) error {
	for ; ; folder = path.Dir(folder) {
		f, err := root.Open(folder)
		if err != nil {
			return err
		}
		_ = f.Sync()
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
	err := Stage(root, part, false, func(w io.Writer) error { _, err := w.Write(data); return err })
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
