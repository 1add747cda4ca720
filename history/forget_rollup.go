package history

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"

	"datarocks/content"
	"datarocks/history/row"
	"datarocks/history/store"
)

// rollup makes a rollup anew that holds what is to go, or may, or that is of
// days as they were before. Otherwise it would keep what they no longer have:
// whoever reads it only leaves that out.
func (p *ForgetPlan) rollup(ctx context.Context, entry store.Entry, progress func(int)) error {
	year, _ := yearOf(entry.Name)
	if p.isClean(entry) && !p.changed[year] {
		return nil
	}
	version, holds, readable, err := p.look(ctx, entry.Name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !holds && readable && !p.changed[year]:
		p.clean[entry.Name] = version
		return nil
	}
	p.inRollup = p.inRollup || holds
	if !holds && !p.changed[year] && p.Nothing() {
		return nil // only damaged, which a run mends
	}
	p.rollups[entry.Name] = true
	if progress == nil {
		return nil
	}
	err = remakeRollup(ctx, p.store, year, version)
	if err == nil {
		delete(p.changed, year)
	}
	return p.wrote(err, progress)
}

// look reads a rollup to see whether it holds what is to go. What cannot be read
// of it may.
func (p *ForgetPlan) look(ctx context.Context, name string) (version string, holds, readable bool, err error) {
	file, version, err := p.store.Open(ctx, name)
	if err != nil {
		return "", false, false, err
	}
	defer file.Close()
	r, err := openRollup(file)
	if err != nil {
		return version, false, false, ctx.Err()
	}
	for {
		k, ok, err := r.next()
		if err != nil {
			return version, false, false, ctx.Err()
		}
		if !ok {
			return version, false, true, nil
		}
		if k.Artist != p.Artist {
			continue
		}
		rows, err := r.line.rows(r.usual)
		if err != nil {
			return version, false, false, ctx.Err()
		}
		if slices.ContainsFunc(rows, p.Forgetting.takes) {
			return version, true, true, nil
		}
	}
}

// remakeRollup makes a year's rollup of all its days that can be read, in place
// of the version that is stored.
func remakeRollup(ctx context.Context, s store.Store, number int, version string) error {
	entries, err := s.List(ctx, fmt.Sprintf("%syear=%04d/", row.DaysPrefix, number))
	if err != nil {
		return err
	}
	y := &year{number: number, broken: make(map[content.Day][]error)}
	l := loader{
		ctx: ctx, store: s, years: map[int]*year{number: y},
		history: &History{store: s, objects: make(map[content.Day][]store.Entry)},
	}
	l.sort(entries)
	err = l.openDays(y, func(content.Day) bool { return true })
	if err == nil {
		err = l.settle(func() error { return y.putRollup(ctx, s, version) })
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
