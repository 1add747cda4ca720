package archive

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"path"
	"slices"
	"strings"

	"datarocks/content"
	"datarocks/content/legible"
	"datarocks/history/row"
	"datarocks/history/store"
)

// leftByWindows is files that its explorer leaves in folders, in lower case.
var leftByWindows = []string{"thumbs.db", "desktop.ini"}

// Listing is the objects of a history, by what they hold.
type Listing struct {
	Days     map[content.Day][]store.Entry
	Limited  map[row.Tree]map[content.Day][]store.Entry // of the trees of limited sources
	Rollups  []store.Entry
	Problems map[string]error // what stands among the days and is no day object, by name
}

// List lists the objects whose names begin with a prefix.
func List(ctx context.Context, s store.Store, prefix string) (Listing, error) {
	entries, err := s.List(ctx, prefix)
	if err != nil {
		return Listing{}, err
	}
	l := Listing{Days: make(map[content.Day][]store.Entry), Limited: make(map[row.Tree]map[content.Day][]store.Entry), Problems: make(map[string]error)}
	for _, entry := range entries {
		if day, ok := row.DayOf(entry.Name); ok {
			l.Days[day] = append(l.Days[day], entry)
		} else if _, ok := YearOf(entry.Name); ok {
			l.Rollups = append(l.Rollups, entry)
		} else if source, day, ok := row.LimitedOf(entry.Name); ok {
			l.limit(row.Limited(source), day, entry)
		} else if (strings.HasPrefix(entry.Name, row.DaysPrefix) || strings.HasPrefix(entry.Name, row.LimitedPrefix)) && !slices.Contains(leftByWindows, strings.ToLower(path.Base(entry.Name))) {
			l.Problems[entry.Name] = row.NotOurs(entry.Name)
		}
	}
	return l, nil
}

func (l Listing) limit(tree row.Tree, day content.Day, entry store.Entry) {
	if l.Limited[tree] == nil {
		l.Limited[tree] = make(map[content.Day][]store.Entry)
	}
	l.Limited[tree][day] = append(l.Limited[tree][day], entry)
}

// Trees yields the objects of each day of each tree, that of all days first.
func (l Listing) Trees() iter.Seq2[row.Tree, map[content.Day][]store.Entry] {
	return func(yield func(row.Tree, map[content.Day][]store.Entry) bool) {
		if !yield(row.Days, l.Days) {
			return
		}
		for _, tree := range slices.Sorted(maps.Keys(l.Limited)) {
			if !yield(tree, l.Limited[tree]) {
				return
			}
		}
	}
}

// Sorted lists the days that have objects, oldest first.
func (l Listing) Sorted() []content.Day { return slices.Sorted(maps.Keys(l.Days)) }

// Any lists the days that have objects in any tree, oldest first.
func (l Listing) Any() []content.Day {
	days := make(map[content.Day]bool)
	for _, tree := range l.Trees() {
		for day := range tree {
			days[day] = true
		}
	}
	return slices.Sorted(maps.Keys(days))
}

// Unread lists the problems, sorted by name.
func (l Listing) Unread() []error {
	var problems []error
	for _, name := range slices.Sorted(maps.Keys(l.Problems)) {
		problems = append(problems, l.Problems[name])
	}
	return problems
}

// Lost returns the days that are gone and of which a rollup has a copy, by rollup. One
// that cannot be read has none.
func (l Listing) Lost(ctx context.Context, s store.Store) ([]*LostError, error) {
	var all []*LostError
	for _, entry := range l.Rollups {
		year, _ := YearOf(entry.Name)
		file, _, err := s.Open(ctx, entry.Name)
		if err != nil {
			return nil, err
		}
		r, err := openRollup(file)
		if err != nil {
			if err := errors.Join(ctx.Err(), file.Close()); err != nil {
				return nil, err
			}
			continue
		}
		lost, err := lostOf(ctx, s, year, r, l.Days)
		if err := errors.Join(err, file.Close()); err != nil {
			return nil, err
		}
		if len(lost) > 0 {
			all = append(all, &LostError{Days: slices.Sorted(maps.Keys(lost)), Rollup: entry.Name})
		}
	}
	return all, nil
}

// LostError means that days are gone of which a rollup still has a copy.
type LostError struct {
	Days   []content.Day
	Rollup string // its name
}

func (e *LostError) Error() string {
	return strings.TrimSuffix(row.DaysPrefix, "/") + ": " + e.Gone()
}

// Gone is what is gone, in words.
func (e *LostError) Gone() string {
	return fmt.Sprintf("%s gone, although %s has a copy", Listed(e.Days), e.Rollup)
}

// Listed names the first of some days, and the verb that follows them: "2026-01-10 is".
func Listed(days []content.Day) string {
	var names []string
	for _, day := range days {
		names = append(names, day.String())
	}
	if len(days) == 1 {
		return names[0] + " is"
	}
	return strings.Join(legible.Shorten(names, ""), ", ") + " are"
}
