package publish

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront/types"

	"datarocks/publish/object"
)

var _ CDN = (*CloudFront)(nil)

// CloudFront is one or more distributions of the same site as a CDN.
type CloudFront struct {
	client        *cloudfront.Client
	distributions []string
}

// NewCloudFront returns the distributions with these ids as a CDN.
func NewCloudFront(client *cloudfront.Client, distributions []string) *CloudFront {
	client = cloudfront.New(client.Options(), func(o *cloudfront.Options) { o.Retryer = object.Repeating(o.Retryer) })
	return &CloudFront{client: client, distributions: distributions}
}

// Invalidate asks every distribution to drop its copies, and does not wait
// until they have, which takes some minutes. If it fails, the error is an
// *InvalidationError.
func (c *CloudFront) Invalidate(ctx context.Context, paths []string) error {
	paths = collapse(paths, len(c.distributions))
	failed := &InvalidationError{Paths: paths}
	var problems []error
	for _, id := range c.distributions {
		if err := c.invalidate(ctx, id, paths); err != nil {
			failed.Distributions = append(failed.Distributions, id)
			problems = append(problems, fmt.Errorf("distribution %s: %w", id, err))
		}
	}
	if failed.Err = errors.Join(problems...); failed.Err == nil {
		return nil
	}
	return failed
}

func (c *CloudFront) invalidate(ctx context.Context, distribution string, paths []string) error {
	_, err := c.client.CreateInvalidation(ctx, &cloudfront.CreateInvalidationInput{
		DistributionId: aws.String(distribution),
		InvalidationBatch: &types.InvalidationBatch{
			// One that CloudFront has seen is no new invalidation, so it must
			// not depend on a clock that can be set back. When the client
			// tries again, it sends the same one.
			CallerReference: aws.String("datarocks-" + rand.Text()),
			Paths:           &types.Paths{Quantity: aws.Int32(int32(len(paths))), Items: paths},
		},
	})
	if _, busy := errors.AsType[*types.TooManyInvalidationsInProgress](err); busy {
		return fmt.Errorf("earlier invalidations are still in progress, publish again when they are done: %w", err)
	}
	return err
}
