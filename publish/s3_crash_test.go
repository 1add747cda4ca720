package publish

import (
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"datarocks/publish/awstest"
	"datarocks/publish/manifest"
)

const sitePrefix = "site/"

// cloudWorld is a world whose bucket and CDN are those of AWS: the world's own
// bucket mirrors what S3 holds after each request that was carried out.
type cloudWorld struct {
	*world
	cloud  *awstest.AWS
	bucket Bucket
	cdn    CDN
	seen   int // invalidations
}

func newCloudWorld(t *testing.T) *cloudWorld {
	t.Helper()
	cloud := newCloud(t)
	w := &cloudWorld{
		world: newWorld(t), cloud: cloud,
		bucket: NewS3(newS3Client(t, cloud), "label", sitePrefix), cdn: newCDN(t, cloud, "E1"),
	}
	for key, o := range w.foreign {
		object := awstest.Object{Body: o.Body, ContentType: o.Headers.ContentType, CacheControl: o.Headers.CacheControl}
		if err := cloud.Put("label", sitePrefix+key, object); err != nil {
			t.Fatal(err)
		}
	}
	w.heal()
	return w
}

// heal ends every fault and goes on watching.
func (w *cloudWorld) heal() {
	w.cloud.Heal()
	w.cloud.Reset()
	for _, operation := range []string{"PutObject", "DeleteObjects", "CreateInvalidation"} {
		w.cloud.Break(awstest.Rule{
			Match: awstest.Operation(operation),
			Fault: awstest.Done(awstest.Call(func() { w.mirror(operation) }, awstest.Well())),
		})
	}
}

// mirror lets the world's bucket hold what S3 does and its CDN drop what
// CloudFront was asked to, and sends the visitors.
func (w *cloudWorld) mirror(step string) {
	memory := w.world.bucket
	memory.mu.Lock()
	defer memory.mu.Unlock()
	clear(memory.objects)
	for key, o := range w.cloud.Objects("label") {
		memory.objects[strings.TrimPrefix(key, sitePrefix)] = served{o.Body, manifest.Headers{ContentType: o.ContentType, CacheControl: o.CacheControl}}
	}
	all := w.cloud.Invalidations("E1")
	for _, i := range all[w.seen:] {
		for _, path := range i.Paths {
			delete(w.copies, path)
		}
	}
	w.seen = len(all)
	w.visit(step)
}

func (w *cloudWorld) publish(t *testing.T, site fstest.MapFS) {
	t.Helper()
	publishAll(t, site, w.bucket, w.cdn)
	w.expect(t, site)
}

// The requests of a run from roster 1 to roster 2: list, get, 2 manifests, 13
// files, 2 deletes, 2 invalidations.
const requestsOfARun = 21

// eachRequest calls test for each request of a run, with a world that holds
// the former site.
func eachRequest(t *testing.T, test func(t *testing.T, w *cloudWorld, n int)) {
	t.Helper()
	for n := 1; n <= requestsOfARun; n++ {
		w := newCloudWorld(t)
		w.announce(failedRoster())
		w.publish(t, formerRoster())
		w.heal()
		test(t, w, n)
		if t.Failed() {
			t.Fatalf("request %d", n)
		}
	}
}

func formerRoster() fstest.MapFS { return roster("1", "a", "b", "c") }
func failedRoster() fstest.MapFS { return roster("2", "b", "c", "d", "e") }

// From some request on nothing gets through, as when the process was killed or
// its network died. That request itself may have been carried out.
func TestARunThatDiesOverS3IsCompletedByTheNext(t *testing.T) {
	for name, last := range map[string]awstest.Fault{
		"not carried out": awstest.Drop(), "carried out": awstest.Done(awstest.Drop()),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			eachRequest(t, func(t *testing.T, w *cloudWorld, n int) {
				w.cloud.Break(awstest.Rule{Nth: n, Times: 1, Fault: last})
				w.cloud.Break(awstest.Rule{Nth: n + 1, Fault: awstest.Drop()})
				if err := tryPublish(t.Context(), failedRoster(), w.bucket, w.cdn); err == nil {
					t.Error("the run succeeded")
				}
				w.heal()
				w.publish(t, roster("3", "a", "e", "f"))
			})
		})
	}
}

// One request that fails in passing is tried again, and the run succeeds.
func TestARunOverS3OutlivesOneFault(t *testing.T) {
	broken := awstest.Answer(http.StatusInternalServerError, "InternalError")
	faults := map[string]awstest.Fault{
		"slow down":            awstest.Answer(http.StatusServiceUnavailable, "SlowDown"),
		"carried out, 500":     awstest.Done(broken),
		"dropped":              awstest.Drop(),
		"carried out, dropped": awstest.Done(awstest.Drop()),
	}
	for name, fault := range faults {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			eachRequest(t, func(t *testing.T, w *cloudWorld, n int) {
				w.cloud.Break(awstest.Rule{Nth: n, Times: 1, Fault: fault})
				w.publish(t, failedRoster())
				// A write that meets its own object looks at it, to know it.
				looks := w.cloud.Count()["HeadObject"]
				if got := len(w.cloud.Requests()); got != requestsOfARun+1+looks || looks > 1 {
					t.Errorf("%d requests, want one again, and %d looks", got, looks)
				}
				// The former site had one, this one deletes and has two, however often they were asked for.
				if got := len(w.cloud.Invalidations("E1")); got != 3 {
					t.Errorf("%d invalidations", got)
				}
			})
		})
	}
}

// The client repeats requests, but not the reading of an answer that breaks off.
func TestARunOverS3OutlivesOneCutAnswer(t *testing.T) {
	for _, operation := range []string{"GetObject", "ListObjectsV2", "PutObject", "DeleteObjects", "CreateInvalidation"} {
		t.Run(operation, func(t *testing.T) {
			t.Parallel()
			w := newCloudWorld(t)
			w.publish(t, formerRoster())
			w.heal()
			w.cloud.Break(awstest.Rule{Match: awstest.Operation(operation), Times: 1, Fault: awstest.Cut()})
			w.publish(t, failedRoster())
		})
	}
}

// An upload that broke off, or came otherwise than it was sent, is refused with a
// status that is not one of the server's own failures.
func TestAnUploadThatDidNotArriveIsRepeated(t *testing.T) {
	for _, code := range []string{"IncompleteBody", "RequestTimeout", "BadDigest"} {
		for _, key := range []string{"manifest.json", "artists/d/index.html", "index.html"} {
			t.Run(code+" "+key, func(t *testing.T) {
				t.Parallel()
				w := newCloudWorld(t)
				w.publish(t, formerRoster())
				w.heal()
				w.cloud.Break(awstest.Rule{
					Match: func(r awstest.Request) bool { return r.Operation == "PutObject" && r.Key == sitePrefix+key },
					Times: 2, Fault: awstest.Answer(http.StatusBadRequest, code),
				})
				w.publish(t, failedRoster())
			})
		}
	}
}
