package storetest

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/s3"

	"datarocks/history/store"
	"datarocks/publish/awstest"
)

// Bucket is the bucket of NewCloud.
const Bucket = "counts"

// NewCloud starts a cloud with an empty bucket.
func NewCloud(t *testing.T) *awstest.AWS {
	t.Helper()
	return awstest.Start(t, Bucket)
}

// NewClient is configured as a run's is, but does not wait between attempts.
func NewClient(cloud *awstest.AWS) *s3.Client {
	return s3.NewFromConfig(cloud.Config(), func(o *s3.Options) { o.UsePathStyle = true })
}

// NewS3 returns the store in a cloud's bucket, as another run has it.
func NewS3(cloud *awstest.AWS) *store.S3 { return store.NewS3(NewClient(cloud), Bucket, "") }
