//go:build versitygw

package publish

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"datarocks/publish/awstest"
	"datarocks/publish/manifest"
)

// gateway is a real S3 server: github.com/versity/versitygw. A bucket is a
// folder.
type gateway struct {
	client  *s3.Client
	buckets string
	made    atomic.Int64
}

func startGateway(t *testing.T) *gateway {
	t.Helper()
	folder := t.TempDir()
	install := exec.Command("go", "install", "github.com/versity/versitygw/cmd/versitygw@v1.8.0")
	install.Env = append(os.Environ(), "GOBIN="+folder, "GOFLAGS=")
	if out, err := install.CombinedOutput(); err != nil {
		t.Fatalf("install versitygw: %v\n%s", err, out)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	listener.Close()
	g := &gateway{buckets: filepath.Join(folder, "buckets")}
	if err := os.Mkdir(g.buckets, 0o755); err != nil {
		t.Fatal(err)
	}
	server := exec.Command(filepath.Join(folder, "versitygw"), "--access", awstest.AccessKeyID, "--secret", awstest.SecretAccessKey,
		"--region", awstest.Region, "--port", address, "--quiet", "posix", g.buckets)
	server.Stderr = os.Stderr
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = server.Process.Kill()
		_ = server.Wait()
	})
	awaitAnswer(t, "http://"+address)
	cfg := configure(t, newCloud(t))
	cfg.BaseEndpoint = aws.String("http://" + address)
	g.client = s3.NewFromConfig(cfg, func(o *s3.Options) {
		o.UsePathStyle = true
		o.DisableLogOutputChecksumValidationSkipped = true
	})
	return g
}

func awaitAnswer(t *testing.T, url string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		if resp, err := http.Get(url); err == nil {
			resp.Body.Close()
			return
		}
		select {
		case <-ctx.Done():
			t.Fatal("the server does not answer")
		case <-tick.C:
		}
	}
}

// bucket returns an empty one.
func (g *gateway) bucket(t *testing.T) *S3 {
	t.Helper()
	name := fmt.Sprint("bucket-", g.made.Add(1))
	if err := os.Mkdir(filepath.Join(g.buckets, name), 0o755); err != nil {
		t.Fatal(err)
	}
	return NewS3(g.client, name, "site")
}

// TestVersityGW holds a real server to what the simulated one is held to.
func TestVersityGW(t *testing.T) {
	g := startGateway(t)
	t.Run("bucket", func(t *testing.T) { testBucket(t, func(t *testing.T) Bucket { return g.bucket(t) }) })
	t.Run("headers", func(t *testing.T) { g.headers(t) })
	t.Run("failed runs", func(t *testing.T) { g.failedRuns(t) })
	t.Run("two runs at once", func(t *testing.T) { g.twoRuns(t) })
	t.Run("keeps to conditions", func(t *testing.T) {
		b := g.bucket(t)
		publishAll(t, beforeRace, b, nil)
		if _, err := b.Put(t.Context(), manifest.Name, BodyOf(mustClaim(t, b, olderRacer)), manifest.Headers{}, AnyVersion); err != nil {
			t.Fatal(err)
		}
		have, err := Read(t.Context(), b)
		if err != nil {
			t.Fatal(err)
		}
		notice := func(text string) { t.Errorf("notice: %s", text) }
		if err := apply(t.Context(), newPlan(t, newerRacer, have), Job{Site: newerRacer, Bucket: b, Notice: notice}); err != nil {
			t.Fatal(err)
		}
	})
}

// objectAt asks for the file of a site.
func objectAt(b *S3, name string) *s3.GetObjectInput {
	bucket, key, _ := strings.Cut(strings.TrimPrefix(b.objects.URL(name), "s3://"), "/")
	return &s3.GetObjectInput{Bucket: &bucket, Key: &key}
}

// headers are those that a browser gets.
func (g *gateway) headers(t *testing.T) {
	b := g.bucket(t)
	site := roster("1", "a")
	publishAll(t, site, b, nil)
	for name := range site {
		out, err := g.client.GetObject(t.Context(), objectAt(b, name))
		if err != nil {
			t.Fatal(err)
		}
		out.Body.Close()
		got := manifest.Headers{ContentType: aws.ToString(out.ContentType), CacheControl: aws.ToString(out.CacheControl)}
		if want := HeadersFor(name); got != want {
			t.Errorf("%s has %v, want %v", name, got, want)
		}
	}
}

// holds checks that a bucket holds exactly a site and the assets that it keeps.
func (g *gateway) holds(t *testing.T, b *S3, want *memory) {
	t.Helper()
	files := make(map[string]string)
	for key, object := range want.snapshot() {
		files[key] = object.Body
	}
	expectObjects(t, b, files)
}

// failedRuns cuts a run off at each of its calls in turn, and lets another site
// follow.
func (g *gateway) failedRuns(t *testing.T) {
	next := roster("3", "a", "e", "f")
	for n := 1; ; n++ {
		b := g.bucket(t)
		publishAll(t, formerRoster(), b, nil)
		ctx, cancel := context.WithCancel(t.Context())
		i := &intruded{Bucket: b, at: n, intrude: cancel}
		err := tryPublish(ctx, failedRoster(), i, nil)
		cancel()
		if i.calls < n {
			break
		}
		if err == nil {
			t.Errorf("call %d: the run succeeded", n)
		}
		publishAll(t, next, b, nil)
		have, err := Read(t.Context(), b)
		if err != nil {
			t.Fatal(err)
		}
		if p := newPlan(t, next, have); len(p.Uploads)+len(p.Deletes) > 0 {
			t.Errorf("call %d, planned again:\n%s", n, p)
		}
		for name := range next {
			if data, _, err := b.Get(t.Context(), name); err != nil || name != manifest.Name && string(data) != string(next[name].Data) {
				t.Errorf("call %d: %s holds %q: %v", n, name, data, err)
			}
		}
	}
}

func (g *gateway) twoRuns(t *testing.T) {
	nothing := cdnFunc(func(context.Context, []string) error { return nil })
	for n := 1; ; n++ {
		b, twin := g.bucket(t), newMemory()
		publishAll(t, beforeRace, b, nil)
		publishAll(t, beforeRace, twin, nil)
		if !(rivals{olderRacer, newerRacer}).race(t, b, nothing, n) {
			break
		}
		rivals{olderRacer, newerRacer}.race(t, twin, nothing, n)
		g.holds(t, b, twin)
		if t.Failed() {
			t.Fatalf("call %d", n)
		}
	}
}
