package render

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"

	ics "github.com/arran4/golang-ical"
	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history"
	"datarocks/render/rendertest"
)

// insightWorld is a roster of six that grows evenly, with more that
// happens: an album that made one artist grow, a purge on X on the newest day, and
// a milestone.
func insightWorld() *rendertest.World {
	w := rendertest.New()
	w.BaseURL = "https://counts.example.org/label/"
	for i, id := range []string{"dream-theater", "opeth", "vola", "haken", "soen", "leprous"} {
		a := w.Artist(id, strings.ToUpper(id[:1])+id[1:])
		base := int64(10_000 * (i + 1))
		var spotify, twitter []fetch.Count
		for day := range int64(160) {
			spotify = append(spotify, fetch.Number(base+base/1000*day+steps100(i, day)))
			n := base + base/1000*day
			if day == 159 {
				n -= base / 50 // the purge takes 2 % of everybody
			}
			twitter = append(twitter, fetch.Number(n))
		}
		w.Until(id, content.Spotify, spotify...)
		w.Until(id, content.Twitter, twitter...)
		if id == "opeth" {
			a.Timeline = []content.Event{{Day: rendertest.Newest - 40, Title: "Album"}, {Day: rendertest.Newest + 3, Title: "Tour"}}
		}
	}
	return w
}

// steps100 is what Opeth gained beside: 100 a day from its album on, 40 days
// before the last.
func steps100(artist int, day int64) int64 {
	if artist != 1 {
		return 0
	}
	return 100 * max(0, day-119)
}

func sentences(t *testing.T, files fs.FS, page, tag, class string) []string {
	t.Helper()
	var texts []string
	for _, n := range find(document(t, files, page), tag, class) {
		texts = append(texts, textOf(n))
	}
	return texts
}

// TestLiftOnThePage: Opeth gains 20 a day before the album and 120 after; the
// others gain as much after as before, so nothing is usual.
func TestLiftOnThePage(t *testing.T) {
	t.Parallel()
	files := siteOf(t, insightWorld())
	page := textOf(find(document(t, files, "artists/opeth/index.html"), "section", "more")[0])
	for _, want := range []string{
		"Album – 14 October 2026: +3,360 Spotify followers in the 28 days after, +560 in the 28 days before; 0 would have been usual, by the median of 6 artists; which leaves a lift of +2,800 (+12.5 %).",
		"Event Source 7 days 28 days Album 14 October 2026 Spotify +700 +840 after, +140 before, 0 usual +2,800 +3,360 after, +560 before, 0 usual",
		"X (Twitter) 0 +140 after, +140 before, 0 usual 0 +560 after, +560 before, 0 usual",
		"14 October 2026 Album 26 November 2026 Tour", // what is announced is not measured
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q:\n%s", want, page)
		}
	}
	if got := sentences(t, files, "compare/events/index.html", "tbody", ""); len(got) != 1 || got[0] != "Album 14 Oct 2026 Opeth Spotify +700 +840 after, +140 before, 0 usual +2,800 +3,360 after, +560 before, 0 usual" {
		t.Errorf("the page of events has %q", got)
	}
}

// TestWhyThereIsNoLift names each reason.
func TestWhyThereIsNoLift(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		timeline []content.Event
		want     string
	}{
		"too early":    {[]content.Event{{Day: rendertest.Newest - 10, Title: "Album"}}, "+700 +840 after, +140 before, 0 usual too early, until 11 Dec 2026"},
		"overlaps":     {[]content.Event{{Day: rendertest.Newest - 50, Title: "Single"}, {Day: rendertest.Newest - 40, Title: "Album"}}, "overlaps with Single"},
		"gap":          {[]content.Event{{Day: rendertest.Newest - 60, Title: "Album"}}, "gap"},
		"too young":    {[]content.Event{{Day: rendertest.Newest - 155, Title: "Album"}}, "counted since 17 Jun 2026 only"},
		"all together": {[]content.Event{{Day: rendertest.Newest, Title: "Album"}}, "all too early, until 30 Nov 2026 too early, until 21 Dec 2026"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := insightWorld()
			w.Artists[1].Timeline = test.timeline
			if name == "too early" {
				for day, samples := range w.Samples { // the album is 30 days later
					for i, s := range samples {
						if n, _ := s.Count.Value(); s.Artist == "opeth" && s.Source == content.Spotify {
							samples[i].Count = fetch.Number(n - steps100(1, int64(day-rendertest.Newest)+159) + steps100(1, int64(day-rendertest.Newest)+129))
						}
					}
				}
			}
			if name == "gap" {
				delete(w.Samples, rendertest.Newest-60)
				for i := range content.Day(9) {
					delete(w.Samples, rendertest.Newest-60-i)
				}
			}
			page := textOf(find(document(t, siteOf(t, w), "artists/opeth/index.html"), "section", "more")[0])
			if !strings.Contains(page, test.want) {
				t.Errorf("the page lacks %q:\n%s", test.want, page)
			}
		})
	}
}

// TestPlatformEventIsToldOnce: by name, in every chart of its source, and in
// nobody's own movement.
func TestPlatformEventIsToldOnce(t *testing.T) {
	t.Parallel()
	const event = "X (Twitter) fell for the whole roster on 23 November: −1.6 % in the median of 6 artists, where +0.09 % is usual."
	w := insightWorld()
	w.Sources = w.Sources[1:] // so that the movers are those on X
	files := siteOf(t, w)
	moved := sentences(t, files, "index.html", "ul", "moved")
	want := []string{event, "Dream-theater lost 130 X (Twitter) followers in 7 days (−1.1 %); apart from the platform event of 23 November, 60 more. Leprous lost 780 X (Twitter) followers in 7 days (−1.1 %); apart from the platform event of 23 November, 360 more."}
	if diff := cmp.Diff(want, moved); diff != "" {
		t.Errorf("the roster (-want +got):\n%s", diff)
	}
	for _, a := range w.Artists {
		page := document(t, files, "artists/"+a.ID+"/index.html")
		marks := 0
		for _, title := range find(page, "title", "") {
			if textOf(title) == "23 November 2026: all artists −1.6 %" {
				marks++
			}
		}
		if marks != len(content.Windows) {
			t.Errorf("%s marks the event in %d of %d pictures", a.ID, marks, len(content.Windows))
		}
		if events := pageDataOf(t, files, "artists/"+a.ID+"/index.html").Charts[content.Twitter].Events; !slices.Equal(events, []markData{{rendertest.Newest, "all artists −1.6\u00a0%"}}) {
			t.Errorf("%s: the live chart marks %v", a.ID, events)
		}
	}
	if got := sentences(t, files, "ranking/twitter/7d/index.html", "ul", "moved"); !slices.Equal(got, []string{event}) {
		t.Errorf("the ranking tells %q", got)
	}
	if got := textOf(find(document(t, files, "ranking/twitter/7d/index.html"), "table", "")[0]); !strings.Contains(got, "1 Leprous +360 +0.52 % 68,340 ") {
		t.Errorf("the ranking reads %s", got)
	}
	if got := textOf(document(t, files, "status/index.html")); strings.Count(got, event) != 1 {
		t.Errorf("the status reads %s", got)
	}
	titles := rendertest.XML(t, files, "feed.xml")["title"]
	if i := slices.Index(titles, "X (Twitter): all artists −1.6\u00a0%"); i < 0 {
		t.Errorf("the feed tells %q", titles)
	}
	if got := rendertest.Read(t, files, "api/v1/status.json"); !strings.Contains(got, `"platformEvents":[{"source":"twitter","after":"2026-11-22","date":"2026-11-23","median":-1.6`) {
		t.Errorf("status.json is %s", got)
	}
}

// TestMilestones: they come when a second count confirms them, on the page, in the feed
// and in the calendar, with what is announced and what is to be expected.
func TestMilestones(t *testing.T) {
	t.Parallel()
	w := insightWorld()
	files := siteOf(t, w)
	page := textOf(find(document(t, files, "artists/opeth/index.html"), "section", "more")[0])
	const reached = "Opeth reached 25,000 Spotify followers on 5 November."
	next := "30,000 Spotify followers expected on 17 December, if it goes on as in the last four weeks; of "
	for _, want := range []string{reached, next} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q:\n%s", want, page)
		}
	}
	if feed := rendertest.XML(t, files, "artists/opeth/feed.xml"); !slices.Contains(feed["title"], "Opeth: 25,000 Spotify followers") || !slices.Contains(feed["summary"], reached) {
		t.Errorf("the feed tells %q, %q", feed["title"], feed["summary"])
	}
	cal, err := ics.ParseCalendar(strings.NewReader(rendertest.Read(t, files, "calendar.ics")))
	if err != nil {
		t.Fatal(err)
	}
	told := make(map[string]string)
	for _, e := range cal.Events() {
		from, _ := e.GetAllDayStartAt()
		to, _ := e.GetAllDayEndAt()
		told[e.GetProperty(ics.ComponentPropertySummary).Value] = from.Format("2006-01-02") + " " + to.Format("2006-01-02")
	}
	for title, want := range map[string]string{
		"Opeth: 25,000 Spotify followers":          "2026-11-06 2026-11-07", // confirmed
		"Opeth: Tour":                              "2026-11-26 2026-11-27",
		"Opeth: 30,000 Spotify followers expected": "2026-12-17 2026-12-18",
		"X (Twitter): all artists −1.6\u00a0%":     "2026-11-23 2026-11-24",
	} {
		if told[title] != want {
			t.Errorf("%s is on %q, want %q: %v", title, told[title], want, told)
		}
	}
}

// TestCalendarLines: RFC 5545 wants lines of 75 bytes at most, ended by CR and LF,
// whatever people write.
func TestCalendarLines(t *testing.T) {
	t.Parallel()
	w := insightWorld()
	long := strings.Repeat("Ünïcode, with; commas\\ ", 12)
	w.Artists[1].Timeline = []content.Event{{Day: rendertest.Newest - 1, Title: long + "\nEND:VCALENDAR"}}
	text := rendertest.Read(t, siteOf(t, w), "calendar.ics")
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\r\n"), "\r\n") {
		if len(line) > 75 || strings.ContainsAny(line, "\r\n") {
			t.Errorf("a line of %d bytes: %q", len(line), line)
		}
	}
	if strings.Count(text, "\r\nEND:VCALENDAR") != 1 {
		t.Error("a title ends the calendar")
	}
}

// TestNothingIsClaimedOfFew: of four artists nothing is usual, and nothing is a
// platform's doing.
func TestNothingIsClaimedOfFew(t *testing.T) {
	t.Parallel()
	w := insightWorld()
	w.Artists = w.Artists[:4]
	for day, samples := range w.Samples {
		w.Samples[day] = slices.DeleteFunc(samples, func(s fetch.Sample) bool { return s.Artist == "soen" || s.Artist == "leprous" })
	}
	files := siteOf(t, w)
	if got := textOf(document(t, files, "status/index.html")); !strings.Contains(got, "None so far.") {
		t.Errorf("the status reads %s", got)
	}
	want := fmt.Sprintf("%s; which leaves a lift of +2,800", en.Lift.Alone)
	if got := textOf(document(t, files, "artists/opeth/index.html")); !strings.Contains(got, want) {
		t.Errorf("the page lacks %q", want)
	}
	if history.LiftDays[0] != 7 {
		t.Error("the columns are others")
	}
}
