package archive

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"datarocks/content"
	"datarocks/history/row"
	"datarocks/history/store"
)

// Holds reads a rollup to see whether it holds any of the chosen rows of an artist.
// One that cannot be read may hold them: then readable is false.
func Holds(ctx context.Context, s store.Store, name, artist string, chosen func(row.Row) bool) (version string, holds, readable bool, err error) {
	file, version, err := s.Open(ctx, name)
	if err != nil {
		return "", false, false, err
	}
	defer file.Close()
	r, err := openRollup(file)
	for err == nil {
		k, ok, problem := r.next()
		if err = problem; err != nil {
			break
		}
		if !ok {
			return version, false, true, nil
		}
		if k.Artist != artist {
			continue
		}
		all, problem := r.line.rows(r.usual)
		if err = problem; err == nil && slices.ContainsFunc(all, chosen) {
			return version, true, true, nil
		}
	}
	return version, false, false, ctx.Err()
}

// Remake makes a year's rollup of all its days that can be read, in place of the
// version that is stored.
func Remake(ctx context.Context, s store.Store, number int, version string) error {
	found, err := List(ctx, s, fmt.Sprintf("%syear=%04d/", row.DaysPrefix, number))
	if err != nil {
		return err
	}
	l := newLoader(ctx, s, time.Time{})
	l.sort(found)
	y := cmp.Or(l.years[number], &year{number: number})
	err = l.openDays(y, func(content.Day) bool { return true })
	if err == nil {
		err = l.untilReadable(func() error { return y.putRollup(ctx, s, version) })
	}
	return errors.Join(err, y.close())
}

func (y *year) putRollup(ctx context.Context, s store.Store, version string) error {
	inputs, made := y.readable()
	file, err := writeRollup(y.number, inputs, made)
	if err != nil {
		return err
	}
	defer file.Close()
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	return store.PutOver(ctx, s, rollupObject(y.number), file, version)
}
