package awstest_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/google/go-cmp/cmp"

	"datarocks/publish/awstest"
)

func deleteAll(t *testing.T, c *s3.Client, keys ...string) (*s3.DeleteObjectsOutput, error) {
	t.Helper()
	var objects []types.ObjectIdentifier
	for _, key := range keys {
		objects = append(objects, types.ObjectIdentifier{Key: aws.String(key)})
	}
	return c.DeleteObjects(t.Context(), &s3.DeleteObjectsInput{
		Bucket: aws.String("site"), Delete: &types.Delete{Objects: objects},
	})
}

const md5OfOne = "c4ca4238a0b923820dcc509a6f75849b"

func TestObjectsAreKeptWithTheirHeaders(t *testing.T) {
	cloud := start(t)
	c := client(cloud)
	keys := []string{"a", "a/b", "mötley crüe/~+ &%41=?#", ".x"}
	want := make(map[string]awstest.Object)
	for _, key := range keys {
		etag, err := put(t, c, key, "1")
		if err != nil || etag != `"`+md5OfOne+`"` {
			t.Errorf("put %s gives %s, %v", key, etag, err)
		}
		out, body, err := get(t, c, key)
		if err != nil {
			t.Fatal(err)
		}
		if body != "1" || aws.ToString(out.ContentType) != "text/x" || aws.ToString(out.CacheControl) != "max-age=1" {
			t.Errorf("get gives %q, %s, %s", body, aws.ToString(out.ContentType), aws.ToString(out.CacheControl))
		}
		head, err := c.HeadObject(t.Context(), &s3.HeadObjectInput{Bucket: aws.String("site"), Key: aws.String(key)})
		if err != nil {
			t.Fatal(err)
		}
		if aws.ToString(head.CacheControl) != "max-age=1" || aws.ToString(head.ETag) != etag {
			t.Errorf("head gives %s, %s", aws.ToString(head.CacheControl), aws.ToString(head.ETag))
		}
		want[key] = awstest.Object{Body: "1", ETag: md5OfOne, ContentType: "text/x", CacheControl: "max-age=1"}
	}
	if diff := cmp.Diff(want, cloud.Objects("site")); diff != "" {
		t.Errorf("objects (-want +got):\n%s", diff)
	}
	if got := cloud.Objects("absent"); len(got) > 0 {
		t.Errorf("an absent bucket holds %v", got)
	}
}

func TestPutWithoutARequest(t *testing.T) {
	cloud := start(t)
	want := awstest.Object{Body: "1", ETag: md5OfOne, ContentType: "text/x", CacheControl: "no-cache"}
	if err := cloud.Put("site", "a", want); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]awstest.Object{"a": want}, cloud.Objects("site")); diff != "" {
		t.Errorf("objects (-want +got):\n%s", diff)
	}
	if err := cloud.Put("absent", "a", want); err == nil || !strings.Contains(err.Error(), "put absent/a") {
		t.Errorf("error is %v", err)
	}
	if err := cloud.CreateBucket("site"); err == nil || !strings.Contains(err.Error(), "create bucket site") {
		t.Errorf("error is %v", err)
	}
	if got := cloud.Requests(); len(got) > 0 {
		t.Errorf("requests are %v", got)
	}
}

func TestAbsent(t *testing.T) {
	cloud := start(t)
	c := client(cloud)
	_, _, err := get(t, c, "absent")
	expectCode(t, err, http.StatusNotFound, "NoSuchKey")
	bucket := aws.String("absent")
	_, err = c.ListObjectsV2(t.Context(), &s3.ListObjectsV2Input{Bucket: bucket})
	expectCode(t, err, http.StatusNotFound, "NoSuchBucket")
	_, err = c.GetObject(t.Context(), &s3.GetObjectInput{Bucket: bucket, Key: aws.String("a")})
	expectCode(t, err, http.StatusNotFound, "NoSuchBucket")
	_, err = c.PutObject(t.Context(), &s3.PutObjectInput{Bucket: bucket, Key: aws.String("a"), Body: strings.NewReader("1")})
	expectCode(t, err, http.StatusNotFound, "NoSuchBucket")
}

func TestConditionalPut(t *testing.T) {
	const other = `"0123456789abcdef0123456789abcdef"`
	tests := []struct {
		name                 string
		key                  string
		ifMatch, ifNoneMatch *string
		status               int
		code                 string
	}{
		{name: "if absent, and it is", key: "new", ifNoneMatch: aws.String("*")},
		{"if absent, and it is not", "old", nil, aws.String("*"), http.StatusPreconditionFailed, "PreconditionFailed"},
		{name: "if it is this, and it is", key: "old", ifMatch: aws.String(`"` + md5OfOne + `"`)},
		{"if it is this, and it is another", "old", aws.String(other), nil, http.StatusPreconditionFailed, "PreconditionFailed"},
		{"if it is this, and it is absent", "new", aws.String(other), nil, http.StatusNotFound, "NoSuchKey"},
	}
	for _, test := range tests {
		for _, encrypted := range []bool{false, true} {
			t.Run(fmt.Sprint(test.name, " encrypted ", encrypted), func(t *testing.T) {
				cloud := start(t)
				c := client(cloud)
				ifMatch := test.ifMatch
				if encrypted {
					cloud.EncryptWithKMS("site")
				}
				etag, err := put(t, c, "old", "1")
				if err != nil {
					t.Fatal(err)
				}
				if encrypted && ifMatch != nil && test.code == "" {
					ifMatch = aws.String(etag)
				}
				_, err = c.PutObject(t.Context(), &s3.PutObjectInput{
					Bucket: aws.String("site"), Key: aws.String(test.key), Body: strings.NewReader("2"),
					IfMatch: ifMatch, IfNoneMatch: test.ifNoneMatch,
				})
				if test.code != "" {
					expectCode(t, err, test.status, test.code)
				} else if err != nil {
					t.Error(err)
				}
				if got := cloud.Objects("site")[test.key].Body == "2"; got != (test.code == "") {
					t.Errorf("it was written: %v", got)
				}
			})
		}
	}
}
