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

	"datarocks/content"
	"datarocks/history/archive"
	"datarocks/history/row"
	"datarocks/history/series"
	"datarocks/history/store"
)

// LoadLimited reads those counts, too, that the terms of their platforms limit, as far as
// they may be kept today. Without it a history is as if there were none.
func (h *History) LoadLimited(ctx context.Context, site *content.Site, today content.Day) error {
	h.limited = make(map[row.Tree]*archive.Archive)
	for _, setting := range site.Sources {
		if setting.Terms.KeptDays == 0 {
			continue
		}
		tree, from := row.Limited(setting.Source), setting.Terms.KeptFrom(today)
		days := maps.Clone(h.archive.Limited[tree])
		maps.DeleteFunc(days, func(day content.Day, _ []store.Entry) bool { return day < from })
		a, err := archive.LoadLimited(ctx, h.store, days, h.asOf)
		if err != nil {
			return fmt.Errorf("load history: %w", err)
		}
		a.Former = h.former
		h.limited[tree] = &a
		h.Newest, h.measured = max(h.Newest, a.Newest), h.measured || a.Measured
		h.Problems = append(h.Problems, a.Problems...)
		h.Unreadable = append(h.Unreadable, a.Unreadable...)
	}
	h.recent = nil
	return nil
}

// of returns the archive of a tree; nil where it was not loaded.
func (h *History) of(tree row.Tree) *archive.Archive {
	if tree == row.Days {
		return &h.archive
	}
	return h.limited[tree]
}

// series returns a series as it is stored, in one tree or two.
func (h *History) series(k row.SeriesKey) (*series.Series, error) {
	limited := h.limited[row.Limited(k.Source)]
	if limited == nil {
		return h.archive.Series(k)
	}
	rows, err := limited.SeriesRows(k)
	if err != nil {
		return nil, err
	}
	kept, err := h.archive.SeriesRows(k)
	if err != nil {
		return nil, err
	}
	s := series.New(k.Artist, content.Metric{Source: k.Source, Name: k.Metric})
	for _, r := range row.Join(kept, rows) {
		s.Add(r)
	}
	if len(kept)+len(rows) > 0 {
		s.MarkUnreadable(slices.Concat(h.archive.Unreadable, h.archive.Lost, limited.Unreadable))
	}
	return s, nil
}

// rows returns the rows of an artist, by source and day.
func (h *History) rows(artist string) ([]row.Row, error) {
	all, err := h.archive.Rows(artist)
	if err != nil || len(h.limited) == 0 {
		return all, err
	}
	for _, a := range h.limited {
		rows, err := a.Rows(artist)
		if err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	all = row.Join(all, nil)
	slices.SortStableFunc(all, func(a, b row.Row) int {
		return cmp.Or(a.SeriesKey().Compare(b.SeriesKey()), cmp.Compare(a.Date, b.Date))
	})
	return all, nil
}

// Expire lets those counts go that the terms of their platforms do not allow to be kept
// any longer, and returns how many objects it took from them. In a folder the files are
// deleted. A bucket has a rule that does it, old versions included; an object that is
// still there, as it was written late, or there is no such rule, is written without its
// rows. Ended early, it goes on the next time.
func (h *History) Expire(ctx context.Context, site *content.Site, today content.Day) (objects int, err error) {
	var problems []error
	for _, entry := range h.expired(site, today) {
		gone, err := expire(ctx, h.store, entry.Name)
		if gone {
			objects++
		}
		if err != nil {
			problems = append(problems, fmt.Errorf("let %s expire: %w", entry.Name, err))
		}
	}
	return objects, errors.Join(problems...)
}

// PlanExpire is how many objects Expire would look at.
func (h *History) PlanExpire(site *content.Site, today content.Day) int {
	return len(h.expired(site, today))
}

// expired lists the objects whose days are over. A source that the site does not name has
// its usual terms.
func (h *History) expired(site *content.Site, today content.Day) (all []store.Entry) {
	for _, info := range content.Sources {
		terms := info.Terms
		for _, setting := range site.Sources {
			if setting.Source == info.Source {
				terms = setting.Terms
			}
		}
		days := h.archive.Limited[row.Limited(info.Source)]
		for _, day := range slices.Sorted(maps.Keys(days)) {
			if day < terms.KeptFrom(today) {
				all = append(all, days[day]...)
			}
		}
	}
	return all
}

// expire deletes an object, or takes its rows.
func expire(ctx context.Context, s store.Store, name string) (gone bool, err error) {
	if s, ok := s.(store.Remover); ok {
		return true, s.Remove(ctx, name)
	}
	_, day, _ := row.LimitedOf(name)
	body := row.Remaining(nil, day, day.Time())
	data, version, err := s.Get(ctx, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil || bytes.Equal(data, body):
		return false, err
	}
	_, err = store.PutOver(ctx, s, name, bytes.NewReader(body), version)
	return err == nil, err
}
