package publish

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"datarocks/publish/manifest"
)

// siteOf makes a rendered site of paths and bodies, with a manifest that holds
// facts only.
func siteOf(facts string, files map[string]string) fstest.MapFS {
	site := fstest.MapFS{"manifest.json": {Data: []byte(`{"schemaVersion":1,"site":{"version":"` + facts + `"}}`)}}
	for name, body := range files {
		site[name] = &fstest.MapFile{Data: []byte(body)}
	}
	return site
}

// runTime is when the runs of the tests begin, unless they have another time.
var runTime = time.Date(2026, 11, 23, 3, 17, 42, 0, time.UTC)

// unuse makes a published asset one that the site does without.
func unuse(have Published, name string, since time.Time) {
	file := have.Manifest.Files[name]
	file.Unused = since
	have.Manifest.Files[name] = file
}

func mustRead(t *testing.T, b Bucket) Published {
	t.Helper()
	have, err := Read(t.Context(), b)
	if err != nil {
		t.Fatal(err)
	}
	return have
}

func newPlan(t *testing.T, site fs.FS, have Published) Plan {
	t.Helper()
	p, err := NewPlan(site, have, runTime)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// objectsOf lists a bucket that holds files.
func objectsOf(files map[string]string) []Object {
	var objects []Object
	for name, body := range files {
		objects = append(objects, Object{Key: name, MD5: hexMD5([]byte(body)), Size: int64(len(body)), Version: hexMD5([]byte(body))})
	}
	return objects
}

// recordOf is what the manifest holds of a file that was published by a run
// that ended.
func recordOf(name, body string) manifest.File {
	return manifest.File{MD5: hexMD5([]byte(body)), Size: int64(len(body)), Headers: HeadersFor(name)}
}

// publishedOf is a bucket that holds files, each put by a run that ended.
func publishedOf(files map[string]string) Published {
	m := &manifest.Manifest{SchemaVersion: 1, Site: []byte(`{"version":"old"}`), Files: make(map[string]manifest.File)}
	for name, body := range files {
		m.Files[name] = recordOf(name, body)
	}
	return Published{Objects: objectsOf(files), Manifest: m}
}

func TestPlanOrder(t *testing.T) {
	site := siteOf("", map[string]string{
		"index.html": "1", "about/index.html": "2", "404.html": "3",
		"a.json": "4", "assets/z.0123abcd.js": "5", "assets/plain.js": "6",
		"feed.xml": "7", "ranking/index.html": "8",
	})
	have := publishedOf(map[string]string{
		"feed.xml": "old", "ranking/index.html": "old",
		"assets/old.0123abcd.js": "", "assets/late.0123abcd.js": "", "old.json": "", "b/index.html": "", "a/index.html": "", "assets/old.js": "",
	})
	unuse(have, "assets/old.0123abcd.js", runTime.Add(-keepAssets))
	unuse(have, "assets/late.0123abcd.js", runTime.Add(-keepAssets+time.Second))
	p := newPlan(t, site, have)
	var got []string
	for _, u := range p.Uploads {
		got = append(got, u.Path)
	}
	wantUploads := []string{
		"assets/z.0123abcd.js",
		"a.json", "assets/plain.js",
		"404.html", "about/index.html",
		"feed.xml",
		"ranking/index.html",
		"index.html",
	}
	if diff := cmp.Diff(wantUploads, got); diff != "" {
		t.Errorf("uploads (-want +got):\n%s", diff)
	}
	wantDeletes := []string{
		"a/index.html", "b/index.html",
		"assets/old.js", "old.json",
		"assets/old.0123abcd.js",
	}
	if diff := cmp.Diff(wantDeletes, p.Deletes); diff != "" {
		t.Errorf("deletes (-want +got):\n%s", diff)
	}
}

// Each case is one file, a.json, in a site that is else published as it is.
func TestPlanOfAFile(t *testing.T) {
	const body = "{}"
	current := recordOf("a.json", body)
	otherHeaders := current
	otherHeaders.CacheControl = "no-store"
	claimed := manifest.File{MD5: current.MD5, Size: current.Size}
	tests := []struct {
		name     string
		site     string // its content there; "" if absent
		bucket   string
		recorded *manifest.File
		want     Plan
	}{
		{name: "unchanged", site: body, bucket: body, recorded: &current, want: Plan{Unchanged: 1}},
		{name: "new", site: body, want: uploadFor(WhyNew)},
		{name: "lost from the bucket", site: body, recorded: &current, want: uploadFor(WhyNew)},
		{name: "content differs", site: body, bucket: "{1}", recorded: &current, want: uploadFor(WhyContentDiffers)},
		{name: "changed by hand to the same length", site: body, bucket: "[]", recorded: &current, want: uploadFor(WhyContentDiffers)},
		{name: "headers differ", site: body, bucket: body, recorded: &otherHeaders, want: uploadFor(WhyHeadersDiffer)},
		{name: "the same bytes of somebody else", site: body, bucket: body, want: uploadFor(WhyHeadersUnknown)},
		{name: "claimed by a run that did not end", site: body, bucket: body, recorded: &claimed, want: uploadFor(WhyHeadersUnknown)},
		{name: "no longer in the site", bucket: body, recorded: &current, want: Plan{Deletes: []string{"a.json"}}},
		{name: "no longer in the site, changed by hand", bucket: "{1}", recorded: &current, want: Plan{Deletes: []string{"a.json"}}},
		{name: "claimed, no longer in the site", bucket: body, recorded: &claimed, want: Plan{Deletes: []string{"a.json"}}},
		{name: "already deleted", recorded: &current, want: Plan{Vanished: []string{"a.json"}}},
		{name: "foreign", bucket: body, want: Plan{}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			have := publishedOf(map[string]string{"index.html": "i"})
			files := map[string]string{"index.html": "i"}
			if test.site != "" {
				files["a.json"] = test.site
			}
			if test.bucket != "" {
				have.Objects = append(have.Objects, objectsOf(map[string]string{"a.json": test.bucket})...)
			}
			if test.recorded != nil {
				have.Manifest.Files["a.json"] = *test.recorded
			}
			got := newPlan(t, siteOf("", files), have)
			test.want.Unchanged++ // index.html
			if test.bucket != "" && len(test.want.Uploads) > 0 {
				test.want.Uploads[0].Former = hexMD5([]byte(test.bucket))
			}
			got.Claim, got.Manifest = nil, nil
			if diff := cmp.Diff(test.want, got, cmpopts.IgnoreUnexported(Plan{})); diff != "" {
				t.Errorf("plan (-want +got):\n%s", diff)
			}
		})
	}
}

// uploadFor is the plan to upload a.json with the content {}.
func uploadFor(why Why) Plan {
	return Plan{Uploads: []Upload{{
		Path: "a.json", Size: 2, MD5: "99914b932bd37a50b983c5e7c90ae93b",
		Headers: HeadersFor("a.json"), Kind: Data, Why: why,
	}}}
}

func TestPlanManifests(t *testing.T) {
	site := siteOf("new", map[string]string{"index.html": "2", "same.html": "s", "new.html": "n", "robots.txt": "ours"})
	have := publishedOf(map[string]string{"index.html": "1", "same.html": "s", "old.html": "o"})
	have.Objects = append(have.Objects, objectsOf(map[string]string{"robots.txt": "theirs"})...)
	have.Manifest.Files["vanished.html"] = recordOf("vanished.html", "v")
	p := newPlan(t, site, have)

	claimed := func(body string) manifest.File {
		return manifest.File{MD5: hexMD5([]byte(body)), Size: int64(len(body))}
	}
	want := manifest.Manifest{
		SchemaVersion: 1,
		Site:          []byte(`{"version":"old"}`),
		Next:          []byte(`{"version":"new"}`),
		Files: map[string]manifest.File{
			"index.html":    claimed("2"),
			"new.html":      claimed("n"),
			"same.html":     recordOf("same.html", "s"),
			"old.html":      recordOf("old.html", "o"),
			"vanished.html": recordOf("vanished.html", "v"),
			// Not robots.txt: it is somebody else's until it is overwritten.
		},
	}
	if diff := cmp.Diff(want, mustDecode(t, p.Claim)); diff != "" {
		t.Errorf("claim (-want +got):\n%s", diff)
	}
	want = manifest.Manifest{
		SchemaVersion: 1,
		Site:          []byte(`{"version":"new"}`),
		Files: map[string]manifest.File{
			"index.html": recordOf("index.html", "2"),
			"new.html":   recordOf("new.html", "n"),
			"same.html":  recordOf("same.html", "s"),
			"robots.txt": recordOf("robots.txt", "ours"),
		},
	}
	if diff := cmp.Diff(want, mustDecode(t, p.Manifest)); diff != "" {
		t.Errorf("manifest (-want +got):\n%s", diff)
	}
}

func mustDecode(t *testing.T, data []byte) manifest.Manifest {
	t.Helper()
	m, err := manifest.Decode(data, "")
	if err != nil {
		t.Fatal(err)
	}
	return *m
}

func TestPlanOfFactsAloneWritesOneManifest(t *testing.T) {
	files := map[string]string{"index.html": "i"}
	p := newPlan(t, siteOf("new", files), publishedOf(files))
	if p.Empty() || p.Claim != nil || p.Manifest == nil || len(p.Uploads) > 0 || len(p.invalidations()) > 0 {
		t.Errorf("plan is %+v, want the manifest alone", p)
	}
}

func TestPlanKeepsFactsAndIgnoresFilesOfTheRenderedManifest(t *testing.T) {
	site := siteOf("", map[string]string{"index.html": "i"})
	site["manifest.json"] = &fstest.MapFile{Data: []byte(`{"schemaVersion":1, "site": {"b":1, "a":[2]}, "files":{"x":{"md5":"1"}}}`)}
	m := mustDecode(t, newPlan(t, site, Published{}).Manifest)
	if diff := cmp.Diff(json.RawMessage(`{"b":1,"a":[2]}`), m.Site); diff != "" {
		t.Errorf("facts (-want +got):\n%s", diff)
	}
	if _, ok := m.Files["x"]; ok || len(m.Files) != 1 {
		t.Errorf("files are %v, want index.html alone", m.Files)
	}
}

func TestPlanRefuses(t *testing.T) {
	regular := &fstest.MapFile{Data: []byte("x")}
	tests := []struct {
		name string
		site fs.FS
		want []string // all in one error
	}{
		{"nothing", fstest.MapFS{}, []string{"no files"}},
		{"an absent folder", os.DirFS(filepath.Join(t.TempDir(), "absent")), []string{"no such file"}},
		{"a manifest alone", siteOf("", nil), []string{"no files"}},
		{
			"a site that was not finished",
			fstest.MapFS{"index.html": regular, "manifest.json": {Data: []byte(`{"schemaVersion":1,"site":{},"next":{}}`)}},
			[]string{"manifest.json", "not finished", "render it again"},
		},
		{
			"facts that say nonsense",
			fstest.MapFS{"index.html": regular, "manifest.json": {Data: []byte(`{"schemaVersion":1,"site":{"path":7}}`)}},
			[]string{"read facts of manifest.json", "path"},
		},
		{"no index.html", fstest.MapFS{"a/index.html": regular}, []string{"no index.html"}},
		{
			"every problem at once",
			fstest.MapFS{
				"index.html":    regular,
				"link.html":     {Data: []byte("index.html"), Mode: fs.ModeSymlink},
				"pipe":          {Mode: fs.ModeNamedPipe},
				"manifest.json": {Data: []byte(`{"schemaVersion":9}`)},
			},
			[]string{"link.html: not a regular file", "pipe: not a regular file", "schemaVersion is 9"},
		},
		{"what cannot be read", unreadable{fstest.MapFS{"index.html": regular, "a.html": regular}}, []string{"read a.html", "permission"}},
		{"a name that is not UTF-8", fstest.MapFS{"index.html": regular, "\xff.html": regular}, []string{`"\xff.html": not a valid path`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p, err := NewPlan(test.site, publishedOf(map[string]string{"index.html": "i"}), runTime)
			if err == nil {
				t.Fatalf("planned:\n%s", p)
			}
			for _, want := range test.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error is %q, want %q in it", err, want)
				}
			}
		})
	}
}

// unreadable fails to open a.html.
type unreadable struct{ fstest.MapFS }

func (u unreadable) Open(name string) (fs.File, error) {
	if name == "a.html" {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return u.MapFS.Open(name)
}

func TestPlanSkipsWhatACrashedRunLeft(t *testing.T) {
	p := newPlan(t, siteOf("", map[string]string{"index.html": "i", "a/.datarocks-tmp-X": "half"}), Published{})
	if len(p.Uploads) != 1 {
		t.Errorf("plan is:\n%s", p)
	}
}
