package object

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// S3 is a bucket of S3, or the part of one below a prefix. A version is an ETag.
// The client repeats requests that failed in passing; no method does. Errors are
// the client's own, but for fs.ErrNotExist: who calls knows what to add.
type S3 struct {
	client *s3.Client
	bucket string
	prefix string // "" or ends in a slash
	page   int32  // objects that a request lists; 0 is as many as the server returns
}

// NewS3 returns the objects of a bucket whose keys begin with prefix and a slash.
// The empty prefix is the whole bucket.
func NewS3(client *s3.Client, bucket, prefix string) *S3 {
	if prefix = strings.Trim(prefix, "/"); prefix != "" {
		prefix += "/"
	}
	return &S3{client: client, bucket: bucket, prefix: prefix}
}

// URL is how people write the place of a key.
func (s *S3) URL(key string) string { return "s3://" + s.bucket + "/" + s.prefix + key }

// Endpoint is where the server is, "" if that is AWS's own place.
func (s *S3) Endpoint() string { return aws.ToString(s.client.Options().BaseEndpoint) }

func (s *S3) key(key string) *string { return aws.String(s.prefix + key) }

// Open begins to read an object. The client checks length and checksum of what is
// read. The error is fs.ErrNotExist if there is no object.
func (s *S3) Open(ctx context.Context, key string) (body io.ReadCloser, version string, err error) {
	out, err := s.client.GetObject(ctx, &s3.GetObjectInput{Bucket: &s.bucket, Key: s.key(key)})
	if code(err) == "NoSuchKey" {
		return nil, "", fs.ErrNotExist
	}
	if err != nil {
		return nil, "", err
	}
	return out.Body, aws.ToString(out.ETag), nil
}

// Version asks for the version of an object without reading it.
func (s *S3) Version(ctx context.Context, key string) (string, error) {
	out, err := s.client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: &s.bucket, Key: s.key(key)})
	if err != nil {
		return "", err
	}
	return aws.ToString(out.ETag), nil
}

// Any lets a Put replace whatever there is.
const Any = "*"

// Upload is the body of an object and its headers.
type Upload struct {
	Body         io.ReadSeeker
	MD5          []byte // S3 refuses any other body; nil if it is not known
	Size         int64  // bytes, where the MD5 is known
	ContentType  string
	CacheControl string
}

// Put writes an object by a plain PutObject, which S3 shows whole or not at all,
// if the version that is stored is the former one; "" means that there must be
// none. See IsConflict.
func (s *S3) Put(ctx context.Context, key string, up Upload, former string) (version string, err error) {
	in := &s3.PutObjectInput{Bucket: &s.bucket, Key: s.key(key), Body: up.Body, ContentType: &up.ContentType}
	if up.MD5 != nil {
		in.ContentLength, in.ContentMD5 = &up.Size, aws.String(base64.StdEncoding.EncodeToString(up.MD5))
	}
	if up.CacheControl != "" {
		in.CacheControl = &up.CacheControl
	}
	switch former {
	case Any:
	case "":
		in.IfNoneMatch = aws.String("*")
	default:
		in.IfMatch = &former
	}
	out, err := s.client.PutObject(ctx, in)
	if err != nil {
		return "", err
	}
	return aws.ToString(out.ETag), nil
}

// deleteBatch is how many keys DeleteObjects takes.
const deleteBatch = 1000

// Delete deletes objects. It goes on after a key that S3 refuses to delete, and
// reports each.
func (s *S3) Delete(ctx context.Context, keys []string) error {
	var refused []error
	for batch := range slices.Chunk(keys, deleteBatch) {
		in := &s3.DeleteObjectsInput{Bucket: &s.bucket, Delete: &types.Delete{Quiet: aws.Bool(true)}}
		for _, key := range batch {
			in.Delete.Objects = append(in.Delete.Objects, types.ObjectIdentifier{Key: s.key(key)})
		}
		out, err := s.client.DeleteObjects(ctx, in)
		if err != nil {
			return errors.Join(append(refused, fmt.Errorf("delete below %s: %w", s.URL(""), err))...)
		}
		for _, e := range out.Errors {
			key := strings.TrimPrefix(aws.ToString(e.Key), s.prefix)
			refused = append(refused, fmt.Errorf("delete %s: %s: %s", s.URL(key), aws.ToString(e.Code), aws.ToString(e.Message)))
		}
	}
	return errors.Join(refused...)
}

// IsConflict reports whether a Put failed because another version is stored. The
// client repeats a write whose answer was lost, and then meets its own object: so
// a conflict does not prove that another wrote.
func IsConflict(err error) bool {
	switch code(err) {
	case "PreconditionFailed", "ConditionalRequestConflict":
		return true
	case "NoSuchKey": // it was to be replaced and is gone
		return true
	}
	// Some servers answer without a code, or with one of their own.
	return status(err) == http.StatusPreconditionFailed
}

// IsUnsupported reports whether a Put failed because the server has no
// conditions.
func IsUnsupported(err error) bool {
	return code(err) == "NotImplemented" || status(err) == http.StatusNotImplemented
}

// IsPassing reports whether a failure lies with the server or the way to it, so
// that whether a Put was carried out is not known. A request that was never sent,
// for want of credentials or a region, is no such failure.
func IsPassing(err error) bool {
	switch answered := status(err); answered {
	case 0:
	case http.StatusRequestTimeout, http.StatusConflict, http.StatusTooManyRequests:
		return true
	case http.StatusBadRequest:
		// An upload that broke off, or came garbled, is refused by its length or checksum.
		return slices.Contains([]string{"RequestTimeout", "IncompleteBody", "BadDigest"}, code(err))
	default:
		return answered < 400 || answered >= 500
	}
	_, sent := errors.AsType[*smithyhttp.RequestSendError](err)
	return sent
}

// status is that of an answer that is an error, 0 if there was none.
func status(err error) int {
	if answer, ok := errors.AsType[*smithyhttp.ResponseError](err); ok {
		return answer.HTTPStatusCode()
	}
	return 0
}

// code returns S3's code of an error, "" if it has none.
func code(err error) string {
	if api, ok := errors.AsType[smithy.APIError](err); ok {
		return api.ErrorCode()
	}
	return ""
}
