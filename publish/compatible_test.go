package publish

import (
	"errors"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"datarocks/publish/awstest"
	"datarocks/publish/object"
)

// bucketOf is a bucket of a server that speaks S3, which is asked by https, as such
// servers are. sure is how its users have to set the client up.
func bucketOf(t *testing.T, server awstest.Compatible, sure bool) (*S3, *awstest.AWS) {
	t.Helper()
	cloud := newCloud(t)
	cloud.Behave("label", server.Quirks)
	options := newTLSClient(t, cloud).Options()
	if server.Checksums && sure {
		options.RequestChecksumCalculation = aws.RequestChecksumCalculationWhenRequired
	}
	return NewS3(s3.New(options), "label", "site"), cloud
}

// On each server, a site is published, changed and found unchanged.
func TestOnEveryServer(t *testing.T) {
	for _, server := range awstest.Compatibles {
		t.Run(server.Name, func(t *testing.T) {
			t.Parallel()
			b, cloud := bucketOf(t, server, true)
			sites := []map[string]string{
				{"index.html": "1", "a/index.html": "1", "b c/ö+é.json": "1", "assets/a.0123abcd.js": "1"},
				{"index.html": "2", "a/index.html": "1", "z.html": "2", "assets/a.0123abcd.js": "1"},
			}
			for _, files := range append(sites, sites[1]) {
				cloud.Reset()
				err := tryPublish(t.Context(), siteOf("", files), b, nil)
				if server.Fails != "" && err != nil && strings.Contains(err.Error(), server.Fails) {
					return
				}
				if err != nil {
					t.Fatal(err)
				}
				got := cloud.Objects("label")
				for name, body := range files {
					if got["site/"+name].Body != body {
						t.Errorf("%s holds %q, want %q", name, got["site/"+name].Body, body)
					}
				}
				if len(got) != len(files)+1 {
					t.Errorf("it holds %d objects, want %d and the manifest", len(got), len(files))
				}
			}
			if n := cloud.Count()["PutObject"]; n > 0 || server.Fails != "" {
				t.Errorf("%d uploads of what is there; want it to fail by %q", n, server.Fails)
			}
		})
	}
}

// A server that keeps the conditions of writes is a bucket like any other.
func TestOnEveryServerThatKeepsConditions(t *testing.T) {
	for _, server := range awstest.Compatibles {
		if server.IgnoresConditions || server.RefusesConditions || server.Checksums || server.Fails != "" || server.ETags != nil {
			continue // or what is different does not show once the client is set up
		}
		t.Run(server.Name, func(t *testing.T) {
			t.Parallel()
			testBucket(t, func(t *testing.T) Bucket { b, _ := bucketOf(t, server, true); return b })
		})
	}
}

// What a server does not take of the checksums that are sent by default is an error
// that has a cure, and no page is published of it.
func TestChecksumsThatAServerDoesNotTake(t *testing.T) {
	for _, server := range awstest.Compatibles {
		if !server.Checksums {
			continue
		}
		t.Run(server.Name, func(t *testing.T) {
			t.Parallel()
			b, cloud := bucketOf(t, server, false)
			err := tryPublish(t.Context(), siteOf("1", map[string]string{"index.html": "1"}), b, nil)
			_, garbled := errors.AsType[*object.GarbledError](err)
			if garbled != server.StoresChunks || !garbled && !object.RefusesChecksums(err) {
				t.Errorf("error is %v", err)
			}
			if _, published := cloud.Objects("label")["site/index.html"]; published {
				t.Error("a page is published")
			}
		})
	}
}
