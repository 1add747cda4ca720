package main

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/fetch/fetchtest"
	"datarocks/publish"
	"datarocks/publish/awstest"
	"datarocks/publish/manifest"
)

// newCloud returns an AWS with the buckets "counts" and "pages" and the
// distribution E1.
func newCloud() (*awstest.AWS, error) {
	cloud, err := awstest.New()
	if err != nil {
		return nil, err
	}
	cloud.CreateDistribution("E1")
	return cloud, errors.Join(cloud.CreateBucket("counts"), cloud.CreateBucket("pages"))
}

// awsCommand looks into the simulated AWS of a script.
//
//	aws asked OPERATION N             since the last forget
//	aws forget
//	aws object BUCKET KEY TYPE CACHE  it is there, with these headers
//	aws objects BUCKET N              how many there are
//	aws dump BUCKET KEY FILE          writes an object to a file
//	aws upload BUCKET KEY FILE        replaces an object by a file
//	aws invalidated ID PATHS...       the paths of all invalidations
//	aws versions BUCKET               it keeps versions from now on
//	aws delete BUCKET KEY             as a hand would
//	aws refuse OPERATION BUCKET       AccessDenied from now on
//	aws put BUCKET KEY TEXT           an object has this text
//	aws behave BUCKET SERVER          it is one of a server that is not Amazon's
//	aws heal
//
// What has to do with stacks is in stack_test.go, and how things are set up in
// doctor_test.go.
func awsCommand(ts *testscript.TestScript, neg bool, args []string) {
	cloud := ts.Value(simulatedKey{}).(*simulated).cloud
	if neg || len(args) == 0 {
		ts.Fatalf("usage: aws VERB ARGS...")
	}
	switch verb, args := args[0], args[1:]; {
	case verb == "forget":
		cloud.Reset()
	case verb == "heal":
		cloud.Heal()
	case verb == "asked" && len(args) == 2:
		same(ts, fmt.Sprint(cloud.Count()[args[0]]), args[1])
	case verb == "objects" && len(args) == 2:
		same(ts, fmt.Sprint(len(cloud.Objects(args[0]))), args[1])
	case verb == "object" && len(args) == 4:
		o := cloud.Objects(args[0])[args[1]]
		same(ts, o.ContentType, args[2])
		same(ts, o.CacheControl, args[3])
	case verb == "dump" && len(args) == 3:
		o, ok := cloud.Objects(args[0])[args[1]]
		if !ok {
			ts.Fatalf("no object %s; there are %v", args[1], slices.Sorted(maps.Keys(cloud.Objects(args[0]))))
		}
		ts.Check(os.WriteFile(ts.MkAbs(args[2]), []byte(o.Body), 0o644))
	case verb == "upload" && len(args) == 3:
		ts.Check(cloud.Put(args[0], args[1], awstest.Object{Body: ts.ReadFile(args[2])}))
	case verb == "invalidated" && len(args) > 0:
		var paths []string
		for _, i := range cloud.Invalidations(args[0]) {
			paths = append(paths, i.Paths...)
		}
		same(ts, strings.Join(paths, " "), strings.Join(args[1:], " "))
	case verb == "put" && len(args) == 3:
		ts.Check(cloud.Put(args[0], args[1], awstest.Object{Body: args[2]}))
	case verb == "behave" && len(args) == 2:
		i := slices.IndexFunc(awstest.Compatibles, func(c awstest.Compatible) bool { return c.Name == args[1] })
		if i < 0 {
			ts.Fatalf("no server %s", args[1])
		}
		cloud.Behave(args[0], awstest.Compatibles[i].Quirks)
	case verb == "versions" && len(args) == 1:
		ts.Check(cloud.KeepVersions(args[0]))
	case verb == "delete" && len(args) == 2:
		ts.Check(cloud.Delete(args[0], args[1]))
	case verb == "refuse" && len(args) == 2:
		cloud.Break(awstest.Rule{
			Match: func(r awstest.Request) bool {
				return r.Operation == args[0] && (r.Bucket == args[1] || r.Distribution == args[1])
			},
			Fault: awstest.Answer(http.StatusForbidden, "AccessDenied"),
		})
	case !stackCommand(ts, cloud, verb, args) && !cloudCommand(cloud, verb, args):
		ts.Fatalf("cannot %s %v", verb, args)
	}
}

func same(ts *testscript.TestScript, got, want string) {
	if got != want {
		ts.Fatalf("got %q, want %q", got, want)
	}
}

// killed is a run that can be killed at any of its requests to AWS.
type killed struct {
	t       *testing.T
	folder  string
	spotify *fetchtest.Spotify
}

func (k *killed) run(cloud *awstest.AWS, at string, started func(*os.Process)) {
	k.t.Helper()
	run := exec.Command(os.Args[0], "run", "--history", "s3://counts/h", "--site", "s3://pages", "--distribution", "E1", "--now", at)
	run.Dir = k.folder
	run.Env = append(os.Environ(), asDatarocks+"=1", "SPOTIFY_ID=id", "SPOTIFY_SECRET=secret", "SPOTIFY_ENDPOINT="+k.spotify.URL())
	run.Env = append(run.Env, cloud.Environ()...)
	run.Env = append(run.Env, "TMPDIR="+k.folder) // a killed run leaves its pages there
	var out strings.Builder
	run.Stdout, run.Stderr = &out, &out
	if err := run.Start(); err != nil {
		k.t.Fatal(err)
	}
	if started != nil {
		started(run.Process)
	}
	if err := run.Wait(); err != nil && started == nil {
		k.t.Fatalf("%v\n%s", err, out.String())
	}
}

// TestKilledAnywhere kills a run at each of its requests to AWS before it is
// carried out, and at the last one after. The next run completes it: the history
// holds every count once, and the site is the one of a run that nobody killed.
// Among the requests are those that make the rollup of a year that is over.
func TestKilledAnywhere(t *testing.T) {
	spotify, err := fetchtest.NewSpotify()
	if err != nil {
		t.Fatal(err)
	}
	defer spotify.Close()
	spotify.Set("2aaLAng2L2aWD2FClzwiep", "Dream Theater", 3456789)
	k := &killed{t, t.TempDir(), spotify}
	k.writeContent()

	want, requests := k.undisturbed()
	if requests < 10 {
		t.Fatalf("a run makes %d requests, which cannot be all", requests)
	}
	t.Run("killed", func(t *testing.T) { // ends when all are done
		// A kill after a request leaves the same as a kill before the next one.
		for n := 1; n <= requests+1; n++ {
			at, done := min(n, requests), n > requests
			t.Run(fmt.Sprintf("at request %d, carried out: %t", at, done), func(t *testing.T) {
				t.Parallel()
				(&killed{t, k.folder, spotify}).completes(at, done, want)
			})
		}
	})
}

// completes kills a run and looks at what the next one makes of it.
func (k *killed) completes(n int, done bool, want map[string]string) {
	cloud := k.openCloud()
	defer cloud.Close()
	k.killAt(cloud, n, done)
	cloud.Heal()
	k.run(cloud, "2026-11-23T07:43:00Z", nil)
	if diff := cmp.Diff(want, contents(cloud)); diff != "" {
		k.t.Error(diff)
	}
	if len(cloud.Invalidations("E1")) == 0 {
		k.t.Error("it was never invalidated")
	}
}

func (k *killed) undisturbed() (want map[string]string, requests int) {
	cloud := k.openCloud()
	defer cloud.Close()
	k.run(cloud, "2026-11-23T03:17:00Z", nil)
	want = contents(cloud)
	if want["counts/h/v1/rollup/2025.ndjson.gz"] == "" {
		k.t.Fatal("the run makes no rollup")
	}
	return want, len(cloud.Requests())
}

// openCloud has a count of the year before in its history.
func (k *killed) openCloud() *awstest.AWS {
	k.t.Helper()
	cloud := openCloud(k.t)
	const day = `{"date":"2025-12-31","artist":"dream-theater","source":"spotify","metric":"followers","value":3456000,"at":"2025-12-31T03:17:00Z","ref":"2aaLAng2L2aWD2FClzwiep"}` + "\n"
	if err := cloud.Put("counts", "h/v1/days/year=2025/month=12/2025-12-31.ndjson", awstest.Object{Body: day}); err != nil {
		k.t.Fatal(err)
	}
	return cloud
}

// killAt kills a run at its n-th request.
func (k *killed) killAt(cloud *awstest.AWS, n int, done bool) {
	process := make(chan *os.Process, 1)
	die := awstest.Call(func() { _ = (<-process).Kill() }, awstest.Drop())
	if done {
		die = awstest.Done(die)
	}
	cloud.Break(awstest.Rule{Nth: n, Times: 1, Fault: die})
	k.run(cloud, "2026-11-23T03:17:00Z", func(p *os.Process) { process <- p })
}

func openCloud(t *testing.T) *awstest.AWS {
	t.Helper()
	cloud, err := newCloud()
	if err != nil {
		t.Fatal(err)
	}
	return cloud
}

// useCloud makes this process a user of an AWS until the test ends.
func useCloud(t *testing.T) *awstest.AWS {
	t.Helper()
	cloud := openCloud(t)
	t.Cleanup(func() { _ = cloud.Close() })
	for _, variable := range cloud.Environ() {
		name, value, _ := strings.Cut(variable, "=")
		t.Setenv(name, value)
	}
	return cloud
}

// contents returns both buckets, without the times of counts: of two equal counts,
// that of the killed run or that of the next one may be kept.
func contents(cloud *awstest.AWS) map[string]string {
	all := make(map[string]string)
	for _, bucket := range []string{"counts", "pages"} {
		for key, o := range cloud.Objects(bucket) {
			body := strings.NewReplacer("T07:43:00Z", "T03:17:00Z", "07:43 UTC", "03:17 UTC", cloud.URL(), "the server").Replace(o.Body)
			if key != "manifest.json" { // it holds hashes of what has such times
				all[bucket+"/"+key] = o.ContentType + " " + o.CacheControl + "\n" + body
			}
		}
	}
	return all
}

func (k *killed) writeContent() {
	k.t.Helper()
	files := map[string]string{
		"content/site.md":                  "---\ntitle: Test\nsources: [spotify]\n---\n",
		"content/artists/dream-theater.md": "---\nname: Dream Theater\naccounts:\n  spotify: 2aaLAng2L2aWD2FClzwiep\n---\n",
	}
	for name, text := range files {
		writeFile(k.t, k.folder, name, text)
	}
}

// TestManyRetries makes sure that many uploads that fail once, as when S3 asks
// to slow down, do not take each other's retries.
func TestManyRetries(t *testing.T) {
	cloud := useCloud(t)
	var mu sync.Mutex
	seen := make(map[string]bool)
	cloud.Break(awstest.Rule{
		Match: func(r awstest.Request) bool {
			mu.Lock()
			defer mu.Unlock()
			first := !seen[r.Key]
			seen[r.Key] = true
			return first
		},
		Fault: awstest.Answer(http.StatusServiceUnavailable, "SlowDown"),
	})
	bucket, err := settings.OpenSite(shell.NewWorld(), "s3://pages")
	if err != nil {
		t.Fatal(err)
	}
	var uploads sync.WaitGroup
	for i := range 200 {
		uploads.Go(func() {
			if _, err := bucket.Put(t.Context(), fmt.Sprint(i), publish.BodyOf([]byte("x")), manifest.Headers{}, ""); err != nil {
				t.Error(err)
			}
		})
	}
	uploads.Wait()
	for _, r := range cloud.Requests() {
		if r.Header.Get("X-Amz-Checksum-Crc32") == "" && r.Header.Get("X-Amz-Trailer") == "" {
			t.Fatalf("a request without a checksum: %v", r.Header)
		}
	}
}
