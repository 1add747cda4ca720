package history

import (
	"context"
	"fmt"

	"datarocks/history/archive"
	"datarocks/history/commit"
	"datarocks/history/row"
	"datarocks/history/store"
)

// Export passes on every row as the join leaves it, a day at a time, oldest first,
// each day sorted by artist, source and metric. Memory holds one day.
//
// Objects that cannot be read are named in unreadable, and days that are gone and of which
// a rollup has a copy; the others are exported.
// An error of each ends the export.
func Export(ctx context.Context, s store.Store, each func(rows []row.Row) error) (unreadable []error, err error) {
	found, err := archive.List(ctx, s, row.Prefix)
	if err != nil {
		return nil, fmt.Errorf("export history: %w", err)
	}
	unreadable = found.Unread()
	lost, err := found.Lost(ctx, s)
	if err != nil {
		return nil, fmt.Errorf("export history: %w", err)
	}
	for _, problem := range lost {
		unreadable = append(unreadable, problem)
	}
	for _, day := range found.Sorted() {
		state, err := commit.Read(ctx, s, day, found.Days[day])
		unreadable = append(unreadable, state.Problems...)
		if rows := state.Joined(); err == nil && len(rows) > 0 {
			err = each(rows)
		}
		if err != nil {
			return unreadable, fmt.Errorf("export %s: %w", day, err)
		}
	}
	return unreadable, nil
}
