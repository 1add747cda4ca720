package render

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/fetch"
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
func newsWorld() *world {
	w := newWorld()
	w.BaseURL = "https://counts.example.org/"
	for i := range 8 {
		id := fmt.Sprintf("artist-%d", i)
		w.artist(id, fmt.Sprintf("Artist %d", i))
		from := int64(50_000 + 20_000*i)
		then := []fetch.Count{fetch.Number(from * 98 / 100), fetch.Number(from*98/100 + 1)} // the platform removes accounts
		if i == 0 {
			then = numbers(59_000, 60_050) // and this one rises
		}
		w.until(id, content.Spotify, calmThen(from, then...)...)
		w.until(id, content.Twitter, append(calmThen(9_000), missing(paid), missing(paid))...)
	}
	w.artist("new", "New")
	w.until("new", content.Spotify, numbers(7_900, 8_100, 8_200)...)
	w.held = append(w.held, heldCount{newest, "artist-5", content.Spotify})
	return w
}

func TestNews(t *testing.T) {
	t.Parallel()
	w := newsWorld()
	news := News(&w.Site, w.history(t))
	var told []string
	for _, n := range news {
		told = append(told, n.ID+" "+n.Path+"\n"+plainSpaces(n.Text))
	}
	want := []string{
		"milestone/new/spotify/8000 artists/new/\nNew reached 8,000 Spotify followers on 22 November.",
		"mover/artist-0/spotify/2026-11-23 artists/artist-0/#window=7d\nArtist 0 gained 9,579 Spotify followers in 7 days (+19.0 %); apart from the platform event of 22 November, 1,074 more. Usual for the artist is +0.07 % in a week.",
		"platform/spotify/2026-11-21 ranking/spotify/7d/\nSpotify fell for the whole roster on 22 November: −3.0 % in the median of 9 artists, where +0.01 % is usual.",
		"week/2026-W47 reports/2026-W47/\nWeek to 22 November 2026: Artist 0 gained 8,535 Spotify followers in 7 days (+16.9 %); apart from the platform event of 22 November, 30 more. Artist 7 lost 5,567 Spotify followers in 7 days (−2.9 %); apart from the platform event of 22 November, 114 more.",
		"held/artist-5/spotify/2026-11-23 status/\nArtist 5 lost 4,395 Spotify followers in the 7 days to 22 November (−2.9 %); apart from the platform event of 22 November, 90 more; the Spotify count of 23 November is held: a sudden zero.",
		"source/twitter/2026-11-22 status/\nX (Twitter) has given no count since 22 November: " + paid + ".",
	}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Error(diff)
	}
	if got := News(&newWorld().Site, newWorld().history(t)); got != nil {
		t.Errorf("of nothing: %v", got)
	}
}

// TestNewsIsToldOnce goes through nights of real life: what is told one night is
// told on no other.
func TestNewsIsToldOnce(t *testing.T) {
	t.Parallel()
	w := newsWorld()
	all := w.samples
	w.samples = make(map[content.Day][]fetch.Sample)
	told := make(map[string]content.Day)
	var before []Notice
	for day := newest - 101; day <= newest; day++ {
		w.samples[day] = all[day]
		if day < newest-20 {
			continue
		}
		after := News(&w.Site, w.history(t))
		if day > newest-20 {
			for _, n := range NewBulletin(&w.Site, day, before, after).Notices {
				if first, again := told[n.ID]; again {
					t.Errorf("%s is told on %s and %s", n.ID, first, day)
				}
				told[n.ID] = day
			}
			if day < newest-1 && slices.ContainsFunc(after, func(n Notice) bool { return n.Kind != KindWeek && n.Kind != KindMilestone }) {
				t.Errorf("on the quiet %s: %v", day, after)
			}
		}
		before = after
	}
	if len(told) < 6 {
		t.Errorf("told are %v", told)
	}
}

func TestBulletin(t *testing.T) {
	t.Parallel()
	site := &content.Site{Title: "Label", BaseURL: "https://counts.example.org/"}
	var many []Notice
	for i := range 13 {
		many = append(many, Notice{ID: fmt.Sprintf("milestone/%d", i), Kind: KindMilestone, Path: "artists/a/"})
	}
	down := Notice{ID: "source/twitter/2026-11-20", Kind: KindSource, Source: content.Twitter, Path: statusPath}
	b := NewBulletin(site, newest, []Notice{many[0], down}, append(many, Notice{ID: "held", Kind: KindHeld}))
	if len(b.Notices) != 13 || b.Notices[9] != many[10] || b.Notices[10].Text != "and 2 more like these" || b.Notices[11].ID != "held" {
		t.Errorf("%+v", b.Notices)
	}
	if back := b.Notices[12]; back.Text != "X (Twitter) gives counts again." || back.ID != down.ID+"/back" {
		t.Errorf("%+v", back)
	}
	if b.Heading() != "Label · 23 November 2026" || b.Page(many[0]) != "https://counts.example.org/artists/a/" || b.Page(Notice{}) != "" {
		t.Errorf("%s, %s", b.Heading(), b.Page(many[0]))
	}
	if again := NewBulletin(site, newest, many, many); len(again.Notices) != 0 {
		t.Errorf("told again: %v", again.Notices)
	}
	site.Language = content.German
	if b := NewBulletin(site, newest, []Notice{down}, nil); b.Notices[0].Text != "X (Twitter) gibt wieder Zahlen." || b.Heading() != "Label · 23. November 2026" {
		t.Errorf("in German: %+v", b)
	}
}

var (
	usualSaid     = regexp.MustCompile(`^(.*\.) Usual for the artist is (.*) % in a week\.$`)
	milestoneSaid = regexp.MustCompile(`^Artist reached ([\d,]+) Spotify followers (?:on|between ` + aDay + ` and) ` + aDay + `\.$`)
)

// TestNewsIsTrue reads the notices of random worlds back, and works out anew, from
// the counts alone, each number in them.
func TestNewsIsTrue(t *testing.T) {
	t.Parallel()
	movers, milestones := 0, 0
	for seed := range uint64(4) {
		w := randomWorld(seed)
		h := w.history(t)
		info, _ := content.Spotify.Info()
		for _, n := range News(&w.Site, h) {
			text := plainSpaces(n.Text)
			c := &claimed{t, Chart{Artist: "Artist", Source: info, Series: h.Series(n.Artist, info.Source), Every: content.EveryDay, Window: content.Week, Newest: newest}, text}
			switch said := usualSaid.FindStringSubmatch(text); {
			case n.Kind == KindMover && said != nil:
				movers++
				for part := range strings.SplitSeq(strings.TrimSuffix(said[1], "."), "; ") {
					c.part(part)
				}
				c.usual(said[2])
			case n.Kind == KindMilestone:
				milestones++
				said := milestoneSaid.FindStringSubmatch(text)
				day, value := c.day(said[3]), c.number(said[1])
				if c.value(day) < value || said[2] != "" && c.has(c.day(said[2])+1) {
					c.wrong("it was %d", c.value(day))
				}
			case n.Kind != KindWeek:
				c.wrong("what is a %s", n.Kind)
			}
		}
	}
	if movers == 0 || milestones == 0 {
		t.Errorf("%d movers and %d milestones are told", movers, milestones)
	}
}

// usual compares what is told of the artist's weeks with their median, taken week
// by week from the first.
func (c *claimed) usual(said string) {
	to, _ := c.Series.Last()
	change, _ := c.Series.Change(content.Week)
	first, _ := c.Series.First()
	var percents []float64
	for end := max(first.Day+1, change.From.Day-363); end <= change.From.Day; end++ {
		if c.has(end) {
			if before, ok := c.Series.Until(end).Change(content.Week); ok {
				percent, _ := before.Percent()
				percents = append(percents, percent)
			}
		}
	}
	slices.Sort(percents)
	n := len(percents)
	want := (percents[(n-1)/2] + percents[n/2]) / 2
	got, err := strconv.ParseFloat(strings.NewReplacer(minus, "-", "+", "", "<", "").Replace(said), 64)
	if err != nil || math.Abs(got-want) > math.Max(0.0101, math.Abs(want)/20) {
		c.wrong("usual up to %s is %v", to.Day, want)
	}
	if percent, _ := change.Percent(); math.Abs(percent-want) < 1 {
		c.wrong("it is no news: %v beside %v", percent, want)
	}
}

func TestStandings(t *testing.T) {
	t.Parallel()
	w := fullWorld()
	h := w.history(t)
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
	if events := Events(&w.Site, w.history(t)); len(events) != 1 || !strings.HasPrefix(events[0], "Spotify fell for the whole roster on 22 November: ") {
		t.Errorf("events: %q", events)
	}
}
