package history

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"datarocks/content"
)

// Export gives every row as the join leaves it, a day at a time, oldest first,
// each day sorted by artist, source and metric. Memory holds one day.
//
// Objects that cannot be read are named in unreadable, and the others are given.
// An error of each ends the export.
func Export(ctx context.Context, s Store, each func(rows []Row) error) (unreadable []error, err error) {
	entries, err := s.List(ctx, daysPrefix)
	if err != nil {
		return nil, fmt.Errorf("export history: %w", err)
	}
	objects := make(map[content.Day][]Entry)
	var days []content.Day
	for _, entry := range entries {
		day, ok := dayOf(entry.Name)
		switch {
		case !ok:
			unreadable = append(unreadable, notOurs(entry.Name))
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

func exportDay(ctx context.Context, s Store, day content.Day, objects []Entry) (rows []Row, unreadable []error, err error) {
	for _, entry := range objects {
		data, _, err := s.Get(ctx, entry.Name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		good, err := decodeDay(entry.Name, day, data)
		if err != nil {
			unreadable = append(unreadable, &UnreadableError{Problem: err})
			continue
		}
		rows = append(rows, good...)
	}
	return Join(rows, nil), unreadable, nil
}

// notOurs names an object that stands among the days and that nobody reads.
func notOurs(name string) error { return fmt.Errorf("%s:1: not the name of a day object", name) }
