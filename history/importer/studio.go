package importer

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"datarocks/content"
	"datarocks/content/legible"
	"datarocks/content/name"
	"datarocks/fetch"
)

// YouTube Studio exports a table by date: Analytics, Advanced mode, Date. Its columns are
// Date, Views, Subscribers and others, in the language of Studio; a line "Total" is above
// the days. How the file looks is not recorded, so what is otherwise is a problem, never
// a guess.
//
// Views are those of a day. Subscribers are what the day gained, less what it lost: no
// count, and often negative. They add up to a level only from the channel's first day on.

// studioColumns are where a table of YouTube Studio has what is read of it.
type studioColumns struct{ date, views, subscribers int }

// studio reads such tables. Files of some years each are one table of all.
type studio struct {
	*reader
	gains []gain
}

// read reads a table.
func (r *studio) read(f File) {
	header, records, ok := r.table(f)
	if !ok {
		return
	}
	columns, ok := r.columns(header)
	if !ok {
		return
	}
	var dates dates
	for _, record := range records {
		if strings.EqualFold(record.fields[columns.date], "total") {
			continue
		}
		m, timely := dates.read(r.reader, record.at, record.fields[columns.date])
		if columns.views != none {
			r.count(record, columns.views, cell{m.day, r.Artist, dailyViews}, m.at, timely)
		}
		if columns.subscribers != none && r.FromStart && record.fields[columns.subscribers] != "" {
			if n, ok := r.gained(record.at, record.fields[columns.subscribers]); ok && timely {
				r.gains = append(r.gains, gain{record.at, m.day, n})
			}
		}
	}
}

var (
	dailyViews  = content.Metric{Source: content.YouTube, Name: "daily-views"}
	subscribers = content.YouTube.Default()
)

// columns finds the columns. One of each video would have several lines a day.
func (r *studio) columns(header record) (studioColumns, bool) {
	before := r.faults
	c := studioColumns{none, none, none}
	for i, heading := range header.fields {
		switch name.Letters(heading) {
		case "date":
			r.place(header, &c.date, i)
		case "views":
			r.place(header, &c.views, i)
		case "subscribers":
			r.place(header, &c.subscribers, i)
		case "content", "videotitle":
			r.report(header.at, fmt.Sprintf("has a column %s: it is of single videos", legible.Quote(heading)), "choose Date in the table of Advanced mode, and export it again")
		default:
			r.result.Ignored = append(r.result.Ignored, header.at.file+": "+legible.Quote(heading))
		}
	}
	if c.date == none || c.views == none && c.subscribers == none {
		r.report(header.at, "has no column Date, or neither Views nor Subscribers",
			"set YouTube Studio to English, choose Date in the table of Analytics, Advanced mode, and export it; its header begins Date,Views")
	}
	r.result.Gains = r.result.Gains || c.subscribers != none && !r.FromStart
	return c, r.faults == before
}

// gain is how many subscribers a day brought, less those it took.
type gain struct {
	at  place
	day content.Day
	n   int64
}

// gained reads a gain: digits, and a minus before them.
func (r *studio) gained(at place, text string) (n int64, ok bool) {
	plain, negative := strings.CutPrefix(dashes.Replace(text), "-")
	n, ok = r.value(at, plain)
	if negative {
		n = -n
	}
	return n, ok
}

// addLevels adds what gains add up to: from nothing on the channel's first day. It takes
// each day from there on, once, and never less than nothing; otherwise that was not the
// first day, and what is added up is no level.
func (r *studio) addLevels() {
	slices.SortStableFunc(r.gains, func(a, b gain) int { return cmp.Compare(a.day, b.day) })
	var level int64
	for i, g := range r.gains {
		if i > 0 && g.day == r.gains[i-1].day && g.n == r.gains[i-1].n {
			continue // exports overlap
		}
		level += g.n
		wrong := r.noLevel(i, level)
		if wrong != nil {
			r.reportFault(g.at, wrong)
			return
		}
		r.add(g.at, cell{g.day, r.Artist, subscribers}, time.Time{}, level)
	}
}

// noLevel is why gains do not add up to a level with one of them.
func (r *studio) noLevel(i int, level int64) *fault {
	g := r.gains[i]
	if i > 0 {
		before := r.gains[i-1]
		first, last := before.day+1, g.day-1
		switch {
		case g.day == before.day:
			return &fault{fmt.Sprintf("%d subscribers on %s, and %d in %s:%d", g.n, g.day, before.n, before.at.file, before.at.line), "keep the right one of the two"}
		case first == last:
			return &fault{fmt.Sprintf("%s has no subscribers, which add up only from day to day", first), "export this day, too, or leave out --from-start"}
		case first < last:
			return &fault{fmt.Sprintf("%s to %s have no subscribers, which add up only from day to day", first, last), "export these days, too, or leave out --from-start"}
		}
	}
	switch {
	case level < 0:
		return &fault{fmt.Sprintf("subscribers add up to %d on %s", level, g.day), "the days do not begin with the channel's first; export them from there, or leave out --from-start"}
	case level > fetch.MaxCount:
		return &fault{fmt.Sprintf("subscribers add up to %d on %s", level, g.day), "correct the numbers, which are too large for counts"}
	}
	return nil
}
