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

	"github.com/aws/aws-sdk-go-v2/service/s3"

	"datarocks/publish/object"
)

var _ Store = (*S3)(nil)

// S3 is a bucket, or a prefix of one, as a Store. An object's version is its
// ETag; conditional writes are S3's own, by If-Match and If-None-Match.
type S3 struct {
	objects    *object.S3
	conditions conditions
}

// NewS3 returns the store in a bucket below a prefix.
func NewS3(client *s3.Client, bucket, prefix string) *S3 {
	return &S3{objects: object.NewS3(client, bucket, prefix)}
}

// Get reads an object whole.
func (s *S3) Get(ctx context.Context, name string) ([]byte, string, error) {
	var data bytes.Buffer
	version, err := s.download(ctx, name, func() (io.Writer, error) {
		data.Reset()
		return &data, nil
	})
	if err != nil {
		return nil, "", err
	}
	return data.Bytes(), version, nil
}

// Open reads an object into a temporary file.
func (s *S3) Open(ctx context.Context, name string) (io.ReadSeekCloser, string, error) {
	file, err := NewTemp()
	if err != nil {
		return nil, "", fmt.Errorf("read history: %w", err)
	}
	version, err := s.download(ctx, name, func() (io.Writer, error) {
		_, err := file.Seek(0, io.SeekStart)
		return file, errors.Join(err, file.Truncate(0))
	})
	if err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, "", errors.Join(err, file.Close())
	}
	return file, version, nil
}

// readTries is how often a body that breaks off is read. The SDK repeats
// requests, but not the reading of what they answer.
const readTries = 4

// download reads an object whole; the SDK checks its length and checksum. begin
// returns an empty place to put it, once for each attempt.
func (s *S3) download(ctx context.Context, name string, begin func() (io.Writer, error)) (version string, _ error) {
	if err := CheckName(name); err != nil {
		return "", fmt.Errorf("read history: %w", err)
	}
	var cut error
	for range readTries {
		body, version, err := s.objects.Open(ctx, name)
		if err != nil {
			return "", fmt.Errorf("read history %s: %w", s.objects.URL(name), reading(err))
		}
		to, err := begin()
		if err != nil {
			return "", errors.Join(err, body.Close())
		}
		_, err = io.Copy(to, body)
		if err = errors.Join(err, body.Close()); err == nil {
			return version, nil
		}
		cut = fmt.Errorf("read history %s: %w: %w", s.objects.URL(name), ErrUnavailable, err)
		if ctx.Err() != nil {
			break
		}
	}
	return "", cut
}

// Put writes an object if the version that is stored is the one passed.
func (s *S3) Put(ctx context.Context, name string, body io.ReadSeeker, version string) error {
	if err := CheckName(name); err != nil {
		return fmt.Errorf("write history: %w", err)
	}
	if _, err := s.objects.Put(ctx, name, object.Upload{Body: body, ContentType: "application/x-ndjson"}, version); err != nil {
		return fmt.Errorf("write history %s: %w", s.objects.URL(name), outcome(err))
	}
	return nil
}

// outcome wraps what a failed conditional write means. A conflict does not prove
// that another wrote, nor a failure that none did.
func outcome(err error) error {
	switch {
	case object.IsConflict(err):
		return fmt.Errorf("%w: %w", ErrConflict, err)
	case object.IsPassing(err):
		return fmt.Errorf("%w: %w", ErrUnknown, err)
	}
	return err
}

// reading wraps whether a failed read may be tried again.
func reading(err error) error {
	if object.IsPassing(err) {
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	return err
}

// List asks for 1,000 objects at a time.
func (s *S3) List(ctx context.Context, prefix string) ([]Entry, error) {
	listed, err := s.objects.List(ctx, prefix, nil)
	if err != nil {
		return nil, fmt.Errorf("list history %s: %w", s.objects.URL(""), reading(err))
	}
	entries := make([]Entry, 0, len(listed))
	for _, o := range listed {
		entries = append(entries, Entry{Name: o.Key, Version: o.Version})
		s.notice(o.Key, o.Version)
	}
	sortEntries(entries)
	return entries, nil
}

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
func PutNew(ctx context.Context, s Store, name string, body io.ReadSeeker) error {
	if server, ok := s.(*S3); ok {
		return server.Put(ctx, name, body, object.Any)
	}
	return s.Put(ctx, name, body, "")
}

// PutOver stores an object in place of a version. A server without conditions may
// refuse them; there runs never write an object twice, so what is written over is
// a rollup, or a day of which rows are forgotten.
func PutOver(ctx context.Context, s Store, name string, body io.ReadSeeker, version string) error {
	kept, err := KeepsConditions(ctx, s)
	if err != nil {
		return err
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
		return s.Put(ctx, conditionsObject, bytes.NewReader(text), version)
	}
	untried := []byte("Whether the server keeps the conditions of writes is not known.\n")
	if err := put(untried, ""); err != nil && !errors.Is(err, ErrConflict) {
		return false, refusesConditions(err)
	}
	for _, version := range []string{"", `"00000000000000000000000000000000"`} {
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
