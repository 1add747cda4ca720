package render

import (
	"fmt"
	"os"

	"datarocks/content"
	"datarocks/content/legible"
	"datarocks/render/notes"
	"datarocks/render/roster"
)

// A note is what people wrote below the keys of a file, and the page that shows it.
type note struct {
	file string // of the content folder
	page string
	body string
	line int // of the file, where the body starts
}

func noteOfArtist(a content.Artist) note {
	return note{"artists/" + a.ID + ".md", roster.ArtistPath(a.ID) + "index.html", a.Body, a.BodyLine}
}

func noteOfPage(p content.Page) note {
	return note{"pages/" + p.ID + ".md", p.ID + "/index.html", p.Body, p.BodyLine}
}

// dead returns the links of a note that are dead as problems of its file.
func (n note) dead(isDead func(page, address string) bool) (problems content.Problems) {
	if n.body == "" {
		return nil
	}
	for _, link := range notes.Links(n.body) {
		if !isDead(n.page, link.Address) {
			continue
		}
		problems = append(problems, content.Problem{
			File: n.file, Line: max(1, n.line) + link.Line,
			What: fmt.Sprintf("links to %s, which the site does not have", legible.Quote(link.Address)), Instead: "correct the link, or write its full address",
		})
	}
	return problems
}

// mendLinks writes the pages again whose notes have dead links, now that all is
// written and it is known which are: with the words of those links alone. Whoever
// wrote one must not stop the site of all.
func mendLinks(w *writer, s *roster.Survey, notice func(content.Problem)) error {
	links := w.out.links
	if links.none() {
		return nil
	}
	mend := func(n note, write func(dead func(string) bool) error) error {
		problems := n.dead(links.isDead)
		if len(problems) == 0 {
			return nil
		}
		for _, p := range problems {
			if notice != nil {
				notice(p)
			}
		}
		links.mended(n.page)
		return write(func(address string) bool { return links.isDead(n.page, address) })
	}
	for _, entry := range s.Site.Artists {
		err := mend(noteOfArtist(entry), func(dead func(string) bool) error { return artistPage(w, s, s.Artist(entry), dead) })
		if err != nil {
			return err
		}
	}
	for _, p := range s.Site.Pages {
		if err := mend(noteOfPage(p), func(dead func(string) bool) error { return textPage(w, s, p, dead) }); err != nil {
			return err
		}
	}
	return nil
}

// DeadLinks returns the links in artists' notes and in pages of text that the site
// does not have. Site writes them as text. It renders the site to find out, unless
// no link leads to anything but pages of artists and of text.
func DeadLinks(in Input) (problems content.Problems, err error) {
	if !uncertain(in.Site) {
		return nil, nil
	}
	dir, err := os.MkdirTemp("", "datarocks-links-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	in.Notice = func(p content.Problem) { problems = append(problems, p) }
	err = Site(root, in)
	return problems, err
}

// uncertain reports whether a link leads to anything but pages that are there
// whatever was counted.
func uncertain(site *content.Site) bool {
	sure := newLinks(site)
	var all []note
	for _, a := range site.Artists {
		n := noteOfArtist(a)
		all, sure.files[n.page] = append(all, n), true
	}
	for _, p := range site.Pages {
		n := noteOfPage(p)
		all, sure.files[n.page] = append(all, n), true
	}
	for _, n := range all {
		if len(n.dead(sure.isDead)) > 0 {
			return true
		}
	}
	return false
}
