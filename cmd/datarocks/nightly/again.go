package nightly

import (
	"io/fs"

	"datarocks/cmd/datarocks/settings"
	"datarocks/render"
)

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
	files, done, err := Render(render.Input{Site: r.site, History: r.past, Notice: r.deadLink})
	if err == nil {
		r.folders = append(r.folders, done)
	}
	return files, err
}

// again reads the history again and renders it: another run, of other artists, may
// have recorded and published what this one does not know.
func (r *renderings) again() (fs.FS, error) {
	past, err := settings.LoadHistory(r.World, r.store, r.flags.At(r.World))
	if err != nil {
		return nil, err
	}
	_ = r.past.Close() // what it held was read
	r.past = past
	return r.render()
}
