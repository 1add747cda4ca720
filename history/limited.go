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

// loadLimited reads the trees of limited sources.
func loadLimited(ctx context.Context, h *History, site *content.Site, today content.Day) error {
	h.limited = make(map[row.Tree]*archive.Archive)
	for _, info := range content.Sources {
		if info.Terms.KeptDays == 0 {
			continue
		}
		tree, from := row.Limited(info.Source), site.TermsOf(info.Source).KeptFrom(today)
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

// archiveOf returns the archive of a tree; nil where it was not loaded.
func archiveOf(h *History, tree row.Tree) *archive.Archive {
	if tree == row.Days {
		return &h.archive
	}
	return h.limited[tree]
}

// seriesOf returns a series as it is stored, in one tree or two.
func seriesOf(h *History, k row.SeriesKey) (*series.Series, error) {
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

// rowsOfArtist returns the rows of an artist, by source and day.
func rowsOfArtist(h *History, artist string) ([]row.Row, error) {
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

// listTrees lists the objects of trees, of which the first is row.Days.
func listTrees(ctx context.Context, s store.Store, trees []row.Tree) (archive.Listing, error) {
	found, err := archive.List(ctx, s, row.DaysPrefix)
	for _, tree := range trees[1:] {
		limited, problem := archive.List(ctx, s, string(tree))
		if err = errors.Join(err, problem); err == nil {
			found.Limited[tree] = limited.Limited[tree]
		}
	}
	return found, err
}

// decide makes a row a person's decision. One on what a platform's terms limit stays so,
// which row.Tree knows by the time of asking.
func (c *ImportChange) decide() {
	if c.Tree() != row.Days {
		c.Asked = c.Stored.AskedAt()
	}
	c.Via = row.ViaManual
}

// expired lists the objects of days that may not be kept any longer.
func expired(h *History, site *content.Site, today content.Day) (all []store.Entry) {
	for _, info := range content.Sources {
		days := h.archive.Limited[row.Limited(info.Source)]
		for _, day := range slices.Sorted(maps.Keys(days)) {
			if day < site.TermsOf(info.Source).KeptFrom(today) {
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
