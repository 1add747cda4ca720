package store

import (
	"bytes"
	"cmp"
	"context"
	"crypto/md5"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"sync"

	"datarocks/publish/object"
)

// Some servers that speak S3 ignore the conditions of a write without an error: of
// two writers at once, one would lose its rows. AWS does not, so only a server
// at another address is tried.

// KeepsConditions reports whether a store keeps the conditions of its Put.
func KeepsConditions(ctx context.Context, s Store) (bool, error) {
	if server, ok := s.(*S3); ok {
		return server.keepsConditions(ctx)
	}
	return true, nil
}

// PutNew stores an object in a store that keeps no conditions, under a name that no
// other writer uses.
func PutNew(ctx context.Context, s Store, name string, body io.ReadSeeker) (stored string, err error) {
	if server, ok := s.(*S3); ok {
		return server.Put(ctx, name, body, object.Any)
	}
	return s.Put(ctx, name, body, "")
}

// PutOver stores an object in place of a version. A server without conditions may
// refuse them; there runs never write an object twice, so what is written over is
// a rollup, or a day of which rows are forgotten.
func PutOver(ctx context.Context, s Store, name string, body io.ReadSeeker, version string) (stored string, err error) {
	kept, err := KeepsConditions(ctx, s)
	if err != nil {
		return "", err
	}
	if !kept {
		return PutNew(ctx, s, name, body)
	}
	return s.Put(ctx, name, body, version)
}

// conditions is what is known of a server.
type conditions struct {
	mu     sync.Mutex
	tried  bool
	kept   bool
	marked bool // an earlier run tried them on this server
}

// conditionsObject holds mark, once the server is known to keep conditions.
const conditionsObject = "v1/conditions.txt"

// untried is what it holds before.
var untried = []byte("Whether the server keeps the conditions of writes is not known.\n")

// mark names the server, so that a bucket that was moved to another is tried
// again.
func (s *S3) mark() []byte {
	return fmt.Appendf(nil, "%s keeps the conditions of writes.\n", cmp.Or(s.objects.Endpoint(), "Amazon S3"))
}

// notice takes from a listing whether an earlier run has tried the server.
func (s *S3) notice(name, etag string) {
	if name != conditionsObject {
		return
	}
	sum := md5.Sum(s.mark())
	s.conditions.mu.Lock()
	defer s.conditions.mu.Unlock()
	s.conditions.marked = strings.Trim(etag, `"`) == hex.EncodeToString(sum[:])
}

func (s *S3) keepsConditions(ctx context.Context) (bool, error) {
	s.conditions.mu.Lock()
	defer s.conditions.mu.Unlock()
	if s.objects.Endpoint() == "" || s.conditions.marked {
		return true, nil
	}
	if s.conditions.tried {
		return s.conditions.kept, nil
	}
	kept, err := s.TryConditions(ctx)
	if err != nil {
		return false, fmt.Errorf("try the conditions of writes: %w", err)
	}
	s.conditions.tried, s.conditions.kept = true, kept
	return kept, nil
}

// KnownConditions reports whether the server is known to keep the conditions of
// writes, without writing anything. Where it is not, TryConditions or the next
// Record finds out.
func (s *S3) KnownConditions(ctx context.Context) (kept bool, err error) {
	marked, _, err := s.Get(ctx, conditionsObject)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	return s.objects.Endpoint() == "" || bytes.Equal(marked, s.mark()), nil
}

// TryConditions finds out whether the server keeps the conditions of writes, by
// writes of an object that holds no counts. Amazon's is tried as well: that the
// bucket may be written shows there, too.
func (s *S3) TryConditions(ctx context.Context) (kept bool, err error) {
	put := func(text []byte, version string) error {
		_, err := s.Put(ctx, conditionsObject, bytes.NewReader(text), version)
		return err
	}
	if err := put(untried, ""); err != nil && !errors.Is(err, ErrConflict) {
		return false, refusesConditions(err)
	}
	for _, version := range []string{"", noVersion} {
		if err := put(untried, version); !errors.Is(err, ErrConflict) {
			return false, refusesConditions(err)
		}
	}
	_, version, err := s.Get(ctx, conditionsObject)
	if err != nil {
		return false, err
	}
	// Another run may mark it first.
	if err := put(s.mark(), version); err != nil && !errors.Is(err, ErrConflict) {
		return false, err
	}
	return true, nil
}

// refusesConditions is nil where a server answers that it has no conditions.
func refusesConditions(err error) error {
	if object.IsUnsupported(err) {
		return nil
	}
	return err
}
