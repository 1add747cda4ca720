package truthtest

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/PuerkitoBio/goquery"
	ics "github.com/arran4/golang-ical"

	"datarocks/content"
	"datarocks/history/trendtest"
)

// item is an entry of a feed, or of the calendar.
type item struct {
	id          string
	day         content.Day
	title, text string
}

// items are those of an artist: events, changes of account and milestones.
func (s *site) items(a content.Artist) (all []item) {
	at := "artists/" + a.ID + "/#"
	for _, e := range a.Timeline {
		all = append(all, item{id: at + "event-" + e.Day.String(), day: e.Day, title: a.Name + ": " + e.Title, text: full(e.Day) + ": " + e.Title})
	}
	for _, v := range s.views(a, content.All) {
		for _, day := range v.Seams {
			text := as("another account", "another account is counted on "+v.info.Name)
			all = append(all, item{id: at + string(v.info.Source) + "-" + day.String(), day: day, title: a.Name + ": " + text, text: full(day) + ": " + text})
		}
	}
	for _, m := range s.reached(a) {
		all = append(all, item{id: at + "milestone-" + string(m.info.Source) + "-" + m.Confirmed.String(), day: m.Confirmed, title: m.title(a.Name), text: m.sentence(a.Name, m.Confirmed)})
	}
	return all
}

func (s *site) platformItems() (all []item) {
	for _, setting := range s.Sources {
		info, _ := setting.Source.Info()
		for _, e := range s.events[setting.Source] {
			id := "#platform-" + string(setting.Source) + "-" + e.Day.String()
			all = append(all, item{id: id, day: e.Day, title: info.Name + ": all artists " + percent(e.Median), text: eventSentence(e, info, e.Day)})
		}
	}
	return all
}

// weekItems are the last eight weeks from Monday to Sunday on which anybody moved.
func (s *site) weekItems() (all []item) {
	for day := s.newest - 1; day > s.newest-1-8*7; day-- {
		year, number := day.Time().ISOWeek()
		if moved := s.moversOf(day); day.Time().Weekday() == time.Sunday && len(moved) > 0 {
			all = append(all, item{id: fmt.Sprintf("#week-%d-W%02d", year, number), day: day + 1, title: as("week", "Week to "+full(day)), text: strings.Join(moved, " ")})
		}
	}
	return all
}

// checkFeed reads a feed, which has the newest 50 entries.
func (s *site) checkFeed(at string, all []item) {
	all = slices.DeleteFunc(slices.Clone(all), func(it item) bool { return it.day > s.newest })
	slices.SortStableFunc(all, func(a, b item) int { return cmp.Compare(b.day, a.day) })
	all = all[:min(len(all), 50)]
	data, err := fs.ReadFile(s.files, at+"feed.xml")
	if err != nil && len(all) > 0 {
		s.Fatal(err)
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
		s.Fatal(err)
	}
	var got, want []string
	for _, entry := range feed.Entries {
		got = append(got, strings.Join([]string{entry.ID, entry.Updated, plain(entry.Title), plain(entry.Summary)}, "\n"))
	}
	for _, it := range all {
		want = append(want, strings.Join([]string{base + it.id, it.day.Time().Format(time.RFC3339), it.title, it.text}, "\n"))
	}
	slices.Sort(got)
	slices.Sort(want)
	s.equal(at+"feed.xml", got, want)
}

// checkCalendar reads what happened, is announced and is to be expected.
func (s *site) checkCalendar(happened []item) {
	file, err := s.files.Open("calendar.ics")
	if err != nil {
		s.Fatal(err)
	}
	defer file.Close()
	calendar, err := ics.ParseCalendar(file)
	if err != nil {
		s.Fatal(err)
	}
	entry := func(id string, from, to content.Day, title, text string) string {
		return strings.Join([]string{base + id, from.Time().Format("20060102"), (to + 1).Time().Format("20060102"), title, text}, "\n")
	}
	var got, want []string
	for _, e := range calendar.Events() {
		fields := []string{e.Id()}
		for _, name := range []ics.ComponentProperty{ics.ComponentPropertyDtStart, ics.ComponentPropertyDtEnd, ics.ComponentPropertySummary, ics.ComponentPropertyDescription} {
			value := ""
			if p := e.GetProperty(name); p != nil {
				value = plain(p.Value)
			}
			fields = append(fields, value)
		}
		got = append(got, strings.Join(fields, "\n"))
	}
	for _, it := range happened {
		want = append(want, entry(it.id, it.day, it.day, it.title, ""))
	}
	for _, a := range s.Artists {
		for _, v := range s.views(a, content.All) {
			if o, ok := v.Forecast(s.newest, v.events); ok {
				title := fmt.Sprintf("%s: %s %s expected", a.Name, number(o.Milestone), what(v.info, o.Milestone))
				want = append(want, entry("artists/"+a.ID+"/#next-"+string(v.info.Source), o.Early, o.Late, title, forecastSentence(o, v.info, s.newest)))
			}
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	s.equal("calendar.ics", got, want)
}

// checkReports reads the report of each week, as it was known on its last day.
func (s *site) checkReports() {
	lines := s.page("reports/").Find("main li a")
	lines.Each(func(_ int, link *goquery.Selection) {
		at := "reports/" + link.AttrOr("href", "")
		page := s.page(at)
		_, last, _ := strings.Cut(page.Find("main p").First().Text(), " – ")
		sunday, err := time.Parse("2 January 2006", last)
		if err != nil {
			s.Fatalf("%s: %v", at, err)
		}
		s.checkReport(at, page, content.DayOf(sunday))
	})
	if lines.Length() < 20 {
		s.Errorf("there are %d reports", lines.Length())
	}
}

func (s *site) checkReport(at string, page *goquery.Selection, sunday content.Day) {
	year, week := sunday.Time().ISOWeek()
	s.equal(at, texts(page.Find("h1")), []string{fmt.Sprintf("Week %d, %d", week, year)})
	s.equal(at, texts(page.Find("ul[aria-label='Who moved'] li")), s.moversOf(sunday))
	var tiles, happened []string
	for _, setting := range s.Sources {
		info, _ := setting.Source.Info()
		got, due := 0, 0
		for _, v := range s.viewsOf(setting.Source, content.Week) {
			n, of := v.week(sunday)
			got, due = got+n, due+of
		}
		if due > 0 {
			tiles = append(tiles, fmt.Sprintf("%s %d of %d counts of the week", info.Name, got, due))
		}
		moves := s.weekMoves(setting, sunday)
		want := append(reportRows(moves, false), reportRows(large(moves), true)...)
		s.equal(at+string(setting.Source), rows(page.Find("section[aria-labelledby="+string(setting.Source)+"] tbody")), want)
		for _, e := range s.weekEvents(setting.Source, sunday) {
			happened = append(happened, eventSentence(e, info, sunday)+as("events of a week", " All changes below are told apart from that."))
		}
	}
	s.equal(at, texts(page.Find("ul.tiles li")), tiles)
	s.equal(at, texts(page.Find("ul[aria-label='Platform events'] li")), happened)
	got := texts(page.Find("section.also li"))
	want := s.alsoIn(sunday)
	slices.Sort(got)
	slices.Sort(want)
	s.equal(at, got, want)
}

// weekEvents are the platform events of a week, as they were known then.
func (b *books) weekEvents(source content.Source, sunday content.Day) []trendtest.Event {
	return slices.DeleteFunc(b.eventsUntil(source, sunday), func(e trendtest.Event) bool { return e.Day <= sunday-7 })
}

// reportRows are the five who gained most and the five who lost most.
func reportRows(moves []move, inPercent bool) (rows []string) {
	by := orderOf(inPercent)
	for i, end := range [][]move{gained(moves, by), lost(moves, by)} {
		if len(end) > 0 {
			rows = append(rows, []string{"Gained most", "Lost most"}[i])
		}
		for _, m := range end[:min(5, len(end))] {
			name, changed := m.cells(m.to-m.from != 7, inPercent)
			rows = append(rows, name+"|"+strings.Join(changed, "|")+"|"+number(m.Counts[m.to]))
		}
	}
	return rows
}

// alsoIn is what else happened in a week: milestones, events and other accounts.
func (s *site) alsoIn(sunday content.Day) (all []string) {
	within := func(day content.Day) bool { return sunday-7 < day && day <= sunday }
	for _, a := range s.roster {
		for _, m := range s.reached(a) {
			if within(m.Confirmed) {
				all = append(all, m.sentence(a.Name, sunday))
			}
		}
		for _, e := range a.Timeline {
			if within(e.Day) {
				all = append(all, near(e.Day, sunday)+" "+a.Name+" "+e.Title)
			}
		}
		for _, v := range s.views(a, content.All) {
			for _, day := range v.Seams {
				if within(day) {
					all = append(all, near(day, sunday)+" "+a.Name+" another account is counted on "+v.info.Name)
				}
			}
		}
	}
	return all
}
