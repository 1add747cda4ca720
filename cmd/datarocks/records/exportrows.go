package records

import (
	"bufio"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content/legible"
	"datarocks/history/row"
)

// exporter writes the rows that were asked for in one of the formats.
type exporter struct {
	*Export
	now      map[string]string // the id of an artist, by those that it had before
	write    func(row.Row) error
	flush    func() error
	all      map[string]bool // artists that there are
	found    map[string]bool // artists of which rows were written
	rows     int
	daysSeen int
}

func (c *Export) exporter(to io.Writer) *exporter {
	e := &exporter{Export: c, now: make(map[string]string), all: make(map[string]bool), found: make(map[string]bool)}
	if c.Format == "ndjson" {
		buffered := bufio.NewWriter(to)
		e.flush = buffered.Flush
		e.write = func(r row.Row) error {
			_, err := buffered.Write(r.Line())
			return errors.Join(err, buffered.WriteByte('\n'))
		}
		return e
	}
	table := csv.NewWriter(to)
	_ = table.Write(exportHeader) // which stays in its buffer until the first rows
	e.flush = func() error { table.Flush(); return table.Error() }
	e.write = func(r row.Row) error { return table.Write(exportRecord(r)) }
	return e
}

// day takes the rows of one day.
func (e *exporter) day(rows []row.Row) error {
	before := e.rows
	for _, r := range rows {
		// A source alone is all of its metrics: by an export one leaves, and nothing may
		// stay behind unseen.
		of := settings.Takes(e.Source, r.Of())
		id := cmp.Or(e.now[r.Artist], r.Artist)
		e.all[r.Artist], e.all[id] = true, true
		if len(e.Artist) > 0 && !slices.Contains(e.Artist, id) && !slices.Contains(e.Artist, r.Artist) || !of {
			continue
		}
		if err := e.write(r); err != nil {
			return err
		}
		e.found[r.Artist], e.found[id] = true, true
		e.rows++
	}
	if e.rows > before {
		e.daysSeen++
	}
	return nil
}

// missing refuses an export of nothing, and one that lacks an artist who was
// named: by a mistyped name, one would leave without counts.
func (e *exporter) missing(unreadable bool) error {
	code := shell.ExitUsage
	if unreadable {
		code = shell.ExitFailed // it may be in what cannot be read
	}
	sources := strings.Join(e.Source, " and ")
	for _, id := range e.Artist {
		if !e.all[id] {
			return shell.Fail(code, fmt.Errorf("the history has nothing of %s", id), settings.Suggest(id, slices.Sorted(maps.Keys(e.all))))
		}
		if !e.found[id] {
			return shell.Fail(code, fmt.Errorf("the history has nothing of %s on %s", id, sources), "")
		}
	}
	switch {
	case e.rows > 0:
		return nil
	case len(e.all) > 0:
		return shell.Fail(code, fmt.Errorf("the history has nothing of %s", sources), "")
	}
	return shell.Fail(code, fmt.Errorf("there are no rows in %s", e.History), "correct --history")
}

// exportHeader has the names of the row's fields.
var exportHeader = []string{"date", "artist", "source", "metric", "value", "status", "reason", "via", "at", "ref", "name", "held", "was", "step", "asked", "doubt"}

func exportRecord(r row.Row) []string {
	step, asked := "", ""
	if r.Step != 0 {
		step = strconv.FormatInt(r.Step, 10)
	}
	if !r.Asked.IsZero() {
		asked = r.Asked.Format(time.RFC3339)
	}
	return []string{
		r.Date.String(), legible.ExportCell(r.Artist), legible.ExportCell(string(r.Source)), legible.ExportCell(r.Metric), number(r.Value),
		legible.ExportCell(string(r.Status)), legible.ExportCell(r.Reason), legible.ExportCell(r.Via), r.At.Format(time.RFC3339Nano),
		legible.ExportCell(r.Ref), legible.ExportCell(r.Name), number(r.Held), number(r.Was), step, asked, legible.ExportCell(r.Doubt),
	}
}

func number(n *int64) string {
	if n == nil {
		return ""
	}
	return strconv.FormatInt(*n, 10)
}
