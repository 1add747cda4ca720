package storetest

import (
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"datarocks/publish/awstest"
)

const Bucket = "counts"

func NewCloud(t *testing.T) *awstest.AWS {
	t.Helper()
	cloud, err := awstest.New()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cloud.Close() })
	if err := cloud.CreateBucket(Bucket); err != nil {
		t.Fatal(err)
	}
	return cloud
}

// newS3Client is configured as a run's is, but does not wait between attempts.
func NewClient(cloud *awstest.AWS) *s3.Client {
	return s3.NewFromConfig(aws.Config{
		Region:       awstest.Region,
		Credentials:  credentials.NewStaticCredentialsProvider(awstest.AccessKeyID, awstest.SecretAccessKey, ""),
		BaseEndpoint: aws.String(cloud.URL()),
		Retryer: func() aws.Retryer {
			return retry.NewStandard(func(o *retry.StandardOptions) {
				o.Backoff = retry.BackoffDelayerFunc(func(int, error) (time.Duration, error) { return 0, nil })
			})
		},
	}, func(o *s3.Options) { o.UsePathStyle = true })
}
