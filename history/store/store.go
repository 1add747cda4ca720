package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
)

// Store holds named objects, each with a version. A version instead of a lock:
// whoever writes says which version he read, and is refused if it is no longer
// the one stored.
//
// A name is a path as fs.ValidPath has it, in which no part begins with a dot:
// those are a folder's own. Other names are refused.
type Store interface {
	// Get gives an object and its version. The error wraps fs.ErrNotExist
	// where there is none.
	Get(ctx context.Context, name string) (data []byte, version string, err error)

	// Open gives an object that may be too large for memory, as Get does. It is
	// whole: reading it waits for nobody.
	Open(ctx context.Context, name string) (object io.ReadSeekCloser, version string, err error)

	// Put stores an object whole or not at all, if the version stored is the
	// one given; "" means that there must be none. The error wraps
	// ErrConflict if it is another, and ErrUnknown if the object may or may
	// not have been stored.
	Put(ctx context.Context, name string, body io.ReadSeeker, version string) error

	// List gives every object whose name begins with prefix, sorted by name.
	List(ctx context.Context, prefix string) ([]Entry, error)
}

// Entry is one object in a listing.
type Entry struct {
	Name    string
	Version string // as Get gives it; "" where a listing does not tell
}

var (
	// ErrConflict means that the stored version was not the one expected.
	ErrConflict = errors.New("another version is stored")
	// ErrUnknown means that a Put failed in a way that does not tell whether
	// the object was stored.
	ErrUnknown = errors.New("whether it was stored is unknown")
	// ErrUnavailable means that a store could not be read, but may be in a while.
	ErrUnavailable = errors.New("the store does not answer")
)

// CheckName refuses a name that no object can have.
func CheckName(name string) error {
	if !fs.ValidPath(name) || name[0] == '.' || strings.Contains(name, "/.") {
		return fmt.Errorf("%q is not a valid name", name)
	}
	return nil
}

func sortEntries(entries []Entry) {
	slices.SortFunc(entries, func(a, b Entry) int { return strings.Compare(a.Name, b.Name) })
}
