// Package purge deletes the versions that a bucket keeps of days and rollups, as far as
// they hold rows that were forgotten.
//
// It takes a login that may list, read and delete versions. The role of the nightly run
// may do none of it.
package purge

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"datarocks/history"
	"datarocks/history/archive"
	"datarocks/history/row"
	"datarocks/history/store"
)

// Plan is which versions are to go. Nothing is deleted before Apply.
type Plan struct {
	// Lost are days of which the newest version that the bucket keeps is all there is.
	// They are to be restored first.
	Lost []error

	forgetting history.Forgetting
	store      store.Store
	mu         sync.Mutex
	doomed     []store.Former
}

// Versions counts those that are to go.
func (p *Plan) Versions() int { return len(p.doomed) }

// New reads every version that the bucket keeps of a day or a rollup. The error wraps
// store.ErrDenied where the login may not.
func New(ctx context.Context, s store.Store, f history.Forgetting) (*Plan, error) {
	p := &Plan{forgetting: f, store: s}
	formers, err := store.Formers(ctx, s, row.Prefix)
	if err != nil {
		return nil, err
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for len(formers) > 0 {
		n := 1
		for n < len(formers) && formers[n].Name() == formers[0].Name() {
			n++
		}
		versions := formers[:n]
		formers = formers[n:]
		group.Go(func() error { return p.object(ctx, versions) })
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return p, nil
}

// atOnce bounds how many versions are read or deleted at the same time.
const atOnce = 16

// object looks at the versions of one object, newest first.
func (p *Plan) object(ctx context.Context, versions []store.Former) error {
	name := versions[0].Name()
	day, isDay := row.AnyDayOf(name)
	if _, isRollup := archive.YearOf(name); !isDay && !isRollup {
		return nil
	}
	var doomed []store.Former
	for _, f := range versions {
		if f.Latest || f.Deleted {
			continue
		}
		data, err := store.ReadFormer(ctx, p.store, f)
		if err != nil {
			return err
		}
		if p.holds(name, data) {
			doomed = append(doomed, f)
		}
	}
	if len(doomed) == 0 {
		return nil
	}
	if isDay && name == row.DayObject(day) && !p.present(ctx, name) {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.Lost = append(p.Lost, fmt.Errorf("%s: the day is lost, and its older versions are all there is of it", name))
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.doomed = append(p.doomed, doomed...)
	return nil
}

// holds reports whether a version has a row that is to go. Of one that cannot be read,
// that it names the artist is enough; a rollup is only a copy.
func (p *Plan) holds(name string, data []byte) bool {
	day, isDay := row.AnyDayOf(name)
	if !isDay {
		holds, readable := archive.HoldsIn(bytes.NewReader(data), p.forgetting.Artists(), p.forgetting.Takes)
		return holds || !readable
	}
	rows, err := row.DecodeDay(name, day, data)
	if slices.ContainsFunc(rows, p.forgetting.Takes) {
		return true
	}
	return err != nil && slices.ContainsFunc(p.forgetting.Artists(), func(id string) bool {
		return bytes.Contains(data, []byte(strconv.Quote(id)))
	})
}

// present reports whether an object is there and can be read.
func (p *Plan) present(ctx context.Context, name string) bool {
	day, _ := row.AnyDayOf(name)
	data, _, err := p.store.Get(ctx, name)
	if err != nil {
		return false
	}
	_, err = row.DecodeDay(name, day, data)
	return err == nil
}

// Apply deletes the versions for good, and returns how many. One that ended early can be
// planned and applied again.
func (p *Plan) Apply(ctx context.Context) (deleted int, err error) {
	var done atomic.Int64
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for _, f := range p.doomed {
		group.Go(func() error {
			err := store.DeleteFormer(ctx, p.store, f)
			if err == nil {
				done.Add(1)
			}
			return err
		})
	}
	err = group.Wait()
	return int(done.Load()), err
}
