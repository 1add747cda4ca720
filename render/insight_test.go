package render

import (
	"slices"
	"strings"
	"testing"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/render/cards"
	"datarocks/render/rendertest"
)

// insightWorld is a roster of six that grows evenly, but for a platform event on X on
// the newest day.
func insightWorld() *rendertest.World {
	w := rendertest.New()
	w.BaseURL = "https://counts.example.org/label/"
	for i, id := range []string{"dream-theater", "opeth", "vola", "haken", "soen", "leprous"} {
		w.Artist(id, strings.ToUpper(id[:1])+id[1:])
		base := int64(10_000 * (i + 1))
		var spotify, twitter []fetch.Count
		for day := range int64(160) {
			spotify = append(spotify, fetch.Number(base+base/1000*day))
			n := base + base/1000*day
			if day == 159 {
				n -= base / 50 // everybody loses 2 %
			}
			twitter = append(twitter, fetch.Number(n))
		}
		w.Until(id, content.Spotify, spotify...)
		w.Until(id, content.Twitter, twitter...)
	}
	return w
}

// TestPlatformEventInData: the live chart marks it, and status.json lists it.
func TestPlatformEventInData(t *testing.T) {
	t.Parallel()
	w := insightWorld()
	files := siteOf(t, w)
	for _, a := range w.Artists {
		if events := pageDataOf(t, files, "artists/"+a.ID+"/index.html").Charts[string(content.Twitter)].Events; !slices.Equal(events, []cards.Mark{{Day: rendertest.Newest, Title: "all artists −1.6\u00a0%"}}) {
			t.Errorf("%s: the live chart marks %v", a.ID, events)
		}
	}
	if got := rendertest.Read(t, files, "api/v1/status.json"); !strings.Contains(got, `"platformEvents":[{"source":"twitter","metric":"followers","after":"2026-11-22","date":"2026-11-23","median":-1.6`) {
		t.Errorf("status.json is %s", got)
	}
	w.Artists = w.Artists[:4] // too few for a platform's doing
	for day, samples := range w.Samples {
		w.Samples[day] = slices.DeleteFunc(samples, func(s fetch.Sample) bool { return s.Artist == "soen" || s.Artist == "leprous" })
	}
	if got := rendertest.Read(t, siteOf(t, w), "status/index.html"); !strings.Contains(got, "None so far.") {
		t.Errorf("the status reads %s", got)
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
