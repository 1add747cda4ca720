package main

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"datarocks/content"
	"datarocks/content/legible"
	"datarocks/history"
)

type exportCommand struct {
	historyFlags
	Format string   `default:"csv" enum:"csv,ndjson" help:"csv, or ndjson: the rows as they are stored (${default})."`
	Out    string   `placeholder:"FILE" help:"File to write, whole or not at all (stdout)."`
	Artist []string `sep:"none" placeholder:"ID" help:"Only this artist; may repeat (all)."`
	Source []string `sep:"none" placeholder:"ID" help:"Only this source; may repeat (all)."`
}

// Run writes all that is stored, so that leaving is easy.
func (c *exportCommand) Run(w *world) error {
	for _, id := range c.Source {
		if err := checkSource(id); err != nil {
			return err
		}
	}
	store, err := c.open(w)
	if err != nil {
		return err
	}
	out, err := c.create(w)
	if err != nil {
		return err
	}
	defer out.drop()
	e := c.exporter(out.w)
	unreadable, err := history.Export(w.ctx, store, e.days)
	for _, problem := range unreadable {
		w.say("history: %s", problem)
	}
	if err == nil {
		err = e.missing(c, unreadable)
	}
	if err == nil {
		err = errors.Join(e.flush(), out.keep())
	}
	if err != nil {
		return err
	}
	if c.Out != "" {
		w.print("exported %s of %s to %s", plural(e.rows, "row"), plural(e.daysSeen, "day"), c.Out)
	}
	if len(unreadable) > 0 {
		w.hint("what cannot be read is not in it; mend these objects by hand and export again, or take them as they are")
		return codeOnly(exitIncomplete)
	}
	return nil
}

// checkSource refuses what is no source.
func checkSource(id string) error {
	if _, ok := content.Source(id).Info(); !ok {
		return settingsError("the sources are "+sourceIDs(), "%s is no source", id)
	}
	return nil
}

// exporter writes rows in one of the formats.
type exporter struct {
	write    func(history.Row) error
	flush    func() error
	artists  map[string]bool         // nil for all
	sources  map[content.Source]bool // nil for all
	all      map[string]bool         // artists that there are
	found    map[string]bool         // artists of which rows were written
	rows     int
	daysSeen int
}

func (c *exportCommand) exporter(to io.Writer) *exporter {
	e := &exporter{all: make(map[string]bool), found: make(map[string]bool)}
	for _, id := range c.Artist {
		if e.artists == nil {
			e.artists = make(map[string]bool)
		}
		e.artists[id] = true
	}
	for _, id := range c.Source {
		if e.sources == nil {
			e.sources = make(map[content.Source]bool)
		}
		e.sources[content.Source(id)] = true
	}
	buffered := bufio.NewWriter(to)
	if c.Format == "ndjson" {
		e.flush = buffered.Flush
		e.write = func(r history.Row) error {
			_, err := buffered.Write(r.Line())
			return errors.Join(err, buffered.WriteByte('\n'))
		}
		return e
	}
	table := csv.NewWriter(buffered)
	e.flush = func() error { table.Flush(); return errors.Join(table.Error(), buffered.Flush()) }
	e.write = func(r history.Row) error {
		if e.rows == 0 {
			if err := table.Write(exportHeader); err != nil {
				return err
			}
		}
		return table.Write(exportRecord(r))
	}
	return e
}

// days takes the rows of one day.
func (e *exporter) days(rows []history.Row) error {
	before := e.rows
	for _, r := range rows {
		e.all[r.Artist] = true
		if e.artists != nil && !e.artists[r.Artist] || e.sources != nil && !e.sources[r.Source] {
			continue
		}
		if err := e.write(r); err != nil {
			return err
		}
		e.found[r.Artist] = true
		e.rows++
	}
	if e.rows > before {
		e.daysSeen++
	}
	return nil
}

// missing refuses an export of nothing, and one that lacks an artist who was
// named: whoever leaves by a mistyped name would leave without counts.
func (e *exporter) missing(c *exportCommand, unreadable []error) error {
	code := exitUsage
	if len(unreadable) > 0 {
		code = exitFailed // it may be in what cannot be read
	}
	for _, id := range c.Artist {
		if !e.all[id] {
			return &failure{code, fmt.Errorf("the history has nothing of %s", id), meant(id, slices.Sorted(maps.Keys(e.all)))}
		}
		if !e.found[id] {
			return &failure{code, fmt.Errorf("the history has nothing of %s on %s", id, strings.Join(c.Source, " and ")), ""}
		}
	}
	switch {
	case e.rows > 0:
		return nil
	case len(e.all) > 0:
		return &failure{code, fmt.Errorf("the history has nothing of %s", strings.Join(c.Source, " and ")), ""}
	}
	return &failure{code, fmt.Errorf("there are no rows in %s", c.History), "correct --history"}
}

// exportHeader has the names of the row's fields.
var exportHeader = []string{"date", "artist", "source", "metric", "value", "status", "reason", "via", "at", "ref", "name", "held", "was", "step", "asked", "doubt"}

func exportRecord(r history.Row) []string {
	step := ""
	if r.Step != 0 {
		step = strconv.FormatInt(r.Step, 10)
	}
	asked := ""
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

// output is where an export goes.
type output struct {
	w    io.Writer
	name string   // "" for stdout
	temp *os.File // nil for stdout, and once it is kept or dropped
}

// create opens the output. A file is written beside its place first.
func (c *exportCommand) create(w *world) (*output, error) {
	if c.Out == "" {
		return &output{w: w.stdout}, nil
	}
	info, err := os.Stat(c.Out)
	switch {
	case strings.Contains(c.Out, "://"):
		return nil, settingsError("name a file, and copy it there", "--out: %s is not on this machine", c.Out)
	case err == nil && !info.Mode().IsRegular():
		return nil, settingsError("name a file", "--out: %s is not a file", c.Out)
	}
	if h, err := parsePlace("--history", c.History); err == nil && h.folder != "" && isInside(filepath.Dir(c.Out), h.folder) {
		return nil, settingsError("write it beside the history", "--out: %s is inside the history %s", c.Out, c.History)
	}
	temp, err := os.CreateTemp(filepath.Dir(c.Out), ".datarocks-export-")
	if err != nil {
		return nil, settingsError("name a file in a folder that there is", "--out: %s cannot be written: %w", c.Out, cause(err))
	}
	return &output{temp, c.Out, temp}, nil
}

// keep puts the file in its place.
func (o *output) keep() error {
	if o.temp == nil {
		return nil
	}
	err := errors.Join(o.temp.Sync(), o.temp.Close())
	if err == nil {
		err = os.Rename(o.temp.Name(), o.name)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", o.name, err), os.Remove(o.temp.Name()))
	}
	o.temp = nil
	return nil
}

// drop leaves nothing behind of a file that was not kept.
func (o *output) drop() {
	if o.temp != nil {
		_ = o.temp.Close()
		_ = os.Remove(o.temp.Name())
	}
}
