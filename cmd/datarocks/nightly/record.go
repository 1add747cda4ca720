package nightly

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"datarocks/cmd/datarocks/shell"
	"datarocks/fetch"
	"datarocks/history"
	"datarocks/history/gate"
)

// record keeps the answers of the platforms.
func (n *Night) record(ctx context.Context, snap fetch.Snapshot) error {
	verdicts := gate.Judge(n.past.Series, n.site, snap)
	if err := n.past.Err(); err != nil {
		return err
	}
	n.summary.asked(snap, verdicts)
	recorded, err := n.past.Record(ctx, snap, verdicts)
	n.summary.Rows = recorded.Rows
	if err != nil {
		return n.save(err)
	}
	n.rollUp()
	return nil
}

// rollUp spares the next runs what this one had to read.
func (n *Night) rollUp() {
	if err := n.past.Rollup(n.Ctx); err != nil {
		n.Say("%s; reading the history takes longer without it", err)
	}
}

// rescueTime is how long an interrupted run may take to keep what it has.
const rescueTime = 10 * time.Second

// rescue records the counts that were answered before the run was interrupted:
// some of them cost money, and none can be asked again for that day.
func (n *Night) rescue(snap fetch.Snapshot, stopped error) error {
	snap.Samples = slices.DeleteFunc(snap.Samples, func(s fetch.Sample) bool {
		_, ok := s.Count.Value()
		return !ok
	})
	ctx, cancel := context.WithTimeout(context.WithoutCancel(n.Ctx), rescueTime)
	defer cancel()
	if err := n.record(ctx, snap); err != nil {
		return err
	}
	return fmt.Errorf("stopped while asking; %s recorded, run it again for the others: %w", shell.Plural(len(snap.Samples), "count"), stopped)
}

// save writes counts that could not be recorded to a file.
func (n *Night) save(err error) error {
	var unsaved *history.UnsavedError
	if !errors.As(err, &unsaved) {
		return err
	}
	name := "datarocks-unsaved-" + n.at.UTC().Format("20060102T150405Z") + ".ndjson"
	if problem := os.WriteFile(name, unsaved.Lines(), 0o600); problem != nil {
		// The log of the run may still save them.
		n.Say("the counts are in no file; save these lines as one, and `datarocks import unsaved FILE` takes them into the history")
		_, _ = n.Stderr.Write(unsaved.Lines())
		return errors.Join(err, fmt.Errorf("save the counts: %w", problem))
	}
	n.Say("the counts are in %s", name)
	return shell.Fail(shell.ExitFailed, err, "`datarocks import unsaved "+name+"` takes them into the history")
}
