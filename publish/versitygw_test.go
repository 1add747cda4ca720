//go:build versitygw

package publish

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"datarocks/publish/awstest/gateway"
	"datarocks/publish/manifest"
)

// server is a real S3 server.
type server struct {
	gateway.Gateway
	client *s3.Client
	made   atomic.Int64
}

func startServer(t *testing.T) *server {
	t.Helper()
	g := &server{Gateway: gateway.Start(t)}
	cfg := configure(t, newCloud(t))
	cfg.BaseEndpoint = aws.String(g.URL)
	g.client = s3.NewFromConfig(cfg, func(o *s3.Options) {
		o.UsePathStyle = true
		o.DisableLogOutputChecksumValidationSkipped = true
	})
	return g
}

// bucket returns an empty one.
func (g *server) bucket(t *testing.T) *S3 {
	t.Helper()
	name := fmt.Sprint("bucket-", g.made.Add(1))
	g.CreateBucket(t, name)
	return NewS3(g.client, name, "site")
}

// TestVersityGW holds a real server to what the simulated one is held to.
func TestVersityGW(t *testing.T) {
	g := startServer(t)
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
		have := mustRead(t, b)
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
func (g *server) headers(t *testing.T) {
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
func (g *server) holds(t *testing.T, b *S3, want *memory) {
	t.Helper()
	files := make(map[string]string)
	for key, object := range want.snapshot() {
		files[key] = object.Body
	}
	expectObjects(t, b, files)
}

// failedRuns cuts a run off at each of its calls in turn, and lets another site
// follow.
func (g *server) failedRuns(t *testing.T) {
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
		have := mustRead(t, b)
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

func (g *server) twoRuns(t *testing.T) {
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
