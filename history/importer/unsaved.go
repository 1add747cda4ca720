package importer

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"datarocks/content"
	"datarocks/content/legible"
	"datarocks/history"
	"datarocks/history/row"
)

// clockSkew is how much the clock of the machine that ran may differ from ours.
const clockSkew = time.Hour

// unsaved reads rows as a failed run left them. They are kept as they are. Two
// rows of one key are no problem: the join decides, as it would have.
func (r *reader) unsaved(f File) {
	number := 0
	for line := range bytes.Lines(f.Data) {
		number++
		at := place{f.Name, number}
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		one, err := row.Decode(line)
		if err != nil {
			r.report(at, err.Error(), "take the rows as the failed run left them")
			continue
		}
		if r.once(at, line) && r.plausible(at, one) {
			r.result.Rows = append(r.result.Rows, history.ImportRow{Row: one, File: at.file, Line: at.line})
		}
	}
}

// once reports a key that is there twice: row.Decode would take the last.
func (r *reader) once(at place, line []byte) bool {
	before := r.faults
	w := newWalker(r, File{at.file, line})
	w.base = at.line - 1
	w.end(w.object("the row of a day", func(_ string, _ place, value json.Token) error { return w.skip(value) }))
	return r.faults == before
}

func (r *reader) plausible(at place, one row.Row) bool {
	before := r.faults
	info, known := one.Source.Info()
	_, counted := info.Find(one.Metric)
	switch {
	case !known:
		r.report(at, "unknown source "+legible.Quote(string(one.Source)), "import it with the version that wrote it")
	case !counted:
		r.report(at, fmt.Sprintf("unknown metric %s of %s", legible.Quote(one.Metric), one.Source), "import it with the version that wrote it")
	case one.Via == row.ViaDemo:
		r.report(at, "is a row of a demo: its count is invented", "import rows of a real run")
	case one.At.After(r.Now.Add(clockSkew)):
		r.report(at, fmt.Sprintf("was asked at %s, which lies ahead", one.At.Format(time.RFC3339)), "set the clock right, or correct --now")
	case one.Date > content.DayOf(r.Now.Add(clockSkew)), one.Date < oldest:
		r.timely(at, one.Date)
	}
	return r.faults == before
}
