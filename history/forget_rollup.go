package history

import (
	"context"
	"errors"
	"io/fs"

	"datarocks/history/archive"
	"datarocks/history/store"
)

// rollup makes a rollup again that holds what is to go, or may, or that is of
// days as they were before. Otherwise it would keep what they no longer have: a
// reader only leaves that out.
func (p *ForgetPlan) rollup(ctx context.Context, entry store.Entry, progress func(int)) error {
	year, _ := archive.YearOf(entry.Name)
	if p.isClean(entry) && !p.changed[year] {
		return nil
	}
	version, holds, readable, err := archive.Holds(ctx, p.store, entry.Name, p.Artists(), p.Forgetting.Takes)
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
	err = archive.Remake(ctx, p.store, year, version, p.Forgetting.Takes)
	if err == nil {
		delete(p.changed, year)
	}
	return p.wrote(err, progress)
}
