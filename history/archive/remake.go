package archive

import (
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"maps"
	"slices"
	"time"

	"datarocks/content"
	"datarocks/history/row"
	"datarocks/history/store"
)

// Holds reads a rollup to see whether it holds any of the chosen rows of some artists.
// One that cannot be read may hold them: then readable is false.
func Holds(ctx context.Context, s store.Store, name string, artists []string, chosen func(row.Row) bool) (version string, holds, readable bool, err error) {
	file, version, err := s.Open(ctx, name)
	if err != nil {
		return "", false, false, err
	}
	defer file.Close()
	holds, readable = HoldsIn(file, artists, chosen)
	return version, holds, readable, ctx.Err()
}

// HoldsIn is Holds for a rollup that was read already.
func HoldsIn(file io.ReadSeeker, artists []string, chosen func(row.Row) bool) (holds, readable bool) {
	r, err := openRollup(unclosed{file})
	for err == nil {
		k, ok, problem := r.next()
		if err = problem; err != nil {
			break
		}
		if !ok {
			return false, true
		}
		if !slices.Contains(artists, k.Artist) {
			continue
		}
		all, problem := r.line.Rows(r.usual)
		if err = problem; err == nil && slices.ContainsFunc(all, chosen) {
			return true, true
		}
	}
	return false, false
}

// Remake makes a year's rollup of all its days that can be read, in place of the
// version that is stored. Of the days whose objects are gone, or cannot be read, it takes
// over what the stored one has, but for the rows that are dropped.
func Remake(ctx context.Context, s store.Store, number int, version string, dropped func(row.Row) bool) error {
	found, err := List(ctx, s, yearPrefix(number))
	if err != nil {
		return err
	}
	l := newLoader(ctx, s, time.Time{})
	l.sort(found)
	y := cmp.Or(l.years[number], &year{number: number})
	l.years[number] = y
	if err := l.openDays(y, func(content.Day) bool { return true }); err != nil {
		return errors.Join(err, y.close())
	}
	err = l.untilReadable(func() error { return y.putRollup(ctx, s, version, dropped) })
	return errors.Join(err, y.close())
}

func (y *year) putRollup(ctx context.Context, s store.Store, version string, dropped func(row.Row) bool) error {
	inputs, made := y.readable()
	lost, versions, err := copies(ctx, s, y.number, func(day content.Day, name string) bool {
		_, read := made[name]
		return !read && (row.Prefix+name == row.DayObject(day) || !slices.Contains(y.days, day))
	})
	if err != nil {
		return err
	}
	for _, day := range slices.Sorted(maps.Keys(lost)) {
		in := newRowsInput(slices.DeleteFunc(lost[day], dropped))
		inputs = append(inputs, in)
		if err := in.rewind(); err != nil {
			return err
		}
	}
	maps.Copy(made, versions)
	file, err := writeRollup(y.number, inputs, made)
	if err != nil {
		return err
	}
	defer file.Close()
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	_, err = store.PutOver(ctx, s, rollupObject(y.number), file, version)
	return err
}

// Copy returns what the rollups have of days, whatever else is stored of them: a day
// that no rollup has is not in it.
func Copy(ctx context.Context, s store.Store, days []content.Day) (map[content.Day][]row.Row, error) {
	all := make(map[content.Day][]row.Row)
	byYear := make(map[int]bool)
	for _, day := range days {
		byYear[day.Time().Year()] = true
	}
	for number := range byYear {
		copied, _, err := copies(ctx, s, number, func(day content.Day, _ string) bool { return slices.Contains(days, day) })
		if err != nil {
			return nil, err
		}
		maps.Copy(all, copied)
	}
	return all, nil
}

// copies returns the rows that a year's rollup has of the days of objects that are wanted,
// by name below v1/, and the versions of these. A rollup that is not there, or is
// damaged, has none.
func copies(ctx context.Context, s store.Store, number int, wanted func(day content.Day, name string) bool) (map[content.Day][]row.Row, map[string]string, error) {
	file, _, err := s.Open(ctx, rollupObject(number))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	defer file.Close()
	r, err := openRollup(file)
	if err != nil {
		return nil, nil, ctx.Err()
	}
	days, versions := make(map[content.Day][]row.Row), make(map[string]string)
	for name, version := range r.head.Days {
		if day, ok := row.DayOf(row.Prefix + name); ok && wanted(day, name) {
			days[day], versions[name] = nil, version
		}
	}
	for {
		_, ok, err := r.next()
		var rows []row.Row
		if err == nil && ok {
			rows, err = r.line.Rows(r.usual)
		}
		if err != nil {
			return nil, nil, ctx.Err()
		}
		if !ok {
			return days, versions, nil
		}
		for _, r := range rows {
			if _, known := days[r.Date]; known {
				days[r.Date] = append(days[r.Date], r.Anew())
			}
		}
	}
}
