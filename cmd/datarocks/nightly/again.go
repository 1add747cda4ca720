package nightly

import (
	"errors"
	"fmt"
	"io/fs"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/history/rollback"
	"datarocks/history/store"
	"datarocks/render"
)

// KeptBack is why runs publish nothing newer, where somebody went back to the site of
// another day, with the command that ends it; nil where nobody did.
func KeptBack(w *shell.World, s store.Store, f settings.SiteFlags, where string) error {
	mark, err := rollback.Read(w.Ctx, s)
	if err == nil && mark == nil {
		return nil
	}
	release := "`" + f.ReleaseCommand(w, where) + "`"
	if err != nil {
		err = fmt.Errorf("whether the site is kept as of an earlier day cannot be read, and so nothing is published: %w", err)
		if errors.Is(err, rollback.ErrBroken) {
			return shell.Fail(shell.ExitFailed, err, release+" writes that anew")
		}
		return err
	}
	return shell.Fail(shell.ExitIncomplete, fmt.Errorf("the site is kept %s: counts are recorded, and not published", mark), release+" shows the newest")
}

// renderings are the site of a night, each time with all that is recorded by then. Its
// folders stay until it is closed.
type renderings struct {
	*Night
	folders []func()
}

func (r *renderings) close() {
	for _, done := range r.folders {
		done()
	}
}

// render renders what the history holds.
func (r *renderings) render() (fs.FS, error) {
	r.summary.Broken = r.site.Problems()
	bar := r.Progress(0, "rendering")
	files, done, err := Render(render.Input{Site: r.site, History: r.past, Notice: r.deadLink})
	bar.Finish()
	if err == nil {
		r.folders = append(r.folders, done)
	}
	return files, err
}

// again reads the history again and renders it: another run, of other artists, may
// have recorded and published what this one does not know.
func (r *renderings) again() (fs.FS, error) {
	if err := KeptBack(r.World, r.store, r.flags.SiteFlags, r.where); err != nil {
		return nil, err // since this run began
	}
	past, err := settings.LoadHistory(r.World, r.store, r.flags.At(r.World))
	if err != nil {
		return nil, err
	}
	_ = r.past.Close() // what it held was read
	r.past = past
	return r.render()
}
