package archive

import (
	"context"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"

	"datarocks/content"
	"datarocks/history/row"
	"datarocks/history/store"
)

// year is what is stored of one year, and the inputs it is read from.
type year struct {
	number int
	stored store.Entry             // its rollup; no name where there is none
	days   []content.Day           // those that have objects
	rollup *rollupInput            // nil where there is none that can be believed
	loose  []*looseDay             // the days that the rollup does not have
	broken map[content.Day][]error // why objects cannot be read
}

// looseDay is a day that is read from its own objects.
type looseDay struct {
	day      content.Day
	input    input
	file     io.Closer         // nil where the rows are in memory
	versions map[string]string // of its objects, by name below v1/
	broken   []error           // why some of its objects cannot be read
}

func (d *looseDay) close() error {
	if d.file == nil {
		return nil
	}
	return d.file.Close()
}

func (y *year) inputs() []input {
	var inputs []input
	if y.rollup != nil {
		inputs = append(inputs, y.rollup)
	}
	for _, d := range y.loose {
		inputs = append(inputs, d.input)
	}
	return inputs
}

func (y *year) close() error {
	var err error
	for _, d := range y.loose {
		err = errors.Join(err, d.close())
	}
	if y.rollup != nil {
		err = errors.Join(err, y.rollup.file.Close())
	}
	y.loose, y.rollup = nil, nil
	return err
}

func (y *year) add(d *looseDay) {
	y.loose = append(y.loose, d)
	if len(d.broken) > 0 {
		y.broken[d.day] = d.broken
	}
}

// openDay opens a day. Its rows stay outside memory where one object has them,
// as is usual.
func openDay(ctx context.Context, s store.Store, day content.Day, objects []store.Entry) (*looseDay, error) {
	if len(objects) > 1 {
		return readWhole(ctx, s, day, objects)
	}
	file, version, err := s.Open(ctx, objects[0].Name)
	if err != nil {
		return nil, err
	}
	return &looseDay{
		day: day, input: &dayInput{day: day, file: file}, file: file,
		versions: map[string]string{strings.TrimPrefix(objects[0].Name, row.Prefix): version},
	}, nil
}

// readWhole reads a day into memory, where its rows can be joined.
func readWhole(ctx context.Context, s store.Store, day content.Day, objects []store.Entry) (*looseDay, error) {
	d := &looseDay{day: day, versions: make(map[string]string)}
	var k kinds
	var rows []row.Row
	for _, entry := range objects {
		data, version, err := s.Get(ctx, entry.Name)
		if err != nil {
			return nil, err
		}
		good, err := row.DecodeDay(entry.Name, day, data)
		if err != nil {
			d.broken = append(d.broken, &row.UnreadableError{Problem: err})
			continue
		}
		d.versions[strings.TrimPrefix(entry.Name, row.Prefix)] = version
		rows = append(rows, good...)
		for i := range good {
			k.see(&good[i])
		}
		if k.invented && k.real {
			return nil, ErrMixed // one of which may lose the join
		}
	}
	d.input = newRowsInput(row.Join(rows, nil))
	return d, nil
}

// rolled returns the versions of the objects that the rollup is believed for, and of
// those that are lost: a new rollup is still the copy of them.
func (y *year) rolled() map[string]string {
	made := make(map[string]string)
	if y.rollup == nil {
		return made
	}
	for name, version := range y.rollup.head.Days {
		if day, ok := row.DayOf(row.Prefix + name); ok && (y.rollup.covered[day] || y.rollup.lost[day]) {
			made[name] = version
		}
	}
	return made
}

// readable returns the inputs that a rollup of the year can be made from, with the days
// that are lost, and the versions of the objects behind them, by name below v1/.
func (y *year) readable() (inputs []input, made map[string]string) {
	made = y.rolled()
	if y.rollup != nil {
		y.rollup.rescued = true
		inputs = append(inputs, y.rollup)
	}
	for _, d := range y.loose {
		if len(d.broken) == 0 {
			inputs = append(inputs, d.input)
			maps.Copy(made, d.versions)
		}
	}
	return inputs, made
}

// readFrom turns a year to a new rollup, but for the days that it could not
// take in.
func (y *year) readFrom(file io.ReadSeekCloser, made map[string]string) error {
	r, err := openRollup(unclosed{file})
	if err != nil {
		return err
	}
	if y.rollup != nil {
		r.lost = y.rollup.lost
	}
	r.covered = make(map[content.Day]bool)
	for name := range made {
		if day, ok := row.DayOf(row.Prefix + name); ok {
			r.covered[day] = !r.lost[day]
		}
	}
	left := slices.DeleteFunc(slices.Clone(y.loose), func(d *looseDay) bool { return len(d.broken) == 0 })
	y.loose = slices.DeleteFunc(y.loose, func(d *looseDay) bool { return len(d.broken) > 0 })
	err = y.close()
	y.loose, y.rollup = left, r
	return err
}

// unclosed is a file that is still needed after it was read.
type unclosed struct{ io.ReadSeeker }

func (unclosed) Close() error { return nil }
