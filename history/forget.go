package history

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"datarocks/content"
	"datarocks/history/archive"
	"datarocks/history/commit"
	"datarocks/history/row"
	"datarocks/history/store"
)

// Forgetting is which rows are to go for good.
type Forgetting struct {
	Artist string
	Former []string       // the ids that the artist had before
	Source content.Source // "" for all
	Metric string         // of the source; "" for all
	Before content.Day    // the first day that stays; 0 where none does
	At     time.Time      // when, for those who come later
}

// Artists lists the ids of the artist.
func (f Forgetting) Artists() []string { return append([]string{f.Artist}, f.Former...) }

// Takes reports whether a row is to go.
func (f Forgetting) Takes(r row.Row) bool {
	return slices.Contains(f.Artists(), r.Artist) && (f.Source == "" || r.Source == f.Source) &&
		(f.Metric == "" || r.Metric == f.Metric) && (f.Before == 0 || r.Date < f.Before)
}

// Forgotten is what goes, or went.
type Forgotten struct {
	Series  []ForgottenSeries `json:"series"`
	Objects int               `json:"objects"` // of days that are written again
	Rollups int               `json:"rollups"` // that are made again
}

// ForgottenSeries is what goes of one source.
type ForgottenSeries struct {
	Source content.Source `json:"source"`
	Rows   int            `json:"rows"`
	First  content.Day    `json:"first"`
	Last   content.Day    `json:"last"`
}

// takings is what goes of one object, by source.
type takings map[content.Source]*ForgottenSeries

// ForgetPlan is what is to go. Nothing is written before Apply.
type ForgetPlan struct {
	Forgetting
	Demo bool // the history holds invented counts

	store store.Store

	mu       sync.Mutex
	stored   map[string]map[content.Source]bool // what artists have rows of
	clean    map[string]string                  // versions of objects that hold nothing that goes
	takings  map[string]takings                 // by object
	rollups  map[string]bool                    // that are made again
	inRollup bool                               // one holds what goes
	changed  map[int]bool                       // years whose rollup is of days that are gone
	bad      map[string]error                   // why objects cannot be read
	written  int                                // objects
	again    error                              // why another look is needed
}

// mostPasses bounds how often Apply looks again. Conflicts alone end it sooner.
const mostPasses = 200

// PlanForget looks for rows in every day and every rollup.
func PlanForget(ctx context.Context, s store.Store, f Forgetting) (*ForgetPlan, error) {
	p := &ForgetPlan{
		Forgetting: f, store: s, stored: make(map[string]map[content.Source]bool), clean: make(map[string]string),
		takings: make(map[string]takings), rollups: make(map[string]bool), changed: make(map[int]bool),
	}
	if err := p.pass(ctx, nil); err != nil {
		return nil, fmt.Errorf("look for %s: %w", f.Artist, err)
	}
	return p, nil
}

// Nothing reports whether nothing that can be read is to go.
func (p *ForgetPlan) Nothing() bool { return len(p.takings) == 0 && !p.inRollup }

// Known lists the artists that have rows which can be read.
func (p *ForgetPlan) Known() []string { return slices.Sorted(maps.Keys(p.stored)) }

// Sources lists of which sources the artist has rows that can be read.
func (p *ForgetPlan) Sources() []content.Source {
	sources := make(map[content.Source]bool)
	for _, id := range p.Artists() {
		maps.Copy(sources, p.stored[id])
	}
	return slices.Sorted(maps.Keys(sources))
}

// Unreadable names the objects that cannot be read. They may hold what is to go,
// and stay as they are: so may what a person can still rescue.
func (p *ForgetPlan) Unreadable() []error {
	var all []error
	for _, name := range slices.Sorted(maps.Keys(p.bad)) {
		all = append(all, p.bad[name])
	}
	return all
}

// Forgotten sums up what is to go, or after Apply what went.
func (p *ForgetPlan) Forgotten() Forgotten {
	sum := Forgotten{Series: []ForgottenSeries{}, Objects: len(p.takings), Rollups: len(p.rollups)}
	for _, one := range p.takings {
		for source, s := range one {
			i := slices.IndexFunc(sum.Series, func(other ForgottenSeries) bool { return other.Source == source })
			if i < 0 {
				sum.Series = append(sum.Series, *s)
				continue
			}
			all := &sum.Series[i]
			all.Rows, all.First, all.Last = all.Rows+s.Rows, min(all.First, s.First), max(all.Last, s.Last)
		}
	}
	slices.SortFunc(sum.Series, func(a, b ForgottenSeries) int { return cmp.Compare(a.Source, b.Source) })
	return sum
}

// Apply writes every object again that holds rows that are to go, without those,
// if it is still the one that was read. It looks again until nothing stored has
// them, so it also finds what a run or a lost answer left behind. progress, which
// may be nil, gets the number of objects written so far.
//
// One that ended early can be planned and applied again. A join does not bring
// rows back: only a later import or run does.
func (p *ForgetPlan) Apply(ctx context.Context, progress func(objects int)) error {
	if progress == nil {
		progress = func(int) {}
	}
	waited := time.Duration(0)
	pause := store.FirstPause
	for range mostPasses {
		before := p.written
		err := p.pass(ctx, progress)
		switch {
		case err != nil:
			return fmt.Errorf("forget %s: %w", p.Artist, err)
		case p.again == nil && p.written == before:
			return nil
		case p.written > before:
			pause, waited = store.FirstPause, 0
		case waited > commit.Patience:
			return fmt.Errorf("forget %s: gave up: %w", p.Artist, p.again)
		}
		if p.again == nil {
			continue
		}
		waited += pause
		if err := store.Wait(ctx, pause); err != nil {
			return fmt.Errorf("forget %s: %w", p.Artist, err)
		}
		pause = min(2*pause, store.LongestPause)
	}
	return fmt.Errorf("forget %s: gave up: what was removed comes back", p.Artist)
}

// pass looks once at every object that is not known to be clean. Where progress
// is nil, nothing is written.
func (p *ForgetPlan) pass(ctx context.Context, progress func(int)) error {
	found, err := archive.List(ctx, p.store, row.Prefix)
	if err != nil {
		return err
	}
	p.bad, p.again = found.Problems, nil
	var names []string // before any of them is looked at, which writes to p.clean
	for _, days := range found.Trees() {
		for _, day := range slices.Sorted(maps.Keys(days)) {
			for _, entry := range days[day] {
				if !p.isClean(entry) {
					names = append(names, entry.Name)
				}
			}
		}
	}
	group, inGroup := errgroup.WithContext(ctx)
	group.SetLimit(daysAtOnce)
	for _, name := range names {
		group.Go(func() error { return p.day(inGroup, name, progress) })
	}
	if err := group.Wait(); err != nil {
		return err
	}
	// A rollup is made of days, so after them.
	for _, entry := range found.Rollups {
		if err := p.rollup(ctx, entry, progress); err != nil {
			return err
		}
	}
	return nil
}

func (p *ForgetPlan) isClean(entry store.Entry) bool {
	return entry.Version != "" && p.clean[entry.Name] == entry.Version
}

// day takes the rows out of one object.
func (p *ForgetPlan) day(ctx context.Context, name string, progress func(int)) error {
	day, rolled := row.DayOf(name)
	if !rolled {
		_, day, _ = row.LimitedOf(name)
	}
	data, version, err := p.store.Get(ctx, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	rows, err := row.DecodeDay(name, day, data)
	kept, took := p.sift(rows)
	p.mu.Lock()
	p.know(rows)
	switch {
	case err != nil:
		p.bad[name] = &row.UnreadableError{Problem: err}
	case len(took) == 0:
		p.clean[name] = version
	default:
		p.takings[name] = took
		p.changed[day.Time().Year()] = p.changed[day.Time().Year()] || rolled
	}
	p.mu.Unlock()
	if err != nil || len(took) == 0 || progress == nil {
		return nil
	}
	body := bytes.NewReader(row.Remaining(kept, day, p.At))
	_, err = store.PutOver(ctx, p.store, name, body, version)
	return p.wrote(err, progress)
}

// sift parts the rows that stay from those that go.
func (p *ForgetPlan) sift(rows []row.Row) (kept []row.Row, took takings) {
	took = make(takings)
	for _, row := range rows {
		if !p.Forgetting.Takes(row) {
			kept = append(kept, row)
			continue
		}
		s := took[row.Source]
		if s == nil {
			s = &ForgottenSeries{Source: row.Source, First: row.Date, Last: row.Date}
			took[row.Source] = s
		}
		s.Rows++
	}
	return kept, took
}

// know notes whose rows there are. p.mu is held.
func (p *ForgetPlan) know(rows []row.Row) {
	for i := range rows {
		r := &rows[i]
		p.Demo = p.Demo || r.Via == row.ViaDemo
		if p.stored[r.Artist] == nil {
			p.stored[r.Artist] = make(map[content.Source]bool)
		}
		p.stored[r.Artist][r.Source] = true
	}
}

// wrote takes the outcome of a Put. Where it is not known whether the object was
// stored, that shows when it is looked at again.
func (p *ForgetPlan) wrote(err error, progress func(int)) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case errors.Is(err, store.ErrConflict) || errors.Is(err, store.ErrUnknown):
		p.again = err
		return nil
	case err == nil:
		p.written++
		progress(p.written)
	}
	return err
}
