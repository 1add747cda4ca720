package fetch

import (
	"context"
	"encoding/binary"
	"iter"
	"time"

	"datarocks/content"
)

// Historian is a source that knows what it counted on past days.
type Historian interface {
	// Past asks at a time for the days of accounts up to the day before, and passes on
	// each one's answer as it comes, one at a time. Of an account that is not passed
	// on, its error is why: a *SourceError where the failure has a known cure.
	Past(ctx context.Context, at time.Time, questions []Question, each func(account string, p Past)) error
}

// Question is an account whose days are wanted.
type Question struct {
	Account string
	Since   content.Day // the first day that is wanted; 0 for all that there are
}

// Past is what a Historian answered of one account: the counts of days, or why there
// are none.
type Past struct {
	Count // of the newest day; else why there is none
	*Days // nil where there is none
}

// None stands for the count of a day that the source has not counted. No count is
// negative.
const None = -1

// Days are counts of days in a row. They take little memory: 11 years of an article
// are 8 KB.
type Days struct {
	First  content.Day
	n      int
	packed []byte // each count and 1, as a varint
}

// NewDays returns counts, one a day from a day on, None where there is none.
func NewDays(first content.Day, counts []int64) *Days {
	d := &Days{First: first, n: len(counts)}
	for _, n := range counts {
		d.packed = binary.AppendUvarint(d.packed, uint64(n+1))
	}
	return d
}

// Last is the day of the last count.
func (d *Days) Last() content.Day { return d.First + content.Day(d.n) - 1 }

// All yields each day and its count, oldest first; None where there is none.
func (d *Days) All() iter.Seq2[content.Day, int64] {
	return func(yield func(content.Day, int64) bool) {
		rest := d.packed
		for day := d.First; len(rest) > 0; day++ {
			n, width := binary.Uvarint(rest)
			if rest = rest[width:]; !yield(day, int64(n)-1) {
				return
			}
		}
	}
}
