package main

import (
	"cmp"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"
	"time"

	"datarocks/cmd/bench/programs"
	"datarocks/content"
	"datarocks/publish/manifest"
)

// change is what differs from the site that was published first.
type change int

const (
	nothing   change = iota
	some             // the three files of every hundredth artist, and the root's index.html
	everyPage        // every .html
)

// site is a rendered one: three files of 20 KB an artist, some assets, and
// manifest.json beside them.
type site struct {
	folder string
	files  int // without manifest.json
}

const (
	common   = 10 // files that are not an artist's, at least
	pageSize = 20_000
)

func (s site) artists() int { return (s.files - common) / 3 }

// write writes every file, as a renderer does, so even those that did not
// change have a new time. A change keeps the size, as that of a digit does.
func (s site) write(c change) {
	for i := range s.artists() {
		page, data := 0, 0
		if c != nothing && i%100 == 0 {
			page, data = 1, 1
		}
		if c == everyPage {
			page = 2
		}
		folder := "artists/" + artistID(i) + "/"
		s.put(folder+"index.html", pageSize, fmt.Sprintf("<!doctype html><title>%s</title><p>%09d followers", artistID(i), page))
		s.put(folder+"embed.html", pageSize, fmt.Sprintf("<!doctype html><title>%s to embed</title><p>%09d followers", artistID(i), page))
		s.put(folder+"data.json", pageSize, fmt.Sprintf(`{"artist":%q,"followers":[%09d`, artistID(i), data))
	}
	s.put("assets/echarts.0123456789abcdef.js", 1_030_000, "chart")
	s.put("assets/style.0123456789abcdef.css", 8_000, "style")
	s.put("assets/site.0123456789abcdef.js", 12_000, "script")
	s.put("favicon.svg", 900, "icon")
	s.put("404.html", 3_000, fmt.Sprintf("<p>not found %09d", c/everyPage))
	s.put("robots.txt", 60, "robots")
	s.put("sitemap.xml", 5_000, "sitemap")
	s.put("feed.xml", 9_000, "feed")
	s.put("about/index.html", 6_000, fmt.Sprintf("<p>about %09d", c/everyPage))
	s.put("index.html", 15_000, fmt.Sprintf("<p>roster %09d", c))
	for i := range s.files - common - 3*s.artists() {
		s.put(fmt.Sprintf("assets/more-%d.0123456789abcdef.js", i), 12_000, "more")
	}
	s.writeManifest(c)
}

func artistID(i int) string { return fmt.Sprintf("artist-%05d", i) }

var filler = strings.Repeat(`["2026-11-23",3456789],`, 50_000)

func (s site) put(name string, size int, head string) {
	name = filepath.Join(s.folder, filepath.FromSlash(name))
	programs.Check(cmp.Or(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(head+filler[:size-len(head)]), 0o644)))
	// Some compare times, in whole seconds: between two nights there are more.
	if later := time.Now().Add(2 * time.Second); os.Chtimes(name, later, later) != nil {
		log.Fatalf("cannot set the time of %s", name)
	}
}

// writeManifest writes one that is a night newer with each change.
func (s site) writeManifest(c change) {
	updated := time.Date(2026, 11, 23+int(c), 3, 17, 42, 0, time.UTC)
	newest := content.DayOf(updated)
	day := func(d content.Day) manifest.Day { return manifest.Day(d.String()) }
	f := manifest.Facts{
		About:   manifest.About{Version: "bench", Newest: day(newest), Updated: updated},
		Artists: make(map[string]map[string]manifest.Series),
	}
	for i := range s.artists() {
		night := c
		if c == some && i%100 != 0 {
			night = nothing
		}
		series := make(map[string]manifest.Series)
		for _, source := range content.Sources {
			series[string(source.Source)] = manifest.Series{First: day(newest - content.Day(400+c)), Last: day(newest - content.Day(c-night)), Counts: 400 + int(night)}
		}
		f.Artists[artistID(i)] = series
	}
	data := programs.Must(programs.Must(manifest.Rendered(f)).Encode())
	programs.Check(os.WriteFile(filepath.Join(s.folder, manifest.Name), data, 0o644))
}
