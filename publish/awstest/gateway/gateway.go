// Package gateway starts a real S3 server for tests that run with the tag versitygw:
// github.com/versity/versitygw, whose buckets are folders and whose objects are files.
package gateway

import (
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"datarocks/publish/awstest"
)

// Gateway is a server that ends with its test.
type Gateway struct {
	URL     string
	Buckets string // folder of a folder per bucket
}

// Start starts the versitygw that is in PATH, where .ci/run puts one, and waits
// until it answers.
func Start(t testing.TB) Gateway {
	t.Helper()
	program, err := exec.LookPath("versitygw")
	if err != nil {
		t.Fatalf("%v: .ci/run says which to install", err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	listener.Close()
	g := Gateway{URL: "http://" + address, Buckets: filepath.Join(t.TempDir(), "buckets")}
	if err := os.Mkdir(g.Buckets, 0o755); err != nil {
		t.Fatal(err)
	}
	server := exec.Command(program, "--access", awstest.AccessKeyID, "--secret", awstest.SecretAccessKey,
		"--region", awstest.Region, "--port", address, "--quiet", "posix", g.Buckets)
	server.Stderr = os.Stderr
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = server.Process.Kill()
		_ = server.Wait()
	})
	begin := time.Now()
	for range time.Tick(50 * time.Millisecond) {
		if resp, err := http.Get(g.URL); err == nil {
			resp.Body.Close()
			break
		}
		if time.Since(begin) > 30*time.Second {
			t.Fatal("the server does not answer")
		}
	}
	return g
}

// CreateBucket makes an empty bucket.
func (g Gateway) CreateBucket(t testing.TB, name string) {
	t.Helper()
	if err := os.Mkdir(filepath.Join(g.Buckets, name), 0o755); err != nil {
		t.Fatal(err)
	}
}
