package publish

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/smithy-go"

	"datarocks/publish/manifest"
)

var _ Bucket = (*S3)(nil)

// S3 is a bucket of Amazon S3, or the part of one below a prefix, as a Bucket.
// Whoever reads pages from it gets them with the headers of their Put.
//
// The client tries again what failed in passing; no method does. A listing is
// one request for 1,000 objects, a Get or a Put one, a Delete one for 1,000. A
// version is an ETag.
type S3 struct {
	client *s3.Client
	bucket string
	prefix string // "" or ends in a slash
	page   int32  // objects that a request lists; 0 is as many as the server gives
}

// NewS3 returns the objects of bucket whose keys begin with prefix and a slash.
// The empty prefix is the whole bucket. Uploads are up to MostInFlight at once,
// so the HTTP client below should keep as many idle connections to one host.
func NewS3(client *s3.Client, bucket, prefix string) *S3 {
	if prefix = strings.Trim(prefix, "/"); prefix != "" {
		prefix += "/"
	}
	return &S3{client: client, bucket: bucket, prefix: prefix}
}

// md5OfETag returns "" for an ETag that shows by its looks that it is not the
// MD5 of the body. A multipart upload has one such as "0123...-2".
func md5OfETag(etag string) string {
	etag = strings.Trim(etag, `"`)
	if len(etag) != 32 || strings.Trim(etag, "0123456789abcdef") != "" {
		return ""
	}
	return etag
}

// maxBody bounds in bytes what a Get holds in memory. The manifest of 10,000
// artists has some 6 MB.
const maxBody = 64 << 20

// Get reads an object. Its version is its ETag.
func (s *S3) Get(ctx context.Context, key string) (data []byte, version string, err error) {
	out, err := s.client.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String(s.bucket), Key: aws.String(s.prefix + key)})
	if code(err) == "NoSuchKey" {
		return nil, "", &fs.PathError{Op: "get", Path: s.url(key), Err: fs.ErrNotExist}
	}
	if err != nil {
		return nil, "", fmt.Errorf("get %s: %w", s.url(key), err)
	}
	defer func() { err = errors.Join(err, out.Body.Close()) }()
	if data, err = readAtMost(maxBody, out.Body); err != nil {
		return nil, "", fmt.Errorf("get %s: %w", s.url(key), err)
	}
	return data, aws.ToString(out.ETag), nil
}

// code returns S3's code of an error, "" if it has none.
func code(err error) string {
	var api smithy.APIError
	if errors.As(err, &api) {
		return api.ErrorCode()
	}
	return ""
}

func readAtMost(limit int64, r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err == nil && int64(len(data)) > limit {
		err = fmt.Errorf("it has more than %d bytes", limit)
	}
	return data, err
}

// Put writes an object by a plain PutObject: S3 shows it whole or not at all,
// and its ETag is its MD5 unless the bucket encrypts by KMS.
func (s *S3) Put(ctx context.Context, key string, body Body, h manifest.Headers, former string) (version string, err error) {
	sum, err := body.sum()
	if err != nil {
		return "", fmt.Errorf("put %s: %w", s.url(key), err)
	}
	in := &s3.PutObjectInput{
		Bucket:        aws.String(s.bucket),
		Key:           aws.String(s.prefix + key),
		Body:          body,
		ContentLength: aws.Int64(body.Size),
		ContentMD5:    aws.String(base64.StdEncoding.EncodeToString(sum)), // S3 refuses any other body
		ContentType:   aws.String(h.ContentType),
		CacheControl:  aws.String(h.CacheControl),
	}
	switch former {
	case AnyVersion:
	case "":
		in.IfNoneMatch = aws.String("*")
	default:
		in.IfMatch = aws.String(former)
	}
	out, err := s.client.PutObject(ctx, in)
	switch {
	case err == nil:
		return aws.ToString(out.ETag), nil
	case former == AnyVersion:
	case code(err) == "NotImplemented":
		err = fmt.Errorf("%w: %w", errors.ErrUnsupported, err)
	case slices.Contains(conflicts, code(err)):
		// The client repeats a write whose answer was lost, and then meets its
		// own object.
		if version, ours := s.holds(ctx, key, body.MD5); ours {
			return version, nil
		}
		err = fmt.Errorf("%w: %w", ErrConflict, err)
	}
	return "", fmt.Errorf("put %s: %w", s.url(key), err)
}

// conflicts are S3's codes for a write whose condition does not hold. The last
// is for an object that is to be replaced and is gone.
var conflicts = []string{"PreconditionFailed", "ConditionalRequestConflict", "NoSuchKey"}

// holds reports whether an object has a body of this MD5, as far as its ETag tells.
func (s *S3) holds(ctx context.Context, key, sum string) (version string, same bool) {
	out, err := s.client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: aws.String(s.bucket), Key: aws.String(s.prefix + key)})
	if err != nil {
		return "", false
	}
	return aws.ToString(out.ETag), md5OfETag(aws.ToString(out.ETag)) == sum
}

// MayIgnoreConditions reports whether the server is none of Amazon's: some of
// those take a conditional write for a plain one.
func (s *S3) MayIgnoreConditions() bool { return s.client.Options().BaseEndpoint != nil }

// deleteBatch is how many keys DeleteObjects takes.
const deleteBatch = 1000

// Delete deletes objects. It goes on after a key that S3 refuses to delete, and
// reports each.
func (s *S3) Delete(ctx context.Context, keys []string) error {
	var refused []error
	for batch := range slices.Chunk(keys, deleteBatch) {
		in := &s3.DeleteObjectsInput{Bucket: aws.String(s.bucket), Delete: &types.Delete{Quiet: aws.Bool(true)}}
		for _, key := range batch {
			in.Delete.Objects = append(in.Delete.Objects, types.ObjectIdentifier{Key: aws.String(s.prefix + key)})
		}
		out, err := s.client.DeleteObjects(ctx, in)
		if err != nil {
			return errors.Join(append(refused, fmt.Errorf("delete below %s: %w", s.url(""), err))...)
		}
		for _, e := range out.Errors {
			key := strings.TrimPrefix(aws.ToString(e.Key), s.prefix)
			refused = append(refused, fmt.Errorf("delete %s: %s: %s", s.url(key), aws.ToString(e.Code), aws.ToString(e.Message)))
		}
	}
	return errors.Join(refused...)
}

// url is how people write the place of a key.
func (s *S3) url(key string) string { return "s3://" + s.bucket + "/" + s.prefix + key }
