// Package awstest simulates Amazon S3 and CloudFront in process, and as much of
// CloudFormation, IAM and STS as it takes to set them up: a real HTTP server on
// 127.0.0.1 that the AWS SDK talks to, that goes wrong on demand and notes what
// it was asked. Tests of whatever publishes or keeps data in S3 use it; it needs
// no keys and no network.
//
//	cloud, err := awstest.New()
//	err = cloud.CreateBucket("site")
//	cloud.CreateDistribution("E1")
//	cloud.Break(awstest.Rule{Nth: 3, Times: 1, Fault: awstest.Done(awstest.Drop())})
//
// One origin serves all services, as with AWS_ENDPOINT_URL: CloudFront below
// /2020-05-31/ and its key value stores below /key-value-stores/, S3 with the
// bucket as the first part of the path, and the others by what they signed for.
//
// It is strict where AWS is: signatures, regions, conditions of a write and the
// rules for invalidations are enforced.
package awstest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/ratelimit"
	"github.com/aws/aws-sdk-go-v2/aws/retry"

	"datarocks/publish/awstest/cdn"
	"datarocks/publish/awstest/iam"
	"datarocks/publish/awstest/stacks"
	"datarocks/publish/awstest/wire"
)

// What a client has to be configured with, and the account that it is of.
const (
	Region          = wire.Region
	AccessKeyID     = wire.AccessKeyID
	SecretAccessKey = wire.SecretAccessKey
	Account         = wire.Account
)

// Invalidation is an invalidation as CloudFront keeps it, and Distribution how a
// distribution is set up.
type (
	Invalidation = cdn.Invalidation
	Distribution = cdn.Distribution
)

// AWS is the simulated cloud. Its methods may be called while it answers.
type AWS struct {
	url    string
	server *http.Server
	store  *store
	s3     http.Handler
	quirks sync.Map // of Quirks, by bucket
	*cdn.CDN
	*cdn.Stores
	*iam.IAM
	*stacks.Stacks

	mu       sync.Mutex
	rules    []*rule
	requests []Request
}

// New starts a cloud without buckets and distributions. The caller closes it.
func New() (*AWS, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listen: %w", err)
	}
	a := &AWS{
		url: "http://" + listener.Addr().String(), store: newStore(), CDN: cdn.New(),
		Stores: cdn.NewStores(), IAM: iam.New(),
	}
	a.s3 = a.store.handler()
	a.Stacks = stacks.New(a)
	// Clients that leave in the middle of an answer are part of the play.
	a.server = &http.Server{Handler: http.HandlerFunc(a.serve), ErrorLog: log.New(io.Discard, "", 0)}
	go func() { _ = a.server.Serve(listener) }()
	return a, nil
}

// URL is the endpoint of all services: "http://127.0.0.1:PORT".
func (a *AWS) URL() string { return a.url }

// Close stops the server, also in the middle of an answer.
func (a *AWS) Close() error { return a.server.Close() }

// Environ returns the environment variables that lead a program to this cloud,
// and keep it from the user's own configuration, each as "NAME=value".
func (a *AWS) Environ() []string {
	return []string{
		"AWS_ENDPOINT_URL=" + a.url,
		"AWS_REGION=" + wire.Region,
		"AWS_ACCESS_KEY_ID=" + wire.AccessKeyID,
		"AWS_SECRET_ACCESS_KEY=" + wire.SecretAccessKey,
		"AWS_SESSION_TOKEN=",
		"AWS_PROFILE=",
		"AWS_CONFIG_FILE=" + os.DevNull,
		"AWS_SHARED_CREDENTIALS_FILE=" + os.DevNull,
		"AWS_EC2_METADATA_DISABLED=true",
		"AWS_CA_BUNDLE=",
	}
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

// serve handles a request that has wholly arrived, so one that a client stopped
// sending has no effect, and an early refusal cannot break the connection.
func (a *AWS) serve(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	well := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { a.answer(w, r, body) })
	broken := a.arrived(describe(r))
	broken(well).ServeHTTP(w, r)
}

// answer is what AWS does when nothing goes wrong.
func (a *AWS) answer(w http.ResponseWriter, r *http.Request, body []byte) {
	service := wire.ServiceOf(r)
	var refusal *wire.Failure
	region := wire.Region
	if service == wire.KeyValues {
		refusal = cdn.CheckSignature(r)
	} else {
		refusal, region = wire.CheckSignature(r, body)
	}
	bucket := describe(r).Bucket
	exists, _ := a.store.BucketExists(r.Context(), bucket)
	if r.Header.Get("Authorization") == "" && r.Method == http.MethodGet && a.store.is(open, bucket) {
		refusal, region = nil, wire.Region
	}
	switch {
	case refusal != nil:
		refusal.Write(w, r)
	case service == wire.CloudFront:
		a.CDN.ServeHTTP(w, r)
	case service == wire.KeyValues:
		a.Stores.ServeHTTP(w, r)
	case service == wire.Identities, service == wire.Tokens:
		a.IAM.ServeHTTP(w, r)
	case service == wire.CloudFormation:
		a.Stacks.ServeHTTP(w, r)
	case region != wire.Region && exists:
		// The client asked the S3 of the region it signed for.
		w.Header().Set("X-Amz-Bucket-Region", wire.Region)
		(&wire.Failure{
			Status: http.StatusMovedPermanently, Code: "PermanentRedirect", Bucket: bucket, Endpoint: bucket + ".s3." + wire.Region + ".amazonaws.com",
			Message: "The bucket you are attempting to access must be addressed using the specified endpoint. " +
				"Please send all future requests to this endpoint.",
		}).Write(w, r)
	case a.store.answerLifecycle(w, r, bucket):
	default:
		if a.store.is(encrypted, bucket) {
			w.Header().Set("X-Amz-Server-Side-Encryption", "aws:kms")
		}
		if quirks, ok := a.quirks.Load(bucket); ok {
			quirks.(Quirks).behave(w, r, a.s3)
			return
		}
		a.s3.ServeHTTP(w, r)
	}
}
