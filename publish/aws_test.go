package publish

import (
	"cmp"
	"context"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	gocmp "github.com/google/go-cmp/cmp"

	"datarocks/publish/awstest"
	"datarocks/publish/manifest"
)

// newCloud has the bucket "label" and the distributions "E1" and "E2".
func newCloud(t *testing.T) *awstest.AWS {
	t.Helper()
	cloud := awstest.Start(t, "label")
	cloud.CreateDistribution("E1")
	cloud.CreateDistribution("E2")
	return cloud
}

// configure returns the configuration of a client that tries thrice, without a
// pause.
func configure(t *testing.T, cloud *awstest.AWS) aws.Config {
	t.Helper()
	transport := &http.Transport{MaxIdleConnsPerHost: MostInFlight}
	t.Cleanup(transport.CloseIdleConnections)
	cfg := cloud.Config()
	cfg.HTTPClient = steadfast{&http.Client{Transport: transport}}
	return cfg
}

// steadfast is an HTTP client that awaits each answer, also when a call was
// cancelled. So no request is under way when a run has ended.
type steadfast struct{ client *http.Client }

func (s steadfast) Do(r *http.Request) (*http.Response, error) {
	return s.client.Do(r.WithContext(context.WithoutCancel(r.Context())))
}

func newS3Client(t *testing.T, cloud *awstest.AWS) *s3.Client {
	t.Helper()
	return s3.NewFromConfig(configure(t, cloud), func(o *s3.Options) { o.DisableLogOutputChecksumValidationSkipped = true })
}

// newTLSClient asks by https, as AWS is asked: the body is then sent in chunks,
// with its checksum at the end instead of a hash at the start.
func newTLSClient(t *testing.T, cloud *awstest.AWS) *s3.Client {
	t.Helper()
	target, err := url.Parse(cloud.URL())
	if err != nil {
		t.Fatal(err)
	}
	front := httptest.NewTLSServer(&httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(target)
			r.Out.Host = r.In.Host // it is signed
		},
		ErrorLog: log.New(io.Discard, "", 0),
	})
	t.Cleanup(front.Close)
	cfg := configure(t, cloud)
	cfg.BaseEndpoint = aws.String(front.URL)
	cfg.HTTPClient = steadfast{front.Client()}
	return s3.NewFromConfig(cfg)
}

func newCDN(t *testing.T, cloud *awstest.AWS, distributions ...string) *CloudFront {
	t.Helper()
	return NewCloudFront(cloudfront.NewFromConfig(configure(t, cloud)), distributions)
}

func TestS3(t *testing.T) {
	for _, prefix := range []string{"", "site", "/a b/mötley+%41/"} {
		t.Run(prefix, func(t *testing.T) {
			testBucket(t, func(t *testing.T) Bucket { return NewS3(newS3Client(t, newCloud(t)), "label", prefix) })
		})
	}
}

func TestS3OverTLS(t *testing.T) {
	testBucket(t, func(t *testing.T) Bucket { return NewS3(newTLSClient(t, newCloud(t)), "label", "site") })
}

// A run asks for no more than it must: it is what a night costs.
func TestRequestsOfARun(t *testing.T) {
	cloud := newCloud(t)
	b, cdn := NewS3(newS3Client(t, cloud), "label", ""), newCDN(t, cloud, "E1")
	files := map[string]string{
		"index.html": "1", "about/index.html": "1", "a.json": "1", "assets/a.11111111.js": "1", "404.html": "1",
	}
	expect := func(what string, want ...string) {
		t.Helper()
		publishAll(t, siteOf("1", files), b, cdn)
		var got []string
		for _, r := range cloud.Requests() {
			got = append(got, strings.TrimSpace(r.Operation+" "+r.Key))
		}
		cloud.Reset()
		// Files of one kind are uploaded at once, and what is published is read at once.
		got = sortWithin(sortWithin(got, "PutObject about/index.html", "PutObject 404.html"), "ListObjectsV2", "GetObject manifest.json")
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
	}
	expect("first", "GetObject manifest.json", "ListObjectsV2", "PutObject manifest.json", "PutObject assets/a.11111111.js", "PutObject a.json",
		"PutObject 404.html", "PutObject about/index.html", "PutObject index.html", "CreateInvalidation", "PutObject manifest.json")
	expect("nothing changed", "GetObject manifest.json", "ListObjectsV2")

	files["a.json"] = "2"
	delete(files, "404.html")
	expect("one changed, one gone", "GetObject manifest.json", "ListObjectsV2", "PutObject manifest.json", "PutObject a.json",
		"CreateInvalidation", "DeleteObjects", "CreateInvalidation", "PutObject manifest.json")
}

// sortWithin sorts those of all that are among some.
func sortWithin(all []string, some ...string) []string {
	var at []int
	for i, s := range all {
		if slices.Contains(some, s) {
			at = append(at, i)
		}
	}
	sorted := slices.Clone(all)
	slices.SortFunc(at, func(i, j int) int { return cmp.Compare(all[i], all[j]) })
	for n, i := range slices.Sorted(slices.Values(at)) {
		sorted[i] = all[at[n]]
	}
	return sorted
}

// A browser gets the headers of the table.
func TestHeadersOverS3(t *testing.T) {
	cloud := newCloud(t)
	client := newS3Client(t, cloud)
	site := siteOf("1", map[string]string{"index.html": "i", "a.csv": "a", "assets/a.0123abcd.js": "j", "x/card.svg": "s"})
	publishAll(t, site, NewS3(client, "label", "site"), nil)
	for name := range site {
		out, err := client.GetObject(t.Context(), &s3.GetObjectInput{Bucket: aws.String("label"), Key: aws.String("site/" + name)})
		if err != nil {
			t.Fatal(err)
		}
		_ = out.Body.Close()
		got := manifest.Headers{ContentType: aws.ToString(out.ContentType), CacheControl: aws.ToString(out.CacheControl)}
		if diff := gocmp.Diff(HeadersFor(name), got); diff != "" {
			t.Errorf("headers of %s (-want +got):\n%s", name, diff)
		}
		if out.ContentEncoding != nil {
			t.Errorf("%s has the encoding %s", name, *out.ContentEncoding)
		}
	}
}
