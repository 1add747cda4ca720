package awstest_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
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

func TestDeleteObjects(t *testing.T) {
	cloud := start(t)
	c := client(cloud)
	for _, key := range []string{"a", "b", "c"} {
		if _, err := put(t, c, key, "1"); err != nil {
			t.Fatal(err)
		}
	}
	cloud.RefuseDelete("site", "b")
	out, err := deleteAll(t, c, "a", "b", "absent")
	if err != nil {
		t.Fatal(err)
	}
	if len(out.Deleted) != 2 || len(out.Errors) != 1 || aws.ToString(out.Errors[0].Code) != "AccessDenied" {
		t.Errorf("deleted %v, refused %v", out.Deleted, out.Errors)
	}
	if got := cloud.Objects("site"); len(got) != 2 {
		t.Errorf("left are %v", got)
	}
	_, err = deleteAll(t, c, strings.Fields(strings.Repeat("k ", 1001))...)
	expectCode(t, err, http.StatusBadRequest, "MalformedXML")
}
