package history

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"datarocks/content"
	"datarocks/history/archive"
	"datarocks/history/commit"
	"datarocks/history/row"
	"datarocks/history/store"
)

// Imported is what Apply stores.
type Imported struct {
	Rows int `json:"rows"`
	Days int `json:"days"`
}

// Apply stores what is planned, several days at once, each as a run stores
// its own: one that ran in between is joined. What is stored when it ends early
// stays, and is the same when it is stored again.
//
// The error joins an *UnreadableError for each day that cannot be read; its rows
// are stored. Any other error ends the import. progress may be nil.
func (p ImportPlan) Apply(ctx context.Context, s store.Store, at time.Time, progress func(days int)) (Imported, error) {
	imported, _, err := p.apply(ctx, s, at, progress, func(content.Day) []store.Entry { return nil })
	return imported, err
}

// CheckImport refuses a plan that writes into days whose objects are gone, and of which
// a rollup has the only copy. A day that has an object again is not lost any more, and
// the next rollup would be made without the rest of what it had.
func (h *History) CheckImport(p ImportPlan) error {
	var lost []content.Day
	for _, c := range p.Changes {
		if c.writes() && c.Tree() == row.Days && slices.Contains(h.Lost, c.Date) {
			lost = append(lost, c.Date)
		}
	}
	if len(lost) == 0 {
		return nil
	}
	slices.Sort(lost)
	return fmt.Errorf("import: %s gone, and a rollup has the only copy, which this import would lose", archive.Listed(slices.Compact(lost)))
}

// Import applies a plan by the listing of Load, which spares one for each day. Afterwards
// the history holds what is stored, and the next Load need not read the days one by one.
// It stores nothing where CheckImport refuses the plan.
func (h *History) Import(ctx context.Context, p ImportPlan, at time.Time, progress func(days int)) (Imported, error) {
	if err := h.CheckImport(p); err != nil {
		return Imported{}, err
	}
	imported, done, err := p.apply(ctx, h.store, at, progress, func(day content.Day) []store.Entry {
		return append([]store.Entry{}, h.archive.Objects[day]...) // not nil where there is none
	})
	if len(done) == 0 {
		return imported, err // nor are the rollups stored that Load made: the same import again writes nothing
	}
	absorbed := h.archive.Absorb(archive.Written{Objects: done, Series: p.bySeries(done)})
	h.absorbed()
	if absorbed == nil && ctx.Err() == nil {
		if absorbed = h.archive.RollUp(); absorbed == nil {
			absorbed = h.Rollup(ctx)
		}
	}
	if absorbed != nil {
		err = errors.Join(err, fmt.Errorf("import: %w", absorbed))
	}
	return imported, err
}

// apply stores what is planned, with what is known to be listed of a day. done has the
// objects of the days that are stored; none where more may be in them.
func (p ImportPlan) apply(ctx context.Context, s store.Store, at time.Time, progress func(days int), seen func(content.Day) []store.Entry) (imported Imported, done map[content.Day][]store.Entry, err error) {
	days := p.commits()
	commits := make([]*commit.Commit, days)
	beside := make([]error, days)
	ended := make(chan struct{}, days)
	group, inGroup := errgroup.WithContext(ctx)
	group.SetLimit(daysAtOnce)
	n := 0
	for tree, rows := range p.byDay() {
		i := n
		n++
		group.Go(func() (err error) {
			day := rows[0].Date
			c := &commit.Commit{Store: s, Tree: tree, Day: day, Rows: rows, Run: commit.RunName(at)}
			if tree == row.Days {
				c.Seen = seen(day)
			}
			if beside[i], err = commitImport(inGroup, c); err == nil {
				commits[i] = c
			}
			if ended <- struct{}{}; progress != nil {
				progress(len(ended))
			}
			return err
		})
	}
	err = group.Wait()
	done = make(map[content.Day][]store.Entry)
	written := make(map[content.Day]bool)
	for i, c := range commits {
		if c == nil {
			continue
		}
		imported.Rows += c.Written
		if c.Written > 0 {
			written[c.Day] = true
		}
		if c.Tree == row.Days {
			done[c.Day] = c.Known(beside[i] != nil)
		}
		if p.unreadable[c.Day] != nil {
			beside[i] = nil // named below
		}
	}
	imported.Days = len(written)
	if err != nil {
		err = fmt.Errorf("import: %w", err)
	}
	return imported, done, errors.Join(err, p.Unreadable(), errors.Join(beside...))
}

// commitImport stores rows of one day. Where its object cannot be read they are
// stored beside it, and unreadable is why.
func commitImport(ctx context.Context, c *commit.Commit) (unreadable, err error) {
	err = c.Retry(ctx)
	if _, ok := errors.AsType[*row.UnreadableError](err); ok {
		err, unreadable = nil, err
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.Day, err)
	}
	c.Forget() // its rows: they are millions, together
	return unreadable, nil
}

// bySeries yields the rows that are stored of the days that are done.
func (p ImportPlan) bySeries(done map[content.Day][]store.Entry) iter.Seq2[row.SeriesKey, iter.Seq[row.Row]] {
	var places []int
	for i, c := range p.Changes {
		if _, ok := done[c.Date]; ok && c.writes() && c.Tree() == row.Days {
			places = append(places, i)
		}
	}
	slices.SortFunc(places, func(a, b int) int {
		return cmp.Or(p.Changes[a].storedKey().Compare(p.Changes[b].storedKey()), cmp.Compare(p.Changes[a].Date, p.Changes[b].Date))
	})
	return func(yield func(row.SeriesKey, iter.Seq[row.Row]) bool) {
		for len(places) > 0 {
			k, n := p.Changes[places[0]].storedKey(), 1
			for n < len(places) && p.Changes[places[n]].storedKey() == k {
				n++
			}
			some := places[:n]
			if places = places[n:]; !yield(k, func(yield func(row.Row) bool) {
				for _, i := range some {
					if !yield(p.Changes[i].stored()) {
						return
					}
				}
			}) {
				return
			}
		}
	}
}

// stored is the row as it is stored.
func (c *ImportChange) stored() row.Row {
	if c.under == "" {
		return c.Row
	}
	r := c.Row.Anew()
	r.Artist = c.under
	return r
}

func (c *ImportChange) storedKey() row.SeriesKey {
	k := c.SeriesKey()
	k.Artist = cmp.Or(c.under, k.Artist)
	return k
}

// byDay yields the rows that are to be stored, of a day in a tree each, oldest first.
func (p ImportPlan) byDay() iter.Seq2[row.Tree, []row.Row] {
	return func(yield func(row.Tree, []row.Row) bool) {
		var day []row.Row
		pass := func() bool {
			byTree := make(map[row.Tree][]row.Row)
			for _, r := range day {
				byTree[r.Tree()] = append(byTree[r.Tree()], r)
			}
			for _, tree := range slices.Sorted(maps.Keys(byTree)) {
				if !yield(tree, byTree[tree]) {
					return false
				}
			}
			day = nil
			return true
		}
		for _, c := range p.Changes {
			if !c.writes() {
				continue
			}
			if len(day) > 0 && day[0].Date != c.Date && !pass() {
				return
			}
			day = append(day, c.stored())
		}
		pass()
	}
}

// commits is how many groups byDay yields.
func (p ImportPlan) commits() (n int) {
	for range p.byDay() {
		n++
	}
	return n
}
