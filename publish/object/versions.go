package object

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// Former is a version of an object that a bucket keeps, or the mark of one that was
// deleted. Those of one key come newest first.
type Former struct {
	Key     string
	ID      string
	Since   time.Time // when it was written
	Latest  bool      // it is what a reader sees
	Deleted bool      // it is the mark of a deletion
}

// Formers lists the versions of the objects whose keys begin with prefix, by key. A
// bucket that keeps none has the latest alone, and so has a server that knows none.
func (s *S3) Formers(ctx context.Context, prefix string) (all []Former, err error) {
	in := &s3.ListObjectVersionsInput{Bucket: &s.bucket, Prefix: s.key(prefix)}
	for {
		out, err := s.client.ListObjectVersions(ctx, in)
		if IsUnsupported(err) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		for _, v := range out.Versions {
			all = append(all, Former{
				Key: strings.TrimPrefix(aws.ToString(v.Key), s.prefix), ID: aws.ToString(v.VersionId), Since: aws.ToTime(v.LastModified), Latest: aws.ToBool(v.IsLatest),
			})
		}
		for _, v := range out.DeleteMarkers {
			all = append(all, Former{
				Key: strings.TrimPrefix(aws.ToString(v.Key), s.prefix), ID: aws.ToString(v.VersionId), Since: aws.ToTime(v.LastModified),
				Latest: aws.ToBool(v.IsLatest), Deleted: true,
			})
		}
		if !aws.ToBool(out.IsTruncated) {
			break
		}
		if out.NextKeyMarker == nil {
			return nil, errors.New("the server cuts its list of versions off")
		}
		in.KeyMarker, in.VersionIdMarker = out.NextKeyMarker, out.NextVersionIdMarker
	}
	return all, nil
}

// ReadFormer reads a version whole.
func (s *S3) ReadFormer(ctx context.Context, f Former) ([]byte, error) {
	var data bytes.Buffer
	err := readWhole(ctx, func() (io.ReadCloser, error) {
		out, err := s.client.GetObject(ctx, &s3.GetObjectInput{Bucket: &s.bucket, Key: s.key(f.Key), VersionId: &f.ID})
		if err != nil {
			return nil, err
		}
		return out.Body, nil
	}, func() (io.Writer, error) {
		data.Reset()
		return &data, nil
	})
	return data.Bytes(), err
}

// DeleteFormer deletes a version for good.
func (s *S3) DeleteFormer(ctx context.Context, f Former) error {
	_, err := s.client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: &s.bucket, Key: s.key(f.Key), VersionId: &f.ID})
	return err
}
