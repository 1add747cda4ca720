package artists

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/publish/object"
	"datarocks/templates"
)

// Init is `datarocks init`.
type Init struct {
	Dir  string `arg:"" help:"The folder; made if it is not there."`
	Uses string `placeholder:"OWNER/REPO@REF" help:"The repository of datarocks and a release of it, for the workflows (without it, none is written)."`
}

// workflows name the action; without the nightly one there is no run.
const (
	workflows = ".github/workflows/"
	workflow  = workflows + "nightly.yml"
)

const exampleArtist = "content/artists/dream-theater.md" // a site has at least one artist

// Run writes what is not there yet, and changes nothing that is.
func (c *Init) Run(w *shell.World) error {
	if err := settings.CheckFolder("DIR", c.Dir); err != nil {
		return err
	}
	files, err := c.beginning()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(c.Dir, 0o777); err != nil {
		return fmt.Errorf("make folder: %w", err)
	}
	dir, err := os.OpenRoot(c.Dir)
	if err != nil {
		return fmt.Errorf("open folder: %w", err)
	}
	defer dir.Close()
	return c.write(w, dir, files)
}

// actionPattern is a repository, and where in it the action is, at a release.
var actionPattern = regexp.MustCompile(`^(?:https://github\.com/)?([A-Za-z0-9][A-Za-z0-9-]{0,38}/[A-Za-z0-9._-]{1,100})(?:/\.github/actions/datarocks)?@([A-Za-z0-9][A-Za-z0-9._/-]{0,99})$`)

// action is the action as a workflow names it. There is none by default: a wrong
// line would run somebody else's code with the label's keys.
func (c *Init) action() (string, error) {
	groups := actionPattern.FindStringSubmatch(c.Uses)
	switch {
	case c.Uses == "":
		return "", nil
	case groups == nil:
		return "", shell.Refuse("write the repository of datarocks and a release or commit of it", "--uses: %q is not of the form OWNER/REPO@REF", c.Uses)
	}
	return groups[1] + "/.github/actions/datarocks@" + groups[2], nil
}

func (c *Init) beginning() (map[string][]byte, error) {
	action, err := c.action()
	if err != nil {
		return nil, err
	}
	files := make(map[string][]byte)
	err = fs.WalkDir(templates.Init(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			files[name], err = fs.ReadFile(templates.Init(), name)
		}
		return err
	})
	for _, name := range []string{"content/pages/about.md", exampleArtist} {
		var failed error
		files[name], failed = fs.ReadFile(content.Shipped(), strings.TrimPrefix(name, "content/"))
		err = errors.Join(err, failed)
	}
	maps.DeleteFunc(files, func(name string, _ []byte) bool { return action == "" && strings.HasPrefix(name, workflows) })
	for name, text := range files {
		files[name] = bytes.ReplaceAll(text, []byte(templates.Uses), []byte(action))
	}
	return files, err
}

func (c *Init) write(w *shell.World, dir *os.Root, files map[string][]byte) error {
	if names, err := fs.Glob(dir.FS(), "content/artists/*.md"); err == nil && len(names) > 0 {
		delete(files, exampleArtist) // who has artists needs no example
	}
	var kept []string
	for _, name := range slices.Sorted(maps.Keys(files)) {
		shown := filepath.ToSlash(filepath.Join(c.Dir, name))
		err := object.WriteNew(dir, name, files[name])
		switch there, readErr := dir.ReadFile(name); {
		case err == nil:
			w.Print("%s", shown)
		case !errors.Is(err, fs.ErrExist):
			return err
		case readErr != nil || !bytes.Equal(there, files[name]):
			kept = append(kept, shown)
		}
	}
	if _, err := dir.Lstat(workflow); err != nil {
		w.Say("no workflow: which repository datarocks is in, and at which release, is yours to say")
		w.Hint("`datarocks init " + shell.Quote(c.Dir) + " --uses OWNER/REPO@REF` adds it")
	}
	if len(kept) > 0 {
		return shell.Fail(shell.ExitIncomplete, errors.New("left as it is: "+strings.Join(kept, "\nleft as it is: ")), "to have one of them as datarocks writes it, move it away and say init again")
	}
	hint := "`datarocks check`, `datarocks demo --content content`; README.md there tells the rest"
	if filepath.Clean(c.Dir) != "." {
		hint = "`cd " + shell.Quote(c.Dir) + "`, " + hint
	}
	w.Hint(hint)
	return nil
}
