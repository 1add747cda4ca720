package records

import (
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/history/restore"
)

// What becomes of a day.
const (
	isLost = "lost"    // there is a copy
	noCopy = "no copy" // it is lost, and there is none
	isKept = "kept"    // nothing is missing
)

// restoreResult is what was or would be brought back.
type restoreResult struct {
	Days []restoredDay `json:"days"`
	Done bool          `json:"done"`
}

type restoredDay struct {
	Day   content.Day `json:"day"`
	State string      `json:"state"` // isLost, noCopy or isKept
	Rows  int         `json:"rows"`  // of the copy, or those that are kept
	From  string      `json:"from,omitempty"`
}

func newRestoreResult(plan *restore.Plan, done bool) restoreResult {
	r := restoreResult{Days: []restoredDay{}, Done: done}
	for _, d := range plan.Days {
		one := restoredDay{Day: d.Day, State: noCopy}
		switch {
		case d.Kept:
			one.State, one.Rows = isKept, d.Stored
		case d.Lost():
			one.State, one.Rows, one.From = isLost, d.Rows, d.From
		}
		r.Days = append(r.Days, one)
	}
	return r
}

func (r restoreResult) lost() int { return r.count(isLost) }

func (r restoreResult) count(state string) (n int) {
	for _, d := range r.Days {
		if d.State == state {
			n++
		}
	}
	return n
}

func (c *Restore) print(w *shell.World, r restoreResult) {
	if len(r.Days) == 0 {
		w.Print("%s: nothing is lost, as far as rollups and older versions show", c.History)
		w.Hint("a day that you miss can be looked for by name: `" + c.Command(w, "restore", "DAY") + "`")
		return
	}
	for _, d := range r.Days {
		switch d.State {
		case isKept:
			w.Print("%s: kept, it has %s", d.Day, shell.Plural(d.Rows, "row"))
		case isLost:
			w.Print("%s: %s from %s", d.Day, shell.Plural(d.Rows, "row"), d.From)
		default:
			w.Print("%s: no copy", d.Day)
		}
	}
	verb := "restored"
	if !r.Done {
		verb = "would restore"
	}
	if c.DryRun {
		verb = "dry run, would restore"
	}
	w.Print("%s %s of %s", verb, shell.Plural(r.lost(), "day"), c.History)
}
