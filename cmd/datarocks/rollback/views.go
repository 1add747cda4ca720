package rollback

import (
	"errors"
	"io/fs"
	"time"

	"datarocks/cmd/datarocks/nightly"
	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/history/store"
	"datarocks/render"
)

// views are renderings of the site as of a time, each with all that is recorded by then.
// Their folders stay until they are closed.
type views struct {
	*shell.World
	*Command
	site    *content.Site
	store   store.Store
	asOf    time.Time
	wrong   content.Problems // files that are left out, and links that lead nowhere
	unread  []error          // objects of the history
	folders []func()
}

func (v *views) close() {
	for _, done := range v.folders {
		done()
	}
}

var errNoCount = errors.New("no count was ever recorded")

func (v *views) render() (fs.FS, error) {
	h, err := settings.LoadHistoryAsOf(v.World, v.store, v.site, v.asOf, content.DayOf(v.At(v.World)))
	if err != nil {
		return nil, err
	}
	defer h.Close()
	if v.unread = h.Problems; !h.Measured() {
		return nil, errNoCount
	}
	v.wrong = v.site.Problems()
	files, done, err := nightly.Render(render.Input{Site: v.site, History: h, Notice: func(p content.Problem) {
		v.wrong = append(v.wrong, v.Seen(content.Problems{p})...)
	}})
	if err == nil {
		v.folders = append(v.folders, done)
	}
	return files, err
}

// end names what the site lacks, which is the lesser failure.
func (v *views) end(err error) error {
	settings.SayUnreadable(v.World, v.unread)
	v.SayFew(v.wrong.Lines())
	if err == nil && len(v.wrong)+len(v.unread) > 0 {
		return shell.Exit(shell.ExitIncomplete)
	}
	return err
}
