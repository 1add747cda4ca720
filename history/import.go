package history

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history/commit"
	"datarocks/history/row"
	"datarocks/history/store"
)

// ImportRow is a row that a file holds, and where it stands there.
type ImportRow struct {
	row.Row
	Former []string // ids that the artist had before
	File   string
	Line   int // from 1

	// Before is the greatest count of a later day beside which a 0 is believed, where
	// that is more than row.NearZero.
	Before int64
}

// ImportMode is what becomes of rows where something else is stored already.
type ImportMode int

const (
	// ImportBehind lets what is stored stay, save the rows of an earlier import of
	// the same kind, of which the later one is a correction.
	ImportBehind ImportMode = iota
	// ImportPreferred lets the file win. A row that replaces another is then a
	// person's decision.
	ImportPreferred
	// ImportAsItIs joins rows that were a run's, with their own provenance.
	ImportAsItIs
)

// Outcome is what an import makes of a row.
type Outcome string

// The outcomes. Only those of new and replaced rows are written.
const (
	ImportNew      Outcome = "new"      // there was no count
	ImportSame     Outcome = "same"     // the same count is stored
	ImportLive     Outcome = "live"     // a live count differs, and stays
	ImportKept     Outcome = "kept"     // a person's or another kind's count differs, and stays
	ImportReplaced Outcome = "replaced" // another count was stored
)

// ImportChange is what an import does about one row.
type ImportChange struct {
	ImportRow          // as it is to be stored
	Stored    *row.Row // what is stored; nil where there is nothing
	Outcome   Outcome  // what becomes of it
	under     string   // the id that it is stored under, where that is a former one
}

func (c ImportChange) writes() bool { return c.Outcome == ImportNew || c.Outcome == ImportReplaced }

// ImportPlan is what an import would change. Nothing is written before Apply.
type ImportPlan struct {
	Changes []ImportChange // each key once, sorted by key
	// Doubtful are rows of 0 that must not be imported, because large counts are
	// stored of the days around them.
	Doubtful []ImportChange

	unreadable map[content.Day]error
}

// daysAtOnce bounds how many days are read or written at the same time.
const daysAtOnce = 16

// fewDays are looked for one by one; of more, all objects are listed at once.
const fewDays = 28

// PlanImport compares rows with what is stored of their days.
func PlanImport(ctx context.Context, s store.Store, rows []ImportRow, mode ImportMode) (ImportPlan, error) {
	rows = greatest(rows)
	r := importReader{store: s, trees: treesOf(rows), days: make(map[content.Day]commit.State), now: make(map[string]string)}
	for _, one := range rows {
		for _, id := range one.Former {
			r.now[id] = one.Artist
		}
	}
	if err := r.read(ctx, daysOf(rows)); err != nil {
		return ImportPlan{}, fmt.Errorf("plan import: %w", err)
	}
	plan := ImportPlan{unreadable: make(map[content.Day]error)}
	for day, state := range r.days {
		if err := state.Unreadable(); err != nil {
			plan.unreadable[day] = err
		}
	}
	stored, under := r.stored()
	for _, r := range rows {
		var old *row.Row
		if found, ok := stored[r.Key()]; ok {
			old = &found
		}
		c := mode.decide(r, old)
		if old != nil {
			// One day has one row of the artist, so that an export does not have two.
			c.under = under[r.Key()]
		}
		plan.Changes = append(plan.Changes, c)
	}
	if mode == ImportAsItIs {
		return plan, nil // zeros among them were measured, and judged
	}
	var err error
	if plan.Doubtful, err = r.doubtful(ctx, plan.Changes); err != nil {
		return ImportPlan{}, fmt.Errorf("plan import: %w", err)
	}
	return plan, nil
}

// greatest returns each key once, sorted.
func greatest(rows []ImportRow) []ImportRow {
	rows = slices.Clone(rows)
	slices.SortStableFunc(rows, func(a, b ImportRow) int {
		return cmp.Or(a.Key().Compare(b.Key()), b.Compare(a.Row))
	})
	return slices.CompactFunc(rows, func(a, b ImportRow) bool { return a.Key() == b.Key() })
}

// decide weighs a row against what is stored of its key.
func (m ImportMode) decide(r ImportRow, old *row.Row) ImportChange {
	c := ImportChange{ImportRow: r, Stored: old, Outcome: ImportNew}
	switch {
	case old == nil:
		return c
	case m.same(r.Row, *old):
		c.Outcome = ImportSame
		return c
	case old.Value != nil || old.Status == row.Withdrawn:
		c.Outcome = m.against(r.Row, *old)
	}
	if m != ImportAsItIs && c.writes() {
		c.explain(m)
	}
	// The join has the last word.
	if c.writes() && c.Compare(*old) <= 0 {
		c.Outcome = ImportKept
	}
	if c.Outcome == ImportKept && old.Value != nil && old.Via == "" {
		c.Outcome = ImportLive
	}
	if !c.writes() {
		c.Row = r.Row
	}
	return c
}

// same reports whether a row brings nothing new. One that was a run's own may bring
// the account to a count that was imported meanwhile.
func (m ImportMode) same(r, old row.Row) bool {
	if m == ImportAsItIs {
		return r.Same(old) || row.SameCount(r.Value, old.Value) && r.Status == old.Status && r.Compare(old) <= 0
	}
	return row.SameCount(r.Value, old.Value)
}

// against decides which of two counts that differ is to stay.
func (m ImportMode) against(row, old row.Row) Outcome {
	switch {
	case m == ImportPreferred, m == ImportAsItIs && row.Compare(old) > 0:
		return ImportReplaced
	case m == ImportBehind && old.Imported() && old.Via == row.Via:
		return ImportReplaced
	}
	return ImportKept
}

// explain notes in a row what it replaces and on whose word.
func (c *ImportChange) explain(m ImportMode) {
	switch {
	case c.Outcome == ImportReplaced:
		c.Was = cmp.Or(c.Stored.Value, c.Stored.Was) // the latter where it was withdrawn
	case c.Stored.Held != nil:
		c.Was = c.Stored.Held
	default:
		return
	}
	why := c.Via + " of " + path.Base(c.File)
	if m == ImportPreferred && c.Outcome == ImportReplaced {
		why += ", preferred"
		c.decide()
	}
	if c.Tree() == row.Days && c.Stored.Tree() != row.Days {
		c.Was = nil // it must end, and this row stays
	}
	c.Reason = fetch.OneLine(why)
	if !c.At.After(c.Stored.At) {
		// Or the join might drop it for what was imported in the same second.
		c.At = c.Stored.At.Add(time.Second)
	}
}

// importReader reads days, each once.
type importReader struct {
	store store.Store
	trees []row.Tree // that may have rows of the sources
	days  map[content.Day]commit.State
	now   map[string]string // an artist's id, by those that it had before
}

// treesOf lists the trees that may have rows of the sources of others, row.Days first.
func treesOf(rows []ImportRow) []row.Tree {
	trees := []row.Tree{row.Days}
	for _, r := range rows {
		for _, tree := range row.TreesOf(r.Source) {
			if !slices.Contains(trees, tree) {
				trees = append(trees, tree)
			}
		}
	}
	return trees
}

// KeptRows leaves out rows that the terms of their platforms do not allow to be kept on a
// day, and counts these by source. The site may be nil.
func KeptRows(rows []ImportRow, site *content.Site, today content.Day) (kept []ImportRow, left map[content.Source]int) {
	left = make(map[content.Source]int)
	kept = slices.DeleteFunc(slices.Clone(rows), func(r ImportRow) bool {
		over := r.Tree() != row.Days && r.Date < site.TermsOf(r.Source).KeptFrom(today)
		if over {
			left[r.Source]++
		}
		return over
	})
	return kept, left
}

func (r *importReader) read(ctx context.Context, days []content.Day) error {
	days = slices.DeleteFunc(days, func(day content.Day) bool { _, ok := r.days[day]; return ok })
	read := func(ctx context.Context, day content.Day) (commit.State, error) {
		return commit.ReadTrees(ctx, r.store, r.trees, day)
	}
	if len(days) > fewDays {
		found, err := listTrees(ctx, r.store, r.trees)
		if err != nil {
			return err
		}
		read = func(ctx context.Context, day content.Day) (commit.State, error) {
			return readListed(ctx, r.store, found, day)
		}
	}
	states := make([]commit.State, len(days))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(daysAtOnce)
	for i, day := range days {
		group.Go(func() (err error) {
			states[i], err = read(ctx, day)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	for i, day := range days {
		r.days[day] = states[i]
	}
	return nil
}

// stored returns the rows under the ids of today, and which id each is stored under
// where that is a former one.
func (r *importReader) stored() (stored map[row.Key]row.Row, under map[row.Key]string) {
	stored, under = make(map[row.Key]row.Row), make(map[row.Key]string)
	for _, state := range r.days {
		for _, row := range state.Joined() {
			former := ""
			if id, ok := r.now[row.Artist]; ok {
				row, former = row.Anew(), row.Artist
				row.Artist = id
			}
			if other, ok := stored[row.Key()]; !ok || row.Compare(other) > 0 {
				stored[row.Key()], under[row.Key()] = row, former
			}
		}
	}
	return stored, under
}

// daysAround is how far from a 0 stored counts are looked at.
const daysAround = 7

// doubtful returns the rows of 0 that are doubtful beside what is stored around them.
func (r *importReader) doubtful(ctx context.Context, changes []ImportChange) ([]ImportChange, error) {
	zeros := slices.DeleteFunc(slices.Clone(changes), func(c ImportChange) bool {
		return !c.writes() || c.Value == nil || *c.Value != 0
	})
	var around []content.Day
	for _, zero := range zeros {
		for day := zero.Date - daysAround; day <= zero.Date+daysAround; day++ {
			around = append(around, day)
		}
	}
	slices.Sort(around)
	if err := r.read(ctx, slices.Compact(around)); err != nil || len(zeros) == 0 {
		return nil, err
	}
	stored, _ := r.stored()
	return slices.DeleteFunc(zeros, func(zero ImportChange) bool {
		return !row.DoubtsZero(zero.Kind(), zero.near(stored))
	}), nil
}

// near are the counts stored of the days around a 0, without those of later days
// beside which it is believed.
func (c ImportChange) near(stored map[row.Key]row.Row) (counts []int64) {
	k := c.Key()
	for k.Date = c.Date - daysAround; k.Date <= c.Date+daysAround; k.Date++ {
		r := stored[k]
		if r.Value == nil || k.Date > c.Date && 0 < c.Before && *r.Value <= c.Before {
			continue
		}
		counts = append(counts, *r.Value)
	}
	return counts
}

func daysOf(rows []ImportRow) []content.Day {
	days := make([]content.Day, len(rows))
	for i, row := range rows {
		days[i] = row.Date
	}
	slices.Sort(days)
	return slices.Compact(days)
}

// Writes counts the rows that are to be stored, and their days.
func (p ImportPlan) Writes() Imported {
	var all Imported
	last := content.Day(0)
	for _, c := range p.Changes {
		if !c.writes() {
			continue
		}
		if all.Rows++; all.Days == 0 || c.Date != last {
			all.Days++
		}
		last = c.Date
	}
	return all
}

// Unreadable names the objects that cannot be read, of the days that the import
// concerns. Rows of these days are stored beside them.
func (p ImportPlan) Unreadable() error {
	var problems []error
	for _, c := range p.Changes {
		if err := p.unreadable[c.Date]; err != nil && (len(problems) == 0 || problems[len(problems)-1] != err) {
			problems = append(problems, err)
		}
	}
	return errors.Join(problems...)
}
