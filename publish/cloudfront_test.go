package publish

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"datarocks/publish/awstest"
)

// pathsOf returns the paths of each invalidation.
func pathsOf(cloud *awstest.AWS, distribution string) [][]string {
	var paths [][]string
	for _, i := range cloud.Invalidations(distribution) {
		paths = append(paths, i.Paths)
	}
	return paths
}

func TestCloudFront(t *testing.T) {
	below := func(folder string, n int) (paths []string) {
		for i := range n {
			paths = append(paths, fmt.Sprint(folder, i))
		}
		return paths
	}
	numbered := func(n int) []string { return below("/", n) }
	tests := []struct {
		name          string
		distributions []string
		paths, want   []string
	}{
		{"few", []string{"E1"}, []string{"/", "/index.html"}, []string{"/", "/index.html"}},
		{"as many as are free", []string{"E1"}, numbered(30), numbered(30)},
		{"more than are free", []string{"E1"}, numbered(31), []string{"/*"}},
		{"more than are free, below a path", []string{"E1"}, append(below("/label/a/", 30), "/label/"), []string{"/label/*"}},
		{"more than are free, of names that begin alike", []string{"E1"}, below("/a/1", 31), []string{"/a/*"}},
		{"more than are free, of folders that begin alike", []string{"E1"}, append(below("/label/", 30), "/labels/a"), []string{"/*"}},
		{"more than are free, one a wildcard", []string{"E1"}, append(below("/label/a/", 30), "/label/*"), []string{"/label/*"}},
		{"as many as are free, of two", []string{"E1", "E2"}, numbered(15), numbered(15)},
		{"more than are free, of two", []string{"E1", "E2"}, numbered(16), []string{"/*"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			cloud := newCloud(t)
			cdn := newCDN(t, cloud, test.distributions...)
			for range 2 { // the second is another invalidation, not the first again
				if err := cdn.Invalidate(t.Context(), test.paths); err != nil {
					t.Fatal(err)
				}
			}
			for _, id := range test.distributions {
				if diff := cmp.Diff([][]string{test.want, test.want}, pathsOf(cloud, id)); diff != "" {
					t.Errorf("invalidations of %s (-want +got):\n%s", id, diff)
				}
			}
		})
	}
}

// All paths of a plan are such that CloudFront takes them.
func TestCloudFrontTakesThePathsOfAPlan(t *testing.T) {
	cloud := newCloud(t)
	p := Plan{Deletes: []string{"index.html", "mötley crüe/index.html", "a*b[1]%#?.txt", "it's.txt", "*"}}
	if err := newCDN(t, cloud, "E1").Invalidate(t.Context(), p.invalidations()); err != nil {
		t.Error(err)
	}
}

func TestCloudFrontTriesEveryDistribution(t *testing.T) {
	cloud := newCloud(t)
	err := newCDN(t, cloud, "E0", "E1", "E9").Invalidate(t.Context(), []string{"/it's"})
	if diff := cmp.Diff([][]string{{"/it's"}}, pathsOf(cloud, "E1")); diff != "" {
		t.Errorf("invalidations of E1 (-want +got):\n%s", diff)
	}
	failed, ok := errors.AsType[*InvalidationError](err)
	if !ok {
		t.Fatalf("error is %v", err)
	}
	for _, want := range []string{"distribution E0: ", "distribution E9: ", "NoSuchDistribution"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("error is %v, want %q in it", err, want)
		}
	}
	want := []string{
		`aws cloudfront create-invalidation --distribution-id E0 --paths '/it'\''s'`,
		`aws cloudfront create-invalidation --distribution-id E9 --paths '/it'\''s'`,
	}
	if diff := cmp.Diff(want, failed.Commands()); diff != "" {
		t.Errorf("commands (-want +got):\n%s", diff)
	}
}

func TestCloudFrontIsBusy(t *testing.T) {
	cloud := newCloud(t)
	cdn := newCDN(t, cloud, "E1")
	var err error
	for range 16 {
		if err != nil {
			t.Fatal(err)
		}
		err = cdn.Invalidate(t.Context(), []string{"/*"})
	}
	if err == nil || !strings.Contains(err.Error(), "earlier invalidations are still in progress") {
		t.Errorf("error is %v", err)
	}
	cloud.CompleteInvalidations()
	if err := cdn.Invalidate(t.Context(), []string{"/*"}); err != nil {
		t.Error(err)
	}
}

// A failed invalidation is recorded, and the next run that has a CDN makes up
// for it: by asking for the paths, and for nothing else.
func TestAFailedInvalidationIsRepairedByTheNextRun(t *testing.T) {
	cloud := newCloud(t)
	b, cdn := NewS3(newS3Client(t, cloud), "label", ""), newCDN(t, cloud, "E1")
	publishAll(t, siteOf("1", map[string]string{"index.html": "1", "same.html": "s"}), b, cdn)
	site := siteOf("2", map[string]string{"index.html": "2", "same.html": "s"})
	cloud.Break(awstest.Rule{
		Match: awstest.Operation("CreateInvalidation"),
		Fault: awstest.Answer(http.StatusForbidden, "AccessDenied"),
	})
	for range 2 { // the second has nothing to upload, and fails as well
		err := tryPublish(t.Context(), site, b, cdn)
		var failed *InvalidationError
		if !errors.As(err, &failed) || !strings.Contains(err.Error(), "AccessDenied") {
			t.Fatalf("error is %v", err)
		}
		if diff := cmp.Diff(oldPaths, failed.Paths); diff != "" {
			t.Errorf("paths (-want +got):\n%s", diff)
		}
		if got := cloud.Objects("label")["index.html"].Body; got != "2" {
			t.Errorf("index.html holds %q: the site is not published", got)
		}
	}
	cloud.Heal()
	cloud.Reset()
	if err := tryPublish(t.Context(), site, b, nil); !errors.Is(err, ErrNotNamed) {
		t.Errorf("without a CDN, error is %v", err)
	}
	if count := cloud.Count(); count["PutObject"] > 0 {
		t.Errorf("without a CDN, requests are %v", count)
	}
	publishAll(t, site, b, cdn)
	if count := cloud.Count(); count["PutObject"] != 1 || count["CreateInvalidation"] != 1 {
		t.Errorf("requests are %v, want an invalidation and a receipt", count)
	}
	all := pathsOf(cloud, "E1")
	if diff := cmp.Diff(oldPaths, all[len(all)-1]); diff != "" {
		t.Errorf("paths of the next run (-want +got):\n%s", diff)
	}
	have := mustRead(t, b)
	if p := newPlan(t, site, have); !p.Empty() {
		t.Errorf("planned again:\n%s", p)
	}
}

var oldPaths = []string{"/", "/index.html"}

// While CloudFront may hold a page that leads to another one, that one is not
// deleted; nor does a copy stay of what is deleted.
func TestNothingIsDeletedWhileAnInvalidationIsOwed(t *testing.T) {
	cloud := newCloud(t)
	b, cdn := NewS3(newS3Client(t, cloud), "label", ""), newCDN(t, cloud, "E1")
	publishAll(t, siteOf("1", map[string]string{"index.html": "1", "old.html": "1"}), b, cdn)
	site := siteOf("2", map[string]string{"index.html": "2"})
	refused := awstest.Answer(http.StatusForbidden, "AccessDenied")
	cloud.Break(awstest.Rule{Match: awstest.Operation("CreateInvalidation"), Fault: refused})
	for range 2 { // the second has nothing to upload, and fails as well
		var failed *InvalidationError
		if err := tryPublish(t.Context(), site, b, cdn); !errors.As(err, &failed) {
			t.Fatalf("error is %v", err)
		}
		if diff := cmp.Diff([]string{"old.html"}, failed.Undeleted); diff != "" {
			t.Errorf("left to the next run (-want +got):\n%s", diff)
		}
		if _, stays := cloud.Objects("label")["old.html"]; !stays {
			t.Fatal("old.html is deleted, and pages that lead to it are not invalidated")
		}
	}
	cloud.Heal()
	// Of the next run, the first invalidation succeeds and the second does not.
	cloud.Break(awstest.Rule{Match: awstest.Operation("CreateInvalidation"), Nth: 2, Fault: refused})
	var failed *InvalidationError
	if err := tryPublish(t.Context(), site, b, cdn); !errors.As(err, &failed) || len(failed.Undeleted) > 0 {
		t.Fatalf("error is %v, left to the next run are %v", err, failed.Undeleted)
	}
	if _, stays := cloud.Objects("label")["old.html"]; stays {
		t.Error("old.html stays")
	}
	cloud.Heal()
	publishAll(t, site, b, cdn)
	all := pathsOf(cloud, "E1")
	if diff := cmp.Diff([][]string{oldPaths, {"/old.html"}}, all[len(all)-2:]); diff != "" {
		t.Errorf("paths (-want +got):\n%s", diff)
	}
	have := mustRead(t, b)
	if p := newPlan(t, site, have); !p.Empty() {
		t.Errorf("planned again:\n%s", p)
	}
}

// A run without the CDN, to which an earlier one owes an invalidation, fails once it
// has published, and owes what it replaces and deletes, too.
func TestARunWithoutTheCDNOwesMore(t *testing.T) {
	cloud := newCloud(t)
	b, cdn := NewS3(newS3Client(t, cloud), "label", ""), newCDN(t, cloud, "E1")
	publishAll(t, siteOf("1", map[string]string{"index.html": "1", "a.html": "1", "b.html": "1"}), b, cdn)
	cloud.Break(awstest.Rule{
		Match: awstest.Operation("CreateInvalidation"),
		Fault: awstest.Answer(http.StatusForbidden, "AccessDenied"),
	})
	if err := tryPublish(t.Context(), siteOf("2", map[string]string{"index.html": "2", "a.html": "1", "b.html": "1"}), b, cdn); err == nil {
		t.Fatal("no error")
	}
	cloud.Heal()
	site := siteOf("3", map[string]string{"index.html": "2", "a.html": "3"})
	have := mustRead(t, b)
	if _, err := Publish(t.Context(), Job{Site: site, Bucket: b}, have, runTime, Limits{AllowRemoval: true}); !errors.Is(err, ErrNotNamed) {
		t.Fatalf("error is %v", err)
	}
	publishAll(t, site, b, cdn)
	all := pathsOf(cloud, "E1")
	if diff := cmp.Diff([]string{"/", "/a.html", "/b.html", "/index.html"}, all[len(all)-1]); diff != "" {
		t.Errorf("paths of the next run (-want +got):\n%s", diff)
	}
}

// A run that is stopped while it invalidates has uploaded all, and records what it
// owes, so that the next one has nothing to upload.
func TestAStoppedInvalidationIsOwed(t *testing.T) {
	b, _, _ := logged()
	ctx, stop := context.WithCancel(t.Context())
	site := siteOf("1", map[string]string{"index.html": "1"})
	err := tryPublish(ctx, site, b, cdnFunc(func(ctx context.Context, paths []string) error {
		stop()
		return &InvalidationError{Paths: paths, Err: ctx.Err()}
	}))
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("error is %v", err)
	}
	have := mustRead(t, b)
	p := newPlan(t, site, have)
	if len(p.Uploads) > 0 {
		t.Errorf("the next run uploads %v", p.Uploads)
	}
	if diff := cmp.Diff(oldPaths, p.Owed); diff != "" {
		t.Errorf("owed (-want +got):\n%s", diff)
	}
}

// While an invalidation is owed, pages that the CDN holds keep their assets.
func TestAssetsStayWhileAnInvalidationIsOwed(t *testing.T) {
	const asset = "assets/a.0123abcd.js"
	b, cdn, log := logged()
	fails := cdnFunc(func(context.Context, []string) error {
		return &InvalidationError{Paths: []string{"/"}, Err: errInjected}
	})
	publish := func(days int, version string, cdn CDN) error {
		have := mustRead(t, b)
		files := map[string]string{"index.html": version}
		if version == "1" {
			files[asset] = "a"
		}
		limits := Limits{AllowRemoval: true}
		_, err := Publish(t.Context(), Job{Site: siteOf(version, files), Bucket: b, CDN: cdn}, have, runTime.AddDate(0, 0, days), limits)
		return err
	}
	for i, run := range []struct {
		days    int
		version string
		cdn     CDN
		fails   bool
		log     string // the last thing done
		there   bool   // the asset, then
	}{
		{0, "1", cdn, false, "put manifest.json", true},
		{1, "2", cdn, false, "put manifest.json", true},
		{7, "2", cdn, false, "", true}, // 6 days after
		{8, "3", fails, true, "put manifest.json", true},
		{8, "3", cdn, false, "put manifest.json", false},
		{9, "3", cdn, false, "", false},
	} {
		*log = nil
		if err := publish(run.days, run.version, run.cdn); (err != nil) != run.fails {
			t.Errorf("run %d: %v", i, err)
		}
		last := ""
		if len(*log) > 0 {
			last = (*log)[len(*log)-1]
		}
		if _, there := b.snapshot()[asset]; there != run.there || last != run.log {
			t.Errorf("run %d: the asset is there: %t; did %q", i, there, *log)
		}
	}
}

func TestOtherFailuresAreNoInvalidationErrors(t *testing.T) {
	cloud := newCloud(t)
	b, cdn := NewS3(newS3Client(t, cloud), "label", ""), newCDN(t, cloud, "E1")
	cloud.Break(awstest.Rule{
		Match: awstest.Operation("PutObject"), Nth: 3, // the receipt
		Fault: awstest.Answer(http.StatusForbidden, "AccessDenied"),
	})
	err := tryPublish(t.Context(), siteOf("1", map[string]string{"index.html": "1"}), b, cdn)
	var failed *InvalidationError
	if err == nil || errors.As(err, &failed) {
		t.Errorf("error is %v", err)
	}
}
