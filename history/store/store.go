// Package store keeps the objects of a history in a folder or in S3.
//
// Every write has a condition: it names the version that was read, and is refused
// where another is stored. So two runs at once cannot overwrite each other, and a
// crash leaves the old object or the new one. A folder has the condition by a lock,
// S3 by If-Match and If-None-Match. Some servers that speak S3 ignore both; there
// KeepsConditions is false, and each run writes under names of its own.
//
// It knows nothing of rows, and nothing else of the history knows AWS.
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

// Store holds named objects, each with a version. A version instead of a lock: a
// writer names the version it read, and is refused if another is stored.
//
// A name is a path as fs.ValidPath has it, in which no part begins with a dot:
// those are a folder's own. Other names are refused.
type Store interface {
	// Get returns an object and its version. The error wraps fs.ErrNotExist
	// where there is none.
	Get(ctx context.Context, name string) (data []byte, version string, err error)

	// Open returns an object that may be too large for memory, as Get does. It is
	// whole: reading it waits for no server.
	Open(ctx context.Context, name string) (object io.ReadSeekCloser, version string, err error)

	// Put stores an object whole or not at all, if the version stored is the
	// one passed; "" means that there must be none. It returns the new version,
	// as Get does. The error wraps ErrConflict if another is stored, and
	// ErrUnknown if the object may or may not have been stored.
	Put(ctx context.Context, name string, body io.ReadSeeker, version string) (stored string, err error)

	// List returns every object whose name begins with prefix, sorted by name.
	List(ctx context.Context, prefix string) ([]Entry, error)
}

// Remover is a store that deletes objects. A run may not delete from a bucket.
type Remover interface {
	// Remove deletes an object; one that is not there is deleted already.
	Remove(ctx context.Context, name string) error

	// Sweep deletes what writes that were interrupted left behind of objects whose names
	// begin with prefix. None of it is listed.
	Sweep(ctx context.Context, prefix string) error
}

// Entry is one object in a listing.
type Entry struct {
	Name    string
	Version string // as Get returns it; "" where a listing does not have it
}

var (
	// ErrConflict means that the stored version was not the one expected.
	ErrConflict = errors.New("another version is stored")
	// ErrUnknown means that a Put failed, and that the object may be stored
	// nevertheless.
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
