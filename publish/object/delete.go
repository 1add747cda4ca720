package object

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
	"golang.org/x/sync/errgroup"
)

const (
	// deleteBatch is how many keys DeleteObjects takes.
	deleteBatch = 1000

	// deletesAtOnce is how many objects are deleted at once, each by its own request.
	deletesAtOnce = 16
)

// Delete deletes objects. It goes on after a key that S3 refuses to delete, and
// reports each.
func (s *S3) Delete(ctx context.Context, keys []string) error {
	var refused []error
	for batch := range slices.Chunk(keys, deleteBatch) {
		err := s.deleteBatch(ctx, batch)
		if IsUnsupported(err) {
			err = s.deleteEach(ctx, batch)
		}
		if err != nil {
			refused = append(refused, err)
		}
		if _, ok := errors.AsType[*refusedKeys](err); err != nil && !ok {
			break
		}
	}
	return errors.Join(refused...)
}

// refusedKeys are those of a batch that was deleted otherwise.
type refusedKeys struct{ error }

func (s *S3) deleteBatch(ctx context.Context, keys []string) error {
	in := &s3.DeleteObjectsInput{Bucket: &s.bucket, Delete: &types.Delete{Quiet: aws.Bool(true)}}
	for _, key := range keys {
		in.Delete.Objects = append(in.Delete.Objects, types.ObjectIdentifier{Key: s.key(key)})
	}
	out, err := s.client.DeleteObjects(ctx, in, withContentMD5)
	if err != nil {
		return fmt.Errorf("delete below %s: %w", s.URL(""), err)
	}
	var refused []error
	for _, e := range out.Errors {
		key := strings.TrimPrefix(aws.ToString(e.Key), s.prefix)
		refused = append(refused, fmt.Errorf("delete %s: %s: %s", s.URL(key), aws.ToString(e.Code), aws.ToString(e.Message)))
	}
	if len(refused) == 0 {
		return nil
	}
	return &refusedKeys{errors.Join(refused...)}
}

// deleteEach is for servers that know no request for several objects.
func (s *S3) deleteEach(ctx context.Context, keys []string) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(deletesAtOnce)
	for _, key := range keys {
		group.Go(func() error {
			_, err := s.client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: &s.bucket, Key: s.key(key)})
			if err != nil && code(err) != "NoSuchKey" {
				return fmt.Errorf("delete %s: %w", s.URL(key), err)
			}
			return nil
		})
	}
	return group.Wait()
}

// withContentMD5 sends the MD5 of a body by Content-MD5, which every server of S3
// takes and some older ones want, in place of a checksum that these do not know.
func withContentMD5(o *s3.Options) {
	o.APIOptions = append(slices.Clone(o.APIOptions), func(stack *middleware.Stack) error {
		for _, id := range []string{"AWSChecksum:ComputeInputPayloadChecksum", "addInputChecksumTrailer"} {
			_, _ = stack.Finalize.Remove(id) // one that is not there does not matter
		}
		_, _ = stack.Initialize.Remove("AWSChecksum:SetupInputContext")
		return smithyhttp.AddContentChecksumMiddleware(stack)
	})
}
