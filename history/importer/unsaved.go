package importer

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"datarocks/content"
	"datarocks/history"
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
		row, err := history.ParseRow(line)
		if err != nil {
			r.report(at, err.Error(), "take the rows as the failed run left them")
			continue
		}
		if r.once(at, line) && r.plausible(at, row) {
			r.result.Rows = append(r.result.Rows, history.ImportRow{Row: row, File: at.file, Line: at.line})
		}
	}
}

// once reports a key that is there twice: ParseRow would take the last.
func (r *reader) once(at place, line []byte) bool {
	before := r.faults
	w := newWalker(r, File{at.file, line})
	w.base = at.line - 1
	w.end(w.object("the row of a day", func(_ string, _ place, value json.Token) error { return w.skip(value) }))
	return r.faults == before
}

func (r *reader) plausible(at place, row history.Row) bool {
	before := r.faults
	info, known := row.Source.Info()
	switch {
	case !known:
		r.report(at, "unknown source "+quote(string(row.Source)), "import it with the version that wrote it")
	case info.Metric != row.Metric:
		r.report(at, fmt.Sprintf("unknown metric %s of %s", quote(row.Metric), row.Source), "import it with the version that wrote it")
	case row.Via == history.ViaDemo:
		r.report(at, "is a row of a demo: its count is invented", "import rows of a real run")
	case row.At.After(r.Now.Add(clockSkew)):
		r.report(at, fmt.Sprintf("was asked at %s, which lies ahead", row.At.Format(time.RFC3339)), "set the clock right, or correct --now")
	case row.Date > content.DayOf(r.Now.Add(clockSkew)), row.Date < oldest:
		r.timely(at, row.Date)
	}
	return r.faults == before
}
