package backfill

import (
	"encoding/binary"
	"slices"

	"datarocks/content"
	"datarocks/history/row"
)

// changes are what is to be written of one series, by day. They take little memory: a
// count of each day of 11 years is 12 KB.
type changes struct {
	key     row.SeriesKey
	account string
	rows    int

	first  content.Day
	next   content.Day // the day after the last one
	packed []byte
	whys   []string // each once
}

// change is the count of one day.
type change struct {
	day   content.Day
	value int64
	was   *int64 // what it replaces; nil where that is no live count
	asked int64  // when that was asked, in seconds since 1970
	held  bool
	why   string // it is held, or passed
}

// A change is packed as a varint: its count, shifted by two bits that are hasWas and
// hasWhy, plus 1. Behind it are what it replaces and when that was asked, and why it is
// held or passed. A day without a change is 0.
const (
	hasWas = 1 << iota
	hasWhy
	bits = iota
)

// add adds a change of a later day than any before.
func (c *changes) add(one change) {
	if c.rows == 0 {
		c.first, c.next = one.day, one.day
	}
	for ; c.next < one.day; c.next++ {
		c.packed = append(c.packed, 0)
	}
	code := uint64(one.value) << bits
	if one.was != nil {
		code |= hasWas
	}
	if one.held || one.why != "" {
		code |= hasWhy
	}
	c.packed = binary.AppendUvarint(c.packed, code+1)
	if code&hasWas != 0 {
		c.packed = binary.AppendUvarint(c.packed, uint64(*one.was))
		c.packed = binary.AppendUvarint(c.packed, uint64(one.asked))
	}
	if code&hasWhy != 0 {
		c.packed = binary.AppendUvarint(c.packed, c.verdict(one))
	}
	c.next++
	c.rows++
}

// verdict is twice the place of the reason, and 1 where the count is held.
func (c *changes) verdict(one change) uint64 {
	i := slices.Index(c.whys, one.why)
	if i < 0 {
		i = len(c.whys)
		c.whys = append(c.whys, one.why)
	}
	if one.held {
		return uint64(i)<<1 | 1
	}
	return uint64(i) << 1
}

// cursor goes through changes.
type cursor struct {
	of   *changes
	rest []byte
	day  content.Day // of what is next in rest
	one  change      // the one it stands at
}

// begin returns a cursor before the first change.
func (c *changes) begin() cursor { return cursor{of: c, rest: c.packed, day: c.first} }

func (c *cursor) uvarint() uint64 {
	n, width := binary.Uvarint(c.rest)
	c.rest = c.rest[width:]
	return n
}

// next moves on to the next change; it returns false at the end.
func (c *cursor) next() bool {
	for len(c.rest) > 0 {
		code := c.uvarint()
		day := c.day
		if c.day++; code == 0 {
			continue
		}
		code--
		c.one = change{day: day, value: int64(code >> bits)}
		if code&hasWas != 0 {
			was := int64(c.uvarint())
			c.one.was, c.one.asked = &was, int64(c.uvarint())
		}
		if code&hasWhy != 0 {
			verdict := c.uvarint()
			c.one.held, c.one.why = verdict&1 != 0, c.of.whys[verdict>>1]
		}
		return true
	}
	return false
}
