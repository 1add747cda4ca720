package sentence

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/render/rendertest"
	"datarocks/render/roster"
)

// calmThen makes counts of 100 calm days and then others.
func calmThen(from int64, then ...fetch.Count) []fetch.Count {
	var counts []fetch.Count
	for day := range int64(100) {
		counts = append(counts, fetch.Number(from+day*from/10_000+day%3))
	}
	return append(counts, then...)
}

// newsWorld has news of every kind: on Monday, the 23rd of November.
func newsWorld() *rendertest.World {
	w := rendertest.New()
	w.BaseURL = "https://counts.example.org/"
	for i := range 8 {
		id := fmt.Sprintf("artist-%d", i)
		w.Artist(id, fmt.Sprintf("Artist %d", i))
		from := int64(50_000 + 20_000*i)
		then := []fetch.Count{fetch.Number(from * 98 / 100), fetch.Number(from*98/100 + 1)} // the platform removes accounts
		if i == 0 {
			then = rendertest.Numbers(59_000, 60_050) // and this one rises
		}
		w.Until(id, content.Spotify, calmThen(from, then...)...)
		w.Until(id, content.Twitter, append(calmThen(9_000), rendertest.Missing(paid), rendertest.Missing(paid))...)
	}
	w.Artist("new", "New")
	w.Until("new", content.Spotify, rendertest.Numbers(7_900, 8_100, 8_200)...)
	w.Hold(rendertest.Newest, "artist-5", content.Spotify)
	return w
}

func TestNews(t *testing.T) {
	t.Parallel()
	w := newsWorld()
	news := News(roster.New(&w.Site, w.History(t)))
	var got []string
	for _, n := range news {
		got = append(got, n.ID+" "+n.Path+"\n"+plainSpaces(n.Text))
	}
	want := []string{
		"milestone/new/spotify/8000 artists/new/\nNew reached 8,000 Spotify followers on 22 November.",
		"mover/artist-0/spotify/2026-11-23 artists/artist-0/#window=7d\nArtist 0 gained 9,579 Spotify followers in 7 days (+19.0 %); apart from the platform event of 22 November, 1,074 more. Usual for the artist is +0.07 % in a week.",
		"platform/spotify/2026-11-21 ranking/spotify/7d/\nSpotify fell for the whole roster on 22 November: −3.0 % in the median of 9 artists, where +0.01 % is usual.",
		"week/2026-W47 reports/2026-W47/\nWeek to 22 November 2026: Artist 0 gained 8,535 Spotify followers in 7 days (+16.9 %); apart from the platform event of 22 November, 30 more. Artist 7 lost 5,567 Spotify followers in 7 days (−2.9 %); apart from the platform event of 22 November, 114 more.",
		"held/artist-5/spotify/2026-11-23 status/\nArtist 5 lost 4,395 Spotify followers in the 7 days to 22 November (−2.9 %); apart from the platform event of 22 November, 90 more; the Spotify count of 23 November is held: a sudden zero.",
		"source/twitter/2026-11-22 status/\nX (Twitter) has given no count since 22 November: " + paid + ".",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if none := News(roster.New(&rendertest.New().Site, rendertest.New().History(t))); none != nil {
		t.Errorf("of nothing: %v", none)
	}
}

// TestNewsIsNewOnce goes through nights of real life: the news of one night are news
// on no other.
func TestNewsIsNewOnce(t *testing.T) {
	t.Parallel()
	w := newsWorld()
	all := w.Samples
	w.Samples = make(map[content.Day][]fetch.Sample)
	posted := make(map[string]content.Day)
	var before []Notice
	for day := rendertest.Newest - 101; day <= rendertest.Newest; day++ {
		w.Samples[day] = all[day]
		if day < rendertest.Newest-20 {
			continue
		}
		after := News(roster.New(&w.Site, w.History(t)))
		if day > rendertest.Newest-20 {
			for _, n := range NewBulletin(&w.Site, day, before, after).Notices {
				if first, again := posted[n.ID]; again {
					t.Errorf("%s is news on %s and %s", n.ID, first, day)
				}
				posted[n.ID] = day
			}
			if day < rendertest.Newest-1 && slices.ContainsFunc(after, func(n Notice) bool { return n.Kind != KindWeek && n.Kind != KindMilestone }) {
				t.Errorf("on the quiet %s: %v", day, after)
			}
		}
		before = after
	}
	if len(posted) < 6 {
		t.Errorf("posted are %v", posted)
	}
}

func TestBulletin(t *testing.T) {
	t.Parallel()
	site := &content.Site{Title: "Label", BaseURL: "https://counts.example.org/"}
	var many []Notice
	for i := range 13 {
		many = append(many, Notice{ID: fmt.Sprintf("milestone/%d", i), Kind: KindMilestone, Path: "artists/a/"})
	}
	down := Notice{ID: "source/twitter/2026-11-20", Kind: KindSource, Metric: content.Twitter.Default(), Path: roster.StatusPath}
	b := NewBulletin(site, rendertest.Newest, []Notice{many[0], down}, append(many, Notice{ID: "held", Kind: KindHeld}))
	if len(b.Notices) != 13 || b.Notices[9] != many[10] || b.Notices[10].Text != "and 2 more like these" || b.Notices[11].ID != "held" {
		t.Errorf("%+v", b.Notices)
	}
	if back := b.Notices[12]; back.Text != "X (Twitter) gives counts again." || back.ID != down.ID+"/back" {
		t.Errorf("%+v", back)
	}
	if b.Heading() != "Label · 23 November 2026" || b.Page(many[0]) != "https://counts.example.org/artists/a/" || b.Page(Notice{}) != "" {
		t.Errorf("%s, %s", b.Heading(), b.Page(many[0]))
	}
	if again := NewBulletin(site, rendertest.Newest, many, many); len(again.Notices) != 0 {
		t.Errorf("news again: %v", again.Notices)
	}
	site.Language = content.German
	if b := NewBulletin(site, rendertest.Newest, []Notice{down}, nil); b.Notices[0].Text != "X (Twitter) gibt wieder Zahlen." || b.Heading() != "Label · 23. November 2026" {
		t.Errorf("in German: %+v", b)
	}
}

func TestStandings(t *testing.T) {
	t.Parallel()
	w := rendertest.Full()
	h := w.History(t)
	s := NewStandings(&w.Site, h, 2)
	want := Standings{
		Caption: "Followers per artist, with the change over 7 days", Artist: "Artist", Sources: []string{"Spotify", "X (Twitter)"},
		Rows: []Standing{
			{"Dream Theater", "artists/dream-theater/", []string{"1,500,000 (+7,796)", "345,000 (+78)"}},
			{"Opeth", "artists/opeth/", []string{"950,000 (+12,069)", "480; of 21 Nov 2026"}},
		},
		More: "and 1 more artist",
	}
	if diff := cmp.Diff(want, s); diff != "" {
		t.Error(diff)
	}
	all := NewStandings(&w.Site, h, 50)
	if len(all.Rows) != 3 || all.More != "" || all.Rows[2].Counts[0] != "no count" {
		t.Errorf("%+v", all)
	}
	delete(w.Artists[2].Accounts, content.Twitter)
	if got := NewStandings(&w.Site, h, 50).Rows[2].Counts[1]; got != "" {
		t.Errorf("without an account: %q", got)
	}
	w = newsWorld()
	if events := RecentPlatformEvents(roster.New(&w.Site, w.History(t))); len(events) != 1 || !strings.HasPrefix(events[0], "Spotify fell for the whole roster on 22 November: ") {
		t.Errorf("events: %q", events)
	}
}
