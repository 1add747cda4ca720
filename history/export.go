package history

import (
	"context"
	"errors"
	"fmt"
	"maps"

	"datarocks/content"
	"datarocks/history/archive"
	"datarocks/history/commit"
	"datarocks/history/row"
	"datarocks/history/store"
)

// Export passes on every row as the join leaves it, a day at a time, oldest first,
// each day sorted by artist, source and metric. Memory holds one day.
//
// Counts that the terms of their platforms do not allow to be kept today are left out; the
// site, whose terms they are, may be nil.
//
// Objects that cannot be read are named in unreadable, and days that are gone and of which
// a rollup has a copy; the others are exported.
// An error of each ends the export.
func Export(ctx context.Context, s store.Store, site *content.Site, today content.Day, each func(rows []row.Row) error) (unreadable []error, err error) {
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
	for tree, days := range found.Limited {
		from := site.TermsOf(tree.Source()).KeptFrom(today)
		maps.DeleteFunc(days, func(day content.Day, _ []store.Entry) bool { return day < from })
	}
	for _, day := range found.Any() {
		state, err := readListed(ctx, s, found, day)
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

// readListed reads the objects of a day in all trees.
func readListed(ctx context.Context, s store.Store, found archive.Listing, day content.Day) (commit.State, error) {
	all, err := commit.Read(ctx, s, day, found.Days[day])
	for tree, days := range found.Limited {
		state, problem := commit.ReadIn(ctx, s, tree, day, days[day])
		if err = errors.Join(err, problem); err == nil {
			all = all.With(state)
		}
	}
	return all, err
}
