// Package fold keeps the rows of a series in one line: its counts, one a day, and those
// rows that hold more. A line unfolds into exactly the rows that it was made of.
package fold

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history/row"
	"datarocks/history/series"
)

// A Line holds the rows of one series:
//
//	{"artist":"vola","source":"spotify","metric":"followers","start":"2026-01-01","values":[3300000,null,3300500],
//	 "rows":[{"row":{...}},{"row":{"date":"2026-01-02","status":"error",...},"until":"2026-01-05"}]}
//
// values has the counts, one a day from start on. Most rows differ from the one
// before in nothing else; the others are kept whole in rows. A row
// there with until stands for one like it on each day up to that one. The counts after
// a row there were asked at the usual time of their day or, where it has "instant":true,
// when that row was: a platform that knows past days is asked for years at once.
type Line struct {
	key    row.SeriesKey
	start  content.Day
	values []int64 // None where there is no count
	kept   []keptRow
}

type keptRow struct {
	Row   row.Row     `json:"row"`
	Until content.Day `json:"until,omitzero"`
	// Instant is of a count: those after it, up to the next row kept, were asked with it.
	Instant bool `json:"instant,omitempty"`
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

	instantField = `,"instant":true`
)

// Append writes the line, without a newline.
func (l *Line) Append(to []byte) []byte {
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
		if k.Instant {
			to = append(to, instantField...)
		}
		to = append(to, '}')
	}
	return append(to, "]}"...)
}

// Key is that of the series.
func (l *Line) Key() row.SeriesKey { return l.key }

// Decode reads what Append wrote, and nothing else: a line is only ever a
// copy, so one that looks strange is better not believed.
func Decode(data []byte) (Line, error) {
	head, rest, ok := bytes.Cut(data, []byte(valuesBegin))
	if !ok {
		return Line{}, errors.New("it has no values")
	}
	var h lineHead
	if err := json.Unmarshal(append(bytes.Clone(head), '}'), &h); err != nil {
		return Line{}, err
	}
	l := Line{key: row.SeriesKey{Artist: h.Artist, Source: h.Source, Metric: h.Metric}, start: h.Start}
	var err error
	if l.values, rest, err = scanValues(rest); err != nil {
		return Line{}, err
	}
	rest, ok = bytes.CutSuffix(rest, []byte("}"))
	if !ok {
		return Line{}, errors.New("it is cut")
	}
	if err := json.Unmarshal(rest, &l.kept); err != nil {
		return Line{}, err
	}
	return l, l.check()
}

// HasInstants reports whether counts were asked at the instant of another.
func (l *Line) HasInstants() bool {
	return slices.ContainsFunc(l.kept, func(k keptRow) bool { return k.Instant })
}

func (l *Line) check() error {
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
		if r.Value == nil && l.kept[i].Instant {
			return errors.New("no count was asked with a row")
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
