package object

import (
	"context"
	"crypto/md5"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"sync/atomic"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// S3 is a bucket of S3, or the part of one below a prefix. A version is an ETag.
// Requests that failed in passing are repeated, see Repeating; who uses Open repeats
// the reading of a body that breaks off. Errors are the client's own, but for
// fs.ErrNotExist: who calls knows what to add.
type S3 struct {
	client *s3.Client
	bucket string
	prefix string // "" or ends in a slash
	page   int32  // objects that a request lists; 0 is as many as the server returns

	otherETags atomic.Bool // they are known to be no MD5
}

// NewS3 returns the objects of a bucket whose keys begin with prefix and a slash.
// The empty prefix is the whole bucket.
func NewS3(client *s3.Client, bucket, prefix string) *S3 {
	if prefix = strings.Trim(prefix, "/"); prefix != "" {
		prefix += "/"
	}
	client = s3.New(client.Options(), func(o *s3.Options) { o.Retryer = Repeating(o.Retryer) })
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

// readTries is how often an answer that breaks off is read. The client repeats
// requests, but not the reading of what they answer.
const readTries = 4

// A CutError is an answer that broke off each time it was read.
type CutError struct{ Err error }

func (e *CutError) Error() string { return e.Err.Error() }

// Unwrap returns how it broke off the last time.
func (e *CutError) Unwrap() error { return e.Err }

// Read reads an object whole into what begin returns, which is called for each
// attempt and returns an empty place.
func (s *S3) Read(ctx context.Context, key string, begin func() (io.Writer, error)) (version string, err error) {
	err = readWhole(ctx, func() (body io.ReadCloser, err error) {
		body, version, err = s.Open(ctx, key)
		return body, err
	}, begin)
	return version, err
}

// readWhole reads what open opens, again where it breaks off.
func readWhole(ctx context.Context, open func() (io.ReadCloser, error), begin func() (io.Writer, error)) error {
	var cut error
	for range readTries {
		body, err := open()
		if err != nil {
			return err
		}
		to, err := begin()
		if err != nil {
			return errors.Join(err, body.Close())
		}
		_, cut = io.Copy(to, body)
		if cut = errors.Join(cut, body.Close()); cut == nil {
			return nil
		}
		if ctx.Err() != nil {
			break
		}
	}
	return &CutError{cut}
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
	MD5          []byte // S3 refuses any other body; nil if it is not known yet
	Size         int64  // bytes, where the MD5 is known
	ContentType  string
	CacheControl string
}

// sum reads a body whose MD5 is not known.
func (u *Upload) sum() (err error) {
	if u.MD5 != nil {
		return nil
	}
	sum := md5.New()
	if u.Size, err = io.Copy(sum, u.Body); err != nil {
		return err
	}
	u.MD5 = sum.Sum(nil)
	_, err = u.Body.Seek(0, io.SeekStart)
	return err
}

// Put writes an object by a plain PutObject, which S3 shows whole or not at all,
// if the version that is stored is the former one; "" means that there must be
// none. See IsConflict. An object that came to be stored otherwise than it was sent
// is an error, a *GarbledError.
func (s *S3) Put(ctx context.Context, key string, up Upload, former string) (version string, err error) {
	if err := up.sum(); err != nil {
		return "", err
	}
	in := &s3.PutObjectInput{
		Bucket: &s.bucket, Key: s.key(key), Body: up.Body, ContentType: &up.ContentType,
		ContentLength: &up.Size, ContentMD5: aws.String(base64.StdEncoding.EncodeToString(up.MD5)),
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
	version = aws.ToString(out.ETag)
	if out.SSECustomerAlgorithm != nil || strings.HasPrefix(string(out.ServerSideEncryption), "aws:kms") {
		return version, nil // its ETag is another
	}
	return version, s.checkStored(ctx, key, version, hex.EncodeToString(up.MD5))
}

// A GarbledError is an object that is not stored as it was sent.
type GarbledError struct{ Place string }

func (e *GarbledError) Error() string {
	return "the server stored " + e.Place + " otherwise than it was sent; it most likely wrote the checksum that came with it into it"
}

// checkStored reads an object whose ETag is not the MD5 of what was sent: it may be of
// another kind, as where objects are encrypted by KMS. If so, that holds for the others.
func (s *S3) checkStored(ctx context.Context, key, etag, sent string) error {
	if stored := MD5OfETag(etag); stored == "" || stored == sent || s.otherETags.Load() {
		return nil
	}
	sum := md5.New()
	version, err := s.Read(ctx, key, func() (io.Writer, error) { sum.Reset(); return sum, nil })
	if err != nil {
		return fmt.Errorf("read what was written: %w", err)
	}
	if version != etag {
		return nil // somebody else has written it since
	}
	if hex.EncodeToString(sum.Sum(nil)) != sent {
		return &GarbledError{s.URL(key)}
	}
	s.otherETags.Store(true)
	return nil
}

// MD5OfETag returns "" for an ETag that shows by its looks that it is not the MD5 of
// the body. A multipart upload has one such as "0123...-2".
func MD5OfETag(etag string) string {
	etag = strings.Trim(etag, `"`)
	if len(etag) != 32 || strings.Trim(etag, "0123456789abcdef") != "" {
		return ""
	}
	return etag
}
