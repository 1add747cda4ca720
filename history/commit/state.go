package commit

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"datarocks/content"
	"datarocks/history/row"
	"datarocks/history/store"
)

// State is what is stored of one day.
type State struct {
	Problems []error // why objects of the day cannot be read

	objects []store.Entry // of the day
	main    []row.Row     // rows of the day object; none where it cannot be read, as Load has it
	version string        // of the day object; "" where there is none
	beside  []row.Row     // rows of the objects beside it
	bad     error         // why the day object cannot be read
}

// With adds what another tree has of the day.
func (d State) With(other State) State {
	d.Problems = slices.Concat(d.Problems, other.Problems)
	d.beside = slices.Concat(d.beside, other.Joined())
	return d
}

// Joined returns the rows as the join leaves them.
func (d State) Joined() []row.Row { return row.Join(d.main, d.beside) }

// Unreadable returns an *row.UnreadableError where the day object cannot be read.
func (d State) Unreadable() error {
	if d.bad == nil {
		return nil
	}
	return &row.UnreadableError{Problem: d.bad}
}

// isOnlyBeside reports whether there are objects beside the day's own and not that one.
// It may be lost, and a rollup have the only copy: were it written again, nobody would
// know that something is missing.
func (d State) isOnlyBeside() bool { return d.version == "" && len(d.objects) > 0 }

func (d State) has(name string) bool {
	return slices.ContainsFunc(d.objects, func(e store.Entry) bool { return e.Name == name })
}

// after returns the outcome of a Put beside the day object.
func (d State) after(err error) error {
	if err != nil && d.bad != nil {
		return fmt.Errorf("%w; it was to be beside what cannot be read: %v", err, d.Unreadable())
	}
	return cmp.Or(err, d.Unreadable())
}

// ReadDay reads the objects of a day as Load does: the good rows of an object
// that cannot be read count as not stored, since no reader sees them. An object beside
// that cannot be read is a problem of Load's alone.
func ReadDay(ctx context.Context, s store.Store, day content.Day) (State, error) {
	return ReadTree(ctx, s, row.Days, day)
}

// ReadTree is ReadDay for a tree.
func ReadTree(ctx context.Context, s store.Store, tree row.Tree, day content.Day) (State, error) {
	entries, err := s.List(ctx, tree.Stem(day))
	if err != nil {
		return State{}, err
	}
	return ReadIn(ctx, s, tree, day, entries)
}

// ReadTrees reads the objects of a day in several trees, of which the first is row.Days.
func ReadTrees(ctx context.Context, s store.Store, trees []row.Tree, day content.Day) (State, error) {
	all, err := ReadDay(ctx, s, day)
	for _, tree := range trees[1:] {
		state, problem := ReadTree(ctx, s, tree, day)
		if err = errors.Join(err, problem); err == nil {
			all = all.With(state)
		}
	}
	return all, err
}

// Read is ReadDay for objects that were listed before.
func Read(ctx context.Context, s store.Store, day content.Day, entries []store.Entry) (State, error) {
	return ReadIn(ctx, s, row.Days, day, entries)
}

// ReadIn is Read for a tree.
func ReadIn(ctx context.Context, s store.Store, tree row.Tree, day content.Day, entries []store.Entry) (State, error) {
	var state State
	for _, entry := range entries {
		if _, ok := tree.DayOf(entry.Name); !ok {
			continue // Load does not read it either
		}
		data, version, err := s.Get(ctx, entry.Name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return State{}, err
		}
		state.objects = append(state.objects, store.Entry{Name: entry.Name, Version: version})
		rows, err := row.DecodeDay(entry.Name, day, data)
		if err != nil {
			rows = nil
			state.Problems = append(state.Problems, &row.UnreadableError{Problem: err})
		}
		if entry.Name == tree.Object(day) {
			state.main, state.version, state.bad = rows, version, err
		} else {
			state.beside = append(state.beside, rows...)
		}
	}
	return state, nil
}
