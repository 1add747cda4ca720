package render_test

import (
	"context"
	"fmt"
	"io/fs"
	"log"
	"os"
	"testing/fstest"
	"time"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history"
	"datarocks/history/store/storetest"
	"datarocks/render"
)

// The site of one artist after one night.
func ExampleSite() {
	site, err := content.Load(fstest.MapFS{
		"site.md":         {Data: []byte("---\ntitle: Counts\nsources:\n  deezer:\n---\n")},
		"artists/vola.md": {Data: []byte("---\nname: VOLA\naccounts:\n  deezer: 119\n---\n")},
	})
	if err != nil {
		log.Fatal(err)
	}
	ctx, store, night := context.Background(), storetest.NewMemory(), time.Date(2026, 11, 23, 3, 17, 0, 0, time.UTC)
	ask := fetch.Ask{Artist: "vola", Metric: content.Deezer.Default(), Account: "119"}
	answers := fetch.Snapshot{At: night, Samples: []fetch.Sample{{Ask: ask, Count: fetch.Number(1234)}}}
	if _, err := history.Record(ctx, store, answers, make([]history.Verdict, len(answers.Samples))); err != nil {
		log.Fatal(err)
	}
	h, err := history.Load(ctx, store, night)
	if err != nil {
		log.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "site")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	root, err := os.OpenRoot(dir)
	if err != nil {
		log.Fatal(err)
	}
	defer root.Close()
	if err := render.Site(root, render.Input{Site: site, History: h}); err != nil {
		log.Fatal(err)
	}
	pages, err := fs.Glob(root.FS(), "artists/vola/*")
	if err != nil {
		log.Fatal(err)
	}
	for _, page := range pages {
		fmt.Println(page)
	}
	// Output:
	// artists/vola/card.svg
	// artists/vola/data.csv
	// artists/vola/data.json
	// artists/vola/embed
	// artists/vola/index.html
}
