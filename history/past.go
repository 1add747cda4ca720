package history

import (
	"context"
	"errors"
	"fmt"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history/archive"
	"datarocks/history/backfill"
)

// RecordDays joins the past days into the history that samples of a snapshot have, as
// backfill.Record does. Afterwards the history holds what is stored of them, and the next
// Load need not read them one by one; a rollup that could not be stored is left to Rollup.
// The samples of sources that know no past days are Record's.
func (h *History) RecordDays(ctx context.Context, snap fetch.Snapshot, judge backfill.Judge) (backfill.Recorded, error) {
	recorded, err := backfill.Record(ctx, h.store, &h.archive, snap, judge)
	if recorded.Moved {
		err = errors.Join(err, h.reload(ctx))
	}
	h.absorbed()
	if err != nil {
		err = fmt.Errorf("record past days: %w", err)
	}
	return recorded, err
}

// absorbed takes over what the archive knows after it took in rows.
func (h *History) absorbed() {
	h.recent = nil
	h.Newest, h.measured, h.Demo = max(h.Newest, h.archive.Newest), h.measured || h.archive.Measured, h.Demo || h.archive.Invented
}

// PlanDays is what RecordDays will take for the asks of a day, as far as is known before
// anything is asked.
func (h *History) PlanDays(asks []fetch.Ask, today content.Day) (backfill.Plan, error) {
	return backfill.PlanOf(&h.archive, asks, today)
}

// reload reads everything again, where another run has written what this one would not
// show.
func (h *History) reload(ctx context.Context) error {
	a, err := archive.Load(ctx, h.store, h.asOf)
	if err != nil {
		return fmt.Errorf("load history again: %w", err)
	}
	old := h.archive
	a.Former, h.archive = old.Former, a
	h.Problems, h.Unreadable, h.Lost = a.Problems, a.Unreadable, a.Lost
	_ = h.Rollup(ctx) // as in backfill.Record
	return old.Close()
}
