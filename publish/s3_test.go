package publish

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/google/go-cmp/cmp"

	"datarocks/publish/awstest"
)

func TestS3KeepsToItsPrefix(t *testing.T) {
	cloud := newCloud(t)
	for _, key := range []string{"index.html", "sitemap.xml", "site.html", "other/index.html"} {
		if err := cloud.Put("label", key, awstest.Object{Body: "theirs"}); err != nil {
			t.Fatal(err)
		}
	}
	b := NewS3(newS3Client(t, cloud), "label", "site")
	expectObjects(t, b, nil)
	publishAll(t, siteOf("1", map[string]string{"index.html": "1", "a/b.json": "1"}), b, nil)
	publishAll(t, siteOf("2", map[string]string{"index.html": "2"}), b, nil)
	want := map[string]string{
		"index.html": "theirs", "sitemap.xml": "theirs", "site.html": "theirs", "other/index.html": "theirs",
		"site/index.html": "2",
	}
	got := make(map[string]string)
	for key, object := range cloud.Objects("label") {
		got[key] = object.Body
	}
	delete(got, "site/manifest.json")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("bucket (-want +got):\n%s", diff)
	}
}

// Keys that no file of a site can have are somebody else's. They must not keep
// a site from being published.
func TestS3ListsNoKeysThatAreNoPaths(t *testing.T) {
	cloud := newCloud(t)
	keys := []string{"site/", "site/folder/", "site//double", "site/../up", "site/./dot", "site/control\x01\n", "site/fine"}
	for _, key := range keys {
		if err := cloud.Put("label", key, awstest.Object{}); err != nil {
			t.Fatal(err)
		}
	}
	expectObjects(t, NewS3(newS3Client(t, cloud), "label", "site"), map[string]string{"fine": "", "control\x01\n": ""})
}

func TestS3ListsEveryPage(t *testing.T) {
	cloud := newCloud(t)
	want := make(map[string]string)
	for i := range 2001 {
		key := fmt.Sprintf("%04d", i)
		want[key] = ""
		if err := cloud.Put("label", key, awstest.Object{}); err != nil {
			t.Fatal(err)
		}
	}
	b := NewS3(newS3Client(t, cloud), "label", "")
	objects, err := b.List(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(objects) != len(want) {
		t.Errorf("listed %d", len(objects))
	}
	var keys []string
	for key := range want {
		keys = append(keys, key)
	}
	if err := b.Delete(t.Context(), keys); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]int{"ListObjectsV2": 3, "DeleteObjects": 3}, cloud.Count()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
	if left := cloud.Objects("label"); len(left) > 0 {
		t.Errorf("%d are left", len(left))
	}
	if err := b.Delete(t.Context(), nil); err != nil || cloud.Count()["DeleteObjects"] != 3 {
		t.Errorf("delete of nothing: %v, %v", err, cloud.Count())
	}
}

func TestS3ReportsEveryRefusedDelete(t *testing.T) {
	cloud := newCloud(t)
	b := NewS3(newS3Client(t, cloud), "label", "site")
	for _, key := range []string{"a", "b", "c"} {
		mustPut(t, b, key, key)
	}
	cloud.RefuseDelete("label", "site/a")
	cloud.RefuseDelete("label", "site/c")
	err := b.Delete(t.Context(), []string{"a", "b", "c"})
	for _, want := range []string{"delete s3://label/site/a: AccessDenied: Access Denied", "delete s3://label/site/c: "} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error is %v, want %q in it", err, want)
		}
	}
	expectObjects(t, b, map[string]string{"a": "a", "c": "c"})
}

func TestS3Errors(t *testing.T) {
	cloud := newCloud(t)
	b := NewS3(newS3Client(t, cloud), "absent", "site")
	_, errList := b.List(t.Context(), nil)
	_, _, errGet := b.Get(t.Context(), "a")
	errs := map[string]error{
		"list s3://absent/site/":         errList,
		"get s3://absent/site/a":         errGet,
		"put s3://absent/site/a":         put(t.Context(), b, "a", "1"),
		"delete below s3://absent/site/": b.Delete(t.Context(), []string{"a"}),
	}
	for want, err := range errs {
		if err == nil || !strings.HasPrefix(err.Error(), want+": ") || !strings.Contains(err.Error(), "NoSuchBucket") {
			t.Errorf("error is %v, want %q and NoSuchBucket in it", err, want)
		}
		if errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%v: taken for an absent object", err)
		}
	}
	var absent *types.NoSuchBucket
	if !errors.As(errList, &absent) {
		t.Errorf("%v: does not wrap the client's error", errList)
	}
}

// A read that ends early must not pass for a short manifest.
func TestS3GetFailsOnABrokenBody(t *testing.T) {
	cloud := newCloud(t)
	b := NewS3(newS3Client(t, cloud), "label", "")
	mustPut(t, b, "a", "0123456789")
	cloud.Break(awstest.Rule{Match: awstest.Operation("GetObject"), Fault: awstest.Cut()})
	if data, _, err := b.Get(t.Context(), "a"); err == nil {
		t.Errorf("read %q", data)
	}
}

func TestAGetIsBounded(t *testing.T) {
	body := bounded{limit: 5}
	if _, err := io.Copy(&body, strings.NewReader("12345")); body.data.String() != "12345" || err != nil {
		t.Errorf("read %q, %v", body.data.String(), err)
	}
	if _, err := io.Copy(&body, strings.NewReader("6")); err == nil || !strings.Contains(err.Error(), "more than 5 bytes") {
		t.Errorf("error is %v", err)
	}
}

func TestS3StoresNoSiteThatChangedSinceThePlan(t *testing.T) {
	clients := map[string]func(*testing.T, *awstest.AWS) *s3.Client{"http": newS3Client, "https": newTLSClient}
	for name, client := range clients {
		for _, now := range []string{"3", "", "longer"} {
			t.Run(name+" "+now, func(t *testing.T) {
				cloud := newCloud(t)
				b := NewS3(client(t, cloud), "label", "")
				site := siteOf("1", map[string]string{"index.html": "1", "a.html": "2"})
				p := newPlan(t, site, Published{})
				site["a.html"].Data = []byte(now)
				err := apply(t.Context(), p, Job{Site: site, Bucket: b})
				if err == nil || !strings.Contains(err.Error(), "upload a.html: ") {
					t.Errorf("error is %v", err)
				}
				if o, stored := cloud.Objects("label")["a.html"]; stored {
					t.Errorf("stored %q, which was not planned", o.Body)
				}
			})
		}
	}
}

// The ETags of a bucket that encrypts by KMS mean nothing, and yet a night with
// one change is one upload.
func TestKMS(t *testing.T) {
	cloud := newCloud(t)
	cloud.EncryptWithKMS("label")
	b := NewS3(newS3Client(t, cloud), "label", "")
	files := map[string]string{"index.html": "1", "a.json": "1", "b.json": "1", "c.json": "1", "assets/a.0123abcd.js": "1"}
	expect := func(what string, puts, gets int) {
		t.Helper()
		cloud.Reset()
		publishAll(t, siteOf("1", files), b, nil)
		if count := cloud.Count(); count["PutObject"] != puts || count["GetObject"] != gets {
			t.Errorf("%s: requests are %v, want %d PutObject, %d GetObject", what, count, puts, gets)
		}
		for name, body := range files {
			if got := cloud.Objects("label")[name].Body; got != body {
				t.Errorf("%s: %s holds %q, want %q", what, name, got, body)
			}
		}
	}
	expect("first", 7, 1)
	expect("nothing changed", 0, 1)
	files["a.json"] = "2"
	expect("one changed", 3, 1)
	expect("nothing changed since", 0, 1)
	files["a.json"] = "1"
	expect("changed back", 3, 1)

	if err := b.Delete(t.Context(), []string{"b.json"}); err != nil {
		t.Fatal(err)
	}
	expect("deleted by hand", 3, 1)
	mustPut(t, b, "c.json", "by hand")
	expect("changed by hand", 3, 1)

	files["c.json"] = "3"
	breakIndex := awstest.Rule{
		Match: func(r awstest.Request) bool { return r.Key == "index.html" },
		Fault: awstest.Answer(http.StatusForbidden, "AccessDenied"),
	}
	files["index.html"] = "3"
	cloud.Break(breakIndex)
	if err := tryPublish(t.Context(), siteOf("1", files), b, nil); err == nil {
		t.Error("published what could not be written")
	}
	cloud.Heal()
	expect("after a run that failed", 3, 1) // both files, and the receipt
	expect("nothing changed at last", 0, 1)
}
