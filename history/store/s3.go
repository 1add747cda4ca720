package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

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

// download reads an object whole; the SDK checks its length and checksum. begin
// returns an empty place to put it, once for each attempt.
func (s *S3) download(ctx context.Context, name string, begin func() (io.Writer, error)) (version string, _ error) {
	if err := CheckName(name); err != nil {
		return "", fmt.Errorf("read history: %w", err)
	}
	version, err := s.objects.Read(ctx, name, begin)
	if err != nil {
		return "", fmt.Errorf("read history %s: %w", s.objects.URL(name), reading(err))
	}
	return version, nil
}

// Put writes an object if the version that is stored is the one passed.
func (s *S3) Put(ctx context.Context, name string, body io.ReadSeeker, version string) (string, error) {
	if err := CheckName(name); err != nil {
		return "", fmt.Errorf("write history: %w", err)
	}
	stored, err := s.objects.Put(ctx, name, object.Upload{Body: body, ContentType: "application/x-ndjson"}, version)
	if err != nil {
		return "", fmt.Errorf("write history %s: %w", s.objects.URL(name), outcome(err))
	}
	return stored, nil
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
	if _, cut := errors.AsType[*object.CutError](err); cut || object.IsPassing(err) {
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	return err
}

// isFolder reports whether an object only marks a folder, as consoles and other programs
// leave one to show a folder that S3 does not have.
func isFolder(o object.Entry) bool {
	return o.Size == 0 && (o.Key == "" || strings.HasSuffix(o.Key, "/") || strings.HasSuffix(o.Key, "_$folder$"))
}

// List asks for 1,000 objects at a time. What marks a folder is no object.
func (s *S3) List(ctx context.Context, prefix string) ([]Entry, error) {
	listed, err := s.objects.List(ctx, prefix, nil)
	if err != nil {
		return nil, fmt.Errorf("list history %s: %w", s.objects.URL(""), reading(err))
	}
	entries := make([]Entry, 0, len(listed))
	for _, o := range listed {
		if isFolder(o) {
			continue
		}
		entries = append(entries, Entry{Name: o.Key, Version: o.Version})
		s.notice(o.Key, o.Version)
	}
	sortEntries(entries)
	return entries, nil
}
