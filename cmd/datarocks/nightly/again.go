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
// another day; nil where nobody did. release is the command that ends it.
func KeptBack(w *shell.World, s store.Store, release string) error {
	mark, err := rollback.Read(w.Ctx, s)
	if err == nil && mark == nil {
		return nil
	}
	if err == nil {
		return kept(*mark, release)
	}
	err = fmt.Errorf("whether the site is kept as of an earlier day cannot be read, and so nothing is published: %w", err)
	if errors.Is(err, rollback.ErrBroken) {
		return shell.Fail(shell.ExitFailed, err, "`"+release+"` writes that anew")
	}
	return err
}

func kept(mark rollback.Mark, release string) error {
	return shell.Fail(shell.ExitIncomplete, &keptError{mark}, "`"+release+"` shows the newest")
}

// keptError is that the site is kept as of a day.
type keptError struct{ rollback.Mark }

func (e *keptError) Error() string {
	return fmt.Sprintf("the site is kept %s: counts are recorded, and not published", e.Mark)
}

// releasing is the command that ends that.
func (r *renderings) releasing() string {
	return r.flags.ReleaseCommand(r.World, r.where, r.distribution)
}

func (r *renderings) keptBack() error { return KeptBack(r.World, r.store, r.releasing()) }

// goBack publishes the site that is kept, where something else may have come between:
// this run, which began before somebody went back, or one that stopped half-way.
func (r *renderings) goBack(t *Target, mark rollback.Mark) error {
	past, err := settings.LoadHistoryAsOf(r.World, r.store, r.site, mark.AsOf(), r.summary.Day)
	if err != nil {
		return err
	}
	defer past.Close()
	files, done, err := Render(render.Input{Site: r.site, History: past})
	if err != nil {
		return err
	}
	defer done()
	if err := t.LookAgain(r.World); err != nil {
		return err
	}
	t.AllowOlder()
	if r.summary.Site, err = t.publish(r.World, files, nil); err != nil {
		return err
	}
	return kept(mark, r.releasing())
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
	if err := r.keptBack(); err != nil {
		return nil, err // since this run began
	}
	past, err := settings.LoadHistory(r.World, r.store, r.site, r.flags.At(r.World))
	if err != nil {
		return nil, err
	}
	_ = r.past.Close() // what it held was read
	r.past = past
	return r.render()
}
