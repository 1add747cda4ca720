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
	return formerOf(known(w, f), id)
}

// formerOf lists the ids that an artist of a site had before; site may be nil.
func formerOf(site *content.Site, id string) []string {
	if site == nil {
		return nil
	}
	artist, _ := site.Artist(id)
	return artist.Formerly
}

// unclear refuses a bare source where the content, which knows what leads, cannot be read:
// the default might be another series than the one that is meant.
func unclear(f settings.ContentFlags, site *content.Site, named string) error {
	info, ok := content.Source(named).Info()
	if site != nil || !ok || len(info.Metrics) == 1 {
		return nil
	}
	if _, err := os.Stat(filepath.Join(f.Content, "site.md")); err != nil {
		return nil // without a site, a source is its default metric
	}
	return shell.Refuse("write "+named+"/"+info.Default().Metric+", or another of its metrics", "%s cannot be read, so which metric of %s leads is not known", f.Content, info.Name)
}
