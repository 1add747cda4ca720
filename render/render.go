// Package render writes the site: static pages from content and history.
//
//	index.html                    the roster: every artist, count and change
//	page/<n>/index.html           more of it, where there are over 200 artists
//	artists/<id>/index.html       one artist: a card with a chart per source
//	artists/<id>/embed/index.html the same cards, to stand in another page
//	artists/<id>/data.json, .csv  the artist's counts
//	ranking/<source>/<window>/    who moved most
//	reports/index.html            who moved in each week that is over
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
//	feed.xml, sitemap.xml         and robots.txt, preview.png, site.webmanifest
//	embed.js                      <artist-chart>, for other pages
//	assets/<name>.<hash>.<ext>    style sheet, scripts, ECharts; never change
//	manifest.json                 what the site holds, for the publisher
//
// First a survey looks at every artist once and returns what all of them come to, see
// package roster; then one kind of page is written after another, each from the
// survey and from the artists that it shows. A history may be larger than memory, so
// artists are read one at a time, and nothing that grows with their counts is kept.
//
// The rooms: words has the texts of a language, roster the numbers, sentence makes
// sentences of them, chart draws them, weekly has the reports of weeks, and data the
// files for programs. Here are the pages, and what they share: their frame, the links
// between them, which all lead somewhere, and the assets.
//
// The same input makes the same bytes: no clock, no random id, no time zone. The
// time on a page is that of the newest count it shows.
package render

import (
	"fmt"
	"io/fs"
	"os"

	"datarocks/content"
	"datarocks/history"
	"datarocks/render/data"
	"datarocks/render/roster"
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
	// Notice is called for each link in notes and pages of text that leads nowhere,
	// and so is text in the site; nil for nobody.
	Notice func(content.Problem)
}

// Site writes the site into a folder, which should be empty. When it returns an
// error the folder holds an unfinished site.
func Site(dir *os.Root, in Input) error {
	if in.Templates == nil {
		in.Templates = templates.Site()
	}
	if err := site(dir, in, words.In(in.Site.Language)); err != nil {
		return fmt.Errorf("render site: %w", err)
	}
	return nil
}

// site surveys the roster, then writes one kind of page after another.
func site(dir *os.Root, in Input, l *words.Language) error {
	s := roster.New(in.Site, in.History).Survey()
	w, err := newWriter(dir, in.Templates, l, s)
	if err != nil {
		return err
	}
	steps := []func(*writer, *roster.Survey) error{
		rosterPages, artistPages, statusPage, rankingPages, reportPages, comparePage, eventsPage, textPages, notFoundPage, siteFiles,
	}
	for _, step := range steps {
		if err := step(w, s); err != nil {
			return err
		}
	}
	if err := mendLinks(w, s, in.Notice); err != nil {
		return err
	}
	if err := w.out.links.check(); err != nil {
		return err
	}
	if err := data.WriteManifest(w.out, s, in.Version); err != nil {
		return err
	}
	return in.History.Err()
}

// siteFiles writes what stands beside the pages: feed and calendar, and what
// browsers, crawlers and previews look for at the top of the site. It comes after
// the pages, whose addresses it lists.
func siteFiles(w *writer, s *roster.Survey) error {
	feed := data.Feed{Site: s.Site, Words: w.words, Title: s.Site.Title, Demo: s.History.Demo}
	if err := firstError(
		func() error { return feed.Write(w.out, w.entries) },
		func() error { return data.WriteCalendar(w.out, s, w.words) },
		func() error { return w.out.Write("robots.txt", []byte(data.Robots(s.Site))) },
		func() error {
			return data.WriteWebManifest(w.out, s.Site, w.words, w.assets["icon.svg"], w.colours["bg"][0])
		},
		func() error { return data.WriteSitemap(w.out, s.Site.BaseURL, w.addresses) },
	); err != nil {
		return err
	}
	// Other people's pages name <artist-chart>, so its address never changes, unlike
	// an asset's.
	for _, name := range []string{"embed.js", previewName} {
		file, err := fs.ReadFile(w.templates, name)
		if err != nil {
			return err
		}
		if err := w.out.Write(name, file); err != nil {
			return err
		}
	}
	return nil
}
