// Package importer reads counts that another program wrote down: the files of
// datarocks' ancestor, exports of Spotify for Artists and YouTube Studio, CSV, and the rows that a
// failed run could not store.
//
// Read turns files into rows, or into every problem there is, each with its file
// and line and what to write instead. It never guesses: a line that can be read
// in two ways is a problem, and with one problem there are no rows at all.
//
// What counts as a doubt: a name that is no artist's, or two artists'; a number
// that is not plain digits; a day that does not exist, lies ahead, or could be
// another; two counts of one day; and a 0 beside large counts, because recorders
// write 0 when they got nothing. A jump is none: it is the past as it was recorded, so
// the gate does not judge it.
package importer

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"datarocks/content"
	"datarocks/content/legible"
	"datarocks/fetch"
	"datarocks/history"
	"datarocks/history/row"
)

// Kind is how files are to be read.
type Kind string

// The kinds.
const (
	Ancestor          Kind = "ancestor"            // YYYYMMDD.json: {"Dream Theater": {"spotify": 123}}
	AncestorREST      Kind = "ancestor-rest"       // {"20230101": {"spotify": 123}}, of one artist
	SpotifyForArtists Kind = "spotify-for-artists" // date,listeners,streams,followers, of one artist
	YouTubeStudio     Kind = "youtube-studio"      // Date,Views,Subscribers, of one artist
	CSV               Kind = "csv"                 // date,artist,source,metric,value
	Unsaved           Kind = "unsaved"             // rows as the history has them
)

// File is one file, read.
type File struct {
	Name string // as problems name it
	Data []byte
}

// Options are what the files do not hold.
type Options struct {
	Artists []content.Artist // that names may mean
	Artist  string           // id of the one artist of the files; "" where they name it
	Now     time.Time        // the time of the import

	Source content.Source // the one source of the files; "" where they name it
	Metric string         // the one metric of Source; "" where the files may have several
	Lead   string         // what Source counts where neither Metric nor the files name one; "" is its default

	Pick      Pick // which of several counts of a day; "" is none of them
	Separator rune // between the fields of a table; 0 is the comma

	FromStart bool // whether files of YouTube Studio begin on the channel's first day
}

// Pick is which of several counts of one day is taken. That of the latest or earliest
// time is the last or first, where the file has times, and else that of the last or
// first line.
type Pick string

// The picks.
const (
	PickLast  Pick = "last"
	PickFirst Pick = "first"
	PickMax   Pick = "max"
)

// Result is what the files hold.
type Result struct {
	Rows    []history.ImportRow // in the order of the files; of repeated lines the first
	Ignored []string            // columns that were not read: `counts.csv: "Note"`
	Passed  int                 // counts that Options.Pick passed over
	Gains   bool                // whether gains of subscribers were left out, see Options.FromStart
}

// reader collects what the files of one import hold.
type reader struct {
	Options
	kind     Kind
	names    roster
	result   Result
	problems Problems
	faults   int            // problems, also those that are not reported
	garbled  map[place]bool // lines that are not UTF-8, of which nothing else is reported
	seen     map[cell]int   // the place in result.Rows
	times    []time.Time    // of result.Rows; zero where only the day is known
}

// place is where something stands.
type place struct {
	file string
	line int
}

// cell is what has at most one count.
type cell struct {
	day    content.Day
	artist string
	metric content.Metric
}

func cellOf(r row.Row) cell { return cell{r.Date, r.Artist, r.Of()} }

// fault is what is wrong with a bare text, and the cure.
type fault struct{ what, instead string }

func (r *reader) report(at place, what, instead string) {
	r.faults++
	if !r.garbled[at] {
		r.problems.add(content.Problem{File: at.file, Line: at.line, What: what, Instead: instead})
	}
}

func (r *reader) reportFault(at place, f *fault) { r.report(at, f.what, f.instead) }

// add takes in one count of a cell, and of the time at, if that is known.
func (r *reader) add(where place, c cell, at time.Time, n int64) {
	counted := history.ImportRow{
		Row: row.Row{
			Date: c.day, Artist: c.artist, Source: c.metric.Source, Metric: c.metric.Name, Value: &n,
			Via: row.ImportedFrom(string(r.kind)), At: r.Now.UTC().Truncate(time.Second),
		},
		Former: r.names.former[c.artist],
		File:   where.file, Line: where.line,
	}
	i, again := r.seen[c]
	if !again {
		r.seen[c] = len(r.result.Rows)
		r.result.Rows = append(r.result.Rows, counted)
		r.times = append(r.times, at)
		return
	}
	other := r.result.Rows[i]
	switch {
	case r.Pick == "" && *other.Value == n:
		return
	case r.Pick == "":
		instead := "keep the right one of the two"
		if r.kind == CSV {
			instead += ", or say --pick last, first or max"
		}
		r.report(where, fmt.Sprintf("%d for %s on %s on %s, and %d in %s:%d", n, c.artist, c.metric, c.day, *other.Value, other.File, other.Line), instead)
		return
	case r.Pick.takes(n, *other.Value, at, r.times[i]):
		r.result.Rows[i], r.times[i] = counted, at
	}
	r.result.Passed++
}

// takes reports whether a count, which stands further down in the files, is picked
// and not the one before.
func (p Pick) takes(n, before int64, at, atBefore time.Time) bool {
	timed := !at.IsZero() && !atBefore.IsZero()
	switch p {
	case PickLast:
		return !timed || !at.Before(atBefore)
	case PickFirst:
		return timed && at.Before(atBefore)
	}
	return n > before
}

// newArtist is the greatest count that the first of an artist can be after days
// without any follower, or without anything to hear.
const newArtist = 1000

// doubtZeros reports each 0 whose nearest counts other than 0, in the same
// files, are not near 0: a recorder's word for "not got".
func (r *reader) doubtZeros() {
	rows := slices.Clone(r.result.Rows)
	slices.SortFunc(rows, func(a, b history.ImportRow) int {
		return cmp.Or(a.SeriesKey().Compare(b.SeriesKey()), cmp.Compare(a.Date, b.Date))
	})
	for len(rows) > 0 {
		next := slices.IndexFunc(rows, func(row history.ImportRow) bool { return row.SeriesKey() != rows[0].SeriesKey() })
		if next < 0 {
			next = len(rows)
		}
		r.doubtZerosOf(rows[:next])
		rows = rows[next:]
	}
}

// doubtZerosOf does so for one series.
func (r *reader) doubtZerosOf(series []history.ImportRow) {
	for from := 0; from < len(series); from++ {
		to := from
		for to < len(series) && *series[to].Value == 0 {
			to++
		}
		if to == from {
			continue
		}
		beside, doubtful := largeBeside(series[:from], series[to:])
		for _, zero := range series[from:to] {
			switch {
			case from == 0 && r.begins(series[to:]):
				row := &r.result.Rows[r.seen[cellOf(zero.Row)]]
				row.Before = newArtist // also of what is stored
			case doubtful:
				r.reportFault(place{zero.File, zero.Line}, doubtfulZero(zero, beside))
			}
		}
		from = to
	}
}

// usualDays is how many counts on each side show what a usual day has.
const usualDays = 14

// largeBeside describes the large counts before or after some zeros of a series, not
// both empty. A level is looked at where it is nearest, which is never 0; of what is
// so many in a day, where other days have 0 as well, it is what is usual around.
func largeBeside(before, after []history.ImportRow) (beside string, ok bool) {
	if len(before)+len(after) == 0 {
		return "", false
	}
	kind, most := slices.Concat(before, after)[0].Kind(), 1
	if !kind.IsLevel() {
		most = usualDays
	}
	near := slices.Concat(before[max(0, len(before)-most):], after[:min(most, len(after))])
	counts := make([]int64, len(near))
	for i, row := range near {
		counts[i] = *row.Value
	}
	if !row.DoubtsZero(kind, counts) {
		return "", false
	}
	if most > 1 {
		return fmt.Sprintf("days of %d", row.Median(counts)), true
	}
	i := slices.IndexFunc(counts, func(n int64) bool { return n > row.NearZero })
	return fmt.Sprintf("%d on %s", counts[i], near[i].Date), true
}

// begins reports whether zeros before the first count that is not 0, if there is one,
// can be those of a new artist. The timelines of Spotify for Artists and YouTube Studio
// show the days before anybody followed or heard an artist: their 0 followers, 0
// listeners and 0 streams are counts, and no gaps.
func (r *reader) begins(first []history.ImportRow) bool {
	return (r.kind == SpotifyForArtists || r.kind == YouTubeStudio) && (len(first) == 0 || *first[0].Value <= newArtist)
}

// Doubts are the problems that only the history shows: each 0 near which large
// counts are stored.
func Doubts(plan history.ImportPlan) error {
	var problems Problems
	for _, zero := range plan.Doubtful {
		f := doubtfulZero(zero.ImportRow, "large counts stored around it")
		problems.add(content.Problem{File: zero.File, Line: zero.Line, What: f.what, Instead: f.instead})
	}
	return problems.err()
}

func doubtfulZero(zero history.ImportRow, beside string) *fault {
	instead := "a count of 0 stands among counts near 0"
	if !zero.Kind().IsLevel() {
		instead = "a day of 0 stands among quiet days"
	}
	return &fault{
		fmt.Sprintf("0 for %s on %s on %s, beside %s", zero.Artist, zero.Of(), zero.Date, beside),
		"take it out if it means that nothing was got; " + instead,
	}
}

// value reads a count as digits.
func (r *reader) value(at place, text string) (n int64, ok bool) {
	n, wrong := parseCount(text)
	if wrong != nil {
		r.reportFault(at, wrong)
	}
	return n, wrong == nil
}

// timely refuses days on which nothing can have been counted.
func (r *reader) timely(at place, day content.Day) bool {
	switch {
	case day > content.DayOf(r.Now):
		r.report(at, fmt.Sprintf("%s lies ahead; today is %s", day, content.DayOf(r.Now)), "write the UTC day of the count")
	case day < oldest:
		r.report(at, fmt.Sprintf("%s is before any of the sources began", day), "write the UTC day of the count")
	default:
		return true
	}
	return false
}

// oldest is before the first day of any source: Last.fm's in 2002.
var oldest = content.DayOf(time.Date(2002, 1, 1, 0, 0, 0, 0, time.UTC))

// parseCount reads what is only digits.
func parseCount(text string) (int64, *fault) {
	if text == "" || strings.Trim(text, "0123456789") != "" {
		return 0, notDigits(text)
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n > fetch.MaxCount {
		return 0, &fault{legible.Quote(text) + " is too large for a count", fmt.Sprintf("write a number up to %d", int64(fetch.MaxCount))}
	}
	return n, nil
}
