package awstest

import (
	"context"
	"testing"
	"time"

	"datarocks/publish/awstest/wire"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/ratelimit"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
)

// Start starts a cloud with some buckets for a test, which closes it.
func Start(t testing.TB, buckets ...string) *AWS {
	t.Helper()
	a, err := New()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	for _, bucket := range buckets {
		if err := a.CreateBucket(bucket); err != nil {
			t.Fatal(err)
		}
	}
	return a
}

// Config returns the configuration of a client of the cloud that is as a run's
// is, but does not wait between its attempts.
func (a *AWS) Config() aws.Config {
	return aws.Config{
		Region:                     wire.Region,
		BaseEndpoint:               aws.String(a.url),
		RequestChecksumCalculation: aws.RequestChecksumCalculationWhenSupported,
		ResponseChecksumValidation: aws.ResponseChecksumValidationWhenSupported,
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: wire.AccessKeyID, SecretAccessKey: wire.SecretAccessKey}, nil
		}),
		Retryer: func() aws.Retryer {
			return retry.NewStandard(func(o *retry.StandardOptions) {
				o.RateLimiter = ratelimit.None
				o.Backoff = retry.BackoffDelayerFunc(func(int, error) (time.Duration, error) { return 0, nil })
			})
		},
	}
}
