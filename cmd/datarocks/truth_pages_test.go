package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"datarocks/content"
)

// truths reads the pages of a site and compares them with its books.
type truths struct {
	*testing.T
	*books
	reader
	folder string
}

// every lists the elements of a kind below one, "ul.moved" or "li", in their order.
func every(n *html.Node, kind string) (all []*html.Node) {
	tag, class, _ := strings.Cut(kind, ".")
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && d.Data == tag && (class == "" || slices.Contains(strings.Fields(attribute(d, "class")), class)) {
			all = append(all, d)
		}
	}
	return all
}

// labelled lists the elements whose label is one.
func labelled(n *html.Node, tag, label string) (all []*html.Node) {
	for _, d := range every(n, tag) {
		if attribute(d, "aria-label") == label {
			all = append(all, d)
		}
	}
	return all
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return plainText(a.Val)
		}
	}
	return ""
}

// plain has ordinary spaces.
func plainText(text string) string { return strings.ReplaceAll(text, "\u00a0", " ") }

func written(n *html.Node) string {
	var text strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			text.WriteString(d.Data)
		}
	}
	return strings.TrimSpace(plainText(text.String()))
}

// parts gives the texts of the elements of some kinds, which may be missing.
func parts(n *html.Node, kinds ...string) (texts []string) {
	for _, kind := range kinds {
		text := ""
		if found := every(n, kind); len(found) > 0 {
			text = written(found[0])
		}
		texts = append(texts, text)
	}
	return texts
}

func (c *truths) page(name string) *html.Node {
	c.Helper()
	file, err := os.Open(filepath.Join(c.folder, name, "index.html"))
	if err != nil {
		c.Fatal(err)
	}
	defer file.Close()
	page, err := html.Parse(file)
	if err != nil {
		c.Fatal(err)
	}
	return page
}

// says compares sentences with the facts of each.
func (c *truths) says(where string, got []string, want [][]fact) {
	c.Helper()
	if len(got) != len(want) {
		c.Errorf("%s: %q, want %d sentences: %v", where, got, len(want), want)
		return
	}
	for i, text := range got {
		if err := c.sentence(text, want[i]...); err != nil {
			c.Errorf("%s: %v", where, err)
		}
	}
}

// tells compares a text, no sentence, with a fact or what stands in a gap.
func (c *truths) tells(where, got string, want any) {
	c.Helper()
	if err := c.fill(got, want); err != nil {
		c.Errorf("%s: %v", where, err)
	}
}

func writtenAll(all []*html.Node) (texts []string) {
	for _, n := range all {
		texts = append(texts, written(n))
	}
	return texts
}

// listedIn gives the entries of the lists with a label.
func listedIn(page *html.Node, label string) (texts []string) {
	for _, list := range labelled(page, "ul", label) {
		texts = append(texts, writtenAll(every(list, "li"))...)
	}
	return texts
}

func (c *truths) checkRoster() {
	page := c.page("")
	c.says("roster", listedIn(page, "Platform events"), c.purgesSince(c.newest-content.Day(c.Window.Days())))
	moved := listedIn(page, "Who moved")
	c.says("roster", moved, c.moversNow())
	for _, meta := range every(page, "meta") {
		if attribute(meta, "name") == "description" {
			c.tells("roster", attribute(meta, "content"), fact{"roster", []any{int64(len(c.Artists)), strings.Join(moved, " ")}})
		}
	}
}

// purgesSince are the platform events of all sources, after a day.
func (c *truths) purgesSince(day content.Day) (all [][]fact) {
	for _, s := range c.Sources {
		all = append(all, c.purgesOf(s.Source, day)...)
	}
	return all
}

func (c *truths) purgesOf(source content.Source, after content.Day) (all [][]fact) {
	info, _ := source.Info()
	for _, p := range c.purges[source] {
		if p.day > after {
			all = append(all, []fact{p.fact(info, c.newest)})
		}
	}
	return all
}

// fact tells of a platform event.
func (p purge) fact(info content.SourceInfo, newest content.Day) fact {
	told := fact{"rose", []any{info.Name, "", near{p.from, newest}, near{p.day, newest}, percent(100 * p.median), int64(p.artists), percent(100 * p.usual)}}
	if p.median < p.usual {
		told.kind = "fell"
	}
	if p.day == p.from+1 {
		told.gaps[1], told.gaps[2], told.gaps[3] = near{p.day, newest}, "", ""
	}
	return told
}

func (c *truths) checkStatus() {
	want := c.purgesSince(-1)
	slices.Reverse(want)
	var got []string
	for n := range c.page("status/").Descendants() {
		if n.Data == "h2" && written(n) == "Platform events" {
			for n = n.NextSibling; n != nil && n.Data != "h2"; n = n.NextSibling {
				got = append(got, writtenAll(every(n, "li"))...)
			}
			break
		}
	}
	c.says("status", got, want)
}

// checkArtist reads an artist's page, and the pictures of the one to embed.
func (c *truths) checkArtist(a content.Artist) {
	at := "artists/" + a.ID + "/"
	page := c.page(at)
	var want [][]fact
	for _, w := range content.Windows {
		if len(c.counted(a)) > 0 {
			want = append(want, artistFacts(c.tellings(a, w)))
		}
	}
	for _, say := range every(page, "p.say") {
		c.says(at, writtenAll(every(say, "span.w")), want)
	}
	if len(every(page, "p.say")) != min(1, len(want)) {
		c.Errorf("%s: nothing is said", at)
	}
	for _, meta := range every(page, "meta") {
		if attribute(meta, "name") == "description" {
			c.says(at, []string{attribute(meta, "content")}, [][]fact{artistFacts(c.tellings(a, c.Window))})
		}
	}
	c.checkPictures(at, a, page)
	c.checkPictures(at+"embed/", a, c.page(at+"embed/"))
	c.checkLifts(at, a, page)
	c.checkMilestones(at, a, page)
}

// checkPictures reads the words of pictures and of their marks.
func (c *truths) checkPictures(at string, a content.Artist, page *html.Node) {
	for i, w := range content.Windows {
		for _, t := range c.tellings(a, w) {
			where := fmt.Sprintf("%s %s %s", at, t.info.Source, w)
			card := every(page, "article.s-"+string(t.info.Source))[0]
			var pictures []*html.Node
			if views := every(card, "div.w"); len(views) > 0 {
				pictures = every(views[i], "svg.pic")
			}
			if _, shown := t.begins(); shown != (len(pictures) == 1) {
				c.Errorf("%s: there are %d pictures", where, len(pictures))
			}
			for _, picture := range pictures {
				c.checkPicture(where, t, a, picture)
			}
		}
	}
}

func (c *truths) checkPicture(where string, t telling, a content.Artist, picture *html.Node) {
	words := attribute(picture, "aria-label")
	facts, path := t.picture()
	if path != nil {
		end := strings.LastIndex(words[:strings.LastIndex(words, " on ")], ". ")
		c.tells(where, words[end+2:], *path)
		words = words[:end+1]
	}
	c.says(where, []string{words}, [][]fact{facts})
	var got []string
	for _, marks := range every(picture, "g.marks") {
		got = append(got, writtenAll(every(marks, "title"))...)
	}
	want := c.marks(t, a)
	if len(got) != len(want) {
		c.Errorf("%s: marks %q, want %v", where, got, want)
		return
	}
	for i, text := range got {
		c.tells(where, text, want[i])
	}
}

// marks are the events in a picture, the oldest first.
func (c *truths) marks(t telling, a content.Artist) (marks []fact) {
	from := t.newest - content.Day(t.window.Days())
	oldest := t.newest
	for _, other := range c.tellings(a, t.window) {
		if !other.empty() {
			oldest = min(oldest, other.first())
		}
	}
	if t.window == content.All {
		from = oldest
	}
	from = min(max(from, oldest), t.newest-7)
	for day := from + 1; day <= t.newest; day++ {
		for _, e := range a.Timeline {
			if e.Day == day {
				marks = append(marks, fact{"event", []any{fullDate(day), e.Title}})
			}
		}
		if slices.Contains(t.others, day) {
			marks = append(marks, fact{"event", []any{fullDate(day), "another account"}})
		}
		for _, p := range t.purges {
			if p.day == day {
				marks = append(marks, fact{"dated mark", []any{fullDate(day), percent(100 * p.median)}})
			}
		}
	}
	return marks
}
