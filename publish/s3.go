package publish

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/aws/aws-sdk-go-v2/service/s3"

	"datarocks/publish/manifest"
	"datarocks/publish/object"
)

var _ Bucket = (*S3)(nil)

// S3 is a bucket of Amazon S3, or the part of one below a prefix, as a Bucket.
// Who reads pages from it gets them with the headers of their Put.
//
// The client tries again what failed in passing; no method does. A listing is
// one request for 1,000 objects, a Get or a Put one, a Delete one for 1,000. A
// version is an ETag.
type S3 struct{ objects *object.S3 }

// NewS3 returns the objects of bucket whose keys begin with prefix and a slash.
// The empty prefix is the whole bucket. Uploads are up to MostInFlight at once,
// so the HTTP client below should keep as many idle connections to one host.
func NewS3(client *s3.Client, bucket, prefix string) *S3 {
	return &S3{object.NewS3(client, bucket, prefix)}
}

// List lists the objects, but not those whose key is no path, as that of a
// folder that was made in the console: no file of a site can be there.
func (s *S3) List(ctx context.Context, known func() []string) (objects []Object, err error) {
	entries, err := s.objects.List(ctx, "", known)
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", s.objects.URL(""), err)
	}
	for _, e := range entries {
		if fs.ValidPath(e.Key) {
			objects = append(objects, Object{Key: e.Key, MD5: object.MD5OfETag(e.Version), Size: e.Size, Version: e.Version})
		}
	}
	return objects, nil
}

// maxBody bounds in bytes what a Get holds in memory. The manifest of 10,000
// artists has some 6 MB.
const maxBody = 64 << 20

// Get reads an object. Its version is its ETag.
func (s *S3) Get(ctx context.Context, key string) (data []byte, version string, err error) {
	body := bounded{limit: maxBody}
	version, err = s.objects.Read(ctx, key, func() (io.Writer, error) { body.data.Reset(); return &body, nil })
	if err != nil {
		return nil, "", fmt.Errorf("get %s: %w", s.objects.URL(key), err)
	}
	return body.data.Bytes(), version, nil
}

// bounded holds so many bytes at most.
type bounded struct {
	data  bytes.Buffer
	limit int
}

func (b *bounded) Write(data []byte) (int, error) {
	if b.data.Len()+len(data) > b.limit {
		return 0, fmt.Errorf("it has more than %d bytes", b.limit)
	}
	return b.data.Write(data)
}

// Put writes an object. Its ETag is its MD5 unless the bucket encrypts by KMS.
func (s *S3) Put(ctx context.Context, key string, body Body, h manifest.Headers, former string) (version string, err error) {
	sum, err := body.sum()
	if err == nil {
		up := object.Upload{Body: body, MD5: sum, Size: body.Size, ContentType: h.ContentType, CacheControl: h.CacheControl}
		version, err = s.objects.Put(ctx, key, up, former)
	}
	switch {
	case err == nil:
		return version, nil
	case former == AnyVersion:
	case object.IsUnsupported(err):
		err = fmt.Errorf("%w: %w", errors.ErrUnsupported, err)
	case object.IsConflict(err):
		// The client repeats a write whose answer was lost, and then meets its
		// own object.
		if version, errHead := s.objects.Version(ctx, key); errHead == nil && object.MD5OfETag(version) == body.MD5 {
			return version, nil
		}
		err = fmt.Errorf("%w: %w", ErrConflict, err)
	}
	return "", fmt.Errorf("put %s: %w", s.objects.URL(key), err)
}

// MayIgnoreConditions reports whether the server is none of Amazon's: some of
// those take a conditional write for a plain one.
func (s *S3) MayIgnoreConditions() bool { return s.objects.Endpoint() != "" }

// Delete deletes objects. It goes on after a key that S3 refuses to delete, and
// reports each.
func (s *S3) Delete(ctx context.Context, keys []string) error { return s.objects.Delete(ctx, keys) }
