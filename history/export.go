package history

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"datarocks/content"
	"datarocks/history/row"
	"datarocks/history/store"
)

// Export gives every row as the join leaves it, a day at a time, oldest first,
// each day sorted by artist, source and metric. Memory holds one day.
//
// Objects that cannot be read are named in unreadable, and the others are given.
// An error of each ends the export.
func Export(ctx context.Context, s store.Store, each func(rows []row.Row) error) (unreadable []error, err error) {
	entries, err := s.List(ctx, row.DaysPrefix)
	if err != nil {
		return nil, fmt.Errorf("export history: %w", err)
	}
	objects := make(map[content.Day][]store.Entry)
	var days []content.Day
	for _, entry := range entries {
		day, ok := row.DayOf(entry.Name)
		switch {
		case !ok:
			unreadable = append(unreadable, row.NotOurs(entry.Name))
			continue
		case objects[day] == nil:
			days = append(days, day)
		}
		objects[day] = append(objects[day], entry)
	}
	slices.Sort(days)
	for _, day := range days {
		rows, problems, err := exportDay(ctx, s, day, objects[day])
		unreadable = append(unreadable, problems...)
		if err == nil && len(rows) > 0 {
			err = each(rows)
		}
		if err != nil {
			return unreadable, fmt.Errorf("export %s: %w", day, err)
		}
	}
	return unreadable, nil
}

func exportDay(ctx context.Context, s store.Store, day content.Day, objects []store.Entry) (rows []row.Row, unreadable []error, err error) {
	for _, entry := range objects {
		data, _, err := s.Get(ctx, entry.Name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		good, err := row.DecodeDay(entry.Name, day, data)
		if err != nil {
			unreadable = append(unreadable, &row.UnreadableError{Problem: err})
			continue
		}
		rows = append(rows, good...)
	}
	return row.Join(rows, nil), unreadable, nil
}
