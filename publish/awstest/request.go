package awstest

import (
	"net/http"
	"net/url"
	"strings"

	"datarocks/publish/awstest/cdn"
	"datarocks/publish/awstest/wire"
)

// Request is one request as the cloud got it. One call of the SDK may be
// several, as it tries again.
type Request struct {
	// Operation is the name in AWS's API: "PutObject", "ListObjectsV2",
	// "CreateInvalidation". What has no name here is method and path.
	Operation    string
	Bucket, Key  string // of S3
	Distribution string // of CloudFront
	Header       http.Header
}

// Requests returns the requests so far, in the order of their arrival.
func (a *AWS) Requests() []Request {
	a.mu.Lock()
	defer a.mu.Unlock()
	return append([]Request(nil), a.requests...)
}

// Count returns how often each operation was asked for so far.
func (a *AWS) Count() map[string]int {
	count := make(map[string]int)
	for _, r := range a.Requests() {
		count[r.Operation]++
	}
	return count
}

// Reset forgets the requests so far.
func (a *AWS) Reset() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.requests = nil
}

func describe(r *http.Request) Request {
	d := Request{Header: r.Header.Clone()}
	switch service := wire.ServiceOf(r); {
	case service == wire.CloudFront:
		d.describeCloudFront(r)
		return d
	case service == wire.KeyValues:
		d.Operation = keyValueOperation(r)
		return d
	case wire.IsQuery(service):
		d.Operation = r.PostFormValue("Action")
		return d
	}
	d.Bucket, d.Key, _ = strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	name, known := objectOperations[r.Method], d.Key != ""
	if r.URL.Query().Has("versionId") {
		name += "Version"
	}
	if !known {
		name = bucketOperation(r.Method, r.URL.Query())
	}
	if d.Operation = name; name == "" || d.Bucket == "" {
		d.Operation = r.Method + " " + r.URL.RequestURI()
	}
	return d
}

var objectOperations = map[string]string{
	http.MethodGet:    "GetObject",
	http.MethodHead:   "HeadObject",
	http.MethodPut:    "PutObject",
	http.MethodDelete: "DeleteObject",
}

func bucketOperation(method string, query url.Values) string {
	switch {
	case method == http.MethodGet && query.Get("list-type") == "2":
		return "ListObjectsV2"
	case method == http.MethodGet && query.Has("versions"):
		return "ListObjectVersions"
	case method == http.MethodGet && query.Has("lifecycle"):
		return "GetBucketLifecycleConfiguration"
	case method == http.MethodPost && query.Has("delete"):
		return "DeleteObjects"
	case method == http.MethodHead:
		return "HeadBucket"
	default:
		return ""
	}
}

func keyValueOperation(r *http.Request) string {
	_, key := cdn.StoreAndKey(r)
	switch {
	case r.Method == http.MethodPut && key != "":
		return "PutKey"
	case r.Method == http.MethodGet && key == "":
		return "DescribeKeyValueStore"
	}
	return r.Method + " " + r.URL.Path
}

func (d *Request) describeCloudFront(r *http.Request) {
	path, ofDistribution := strings.CutPrefix(r.URL.Path, "/2020-05-31/distribution/")
	parts := strings.Split(path, "/")
	d.Operation = r.Method + " " + r.URL.Path
	if ofDistribution && len(parts) == 1 && r.Method == http.MethodGet {
		d.Operation, d.Distribution = "GetDistribution", parts[0]
	}
	if len(parts) < 2 || parts[1] != "invalidation" {
		return
	}
	d.Distribution = parts[0]
	if r.Method == http.MethodPost && len(parts) == 2 {
		d.Operation = "CreateInvalidation"
	}
}
