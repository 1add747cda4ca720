package main

import (
	"cmp"
	"slices"

	"golang.org/x/net/html"

	"datarocks/content"
)

var liftDays = []content.Day{7, 28}

// recentEvents lists the places of an artist's newest six events, the newest first.
func (c *truths) recentEvents(a content.Artist) (events []int) {
	for i := len(a.Timeline) - 1; i >= 0 && len(events) < 6; i-- {
		if a.Timeline[i].Day <= c.newest {
			events = append(events, i)
		}
	}
	return events
}

// counted are the sources on which an artist was counted.
func (c *truths) counted(a content.Artist) (sources []content.SourceInfo) {
	for _, t := range c.tellings(a, content.All) {
		if !t.empty() {
			sources = append(sources, t.info)
		}
	}
	return sources
}

// liftLine is a row of the table of lifts.
type liftLine struct {
	event  int
	source content.SourceInfo // without a name: all of them
}

// liftLines are the rows that an artist's page has: one a source, or one for all
// where an event cannot be measured on any.
func (c *truths) liftLines(a content.Artist) (lines []liftLine) {
	for _, event := range c.recentEvents(a) {
		sources := c.counted(a)
		if len(sources) == 0 {
			continue
		}
		nowhere := func(days content.Day) bool {
			why := c.lift(a, event, sources[0].Source, days).why
			return why == "early" || why == "overlaps"
		}
		if nowhere(7) && nowhere(28) {
			sources = []content.SourceInfo{{Source: sources[0].Source, Name: "all"}}
		}
		for _, info := range sources {
			lines = append(lines, liftLine{event, info})
		}
	}
	return lines
}

func (c *truths) checkLifts(at string, a content.Artist, page *html.Node) {
	want := c.liftLines(a)
	var rows []*html.Node
	for _, table := range every(page, "table.lifts") {
		rows = every(every(table, "tbody")[0], "tr")
		var told []string
		for n := table.Parent.PrevSibling; n != nil && n.Data != "h3"; n = n.PrevSibling {
			if n.Data == "p" && attribute(n, "class") == "" {
				told = append(told, written(n))
			}
		}
		c.says(at, told, c.liftSentences(a))
	}
	if len(rows) != len(want) {
		c.Errorf("%s: %d rows of lifts, want %v", at, len(rows), want)
		return
	}
	event := -1
	for i, line := range want {
		e := a.Timeline[line.event]
		if line.event != event {
			head := every(rows[i], "th")[0]
			c.tells(at, parts(head, "bdi")[0], e.Title)
			c.tells(at, parts(head, "small")[0], fullDate(e.Day))
			event = line.event
		}
		cells := every(rows[i], "td")
		c.tells(at, written(cells[0]), line.source.Name)
		c.checkLiftCells(at, a, line, cells[1:])
	}
}

// checkLiftCells reads what an event did over 7 and 28 days.
func (c *truths) checkLiftCells(at string, a content.Artist, line liftLine, cells []*html.Node) {
	for i, days := range liftDays {
		l := c.lift(a, line.event, line.source.Source, days)
		if l.why != "" {
			c.tells(at, written(cells[i]), c.unmeasured(a, line, l, days))
			continue
		}
		how := fact{"lift how", []any{signed(l.after), signed(l.before), signed(l.usual)}}
		if l.artists == 0 {
			how.gaps[2] = ""
		}
		got := parts(cells[i], "b", "small")
		c.tells(at, got[0], signed(l.gain()))
		c.tells(at, got[1], how)
	}
}

func (c *truths) unmeasured(a content.Artist, line liftLine, l lifted, days content.Day) fact {
	switch l.why {
	case "early":
		return fact{"early", []any{short(a.Timeline[line.event].Day + days)}}
	case "overlaps":
		return fact{"overlaps", []any{oneOf(l.with)}}
	case "young":
		return fact{"lift young", []any{short(c.ledgers[a.ID][line.source.Source].first())}}
	}
	return fact{"lift " + l.why, nil}
}

// liftSentences tell of the newest event that can be measured, on the first
// source that can, over the longest time.
func (c *truths) liftSentences(a content.Artist) [][]fact {
	for _, event := range c.recentEvents(a) {
		for _, info := range c.counted(a) {
			for _, days := range []content.Day{28, 7} {
				if l := c.lift(a, event, info.Source, days); l.why == "" {
					return [][]fact{c.liftFacts(a, liftLine{event, info}, l, days)}
				}
			}
		}
	}
	return nil
}

func (c *truths) liftFacts(a content.Artist, line liftLine, l lifted, days content.Day) []fact {
	e, base := a.Timeline[line.event], c.ledgers[a.ID][line.source.Source].counts[l.base]
	facts := []fact{{"lift", []any{e.Title, fullDate(e.Day), signed(l.after), what(line.source, l.after), int64(days), signed(l.before), grouped(int64(days))}}}
	if l.base != e.Day {
		facts = append(facts, fact{"lift from", []any{near{l.base, c.newest}}})
	}
	if l.artists > 0 {
		facts = append(facts, fact{"lift usual", []any{signed(l.usual), int64(l.artists)}})
	} else {
		facts = append(facts, fact{"lift alone", nil})
	}
	left := fact{"lift left", []any{signed(l.gain()), ""}}
	if base > 0 {
		left.gaps[1] = percent(100 * share(l.gain(), base))
	}
	return append(facts, left)
}

// eventOf is an event of an artist's timeline.
type eventOf struct {
	content.Artist
	event int
}

// checkEvents reads the table of the page that compares events.
func (c *truths) checkEvents() {
	var want []eventOf
	for _, a := range c.roster {
		for i, e := range a.Timeline {
			if e.Day <= c.newest {
				want = append(want, eventOf{a, i})
			}
		}
	}
	slices.SortStableFunc(want, func(x, y eventOf) int {
		return cmp.Compare(y.Timeline[y.event].Day, x.Timeline[x.event].Day)
	})
	rows := every(every(every(c.page("compare/events/"), "table.lifts")[0], "tbody")[0], "tr")
	if len(rows) != min(100, len(want)) {
		c.Errorf("events: %d rows, want %d", len(rows), len(want))
		return
	}
	for i, row := range rows {
		c.checkEventRow(want[i].Artist, want[i].event, row)
	}
}

func (c *truths) checkEventRow(a content.Artist, event int, row *html.Node) {
	cells, e := every(row, "td"), a.Timeline[event]
	head := parts(every(row, "th")[0], "bdi", "small")
	c.tells("events", head[0], e.Title)
	c.tells("events", head[1], short(e.Day))
	c.tells("events", written(cells[0]), a.Name)
	line := liftLine{event: event}
	for _, info := range slices.Backward(c.counted(a)) {
		if c.lift(a, event, info.Source, 7).why == "" || c.lift(a, event, info.Source, 28).why == "" {
			line.source = info
		}
	}
	if sources := c.counted(a); line.source.Name == "" && len(sources) > 0 {
		line.source = sources[0]
	}
	c.tells("events", written(cells[1]), line.source.Name)
	if line.source.Name == "" {
		c.tells("events", written(cells[2]), fact{"no counts", nil})
		return
	}
	c.checkLiftCells("events", a, line, cells[2:])
}

// metMilestone is a milestone of an artist on a source.
type metMilestone struct {
	info content.SourceInfo
	*ledger
	passed
}

// reached are the milestones of an artist, the newest first.
func (b *books) reached(a content.Artist) (all []metMilestone) {
	for _, t := range b.tellings(a, content.All) {
		for _, p := range t.passed() {
			all = append(all, metMilestone{t.info, t.ledger, p})
		}
	}
	slices.SortStableFunc(all, func(x, y metMilestone) int { return cmp.Compare(y.day, x.day) })
	return all
}

// fact tells of a milestone, on the day that confirmed it.
func (m metMilestone) fact(name string) fact {
	gaps := []any{name, m.value, what(m.info, m.value), near{m.day, m.confirmed}, "", ""}
	if m.day-m.after > m.interval() {
		gaps[3], gaps[4], gaps[5] = "", near{m.after, m.confirmed}, near{m.day, m.confirmed}
	}
	return fact{"reached", gaps}
}

// facts tell of a forecast.
func (o outlook) facts(info content.SourceInfo, newest content.Day) []fact {
	next := []any{o.milestone, what(info, o.milestone), near{o.early, newest}, "", ""}
	if o.late > o.early {
		next[2], next[3], next[4] = "", near{o.early, newest}, near{o.late, newest}
	}
	return []fact{
		{"expected", next},
		{"trials", []any{int64(o.trials), int64(o.days), int64(o.within)}},
		{"off", []any{rounded(o.off), rounded(o.naive)}},
	}
}

// checkMilestones reads the forecasts, the newest milestones, and how many more
// there are.
func (c *truths) checkMilestones(at string, a content.Artist, page *html.Node) {
	var want [][]fact
	for _, t := range c.tellings(a, content.All) {
		if o, ok := t.outlook(c.newest, t.purges); ok {
			want = append(want, o.facts(t.info, c.newest))
		}
	}
	all := c.reached(a)
	for _, m := range all[:min(len(all), 12)] {
		want = append(want, []fact{m.fact(a.Name)})
	}
	if more := len(all) - 12; more > 0 {
		want = append(want, []fact{{"earlier", []any{int64(more)}}})
	}
	var got []string
	for _, details := range every(page, "details") {
		if parts(details, "summary")[0] == "Milestones" {
			got = writtenAll(every(details, "li"))
		}
	}
	c.says(at, got, want)
}
