package history

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"datarocks/content"
	"datarocks/fetch"
)

// History is every count as it stood at one time.
type History struct {
	Newest   content.Day // the last day with any row, whether it has a count or not
	Demo     bool        // its counts are invented
	Problems []error     // objects that could not be read; their days show as gaps

	series map[seriesKey]*Series
}

type seriesKey struct {
	artist string
	source content.Source
	metric string
}

// readsAtOnce bounds how many objects are read at the same time. Reading is
// waiting, so it does not depend on cores.
const readsAtOnce = 16

// Load reads the history as it was at the time asOf: rows that were asked later
// are left out.
//
// An object that cannot be read does not hide the others: it is named in
// Problems, and its day becomes a gap.
func Load(ctx context.Context, s Store, asOf time.Time) (*History, error) {
	entries, err := s.List(ctx, daysPrefix)
	if err != nil {
		return nil, fmt.Errorf("load history: %w", err)
	}
	objects, err := readObjects(ctx, s, entries)
	if err != nil {
		return nil, fmt.Errorf("load history: %w", err)
	}
	return build(objects, asOf)
}

// readObjects reads objects in the order of their entries.
func readObjects(ctx context.Context, s Store, entries []Entry) ([]object, error) {
	objects := make([]object, len(entries))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(readsAtOnce)
	for i, entry := range entries {
		group.Go(func() error {
			var err error
			objects[i], err = readObject(ctx, s, entry.Name)
			return err
		})
	}
	return objects, group.Wait()
}

// object is one day object, or one beside it, as it was read.
type object struct {
	day  content.Day
	rows []Row
	bad  error
}

func readObject(ctx context.Context, s Store, name string) (object, error) {
	day, ok := dayOf(name)
	if !ok {
		return object{bad: fmt.Errorf("%s:1: not the name of a day object", name)}, nil
	}
	data, _, err := s.Get(ctx, name)
	if err != nil {
		return object{}, err
	}
	rows, err := decodeDay(name, day, data)
	if err != nil {
		return object{day: day, bad: &UnreadableError{Problem: err}}, nil
	}
	return object{day: day, rows: rows}, nil
}

// ErrMixed means that a history holds both real and invented counts.
var ErrMixed = errors.New("the history holds both real counts and invented ones of the demo")

func build(objects []object, asOf time.Time) (*History, error) {
	invented, real := kinds(objects)
	if invented && real {
		return nil, ErrMixed
	}
	h := &History{Demo: invented, series: make(map[seriesKey]*Series)}
	slices.SortStableFunc(objects, func(a, b object) int { return int(a.day - b.day) })
	var unreadable []content.Day
	for len(objects) > 0 {
		day := objects[0].day
		var rows []Row
		for ; len(objects) > 0 && objects[0].day == day; objects = objects[1:] {
			if bad := objects[0].bad; bad != nil {
				h.Problems = append(h.Problems, bad)
				unreadable = append(unreadable, day)
			}
			rows = append(rows, objects[0].rows...)
		}
		rows = slices.DeleteFunc(rows, func(r Row) bool { return r.At.After(asOf) })
		for _, row := range Join(rows, nil) {
			h.add(row)
		}
	}
	h.markUnreadable(unreadable)
	return h, nil
}

// kinds says which kinds of rows there are. It looks at all of them: one that
// is too late to be shown, or lost the join, tells whose history this is too.
func kinds(objects []object) (invented, real bool) {
	for _, o := range objects {
		for _, row := range o.rows {
			invented = invented || row.Via == ViaDemo
			real = real || row.Via != ViaDemo
		}
	}
	return invented, real
}

// Add takes in a snapshot of a later day than any before, as if it had been
// recorded and loaded again.
func (h *History) Add(snap fetch.Snapshot) error {
	rows, err := rowsOf(snap)
	for _, row := range rows {
		h.add(row)
	}
	h.Demo = h.Demo || snap.Via == ViaDemo
	return err
}

// add takes rows in the order of their days.
func (h *History) add(row Row) {
	if h.series == nil {
		h.series = make(map[seriesKey]*Series)
	}
	k := seriesKey{row.Artist, row.Source, row.Metric}
	s, ok := h.series[k]
	if !ok {
		s = &Series{Artist: row.Artist, Source: row.Source, first: row.Date}
		h.series[k] = s
	}
	s.add(row)
	h.Newest = max(h.Newest, row.Date)
}

func (h *History) markUnreadable(days []content.Day) {
	for _, s := range h.series {
		for _, day := range days {
			if _, measured := s.Value(day); !measured && day > s.first && s.reasons[day] == "" {
				s.giveReason(day, "the history of this day cannot be read")
			}
		}
	}
}

// Empty says whether there is no row at all.
func (h *History) Empty() bool { return len(h.series) == 0 }

// Measured says whether there is any count.
func (h *History) Measured() bool {
	for _, s := range h.series {
		if _, ok := s.Last(); ok {
			return true
		}
	}
	return false
}

// Series gives the counts of an artist on a source, in the metric that is asked
// there; an empty one where nothing was ever asked.
func (h *History) Series(artist string, source content.Source) *Series {
	info, _ := source.Info()
	if s, ok := h.series[seriesKey{artist, source, info.Metric}]; ok {
		return s
	}
	return &Series{Artist: artist, Source: source}
}

// Due lists what is to be asked on a day: each account that has no count of
// that day yet, of every source whose turn it is. With refresh it lists all.
// Accounts on sources that the site does not name are never asked.
func (h *History) Due(site *content.Site, day content.Day, refresh bool) []fetch.Ask {
	var asks []fetch.Ask
	for _, setting := range site.Sources {
		for _, artist := range site.Artists {
			account, ok := artist.Accounts[setting.Source]
			if ok && (refresh || h.Series(artist.ID, setting.Source).due(day, account, setting.Every)) {
				asks = append(asks, fetch.Ask{Artist: artist.ID, Source: setting.Source, Account: account})
			}
		}
	}
	return asks
}
