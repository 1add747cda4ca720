package content

import (
	"io/fs"
	"path"
	"slices"
	"strings"
)

// LoadSound is Load for a run that one bad file must not stop: it returns the
// site without the artists and pages whose files have problems, which are in
// Broken. The error is as that of Load; there is one where site.md has a problem,
// or no artist is left.
//
// Two artists that claim one account are both left out: whose it is cannot be
// known, and the count would be false for the other.
func LoadSound(fsys fs.FS) (*Site, error) {
	l := newLoader(fsys)
	site := l.all()
	strict := l.problems.sorted()
	for _, p := range slices.Concat(strict, l.shared).sorted() {
		folder, base := path.Split(p.File)
		if folder == "" {
			return nil, strict // of site.md, or of a folder
		}
		site.leaveOut(path.Clean(folder), base, p)
	}
	if len(site.Artists) == 0 {
		return nil, strict
	}
	for i := range site.Broken {
		site.Broken[i].disown(site)
	}
	if _, ok := site.Artist(site.Default); !ok {
		site.Default = site.Artists[0].ID
	}
	return site, nil
}

// leaveOut takes a file with a problem out of the site.
func (s *Site) leaveOut(folder, base string, p Problem) {
	last := len(s.Broken) - 1
	if last >= 0 && s.Broken[last].Problems[0].File == p.File {
		s.Broken[last].Problems = append(s.Broken[last].Problems, p)
		return
	}
	s.Broken = append(s.Broken, Broken{Folder: folder, ID: meantID(base), Problems: Problems{p}})
	id := strings.TrimSuffix(base, ".md")
	if id == base {
		return
	}
	if folder == "artists" {
		s.Artists = slices.DeleteFunc(s.Artists, func(a Artist) bool { return a.ID == id })
	} else {
		s.Pages = slices.DeleteFunc(s.Pages, func(p Page) bool { return p.ID == id })
	}
}

// disown takes the id from a file whose name looks like that of another one that
// is fine, as "vola.jpg" beside "vola.md" is nobody's.
func (b *Broken) disown(s *Site) {
	_, taken := s.Artist(b.ID)
	if b.Folder == "pages" {
		taken = slices.ContainsFunc(s.Pages, func(p Page) bool { return p.ID == b.ID })
	}
	if taken {
		b.ID = ""
	}
}

// Problems are those of all files that the site is without.
func (s *Site) Problems() (problems Problems) {
	for _, b := range s.Broken {
		problems = append(problems, b.Problems...)
	}
	return problems
}
