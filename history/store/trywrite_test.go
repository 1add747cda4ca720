package store_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/gofrs/flock"

	"datarocks/history/store"
	"datarocks/history/store/s3test"
	"datarocks/history/store/storetest"
	"datarocks/publish/awstest"
)

const someDay = "v1/days/year=2026/month=11/2026-11-23.ndjson"

func TestTryWriteOfAFolder(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "new")
	d := store.NewDir(folder)
	for _, day := range []string{"", "x"} { // not there yet, and there
		if day != "" {
			storetest.MustPut(t, d, someDay, day)
		}
		if err := store.TryWrite(t.Context(), d, someDay); err != nil {
			t.Fatal(err)
		}
		_ = filepath.WalkDir(folder, func(path string, entry os.DirEntry, _ error) error {
			if !entry.IsDir() && filepath.Base(path) != ".lock" && (day == "" || filepath.Base(path) != filepath.Base(someDay)) {
				t.Errorf("it left %s", path)
			}
			return nil
		})
	}
	storetest.Holds(t, d, map[string]string{someDay: "x"})
	if err := store.TryWrite(t.Context(), d, "../a"); err == nil {
		t.Error("it left the folder")
	}

	// A file where a folder has to be cannot be written below, not even by root.
	blocked := t.TempDir()
	if err := os.WriteFile(filepath.Join(blocked, "v1"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := store.TryWrite(t.Context(), store.NewDir(blocked), someDay); err == nil {
		t.Error("a history that cannot be written passes")
	}
	lock := flock.New(filepath.Join(folder, ".lock"))
	if ok, err := lock.TryLock(); !ok || err != nil {
		t.Fatal(ok, err)
	}
	defer lock.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := store.TryWrite(ctx, d, someDay); !errors.Is(err, context.Canceled) {
		t.Errorf("under another's lock: %v", err)
	}
}

// TestTryWriteOfABucket: the server at another address keeps conditions, or not, or
// no longer.
func TestTryWriteOfABucket(t *testing.T) {
	t.Parallel()
	cloud := s3test.New(t)
	if err := cloud.Put(s3test.Bucket, someDay, awstest.Object{Body: "x"}); err != nil {
		t.Fatal(err)
	}
	try := func() error { return store.TryWrite(t.Context(), openListed(t, cloud), someDay) }
	known := func() bool {
		t.Helper()
		kept, err := store.NewS3(s3test.Client(cloud), s3test.Bucket, "").KnownConditions(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return kept
	}
	for range 2 {
		if err := try(); err != nil || !known() {
			t.Errorf("%v, known %t", err, known())
		}
	}
	cloud.Reset()
	if err := try(); err != nil || cloud.Count()["PutObject"] != 1 {
		t.Errorf("%v; a server that is known took %v", err, cloud.Count())
	}
	cloud.Break(awstest.Rule{Match: awstest.Operation("PutObject"), Fault: awstest.Deny("s3:PutObject")})
	if err := try(); err == nil || !strings.Contains(err.Error(), "s3:PutObject") {
		t.Errorf("a bucket that cannot be written: %v", err)
	}
	cloud.Heal()
	cloud.IgnoreConditions(s3test.Bucket)
	if err := try(); err != nil || known() {
		t.Errorf("a server that ignores conditions of late: %v, known %t", err, known())
	}
	if got := cloud.Objects(s3test.Bucket)[someDay].Body; got != "x" {
		t.Errorf("the day holds %q", got)
	}
}

// openListed is a store that has listed its objects, as a run's has.
func openListed(t *testing.T, cloud *awstest.AWS) *store.S3 {
	t.Helper()
	s := s3test.Store(cloud)
	if _, err := s.List(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	return s
}

// TestTryWriteOnAmazon: its own servers keep conditions, so the object is tried that
// is to be written. A role may be allowed that one alone.
func TestTryWriteOnAmazon(t *testing.T) {
	t.Parallel()
	cloud := s3test.New(t)
	s := store.NewS3(amazon(cloud), s3test.Bucket, "h")
	cloud.Break(awstest.Rule{
		Match: func(r awstest.Request) bool { return r.Operation == "PutObject" && r.Key != "h/"+someDay },
		Fault: awstest.Deny("s3:PutObject"),
	})
	try := func() {
		t.Helper()
		if err := store.TryWrite(t.Context(), s, someDay); err != nil {
			t.Error(err)
		}
	}
	try()
	if objects := cloud.Objects(s3test.Bucket); len(objects) != 0 {
		t.Errorf("it wrote %v", objects)
	}
	if err := cloud.Put(s3test.Bucket, "h/"+someDay, awstest.Object{Body: "x"}); err != nil {
		t.Fatal(err)
	}
	try()
	if got := cloud.Objects(s3test.Bucket)["h/"+someDay].Body; got != "x" {
		t.Errorf("the day holds %q", got)
	}
	cloud.Break(awstest.Rule{Match: awstest.Operation("PutObject"), Fault: awstest.Answer(http.StatusForbidden, "AccessDenied")})
	if err := store.TryWrite(t.Context(), s, someDay); err == nil || !strings.Contains(err.Error(), "AccessDenied") {
		t.Errorf("a bucket that cannot be written: %v", err)
	}
}

// amazon is a client that takes the cloud for Amazon itself.
func amazon(cloud *awstest.AWS) *s3.Client {
	cfg := cloud.Config()
	cfg.BaseEndpoint = nil
	address := strings.TrimPrefix(cloud.URL(), "http://")
	cfg.HTTPClient = &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "tcp", address)
	}}}
	return s3.NewFromConfig(cfg, func(o *s3.Options) {
		o.UsePathStyle = true
		o.EndpointOptions.DisableHTTPS = true
	})
}
