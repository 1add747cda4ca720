package artists

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/content/name"
	"datarocks/history"
	"datarocks/publish/object"
)

// Rename is `datarocks rename`.
type Rename struct {
	settings.ContentFlags
	settings.PastFlags
	Old    string `arg:"" help:"The artist's id."`
	New    string `arg:"" help:"The id that it is to have."`
	DryRun bool   `help:"Change nothing; print the file."`

	own bool // New is an id that the artist had before
}

// Run changes the id of an artist: the file gets another name, and names the one it had.
// The history stays as it is, and is read under both. A run that ended early is completed
// by the next.
func (c *Rename) Run(w *shell.World) error {
	if !name.IsID(c.New) {
		return shell.Refuse("use a-z, 0-9 and single hyphens, at most 64 characters, such as dream-theater", "%q cannot be an id", c.New)
	}
	if c.Old == c.New {
		return shell.Refuse("", "%s is the id already", c.New)
	}
	if err := settings.CheckFolder("--content", c.Content); err != nil {
		return err
	}
	dir, err := os.OpenRoot(c.Content)
	if err != nil {
		return shell.Refuse("name the content folder with --content DIR", "--content: %w", err)
	}
	defer dir.Close()
	file, done, err := c.file(dir)
	if err == nil && !done {
		err = c.refuseTaken(w)
	}
	switch {
	case err != nil:
		return err
	case done:
		w.Print("%s was renamed before: %s", c.Old, c.path(c.New))
		return nil
	case c.DryRun:
		w.Print("%s, in place of %s:\n%s", c.path(c.New), c.path(c.Old), strings.TrimSuffix(string(file), "\n"))
		return nil
	}
	if err := c.move(dir, file); err != nil {
		return err
	}
	w.Print("%s was %s", c.path(c.New), c.path(c.Old))
	w.Hint("the history is read under both ids. The next run publishes pages at the old address, and at that of its embed, which lead to the new one; the old data.json, data.csv, card.svg, feed.xml and oembed.json go")
	return nil
}

func (c *Rename) path(id string) string {
	return strings.TrimSuffix(c.Content, "/") + "/" + artistFile(id)
}

func artistFile(id string) string { return path.Join("artists", id+".md") }

// file returns the file under its new name. It refuses one that would not load, so
// that nothing is written then. done is whether that was all done before.
func (c *Rename) file(dir *os.Root) (file []byte, done bool, err error) {
	old, err := dir.ReadFile(artistFile(c.Old))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, true, c.refuseUnknown()
	}
	if err != nil {
		return nil, false, err
	}
	before, artist, err := c.before(old)
	if err != nil {
		return nil, false, err
	}
	for _, a := range before.Artists {
		if a.ID != c.Old && slices.Contains(a.Formerly, c.New) {
			return nil, false, shell.Refuse("choose another id: one is of one artist for good", "%s was the id of %s before, see %s", c.New, a.ID, c.path(a.ID))
		}
	}
	c.own = slices.Contains(artist.Formerly, c.New)
	ids := slices.DeleteFunc(append(slices.Clone(artist.Formerly), c.Old), func(id string) bool { return id == c.New })
	file = content.WithFormerly(old, ids)
	draft := content.Draft{ID: c.New, File: file}
	after, err := c.LoadSiteWith(func(files fs.FS) (*content.Site, error) {
		return content.LoadWith(without{files, artistFile(c.Old)}, draft)
	})
	if err != nil {
		return nil, false, err
	}
	if renamed, _ := after.Artist(c.New); renamed.Name != artist.Name || !slices.Equal(renamed.Formerly, ids) {
		return nil, false, shell.Refuse("rename the file by hand, and add `formerly: ["+strings.Join(ids, ", ")+"]` to its front matter",
			"%s: its front matter cannot be changed", c.path(c.Old))
	}
	there, err := dir.ReadFile(artistFile(c.New))
	if err == nil && string(there) != string(file) {
		return nil, false, shell.Refuse("choose another id", "%s is there already", c.path(c.New))
	}
	return file, false, nil
}

// before returns the content as it was, and the artist. Under an id that is no longer
// allowed the file cannot be loaded, so it is looked at under the new one.
func (c *Rename) before(old []byte) (*content.Site, content.Artist, error) {
	id := c.Old
	load := func(files fs.FS) (*content.Site, error) { return content.Load(without{files, artistFile(c.New)}) }
	if name.IsDevice(id) {
		id = c.New
		load = func(files fs.FS) (*content.Site, error) {
			return content.LoadWith(without{without{files, artistFile(c.Old)}, artistFile(c.New)}, content.Draft{ID: id, File: old})
		}
	}
	site, err := c.LoadSiteWith(load)
	if err != nil {
		return nil, content.Artist{}, err
	}
	artist, _ := site.Artist(id)
	return site, artist, nil
}

// refuseUnknown returns nil where the artist was renamed before.
func (c *Rename) refuseUnknown() error {
	site, err := c.LoadSite()
	if err != nil {
		return err
	}
	if artist, ok := site.Artist(c.New); ok && slices.Contains(artist.Formerly, c.Old) {
		return nil
	}
	var ids []string
	for _, a := range site.Artists {
		ids = append(ids, a.ID)
	}
	return shell.Refuse(settings.Suggest(c.Old, ids), "there is no %s", c.path(c.Old))
}

// refuseTaken refuses an id under which the history has counts of another artist, who is
// no longer in the content: both would be read as one's.
func (c *Rename) refuseTaken(w *shell.World) error {
	if c.own {
		return nil
	}
	store, err := c.OpenStore(w)
	if err != nil {
		return err
	}
	h, err := history.Load(w.Ctx, store, c.At(w))
	if err != nil {
		return err
	}
	defer h.Close()
	if err := h.LoadLimited(w.Ctx, nil, content.DayOf(c.At(w))); err != nil {
		return err
	}
	rows, err := h.Rows(c.New)
	if err != nil || len(rows) == 0 {
		return err
	}
	return shell.Refuse("choose another id, or remove these for good: `"+c.Command(w, "forget", c.New)+"`",
		"%s has rows of another artist, who had the id %s before", c.History, c.New)
}

// move writes the new file before it removes the old one. A run that ended in between
// left both, of which content allows none to be published, and the next one goes on.
func (c *Rename) move(dir *os.Root, file []byte) error {
	if err := object.WriteNew(dir, artistFile(c.New), file); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return dir.Remove(artistFile(c.Old))
}

// without is files but for one.
type without struct {
	fs.FS
	name string
}

func (f without) Open(name string) (fs.File, error) {
	if name == f.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return f.FS.Open(name)
}

func (f without) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(f.FS, name)
	return slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return path.Join(name, e.Name()) == f.name }), err
}
