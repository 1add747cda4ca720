package archive

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history/row"
	"datarocks/history/series"
)

// A line holds the rows of one series:
//
//	{"artist":"vola","source":"spotify","metric":"followers","start":"2026-01-01","values":[3300000,null,3300500],
//	 "rows":[{"row":{...}},{"row":{"date":"2026-01-02","status":"error",...},"until":"2026-01-05"}]}
//
// values has the counts, one a day from start on. Most rows differ from the one
// before in nothing else; the others are kept whole in rows. A row
// there with until stands for one like it on each day up to that one.
type line struct {
	key    row.SeriesKey
	start  content.Day
	values []int64 // None where there is no count
	kept   []keptRow
}

type keptRow struct {
	Row   row.Row     `json:"row"`
	Until content.Day `json:"until,omitzero"`
}

// last is the last day that the row stands for.
func (k *keptRow) last() content.Day {
	if k.Until == 0 {
		return k.Row.Date
	}
	return k.Until
}

// longestRepeat bounds how many days one row may stand for: a damaged date must
// not become millions of rows. One that goes on is written again.
const longestRepeat = 366

// mayLast reports whether the row may stand for the days up to one; day 0 is none.
func (k *keptRow) mayLast(day content.Day) bool {
	return day != 0 && k.Row.Date < day && day-k.Row.Date <= longestRepeat
}

// lineHead is the part of a line before its values.
type lineHead struct {
	Artist string         `json:"artist"`
	Source content.Source `json:"source"`
	Metric string         `json:"metric"`
	Start  content.Day    `json:"start"`
}

const (
	valuesBegin = `,"values":[`
	rowsBegin   = `],"rows":`
)

// append writes the line, without a newline.
func (l *line) append(to []byte) []byte {
	head, err := json.Marshal(lineHead{Artist: l.key.Artist, Source: l.key.Source, Metric: l.key.Metric, Start: l.start})
	if err != nil {
		panic(fmt.Sprintf("encode line of %s: %v", l.key.Artist, err)) // strings and a day always encode
	}
	to = append(to, head[:len(head)-1]...)
	to = append(to, valuesBegin...)
	for i, n := range l.values {
		if i > 0 {
			to = append(to, ',')
		}
		if n == series.None {
			to = append(to, "null"...)
		} else {
			to = strconv.AppendInt(to, n, 10)
		}
	}
	to = append(to, rowsBegin...)
	to = append(to, '[')
	for i, k := range l.kept {
		if i > 0 {
			to = append(to, ',')
		}
		to = append(to, `{"row":`...)
		to = append(to, k.Row.Line()...)
		if k.Until != 0 {
			to = append(to, `,"until":"`+k.Until.String()+`"`...)
		}
		to = append(to, '}')
	}
	return append(to, "]}"...)
}

// decodeLine reads what append wrote, and nothing else: a line is only ever a
// copy, so one that looks strange is better not believed.
func decodeLine(data []byte) (line, error) {
	head, rest, ok := bytes.Cut(data, []byte(valuesBegin))
	if !ok {
		return line{}, errors.New("it has no values")
	}
	var h lineHead
	if err := json.Unmarshal(append(bytes.Clone(head), '}'), &h); err != nil {
		return line{}, err
	}
	l := line{key: row.SeriesKey{Artist: h.Artist, Source: h.Source, Metric: h.Metric}, start: h.Start}
	var err error
	if l.values, rest, err = scanValues(rest); err != nil {
		return line{}, err
	}
	rest, ok = bytes.CutSuffix(rest, []byte("}"))
	if !ok {
		return line{}, errors.New("it is cut")
	}
	if err := json.Unmarshal(rest, &l.kept); err != nil {
		return line{}, err
	}
	return l, l.check()
}

func (l *line) check() error {
	for i := range l.kept {
		r := &l.kept[i].Row
		if err := r.Check(); err != nil {
			return err
		}
		if (row.SeriesKey{Artist: r.Artist, Source: r.Source, Metric: r.Metric}) != l.key {
			return errors.New("it holds a row of another series")
		}
		r.At, r.Asked = r.At.UTC(), r.Asked.UTC()
		if until := l.kept[i].Until; until != 0 && (r.Value != nil || !l.kept[i].mayLast(until)) {
			return errors.New("a row lasts longer than it can")
		}
		if r.Value == nil {
			continue
		}
		i := int(r.Date - l.start)
		if i < 0 || i >= len(l.values) || l.values[i] != *r.Value {
			return errors.New("a row and its value disagree")
		}
	}
	return nil
}

// scanValues reads numbers and nulls up to where the rows begin.
func scanValues(data []byte) (values []int64, rest []byte, err error) {
	values = make([]int64, 0, 366)
	if rest, ok := bytes.CutPrefix(data, []byte(rowsBegin)); ok {
		return values, rest, nil
	}
	for {
		n, width := scanValue(data)
		if width == 0 || width == len(data) {
			return nil, nil, errors.New("a value is no count")
		}
		values = append(values, n)
		data = data[width:]
		if data[0] == ',' {
			data = data[1:]
			continue
		}
		rest, ok := bytes.CutPrefix(data, []byte(rowsBegin))
		if !ok {
			return nil, nil, errors.New("its values do not end")
		}
		return values, rest, nil
	}
}

// scanValue reads one number or null; width is 0 where there is neither.
func scanValue(data []byte) (n int64, width int) {
	if bytes.HasPrefix(data, []byte("null")) {
		return series.None, 4
	}
	for width < len(data) && '0' <= data[width] && data[width] <= '9' {
		n = 10*n + int64(data[width]-'0')
		if width++; n > fetch.MaxCount {
			return 0, 0
		}
	}
	return n, width
}

// hours are the usual times of asking, by source.
type hours struct {
	first   content.Day // no day is before
	sources map[content.Source]*usualTimes
}

func newHours(first content.Day) *hours {
	return &hours{first: first, sources: make(map[content.Source]*usualTimes)}
}

// of returns the usual times of a source.
func (h *hours) of(source content.Source) *usualTimes {
	c, ok := h.sources[source]
	if !ok {
		c = &usualTimes{first: h.first}
		h.sources[source] = c
	}
	return c
}

// usualTimes is when most rows of one source were asked on each day.
type usualTimes struct {
	first   content.Day
	seconds []int32 // since the day began; unknown where no row was asked
}

const unknown = -1

// meet reports whether a row was asked at its day's usual time, which is its own
// where it is the first.
func (c *usualTimes) meet(row *row.Row) bool {
	i := int(row.Date - c.first)
	seconds := row.At.Unix() - dayBegin(row.Date)
	if i < 0 || row.At.Nanosecond() != 0 || seconds < 0 || seconds != int64(int32(seconds)) {
		return false
	}
	for len(c.seconds) <= i {
		c.seconds = append(c.seconds, unknown)
	}
	if c.seconds[i] == unknown {
		c.seconds[i] = int32(seconds)
	}
	return c.seconds[i] == int32(seconds)
}

// know reports whether the hour of each day that has a count is known.
func (c *usualTimes) know(day content.Day, values []int64) bool {
	begin := int(day - c.first)
	if begin < 0 || begin+len(values) > len(c.seconds) {
		return false
	}
	for i, seconds := range c.seconds[begin : begin+len(values)] {
		if seconds < 0 && values[i] != series.None {
			return false
		}
	}
	return true
}

// agree reports whether two clocks have the same hours on the days that have a
// count, and takes over those that only the other knows.
func (c *usualTimes) agree(other *usualTimes, day content.Day, values []int64) bool {
	mine, theirs := int(day-c.first), int(day-other.first)
	if mine < 0 {
		return false
	}
	for len(c.seconds) < mine+len(values) {
		c.seconds = append(c.seconds, unknown)
	}
	for i, n := range values {
		hour := other.seconds[theirs+i]
		if c.seconds[mine+i] == unknown && n != series.None {
			c.seconds[mine+i] = hour
		}
		if n != series.None && c.seconds[mine+i] != hour {
			return false
		}
	}
	return true
}

// at is when the rows of a day were asked, in seconds since 1970.
func (c *usualTimes) at(day content.Day) int64 {
	return dayBegin(day) + int64(c.seconds[day-c.first])
}

// moved returns a row as it is on another day, asked at that day's usual time,
// which must be known.
func (c *usualTimes) moved(row *row.Row, day content.Day) row.Row {
	moved := row.Anew()
	moved.Date, moved.At = day, time.Unix(c.at(day), 0).UTC()
	return moved
}

func dayBegin(day content.Day) int64 { return int64(day) * 24 * 60 * 60 }
