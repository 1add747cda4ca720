package main

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"datarocks/cmd/datarocks/shell"
	"datarocks/history"
)

// exporter writes the rows that were asked for in one of the formats.
type exporter struct {
	*exportCommand
	write    func(history.Row) error
	flush    func() error
	all      map[string]bool // artists that there are
	found    map[string]bool // artists of which rows were written
	rows     int
	daysSeen int
}

func (c *exportCommand) exporter(to io.Writer) *exporter {
	e := &exporter{exportCommand: c, all: make(map[string]bool), found: make(map[string]bool)}
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
		if len(e.Artist) > 0 && !slices.Contains(e.Artist, r.Artist) || len(e.Source) > 0 && !slices.Contains(e.Source, string(r.Source)) {
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
// named: by a mistyped name, one would leave without counts.
func (e *exporter) missing(unreadable bool) error {
	code := shell.ExitUsage
	if unreadable {
		code = shell.ExitFailed // it may be in what cannot be read
	}
	sources := strings.Join(e.Source, " and ")
	for _, id := range e.Artist {
		if !e.all[id] {
			return shell.Fail(code, fmt.Errorf("the history has nothing of %s", id), suggest(id, slices.Sorted(maps.Keys(e.all))))
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
