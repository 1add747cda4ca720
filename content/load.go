package content

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"datarocks/content/legible"
	"datarocks/content/name"
)

// Load reads a content folder: site.md, artists/*.md and pages/*.md.
//
// The error is a Problems and holds all that is wrong, so that it can be
// mended in one go; the Site is then nil. The result depends on nothing but the
// files: artists and pages come sorted by id, timelines by day.
func Load(fsys fs.FS) (*Site, error) { return newLoader(fsys).load() }

// Draft is an artist's file that is not written yet. The zero Draft is none.
type Draft struct {
	ID   string
	File []byte
}

// LoadWith is Load as if the draft were written, so that it can be checked before it
// is. With the zero Draft it is Load for those who are about to add an artist: that
// there is none yet is no problem then.
func LoadWith(fsys fs.FS, draft Draft) (*Site, error) {
	l := newLoader(fsys)
	l.draft = &draft
	return l.load()
}

func (l *loader) load() (*Site, error) {
	site := l.all()
	if len(l.problems) > 0 {
		return nil, l.problems.sorted()
	}
	return site, nil
}

// all reads every file. What is wrong in them is in l.problems.
func (l *loader) all() *Site {
	if _, err := fs.Stat(l.fsys, "."); err != nil {
		l.report("site.md", 0, "not found, nor is the folder it should be in", "name the content folder with --content DIR")
		return &Site{}
	}
	artists, pages := l.artists(), l.pages()
	site := l.site(artists)
	problems, shared := clashes(l.claims, artists)
	l.problems, l.shared = append(l.problems, problems...), shared
	site.Artists, site.Pages = artists, pages
	return site
}

func (d *Draft) file() string { return path.Join("artists", d.ID+".md") }

// read returns a file's bytes.
func (l *loader) read(file string) ([]byte, error) {
	if l.draft != nil && file == l.draft.file() {
		return l.draft.File, nil
	}
	return fs.ReadFile(l.fsys, file)
}

// loader reads one content folder and collects what is wrong in it.
type loader struct {
	fsys     fs.FS
	lastDay  Day    // that a timeline may have
	draft    *Draft // nil where nothing is to be added
	problems Problems
	claims   []claim  // what may belong to one artist only, in the order of the artists
	meant    []string // ids of artists whose file has another name: vola of "Vola.md"
	shared   Problems // accounts of two artists, from the view of the first of them
}

func (l *loader) report(file string, line int, what, instead string) {
	l.problems = append(l.problems, Problem{File: file, Line: line, What: what, Instead: instead})
}

func (l *loader) claim(c claim) { l.claims = append(l.claims, c) }

func (l *loader) artists() []Artist {
	ids := l.ids("artists")
	if l.draft != nil && l.draft.ID != "" && !slices.Contains(ids, l.draft.ID) {
		l.checkID(l.draft.file(), l.draft.ID)
		ids = append(ids, l.draft.ID)
		slices.Sort(ids)
	}
	if len(ids) == 0 && l.draft == nil {
		l.report("artists", 0, "no artists", "add a file such as artists/dream-theater.md with a name and accounts")
	}
	artists := make([]Artist, len(ids))
	for i, id := range ids {
		artists[i] = l.artist(id)
	}
	return artists
}

func (l *loader) pages() []Page {
	ids := l.ids("pages")
	pages := make([]Page, len(ids))
	for i, id := range ids {
		if slices.Contains(taken, id) {
			l.report(path.Join("pages", id+".md"), 0, fmt.Sprintf("the site has a page or folder %s/ of its own", id), fmt.Sprintf("rename it, such as to about-%s.md", id))
		}
		pages[i] = l.page(id)
	}
	return pages
}

// taken are the names at the top of a site that are not free for pages, since
// package render writes there.
var taken = []string{"api", "artists", "assets", "compare", "page", "ranking", "reports", "status"}

func (l *loader) page(id string) Page {
	page := Page{ID: id}
	d, ok := open(l, path.Join("pages", id+".md"))
	if !ok {
		return page
	}
	keys, ok := d.Record(d.Front, "title")
	if !ok {
		return page
	}
	page.Title = d.Require(d.Front, keys, "title", "title: About")
	page.Body, page.BodyLine = d.Body, d.BodyLine
	return page
}

// ids lists the Markdown files of a folder by their names without ".md",
// sorted. A folder that does not exist has none.
//
// Anything else in the folder is a problem: a subfolder or a "vola.markdown"
// would be an artist that silently is not counted, and a picture put next to
// an artist would be expected on the site, which publishes no files from here.
// Only what no author means as content is passed over, see isLitter.
func (l *loader) ids(dir string) []string {
	entries, err := fs.ReadDir(l.fsys, dir)
	switch target := l.deadLink(dir, err); {
	case target != "":
		l.report(dir, 0, fmt.Sprintf("is a link to %s, which is not there", legible.Quote(target)), "correct the link")
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		l.report(dir, 0, "cannot be listed: "+legible.Cause(err), "make it a folder that can be read")
	}
	var ids []string
	for _, entry := range entries {
		base := entry.Name()
		if isLitter(base) {
			continue
		}
		id, isMarkdown := strings.CutSuffix(base, ".md")
		switch file := path.Join(dir, base); {
		case entry.IsDir():
			l.report(file, 0, "is a folder", "keep files directly in "+dir+"/, without subfolders")
		case entry.Type()&^fs.ModeSymlink != 0:
			l.report(file, 0, "is no file with a text", "delete it") // to read a pipe may never end
			l.mean(dir, base)
		case !isMarkdown:
			l.report(file, 0, "is not a .md file, so it is not published", strayCure(dir, base))
			l.mean(dir, base)
		default:
			l.checkID(file, id)
			l.mean(dir, base)
			ids = append(ids, id)
		}
	}
	// Not the order of the file names: "a-b.md" sorts before "a.md".
	slices.Sort(ids)
	return ids
}

// mean notes the id of an artist whose file may have another name.
func (l *loader) mean(dir, base string) {
	if id := meantID(base); dir == "artists" && id != "" {
		l.meant = append(l.meant, id)
	}
}

// meantID returns the id that a file's name stands for: vola for "vola.md",
// "Vola.md" and "vola.markdown"; "" for none.
func meantID(base string) string {
	id := strings.TrimSuffix(base, path.Ext(base))
	if !name.IsID(id) {
		id = name.Hyphenate(strings.ToLower(id))
	}
	if !name.IsID(id) {
		return ""
	}
	return id
}

// isLitter recognizes what systems and editors leave in a folder, such as "vola.md~",
// and a README for those who write the files.
func isLitter(base string) bool {
	switch strings.ToLower(base) {
	case "readme.md", "thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "__macosx", "@eadir":
		return true
	}
	return strings.HasPrefix(base, ".") || strings.HasSuffix(base, "~") || strings.HasPrefix(base, "~$") ||
		strings.HasPrefix(base, "#") && strings.HasSuffix(base, "#")
}

// deadLink returns where a file leads that is a link to what is not there; "" for any
// other.
func (l *loader) deadLink(file string, err error) string {
	if !errors.Is(err, fs.ErrNotExist) {
		return ""
	}
	target, err := fs.ReadLink(l.fsys, file)
	if err != nil {
		return ""
	}
	return target
}

func strayCure(dir, name string) string {
	ext := path.Ext(name)
	switch strings.ToLower(ext) {
	case ".md", ".markdown":
		return "rename it to " + strings.TrimSuffix(name, ext) + ".md"
	}
	return "move it out of " + dir + "/"
}

func (l *loader) checkID(file, id string) {
	if name.IsID(id) {
		return
	}
	if name.IsDevice(strings.ToLower(id)) {
		instead := fmt.Sprintf("rename it, such as to %s-band.md", strings.ToLower(id))
		if strings.HasPrefix(file, "artists/") && name.IsDevice(id) {
			instead = fmt.Sprintf("`datarocks rename %s %s-band` renames it, and keeps its counts", id, id)
		}
		l.report(file, 0, "Windows cannot have a file named "+strings.ToLower(id), instead)
		return
	}
	instead := "use a-z, 0-9 and single hyphens, at most 64 characters, such as dream-theater.md"
	if suggestion := name.Hyphenate(strings.ToLower(id)); isASCII(id) && name.IsID(suggestion) {
		instead = "rename it to " + suggestion + ".md"
	}
	l.report(file, 0, "its name cannot be an id", instead)
}
