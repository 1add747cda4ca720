package publish

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestInvalidations(t *testing.T) {
	tests := []struct {
		name string
		plan Plan
		want []string
	}{
		{"nothing", Plan{}, nil},
		{"the root", Plan{Uploads: []Upload{{Path: "index.html"}}}, []string{"/", "/index.html"}},
		{
			"uploaded, deleted and vanished, sorted, each once",
			Plan{
				Uploads:  []Upload{{Path: "b/index.html", Why: WhyNew}, {Path: "a.json", Why: WhyHeadersDiffer}},
				Deletes:  []string{"c/d/index.html"},
				Vanished: []string{"a.json", "0.csv"},
			},
			[]string{"/0.csv", "/a.json", "/b/", "/b/index.html", "/c/d/", "/c/d/index.html"},
		},
		{"not the root of another name", Plan{Deletes: []string{"a/myindex.html"}}, []string{"/a/myindex.html"}},
		{
			"no asset that is new or unused",
			Plan{Uploads: []Upload{{Path: "assets/a.0123abcd.js", Why: WhyNew}, {Path: "assets/a.js"}}, Deletes: []string{"assets/b.0123abcd.js"}},
			[]string{"/assets/a.js"},
		},
		{
			"an asset that was served wrong",
			Plan{Uploads: []Upload{{Path: "assets/a.0123abcd.js", Why: WhyHeadersDiffer}, {Path: "assets/b.0123abcd.js", Why: WhyContentDiffers}}},
			[]string{"/assets/a.0123abcd.js", "/assets/b.0123abcd.js"},
		},
		{
			"none that a wildcard has, which is owed",
			Plan{Deletes: []string{"a.txt"}, Owed: []string{"/b/*", "/b/"}, Uploads: []Upload{{Path: "b/index.html"}, {Path: "bc"}}},
			[]string{"/a.txt", "/b/*", "/bc"},
		},
		{
			"escaped where it is unsafe, and nowhere else",
			Plan{Deletes: []string{"a b/index.html", "mötley.json", "a~b[1]%#?*.txt", "a+b=c@d,e:f!(g)&h;i$j'k_l-m.txt"}},
			[]string{
				"/a%20b/", "/a%20b/index.html", "/a%7Eb%5B1%5D%25%23%3F%2A.txt",
				"/a+b=c@d,e:f!(g)&h;i$j'k_l-m.txt", "/m%C3%B6tley.json",
			},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, test.plan.invalidations()); diff != "" {
				t.Errorf("paths (-want +got):\n%s", diff)
			}
		})
	}
}

// What a browser sends as it is in the path of an address, CloudFront may refuse.
func TestInvalidationsOfAnyAddress(t *testing.T) {
	for path, want := range map[string][]string{
		"/~label/":           {"/%7Elabel/", "/%7Elabel/index.html"},
		"/a*b/":              {"/a*"},
		"/*/":                {"/*"},
		"/m%C3%B6tley/":      {"/m%C3%B6tley/", "/m%C3%B6tley/index.html"},
		"/a'b(c)!$&,;=:@+d/": {"/a'b(c)!$&,;=:@+d/", "/a'b(c)!$&,;=:@+d/index.html"},
		"/{x}|^`[y]/":        {"/%7Bx%7D%7C%5E%60%5By%5D/", "/%7Bx%7D%7C%5E%60%5By%5D/index.html"},
		"/100%/":             {"/100%25/", "/100%25/index.html"},
	} {
		site := siteOf("", map[string]string{"index.html": "i"})
		site["manifest.json"].Data = fmt.Appendf(nil, `{"schemaVersion":1,"site":{"path":%q}}`, path)
		paths := newPlan(t, site, Published{}).invalidations()
		if diff := cmp.Diff(want, paths); diff != "" {
			t.Errorf("%s: paths (-want +got):\n%s", path, diff)
		}
		// Also those that an earlier run owes.
		owed := Plan{Owed: []string{path, path + "*"}}
		cloud := newCloud(t)
		for _, asked := range [][]string{paths, owed.invalidations()} {
			if err := newCDN(t, cloud, "E1").Invalidate(t.Context(), asked); err != nil {
				t.Errorf("%q: %v", asked, err)
			}
		}
	}
}

// A site that is not at the root of its host has its path before each name.
func TestInvalidationsOfASiteBelowAPath(t *testing.T) {
	site := siteOf("", map[string]string{"index.html": "i", "a/index.html": "a"})
	site["manifest.json"].Data = []byte(`{"schemaVersion":1,"site":{"path":"/label/"}}`)
	want := []string{"/label/", "/label/a/", "/label/a/index.html", "/label/index.html"}
	if diff := cmp.Diff(want, newPlan(t, site, Published{}).invalidations()); diff != "" {
		t.Errorf("paths (-want +got):\n%s", diff)
	}
}
