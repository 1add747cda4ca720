package main

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"datarocks/content"
)

// checkRanking reads who moved most on a source over a window.
func (c *truths) checkRanking(s content.SourceSetting, w content.Window) {
	at := "ranking/" + string(s.Source) + "/" + string(w) + "/"
	page := c.page(at)
	after := c.newest - content.Day(w.Days())
	if w == content.All {
		after = -1
	}
	c.says(at, listedIn(page, "Platform events"), c.purgesOf(s.Source, after))
	var all []move
	var left []telling
	for _, a := range c.roster {
		if _, ok := a.Accounts[s.Source]; !ok {
			continue
		}
		t := c.telling(a, s.Source, w)
		own, _, ok := t.own(w, t.purges)
		if _, missing := t.missing(); missing || !ok {
			left = append(left, t)
			continue
		}
		from, _, _ := t.change(w)
		all = append(all, move{t, own, share(own, t.counts[from])})
	}
	large := slices.DeleteFunc(slices.Clone(all), func(m move) bool { from, _, _ := m.change(w); return m.counts[from] < 1000 })
	c.checkRanks(at, "by-number", all, func(m move) float64 { return float64(m.own) })
	c.checkRanks(at, "by-percent", large, func(m move) float64 { return m.part })
	if len(all) > 0 {
		small := fact{"rank base", []any{""}}
		if n := len(all) - len(large); n > 0 {
			small.gaps[0] = int64(n)
		}
		c.tells(at, written(every(page, "p.note")[0]), small)
	}
	c.checkLeft(at, left)
}

// checkRanks reads one order.
func (c *truths) checkRanks(at, id string, all []move, by func(move) float64) {
	slices.SortStableFunc(all, func(a, b move) int { return cmp.Compare(by(b), by(a)) })
	for _, section := range every(c.page(at), "section.card") {
		if attribute(section, "aria-labelledby") != id {
			continue
		}
		rows := every(section, "tr")
		if len(rows) != len(all)+min(1, len(all)) {
			c.Errorf("%s#%s: %d rows, want %d", at, id, len(rows), len(all))
			return
		}
		for i, m := range all {
			rank := 1 + slices.IndexFunc(all, func(other move) bool { return by(other) == by(m) })
			cells, name := every(rows[i+1], "td"), parts(every(rows[i+1], "th")[0], "bdi", "small")
			moved := parts(cells[1], "b", "small")
			if id == "by-percent" {
				slices.Reverse(moved)
			}
			c.checkRank(at+"#"+id+" "+m.name, m, append([]string{written(cells[0]), written(cells[2])}, append(name, moved...)...), rank)
		}
		return
	}
	if len(all) > 0 {
		c.Errorf("%s has no %s", at, id)
	}
}

// checkRank reads rank, count, name, days, followers gained and per cent.
func (c *truths) checkRank(where string, m move, got []string, rank int) {
	from, to, _ := m.change(m.window)
	days := any("")
	switch {
	case to != m.newest:
		days = fact{"rank from to", []any{short(from), short(to)}}
	case m.window == content.All || to-from != content.Day(m.window.Days()):
		days = fact{"rank since", []any{short(from)}}
	}
	part := any(percent(100 * m.part))
	if m.counts[from] == 0 {
		part = "–"
	}
	for i, want := range []any{int64(rank), m.counts[to], m.name, days, signed(m.own), part} {
		c.tells(where, got[i], want)
	}
}

// missing says why there is no count of the newest day.
func (t telling) missing() (why fact, missing bool) {
	switch {
	case t.empty():
		return fact{"never counted", []any{t.whys[t.newest]}}, true
	case !slices.Contains(t.gaps(t.newest, t.newest), t.newest):
		return fact{}, false
	}
	return fact{"not counted", []any{fullDate(t.last()), cmp.Or(t.whys[t.newest], "not asked")}}, true
}

// checkLeft reads who is not ranked, and why.
func (c *truths) checkLeft(at string, want []telling) {
	var got []string
	for _, section := range every(c.page(at), "section.left") {
		for _, li := range every(section, "li") {
			got = append(got, strings.Join(parts(li, "bdi", "span.why"), "\x00"))
		}
	}
	if len(got) != len(want) {
		c.Errorf("%s: %q are left out, want %d", at, got, len(want))
		return
	}
	for i, t := range want {
		name, why, _ := strings.Cut(got[i], "\x00")
		c.tells(at, name, t.name)
		reason, missing := t.missing()
		if _, _, ok := t.change(t.window); !missing && ok {
			reason = fact{"unknown purge", nil}
		} else if !missing {
			reason = t.incomparable()
		}
		c.tells(at, why, reason)
	}
}

// item is what a feed or the calendar tells.
type item struct {
	id    string
	day   content.Day
	title fact
	texts [][]fact
}

// items are those of an artist: events, changes of account and milestones.
func (c *truths) items(a content.Artist) (all []item) {
	at := "artists/" + a.ID + "/#"
	for _, e := range a.Timeline {
		all = append(all, item{at + "event-" + e.Day.String(), e.Day, fact{"title", []any{a.Name, e.Title}}, [][]fact{{{"event", []any{fullDate(e.Day), e.Title}}}}})
	}
	for _, t := range c.tellings(a, content.All) {
		for _, day := range t.others {
			said := "another account is counted on " + t.info.Name
			all = append(all, item{at + string(t.info.Source) + "-" + day.String(), day, fact{"title", []any{a.Name, said}}, [][]fact{{{"event", []any{fullDate(day), said}}}}})
		}
	}
	for _, m := range c.reached(a) {
		id := at + "milestone-" + string(m.info.Source) + "-" + m.confirmed.String()
		all = append(all, item{id, m.confirmed, fact{"milestone", []any{a.Name, m.value, what(m.info, m.value)}}, [][]fact{{m.fact(a.Name)}}})
	}
	return all
}

// siteItems are the platform events, and the last eight weeks from Monday to Sunday.
func (c *truths) siteItems() (purges, weeks []item) {
	for _, s := range c.Sources {
		info, _ := s.Source.Info()
		for _, p := range c.purges[s.Source] {
			purges = append(purges, item{"#platform-" + string(s.Source) + "-" + p.day.String(), p.day, fact{"mark", []any{info.Name, percent(100 * p.median)}}, [][]fact{{p.fact(info, p.day)}}})
		}
	}
	for day := c.newest - 1; day > c.newest-1-8*7; day-- {
		if day.Time().Weekday() != time.Sunday {
			continue
		}
		year, number := day.Time().ISOWeek()
		if moved := c.moversOf(day); len(moved) > 0 {
			weeks = append(weeks, item{fmt.Sprintf("#week-%d-W%02d", year, number), day + 1, fact{"week", []any{fullDate(day)}}, moved})
		}
	}
	return purges, weeks
}

// checkFeed reads a feed, which has the newest 50 of what happened.
func (c *truths) checkFeed(at string, all []item) {
	all = slices.DeleteFunc(slices.Clone(all), func(it item) bool { return it.day > c.newest })
	slices.SortStableFunc(all, func(a, b item) int { return cmp.Compare(b.day, a.day) })
	all = all[:min(len(all), 50)]
	data, err := os.ReadFile(filepath.Join(c.folder, at, "feed.xml"))
	if err != nil && len(all) > 0 {
		c.Fatal(err)
	}
	var feed struct {
		Entries []struct {
			ID      string `xml:"id"`
			Title   string `xml:"title"`
			Updated string `xml:"updated"`
			Summary string `xml:"summary"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal(data, &feed); err != nil && len(all) > 0 {
		c.Fatal(err)
	}
	if len(feed.Entries) != len(all) {
		c.Errorf("%sfeed.xml: %d entries, want %d", at, len(feed.Entries), len(all))
	}
	for _, entry := range feed.Entries {
		i := slices.IndexFunc(all, func(it item) bool { return c.BaseURL+it.id == entry.ID })
		if i < 0 {
			c.Errorf("%sfeed.xml: %s did not happen", at, entry.ID)
			continue
		}
		c.tells(entry.ID, plainText(entry.Updated), all[i].day.Time().Format(time.RFC3339))
		c.tells(entry.ID, plainText(entry.Title), all[i].title)
		c.says(entry.ID, sentencesIn(plainText(entry.Summary)), all[i].texts)
	}
}

// sentencesIn takes sentences apart.
func sentencesIn(text string) []string {
	return strings.Split(strings.ReplaceAll(text, ". ", ".\n"), "\n")
}

// checkCalendar reads what happened, is announced and is to be expected.
func (c *truths) checkCalendar(happened []item) {
	file, err := os.Open(filepath.Join(c.folder, "calendar.ics"))
	if err != nil {
		c.Fatal(err)
	}
	defer file.Close()
	calendar, err := ics.ParseCalendar(file)
	if err != nil {
		c.Fatal(err)
	}
	want := c.dates(happened)
	for _, e := range calendar.Events() {
		id := strings.TrimPrefix(e.Id(), c.BaseURL)
		date, ok := want[id]
		if !ok {
			c.Errorf("calendar.ics: %s is no date", id)
			continue
		}
		delete(want, id)
		got := func(name ics.ComponentProperty) string {
			if p := e.GetProperty(name); p != nil {
				return plainText(p.Value)
			}
			return ""
		}
		c.tells(id, got(ics.ComponentPropertySummary), date.title)
		c.tells(id, got(ics.ComponentPropertyDtStart), date.from.Time().Format("20060102"))
		c.tells(id, got(ics.ComponentPropertyDtEnd), (date.to + 1).Time().Format("20060102"))
		if text := got(ics.ComponentPropertyDescription); text != "" || date.text != nil {
			c.says(id, []string{text}, [][]fact{date.text})
		}
	}
	for id := range want {
		c.Errorf("calendar.ics has no %s", id)
	}
}

// date is an entry of the calendar.
type date struct {
	from, to content.Day
	title    fact
	text     []fact
}

// dates are all that the calendar has, by id.
func (c *truths) dates(happened []item) map[string]date {
	all := make(map[string]date)
	for _, it := range happened {
		all[it.id] = date{it.day, it.day, it.title, nil}
	}
	for _, a := range c.Artists {
		for _, t := range c.tellings(a, content.All) {
			if o, ok := t.outlook(c.newest, t.purges); ok {
				title := fact{"expectation", []any{a.Name, o.milestone, what(t.info, o.milestone)}}
				all["artists/"+a.ID+"/#next-"+string(t.info.Source)] = date{o.early, o.late, title, o.facts(t.info, c.newest)}
			}
		}
	}
	return all
}
