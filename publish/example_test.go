package publish_test

import (
	"fmt"
	"testing/fstest"
	"time"

	"datarocks/publish"
	"datarocks/publish/manifest"
)

// A dry run prints the plan. robots.txt was put there by somebody else, so it
// stays.
func ExamplePlan() {
	site := fstest.MapFS{
		"index.html":                {Data: []byte("<p>VOLA</p>")},
		"artists/vola/index.html":   {Data: []byte("<p>VOLA: 106,514</p>")},
		"artists/vola/data.json":    {Data: []byte("[106514]")},
		"assets/style.0123abcd.css": {Data: []byte("p{margin:0}")},
		"about/index.html":          {Data: []byte("")},
	}
	const empty = "d41d8cd98f00b204e9800998ecf8427e"
	about := manifest.File{MD5: empty, Headers: publish.HeadersFor("about/index.html")}
	old := about
	old.CacheControl = "no-store"
	have := publish.Published{
		Objects: []publish.Object{
			{Key: "about/index.html", MD5: empty},
			{Key: "artists/vola/index.html", MD5: empty},
			{Key: "artists/gone/index.html", MD5: empty},
			{Key: "robots.txt", MD5: empty},
		},
		Manifest: &manifest.Manifest{SchemaVersion: 1, Files: map[string]manifest.File{
			"about/index.html":           old,
			"artists/vola/index.html":    about,
			"artists/gone/index.html":    about,
			"artists/earlier/index.html": about,
		}},
	}
	plan, err := publish.NewPlan(site, have, time.Now())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(plan)
	// Output:
	// upload  assets/style.0123abcd.css   11   new
	// upload  artists/vola/data.json      8    new
	// upload  about/index.html            0    headers differ
	// upload  artists/vola/index.html     20   content differs
	// upload  index.html                  11   new
	// delete  artists/gone/index.html          no longer in the site
	// forget  artists/earlier/index.html       no longer in the bucket
	// record  manifest.json               925  lists what is published
	// 5 to upload (50 bytes), 1 to delete, 0 unchanged
}
