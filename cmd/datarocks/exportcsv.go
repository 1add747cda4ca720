package main

import (
	"strconv"
	"time"

	"datarocks/content/legible"
	"datarocks/history"
)

// exportHeader has the names of the row's fields.
var exportHeader = []string{"date", "artist", "source", "metric", "value", "status", "reason", "via", "at", "ref", "name", "held", "was", "step", "asked", "doubt"}

func exportRecord(r history.Row) []string {
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
