// Package render writes the site: static pages from content and history.
//
//	index.html                    the roster: every artist, count and change
//	page/<n>/index.html           more of it, where there are over 200 artists
//	artists/<id>/index.html       one artist: a card with a chart per source
//	artists/<id>/embed/index.html the same cards, to stand in another page
//	artists/<id>/data.json, .csv  the artist's counts
//	ranking/<source>/<window>/    who moved most
//	reports/index.html            what was told of each week that is over
//	reports/<week>/index.html     who moved in one, such as 2026-W47; stays
//	reports/<week>/email.html     the same as the body of an e-mail, and .txt
//	compare/index.html            artists side by side, drawn by a script
//	compare/artists.json          names and ids, for that script and to find
//	compare/events/index.html     what events did, and some of them side by side
//	artists/<id>/card.svg         the artist's charts as one picture
//	artists/<id>/oembed.json      how to embed the artist's page
//	artists/<id>/feed.xml         what happened to the artist
//	api/v1/*.json, all.csv        all artists at once, and the JSON Schema
//	about/index.html, 404.html    text
//	calendar.ics                  what happened, is announced or expected
//	feed.xml, sitemap.xml         and others for machines: see forMachines
//	embed.js                      <artist-chart>, for other pages
//	assets/<name>.<hash>.<ext>    style sheet, scripts, ECharts; never change
//	manifest.json                 what the site holds, for the publisher
//
// Every chart is drawn twice. The picture is SVG that Go writes into the page:
// it needs no script, fits any width and satisfies a strict content security
// policy. The chart is go-echarts options in the page, brought to life by
// ECharts in the same place as soon as somebody moves; labels and grid lines
// stay those of the picture. So a view's numbers are worked out once, in a plot,
// and both draw it.
//
// What a page says by itself, and how it writes numbers and days, is a Language:
// one table of texts each, see wording. Sentences about counts are made by
// Language.Tell, and only of what the series holds.
//
// The same input gives the same bytes: no clock, no random id, no time zone. The
// time on a page is that of the newest count it shows.
package render

import (
	"fmt"
	"html/template"
	"io/fs"
	"os"
	"sync"

	"datarocks/content"
	"datarocks/history"
	"datarocks/render/chart"
	"datarocks/render/words"
	"datarocks/templates"
)

// Input is everything that a site is made from.
type Input struct {
	Site    *content.Site
	History *history.History
	Version string // of datarocks, for the manifest
	// Templates are the files of package templates, or others in their place
	// while one works on them; nil means those built in.
	Templates fs.FS
}

// Site writes the site into a folder, which should be empty. When it returns an
// error the folder holds an unfinished site.
func Site(dir *os.Root, in Input) error {
	if in.Templates == nil {
		in.Templates = templates.Site()
	}
	r, err := newRenderer(dir, in, words.In(in.Site.Language))
	if err != nil {
		return fmt.Errorf("render site: %w", err)
	}
	return r.site()
}

func (r *renderer) site() error {
	for _, step := range []func() error{r.roster, r.artists, r.status, r.rankings, r.reports, r.compare, r.events, r.pages, r.notFound, r.siteFeed, r.calendar, r.forMachines, r.out.links.check, r.manifest} {
		if err := step(); err != nil {
			return fmt.Errorf("render site: %w", err)
		}
	}
	if err := r.History.Err(); err != nil {
		return fmt.Errorf("render site: %w", err)
	}
	return nil
}

// renderer is one site being written.
type renderer struct {
	Input
	out    output
	views  views
	assets assets
	words  *words.Language
	fresh  freshness   // of the whole site; the roster finds out
	news   []happening // of the whole site; the roster finds out
	told   []*week     // those that have a report, the newest first; the roster finds out

	// For the calendar, found out by the roster too.
	dates    []happening
	expected []expected

	platforms map[content.Source]platform // by need

	// plainOption is the option of charts without events, which all artists
	// without a timeline share.
	plainOption func() (template.JS, error)

	addresses []string // of the pages that search engines may show
}

func newRenderer(dir *os.Root, in Input, words *words.Language) (*renderer, error) {
	views, err := parseViews(in.Templates)
	if err != nil {
		return nil, err
	}
	out := output{dir, newLinks(in.Site.BaseURL)}
	assets, err := writeAssets(out, in.Templates)
	if err != nil {
		return nil, err
	}
	return &renderer{Input: in, out: out, views: views, assets: assets, words: words, plainOption: sync.OnceValues(func() (template.JS, error) { return chart.Option(nil) })}, nil
}
