package archive

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"datarocks/content"
	"datarocks/history/archive/fold"
	"datarocks/history/row"
	"datarocks/history/store"
)

// A rollup is a copy of the days of one year, one line per series, so that ten
// years are read with ten requests rather than thousands:
//
//	v1/rollup/2026.ndjson.gz
//
// It is never the truth. Its first line names the version of every object that
// it was made from; a day with any other object, or another version of one, is
// read from its objects instead, and so are all where the rollup is damaged.
const (
	rollupPrefix = "v1/rollup/"
	rollupSuffix = ".ndjson.gz"
	rollupFormat = "datarocks.history.v1"

	// A rollup with counts that were asked at the instant of another has a name of its
	// own: who does not know of these would date them wrongly, and reads the days instead.
	instantFormat = "datarocks.history.v1.instants"
)

func yearPrefix(year int) string { return fmt.Sprintf("%syear=%04d/", row.DaysPrefix, year) }

func rollupObject(year int) string { return fmt.Sprintf("%s%04d%s", rollupPrefix, year, rollupSuffix) }

// YearOf returns the year that a rollup is of; ok is false for other objects.
func YearOf(name string) (year int, ok bool) {
	digits, isRollup := strings.CutSuffix(strings.TrimPrefix(name, rollupPrefix), rollupSuffix)
	year, err := strconv.Atoi(digits)
	return year, isRollup && err == nil && 0 <= year && year <= 9999 && name == rollupObject(year)
}

// newYear is the first day of a year.
func newYear(year int) content.Day { return dayOf(year, "01-01") }

// newYearsEve is the last day of a year.
func newYearsEve(year int) content.Day { return dayOf(year, "12-31") }

func dayOf(year int, rest string) content.Day {
	day, err := content.ParseDay(fmt.Sprintf("%04d-%s", year, rest))
	if err != nil {
		panic(fmt.Sprintf("year %d: %v", year, err)) // years come from days
	}
	return day
}

// rollupHead is the first line of a rollup.
type rollupHead struct {
	Rollup string            `json:"rollup"`
	Year   string            `json:"year"`
	Series int               `json:"series"` // lines that follow
	Days   map[string]string `json:"days"`   // version of every object it was made from, by name below v1/
	// Asked is when the rows of a source were asked, by day from 1 January on,
	// in seconds since the day began; -1 where there is none. Rows that were
	// asked at another time are kept whole.
	Asked map[content.Source][]int32 `json:"asked"`
}

// rollupInput is a rollup, of which only some days are believed.
type rollupInput struct {
	head    rollupHead
	covered map[content.Day]bool
	lost    map[content.Day]bool // those whose objects are gone
	rescued bool                 // lost days are believed, too: a new rollup must not lose them
	file    io.ReadSeekCloser
	zip     *gzip.Reader
	lines   *bufio.Reader
	usual   *fold.Hours
	line    fold.Line
	seen    int
}

// openRollup reads the first line.
func openRollup(file io.ReadSeekCloser) (*rollupInput, error) {
	r := &rollupInput{file: file}
	if err := r.rewind(); err != nil {
		return nil, err
	}
	if r.head.Rollup != rollupFormat && r.head.Rollup != instantFormat {
		return nil, fmt.Errorf("its format is %q", r.head.Rollup)
	}
	return r, nil
}

func (r *rollupInput) rewind() error {
	if _, err := r.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	zip, err := gzip.NewReader(bufio.NewReaderSize(r.file, inputBuffer))
	if err != nil {
		return err
	}
	r.zip, r.lines = zip, bufio.NewReaderSize(zip, inputBuffer)
	first, err := r.lines.ReadBytes('\n')
	if err != nil {
		return fmt.Errorf("its first line: %w", err)
	}
	r.head, r.seen = rollupHead{}, 0
	if err := json.Unmarshal(first, &r.head); err != nil {
		return err
	}
	begin, err := content.ParseDay(r.head.Year + "-01-01")
	if err != nil {
		return fmt.Errorf("the year %q", r.head.Year)
	}
	r.usual = fold.NewHours(begin)
	for source, seconds := range r.head.Asked {
		r.usual.Set(source, seconds)
	}
	return nil
}

func (r *rollupInput) next() (row.SeriesKey, bool, error) {
	text, err := r.lines.ReadBytes('\n')
	if errors.Is(err, io.EOF) && len(text) == 0 {
		if r.seen != r.head.Series {
			return row.SeriesKey{}, false, &badInput{r, fmt.Errorf("%d of %d series", r.seen, r.head.Series)}
		}
		return row.SeriesKey{}, false, nil
	}
	var l fold.Line
	if err == nil {
		l, err = fold.Decode(bytes.TrimSuffix(text, []byte("\n")))
	}
	if err == nil && r.seen > 0 && l.Key().Compare(r.line.Key()) <= 0 {
		err = errUnsorted
	}
	if err != nil {
		return row.SeriesKey{}, false, &badInput{r, err}
	}
	r.line = l
	r.seen++
	return l.Key(), true, nil
}

func (r *rollupInput) segments(to []fold.Segment) ([]fold.Segment, error) {
	segments, err := r.line.Segments(nil, r.usual)
	if err != nil {
		return nil, &badInput{r, err}
	}
	return append(to, r.believed(segments)...), nil
}

// believed leaves out the days that the rollup is not believed for.
func (r *rollupInput) believed(segments []fold.Segment) []fold.Segment {
	all := true
	for i := range segments {
		for day := segments[i].Day(); all && day < segments[i].End(); day++ {
			all = r.believes(day)
		}
	}
	if all {
		return segments
	}
	return fold.Whole(slices.DeleteFunc(fold.Rows(segments), func(row row.Row) bool { return !r.believes(row.Date) }))
}

// made reports whether the rollup was made from objects of a day.
func (r *rollupInput) made(day content.Day) bool {
	for name := range r.head.Days {
		if d, ok := row.DayOf(row.Prefix + name); ok && d == day {
			return true
		}
	}
	return false
}

func (r *rollupInput) believes(day content.Day) bool {
	return r.covered[day] || r.rescued && r.lost[day]
}

// writeRollup makes the rollup of a year from inputs, in a temporary file. made
// are the objects, by name, that the rollup stands for afterwards.
func writeRollup(year int, inputs []input, made map[string]string) (_ io.ReadSeekCloser, err error) {
	w, err := newRollupWriter(year, made)
	if err != nil {
		return nil, err
	}
	defer w.close()
	if err := merge(inputs, w.put); err != nil {
		return nil, err
	}
	return w.done()
}

// rollupWriter makes a rollup, series by series in the order of their keys.
type rollupWriter struct {
	year  int
	head  rollupHead
	usual *fold.Hours
	body  *store.Temp
	zip   *gzip.Writer
	text  []byte
}

func newRollupWriter(year int, made map[string]string) (*rollupWriter, error) {
	body, err := store.NewTemp()
	if err != nil {
		return nil, err
	}
	// Fast, because reading costs more than what is saved.
	zip, _ := gzip.NewWriterLevel(body, gzip.BestSpeed)
	return &rollupWriter{
		year: year, usual: fold.NewHours(newYear(year)), body: body, zip: zip,
		head: rollupHead{Rollup: rollupFormat, Year: fmt.Sprintf("%04d", year), Days: made, Asked: make(map[content.Source][]int32)},
	}, nil
}

// put adds a series, of which there must be a row.
func (w *rollupWriter) put(k row.SeriesKey, segments []fold.Segment) error {
	l := fold.NewLine(k, segments, w.usual)
	if l.HasInstants() {
		w.head.Rollup = instantFormat
	}
	w.text = append(l.Append(w.text[:0]), '\n')
	w.head.Series++
	_, err := w.zip.Write(w.text)
	return err
}

// done returns the rollup.
func (w *rollupWriter) done() (io.ReadSeekCloser, error) {
	if err := w.zip.Close(); err != nil {
		return nil, err
	}
	w.head.Asked = w.usual.All()
	return headed(w.head, w.body)
}

// close removes what is no longer needed.
func (w *rollupWriter) close() error { return w.body.Close() }

// headed puts the first line, which is known last, before the others. The
// members of a gzip file are read as one.
func headed(head rollupHead, body io.ReadSeeker) (_ io.ReadSeekCloser, err error) {
	file, err := store.NewTemp()
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, file.Close())
		}
	}()
	zip := gzip.NewWriter(file)
	if err := json.NewEncoder(zip).Encode(head); err != nil {
		return nil, err
	}
	if err := zip.Close(); err != nil {
		return nil, err
	}
	if _, err := body.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	_, err = io.Copy(file, body)
	return file, err
}
