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
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"sync"
)

// What a client has to be configured with. The region is none that a client
// would take by default.
const (
	Region          = "eu-central-1"
	AccessKeyID     = "AKIAAWSTESTEXAMPLE00"
	SecretAccessKey = "awstest/secret/access/key/of/no/value000"
)

// AWS is the simulated cloud. Its methods may be called while it answers.
type AWS struct {
	url    string
	server *http.Server
	store  *store
	s3     http.Handler
	cdn    *cdn
	kvs    *keyValueStores
	iam    *iam
	stacks *stacks

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
		url: "http://" + listener.Addr().String(), store: newStore(), cdn: newCDN(),
		kvs: &keyValueStores{stores: make(map[string]map[string]string)},
		iam: &iam{providers: make(map[string][]string)},
	}
	a.s3 = a.store.handler()
	a.stacks = &stacks{cloud: a}
	// Clients that give up in the middle of an answer are part of the play.
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
		"AWS_REGION=" + Region,
		"AWS_ACCESS_KEY_ID=" + AccessKeyID,
		"AWS_SECRET_ACCESS_KEY=" + SecretAccessKey,
		"AWS_SESSION_TOKEN=",
		"AWS_PROFILE=",
		"AWS_CONFIG_FILE=" + os.DevNull,
		"AWS_SHARED_CREDENTIALS_FILE=" + os.DevNull,
		"AWS_EC2_METADATA_DISABLED=true",
	}
}

// serve handles a request that has wholly arrived, so one that a client gave up
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
	service := serviceOf(r)
	var refusal *failure
	region := Region
	if service == keyValues {
		refusal = checkSignatureA(r)
	} else {
		refusal, region = checkSignature(r, body)
	}
	bucket := describe(r).Bucket
	if r.Header.Get("Authorization") == "" && r.Method == http.MethodGet && a.store.isOpen(bucket) {
		refusal, region = nil, Region
	}
	switch {
	case refusal != nil:
		refusal.write(w, r)
	case service == cloudFront:
		a.cdn.ServeHTTP(w, r)
	case service == keyValues:
		a.kvs.ServeHTTP(w, r)
	case service == identities, service == tokens:
		a.iam.ServeHTTP(w, r)
	case service == cloudFormation:
		a.stacks.ServeHTTP(w, r)
	case region != Region && a.store.hasBucket(bucket):
		// The client asked the S3 of the region it signed for.
		w.Header().Set("X-Amz-Bucket-Region", Region)
		elsewhere := *permanentRedirect
		elsewhere.Bucket, elsewhere.Endpoint = bucket, bucket+".s3."+Region+".amazonaws.com"
		elsewhere.write(w, r)
	default:
		if a.store.isLawless(bucket) {
			r.Header.Del("If-Match")
			r.Header.Del("If-None-Match")
		}
		a.s3.ServeHTTP(w, r)
	}
}
