package awstest_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"
	"github.com/google/go-cmp/cmp"

	"datarocks/publish/awstest"
)

// start returns a cloud with the bucket "site" and the distribution "E1".
func start(t *testing.T) *awstest.AWS {
	t.Helper()
	cloud := awstest.Start(t, "site")
	cloud.CreateDistribution("E1")
	return cloud
}

// configure returns the SDK's configuration for a cloud, which change may
// alter. Nothing is tried again.
func configure(cloud *awstest.AWS, change func(*aws.Config, *aws.Credentials)) aws.Config {
	keys := aws.Credentials{AccessKeyID: awstest.AccessKeyID, SecretAccessKey: awstest.SecretAccessKey}
	cfg := cloud.Config()
	cfg.Retryer = func() aws.Retryer { return aws.NopRetryer{} }
	if change != nil {
		change(&cfg, &keys)
	}
	cfg.Credentials = aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) { return keys, nil })
	return cfg
}

func client(cloud *awstest.AWS) *s3.Client {
	return s3.NewFromConfig(configure(cloud, nil), quiet)
}

func quiet(o *s3.Options) { o.DisableLogOutputChecksumValidationSkipped = true }

func put(t *testing.T, c *s3.Client, key, body string) (etag string, err error) {
	t.Helper()
	out, err := c.PutObject(t.Context(), &s3.PutObjectInput{
		Bucket: aws.String("site"), Key: aws.String(key), Body: strings.NewReader(body),
		ContentType: aws.String("text/x"), CacheControl: aws.String("max-age=1"),
	})
	if err != nil {
		return "", err
	}
	return aws.ToString(out.ETag), nil
}

func get(t *testing.T, c *s3.Client, key string) (*s3.GetObjectOutput, string, error) {
	t.Helper()
	out, err := c.GetObject(t.Context(), &s3.GetObjectInput{Bucket: aws.String("site"), Key: aws.String(key)})
	if err != nil {
		return nil, "", err
	}
	defer out.Body.Close()
	body, err := io.ReadAll(out.Body)
	return out, string(body), err
}

// expectCode checks the HTTP status and the code of AWS.
func expectCode(t *testing.T, err error, status int, code string) {
	t.Helper()
	var api smithy.APIError
	var response *awshttp.ResponseError
	if !errors.As(err, &api) || !errors.As(err, &response) {
		t.Errorf("error is %v, want %s", err, code)
	} else if api.ErrorCode() != code || response.HTTPStatusCode() != status {
		t.Errorf("error is %d %s, want %d %s", response.HTTPStatusCode(), api.ErrorCode(), status, code)
	}
}

func TestCredentials(t *testing.T) {
	cloud := start(t)
	tests := []struct {
		name           string
		change         func(*aws.Config, *aws.Credentials)
		s3, cloudFront string
	}{
		{
			"unknown key", func(_ *aws.Config, k *aws.Credentials) { k.AccessKeyID = "AKIAOTHER" },
			"InvalidAccessKeyId", "InvalidClientTokenId",
		},
		{
			"wrong secret", func(_ *aws.Config, k *aws.Credentials) { k.SecretAccessKey = "other" },
			"SignatureDoesNotMatch", "SignatureDoesNotMatch",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			cfg := configure(cloud, test.change)
			_, err := put(t, s3.NewFromConfig(cfg), "a", "1")
			expectCode(t, err, http.StatusForbidden, test.s3)
			_, err = invalidate(t, cloudfront.NewFromConfig(cfg), "1", "/*")
			expectCode(t, err, http.StatusForbidden, test.cloudFront)
		})
	}
	t.Run("none", func(t *testing.T) {
		response, err := http.Get(cloud.URL() + "/site/a")
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		if response.StatusCode != http.StatusForbidden {
			t.Errorf("status is %s", response.Status)
		}
	})
	if got := cloud.Objects("site"); len(got) > 0 || len(cloud.Invalidations("E1")) > 0 {
		t.Errorf("bucket holds %v", got)
	}
}

// The hash of the body is part of what is signed.
func TestABodyThatIsNotTheOneSignedIsRefused(t *testing.T) {
	cloud := start(t)
	cfg := configure(cloud, func(c *aws.Config, _ *aws.Credentials) { c.HTTPClient = swap{"1", "2"} })
	_, err := put(t, s3.NewFromConfig(cfg), "a", "1")
	expectCode(t, err, http.StatusBadRequest, "XAmzContentSHA256Mismatch")
}

// swap is an HTTP client on whose way a body becomes another.
type swap struct{ from, to string }

func (s swap) Do(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	r.Body = io.NopCloser(bytes.NewReader(bytes.ReplaceAll(body, []byte(s.from), []byte(s.to))))
	return http.DefaultTransport.RoundTrip(r)
}

func TestRegion(t *testing.T) {
	cloud := start(t)
	cfg := configure(cloud, func(c *aws.Config, _ *aws.Credentials) { c.Region = "us-east-1" })
	elsewhere := s3.NewFromConfig(cfg, quiet)
	_, err := put(t, elsewhere, "a", "1")
	expectCode(t, err, http.StatusMovedPermanently, "PermanentRedirect")
	var response *awshttp.ResponseError
	if errors.As(err, &response) {
		if got := response.Response.Header.Get("X-Amz-Bucket-Region"); got != awstest.Region {
			t.Errorf("the region in the answer is %q", got)
		}
	}
	_, err = elsewhere.ListObjectsV2(t.Context(), &s3.ListObjectsV2Input{Bucket: aws.String("absent")})
	expectCode(t, err, http.StatusNotFound, "NoSuchBucket")
	if _, err := invalidate(t, cloudfront.NewFromConfig(cfg), "1", "/*"); err != nil {
		t.Errorf("CloudFront has no region: %v", err)
	}
}

func TestRequests(t *testing.T) {
	cloud := start(t)
	c := client(cloud)
	_, _ = put(t, c, "a/b", "1")
	_, _, _ = get(t, c, "a/b")
	_, _ = c.HeadObject(t.Context(), &s3.HeadObjectInput{Bucket: aws.String("site"), Key: aws.String("a/b")})
	_, _ = c.DeleteObject(t.Context(), &s3.DeleteObjectInput{Bucket: aws.String("site"), Key: aws.String("a/b")})
	_, _ = c.ListObjectsV2(t.Context(), &s3.ListObjectsV2Input{Bucket: aws.String("site")})
	_, _ = deleteAll(t, c, "a", "b")
	_, _ = c.HeadBucket(t.Context(), &s3.HeadBucketInput{Bucket: aws.String("other")})
	cdn := cloudfront.NewFromConfig(configure(cloud, nil))
	_, _ = invalidate(t, cdn, "1", "/*")
	_, _ = cdn.ListInvalidations(t.Context(), &cloudfront.ListInvalidationsInput{DistributionId: aws.String("E1")})
	var got []awstest.Request
	for _, r := range cloud.Requests() {
		if r.Header.Get("User-Agent") == "" {
			t.Errorf("%s has no headers", r.Operation)
		}
		r.Header = nil
		got = append(got, r)
	}
	want := []awstest.Request{
		{Operation: "PutObject", Bucket: "site", Key: "a/b"},
		{Operation: "GetObject", Bucket: "site", Key: "a/b"},
		{Operation: "HeadObject", Bucket: "site", Key: "a/b"},
		{Operation: "DeleteObject", Bucket: "site", Key: "a/b"},
		{Operation: "ListObjectsV2", Bucket: "site"},
		{Operation: "DeleteObjects", Bucket: "site"},
		{Operation: "HeadBucket", Bucket: "other"},
		{Operation: "CreateInvalidation", Distribution: "E1"},
		{Operation: "GET /2020-05-31/distribution/E1/invalidation", Distribution: "E1"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
	cloud.Reset()
	if got := cloud.Requests(); len(got) > 0 {
		t.Errorf("after a reset there are %v", got)
	}
}

func TestCloseEndsAnAnswer(t *testing.T) {
	cloud := start(t)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cloud.Break(awstest.Rule{Fault: awstest.Call(func() { _ = cloud.Close() }, awstest.Well())})
	_, err := client(cloud).ListObjectsV2(ctx, &s3.ListObjectsV2Input{Bucket: aws.String("site")})
	if err == nil || ctx.Err() != nil {
		t.Errorf("error is %v", err)
	}
}

func invalidate(t *testing.T, c *cloudfront.Client, reference string, paths ...string) (*cloudfront.CreateInvalidationOutput, error) {
	t.Helper()
	return c.CreateInvalidation(t.Context(), &cloudfront.CreateInvalidationInput{
		DistributionId: aws.String("E1"),
		InvalidationBatch: &types.InvalidationBatch{
			CallerReference: aws.String(reference),
			Paths:           &types.Paths{Quantity: aws.Int32(int32(len(paths))), Items: paths},
		},
	})
}
