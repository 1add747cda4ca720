package records

import (
	"io/fs"
	"os"
	"path/filepath"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
)

// known returns the site of the content, which has the ids that artists had before. It is
// nil where there is none, which is no fault: these verbs work on a history alone.
func known(w *shell.World, f settings.ContentFlags) *content.Site {
	if _, err := os.Stat(filepath.Join(f.Content, "site.md")); err != nil {
		return nil
	}
	site, err := f.LoadSiteWith(func(files fs.FS) (*content.Site, error) { return content.LoadWith(files, content.Draft{}) })
	if err != nil {
		w.Say("%s cannot be read, so ids that artists had before are not known; `%s` says why", f.Content, f.Check(w))
		return nil
	}
	return site
}

// refuseLog refuses to print counts of a private site where everybody may read them; site
// may be nil.
func refuseLog(w *shell.World, site *content.Site) error {
	if site == nil || site.Visibility != content.Private || !w.OnGitHub() {
		return nil
	}
	return shell.Refuse("run this on a machine of your own", "the site is private, and everybody may read the log of a job")
}

// formerIDs lists the ids that an artist had before.
func formerIDs(w *shell.World, f settings.ContentFlags, id string) []string {
	if site := known(w, f); site != nil {
		artist, _ := site.Artist(id)
		return artist.Formerly
	}
	return nil
}
