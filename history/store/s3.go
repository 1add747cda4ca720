package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

var _ Store = (*S3)(nil)

// S3 is a bucket, or a prefix of one, as a Store. An object's version is its
// ETag; conditional writes are S3's own, by If-Match and If-None-Match.
type S3 struct {
	client     *s3.Client
	bucket     string
	prefix     string // "" or ends in "/"
	conditions conditions
}

// NewS3 gives the store in a bucket below a prefix.
func NewS3(client *s3.Client, bucket, prefix string) *S3 {
	if prefix = strings.Trim(prefix, "/"); prefix != "" {
		prefix += "/"
	}
	return &S3{client: client, bucket: bucket, prefix: prefix}
}

// endpoint is where the server is, where that is not AWS's own place.
func (s *S3) endpoint() string { return aws.ToString(s.client.Options().BaseEndpoint) }

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
// gives an empty place to put it, once for each attempt.
func (s *S3) download(ctx context.Context, name string, begin func() (io.Writer, error)) (version string, _ error) {
	if err := CheckName(name); err != nil {
		return "", fmt.Errorf("read history: %w", err)
	}
	var cut error
	for range readTries {
		out, err := s.client.GetObject(ctx, &s3.GetObjectInput{Bucket: &s.bucket, Key: aws.String(s.prefix + name)})
		if err != nil {
			if code(err) == "NoSuchKey" {
				err = fs.ErrNotExist
			}
			return "", fmt.Errorf("read history %s: %w", s.url(name), reading(err))
		}
		to, err := begin()
		if err != nil {
			return "", errors.Join(err, out.Body.Close())
		}
		_, err = io.Copy(to, out.Body)
		if err = errors.Join(err, out.Body.Close()); err == nil {
			return aws.ToString(out.ETag), nil
		}
		cut = fmt.Errorf("read history %s: %w: %w", s.url(name), ErrUnavailable, err)
		if ctx.Err() != nil {
			break
		}
	}
	return "", cut
}

// Put writes an object under the condition that its version says.
func (s *S3) Put(ctx context.Context, name string, body io.ReadSeeker, version string) error {
	if version == "" {
		return s.put(ctx, name, body, aws.String("*"), nil)
	}
	return s.put(ctx, name, body, nil, &version)
}

func (s *S3) put(ctx context.Context, name string, body io.ReadSeeker, ifNoneMatch, ifMatch *string) error {
	if err := CheckName(name); err != nil {
		return fmt.Errorf("write history: %w", err)
	}
	if _, err := s.client.PutObject(ctx, &s3.PutObjectInput{
		Bucket:      &s.bucket,
		Key:         aws.String(s.prefix + name),
		Body:        body,
		ContentType: aws.String("application/x-ndjson"),
		IfNoneMatch: ifNoneMatch,
		IfMatch:     ifMatch,
	}); err != nil {
		return fmt.Errorf("write history %s: %w", s.url(name), outcome(err))
	}
	return nil
}

// outcome tells what a failed conditional write means. The SDK repeats a write
// whose answer was lost, and then meets its own object as a conflict: so a
// conflict does not prove that another wrote, nor a failure that nobody did.
func outcome(err error) error {
	switch code(err) {
	case "PreconditionFailed", "ConditionalRequestConflict", "NoSuchKey":
		return fmt.Errorf("%w: %w", ErrConflict, err)
	}
	switch {
	case status(err) == http.StatusPreconditionFailed:
		// Some servers give it no code, or one of their own.
		return fmt.Errorf("%w: %w", ErrConflict, err)
	case passing(err):
		return fmt.Errorf("%w: %w", ErrUnknown, err)
	}
	return err
}

// reading tells whether a failed read may be tried again.
func reading(err error) error {
	if passing(err) {
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	return err
}

// passing says whether a failure lies with the server or the way to it. A
// request that was never sent, for want of credentials or a region, does not.
func passing(err error) bool {
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
	var sent *smithyhttp.RequestSendError
	return errors.As(err, &sent)
}

// status gives the status of an answer that is an error, 0 where there was none.
func status(err error) int {
	var answer *smithyhttp.ResponseError
	if errors.As(err, &answer) {
		return answer.HTTPStatusCode()
	}
	return 0
}

// code gives S3's code of an error, "" where it has none.
func code(err error) string {
	var api smithy.APIError
	if errors.As(err, &api) {
		return api.ErrorCode()
	}
	return ""
}

// List asks for 1,000 objects at a time.
func (s *S3) List(ctx context.Context, prefix string) ([]Entry, error) {
	var entries []Entry
	pages := s3.NewListObjectsV2Paginator(s.client, &s3.ListObjectsV2Input{Bucket: &s.bucket, Prefix: aws.String(s.prefix + prefix)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("list history %s: %w", s.url(""), reading(err))
		}
		for _, object := range page.Contents {
			name := strings.TrimPrefix(aws.ToString(object.Key), s.prefix)
			entries = append(entries, Entry{Name: name, Version: aws.ToString(object.ETag)})
			s.notice(name, aws.ToString(object.ETag))
		}
	}
	sortEntries(entries)
	return entries, nil
}

func (s *S3) url(name string) string { return "s3://" + s.bucket + "/" + s.prefix + name }
