package truthtest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/PuerkitoBio/goquery"

	"datarocks/content"
	"datarocks/history/trendtest"
)

func (s *site) checkRoster() {
	page := s.page("")
	s.equal("roster", texts(page.Find("ul[aria-label='Platform events'] li")), s.eventsSince(s.newest-trendtest.Length(s.Window, s.newest)))
	s.checkRows(page)
	moved := s.moversNow()
	s.equal("roster", texts(page.Find("ul[aria-label='Who moved'] li")), moved)
	s.equal("roster", []string{page.Find("meta[name=description]").AttrOr("content", "")},
		[]string{strings.TrimSpace(fmt.Sprintf("Follower counts of %s, collected every night. %s", plural(int64(len(s.Artists)), "artist", "artists"), strings.Join(moved, " ")))})
}

// eventsSince are the platform events of all sources, after a day.
func (b *books) eventsSince(day content.Day) (all []string) {
	for _, s := range b.Sources {
		all = append(all, b.eventsOf(s.Source, day)...)
	}
	return all
}

func (b *books) eventsOf(source content.Source, after content.Day) (all []string) {
	info, _ := source.Info()
	for _, e := range b.events[source] {
		if e.Day > after {
			all = append(all, eventSentence(e, info, b.newest))
		}
	}
	return all
}

func eventSentence(e trendtest.Event, info content.SourceInfo, newest content.Day) string {
	verb := as("rose", "rose")
	if e.Median < e.Usual {
		verb = as("fell", "fell")
	}
	return fmt.Sprintf("%s %s for the whole roster %s: %s in the median of %s artists, where %s is usual.", info.Name, verb,
		onOrBetween(e.From, e.Day, newest, e.Day == e.From+1), percent(e.Median), number(int64(e.Artists)), percent(e.Usual))
}

func (s *site) checkStatus() {
	want := s.eventsSince(-1)
	slices.Reverse(want)
	heading := s.page("status/").Find("h2").FilterFunction(func(_ int, h *goquery.Selection) bool { return h.Text() == "Platform events" })
	s.equal("status", texts(heading.NextUntil("h2").Find("li")), want)
}

// checkArtist reads an artist's page, and the pictures of the one to embed.
func (s *site) checkArtist(a content.Artist) {
	at := "artists/" + a.ID + "/"
	page := s.page(at)
	var want []string
	for _, w := range content.Windows {
		if len(s.counted(a)) > 0 {
			want = append(want, artistSentence(s.views(a, w)))
		}
	}
	s.equal(at, texts(page.Find("p.say span.w")), want)
	var dates []string
	for _, e := range a.Timeline {
		dates = append(dates, full(e.Day)+" "+e.Title)
	}
	s.equal(at, texts(details(page, "Timeline").Find("ul.timeline").First().Find("li")), dates)
	s.equal(at, []string{page.Find("meta[name=description]").AttrOr("content", "")}, []string{artistSentence(s.views(a, s.Window))})
	s.checkCards(at, a, page)
	s.checkPictures(at, a, page)
	s.checkPictures(at+"embed/", a, s.page(at+"embed/"))
	s.checkLifts(at, a, page)
	s.checkMilestones(at, a, page)
}

// counted are the sources on which an artist was counted.
func (b *books) counted(a content.Artist) (sources []content.SourceInfo) {
	for _, v := range b.views(a, content.All) {
		if !v.Empty() {
			sources = append(sources, v.info)
		}
	}
	return sources
}

// checkPictures reads the words of pictures and of their marks.
func (s *site) checkPictures(at string, a content.Artist, page *goquery.Selection) {
	for i, w := range content.Windows {
		for _, v := range s.views(a, w) {
			where := fmt.Sprintf("%s %s %s", at, v.info.Source, w)
			picture := page.Find("article.s-" + string(v.info.Source)).First().Find("div.w").Eq(i).Find("svg.pic")
			var want, marks []string
			if _, shown := v.begins(); shown {
				want, marks = []string{v.picture()}, s.marks(v, a)
			}
			s.equal(where, picture.Map(func(_ int, svg *goquery.Selection) string { return svg.AttrOr("aria-label", "") }), want)
			s.equal(where, texts(picture.Find("g.marks title")), marks)
		}
	}
}

// marks are the events in a picture, the oldest first.
func (s *site) marks(v view, a content.Artist) (marks []string) {
	from, oldest := v.newest-trendtest.Length(v.window, v.newest), v.newest
	for _, other := range s.views(a, v.window) {
		if !other.Empty() {
			oldest = min(oldest, other.First())
		}
	}
	if v.window == content.All {
		from = oldest
	}
	from = min(max(from, oldest), v.newest-7)
	for day := from + 1; day <= v.newest; day++ {
		for _, e := range a.Timeline {
			if e.Day == day {
				marks = append(marks, full(day)+": "+e.Title)
			}
		}
		if slices.Contains(v.Seams, day) {
			marks = append(marks, as("mark of an account", full(day)+": another account"))
		}
		for _, e := range v.events {
			if e.Day == day {
				marks = append(marks, as("mark of all", full(day)+": all artists "+percent(e.Median)))
			}
		}
	}
	return marks
}

// checkMilestones reads the forecasts, the newest milestones, and how many more
// there are.
func (s *site) checkMilestones(at string, a content.Artist, page *goquery.Selection) {
	var want []string
	for _, v := range s.views(a, content.All) {
		if o, ok := v.Forecast(s.newest, v.events); ok {
			want = append(want, forecastSentence(o, v.info, s.newest))
		}
	}
	all := s.reached(a)
	for _, m := range all[:min(len(all), 12)] {
		want = append(want, m.sentence(a.Name, s.newest))
	}
	if more := len(all) - 12; more > 0 {
		want = append(want, as("earlier", "and "+plural(int64(more), "earlier one", "earlier ones")))
	}
	s.equal(at, texts(details(page, "Milestones").Find("li")), want)
}

// metMilestone is a milestone of an artist on a source.
type metMilestone struct {
	view
	trendtest.Milestone
}

// reached are the milestones of an artist, the newest first.
func (b *books) reached(a content.Artist) (all []metMilestone) {
	if all, known := b.milestones[a.ID]; known {
		return all
	}
	for _, v := range b.views(a, content.All) {
		for _, p := range v.Milestones() {
			all = append(all, metMilestone{v, p})
		}
	}
	slices.SortStableFunc(all, func(x, y metMilestone) int { return cmp.Compare(y.Day, x.Day) })
	b.milestones[a.ID] = all
	return all
}

func (m metMilestone) title(name string) string {
	return fmt.Sprintf("%s: %s %s", name, number(m.Value), what(m.info, m.Value))
}

// sentence is as of a day.
func (m metMilestone) sentence(name string, asOf content.Day) string {
	return fmt.Sprintf("%s reached %s %s %s.", name, number(m.Value), what(m.info, m.Value), onOrBetween(m.After, m.Day, asOf, m.Day-m.After <= m.Interval()))
}

func forecastSentence(o trendtest.Forecast, info content.SourceInfo, newest content.Day) string {
	return as("expected", fmt.Sprintf("%s %s expected %s, if it goes on as in the last four weeks; of %s forecasts made that way, %s days ahead, %s held; they were off by %s on average, where expecting no change was off by %s.",
		number(o.Milestone), what(info, o.Milestone), onOrBetween(o.Early, o.Late, newest, o.Early == o.Late), number(int64(o.Trials)), number(int64(o.Days)), number(int64(o.Within)), rounded(o.Error), rounded(o.Naive)))
}
