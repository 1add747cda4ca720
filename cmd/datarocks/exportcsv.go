package main

import (
	"strconv"
	"strings"
	"time"

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
		r.Date.String(), spreadsheet(r.Artist), spreadsheet(string(r.Source)), spreadsheet(r.Metric), number(r.Value),
		spreadsheet(string(r.Status)), spreadsheet(r.Reason), spreadsheet(r.Via), r.At.Format(time.RFC3339Nano),
		spreadsheet(r.Ref), spreadsheet(r.Name), number(r.Held), number(r.Was), step, asked, spreadsheet(r.Doubt),
	}
}

func number(n *int64) string {
	if n == nil {
		return ""
	}
	return strconv.FormatInt(*n, 10)
}

// spreadsheet puts an apostrophe before a text that a spreadsheet would take for
// a formula, and before one that begins with an apostrophe: without that first
// apostrophe each text is as it is stored.
func spreadsheet(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r'", rune(text[0])) {
		return "'" + text
	}
	return text
}
