// Package s3test is a bucket in process, as a store of the history.
package s3test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"datarocks/history/store"
	"datarocks/publish/awstest"
)

// Bucket is the bucket of New.
const Bucket = "counts"

// New starts a cloud with an empty bucket.
func New(t *testing.T) *awstest.AWS {
	t.Helper()
	return awstest.Start(t, Bucket)
}

// Client is configured as a run's is, but does not wait between attempts.
func Client(cloud *awstest.AWS) *s3.Client {
	return s3.NewFromConfig(cloud.Config(), func(o *s3.Options) { o.UsePathStyle = true })
}

// ClientOf is a client as a server's users have to set it up.
func ClientOf(cloud *awstest.AWS, server awstest.Compatible) *s3.Client {
	options := Client(cloud).Options()
	if server.Checksums {
		options.RequestChecksumCalculation = aws.RequestChecksumCalculationWhenRequired
	}
	return s3.New(options)
}

// Store returns the store in a cloud's bucket, as another run has it.
func Store(cloud *awstest.AWS) *store.S3 { return store.NewS3(Client(cloud), Bucket, "") }
