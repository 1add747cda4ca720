package demo

import (
	"cmp"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"datarocks/content"
	"datarocks/fetch/fetchtest"
)

// A story is an invented past of one account. It depends on the account and the
// day alone.
type story struct {
	source  content.Source
	account string
	name    string
	first   content.Day
	counts  []int64 // one a day from first on
	played  []int64 // the same of what was played, where the platform counts that
	daily   bool    // each count is of its day alone
	seed    uint64
}

// Begins is the day on which every story begins, so that a count does not
// depend on how many nights a demo runs.
var Begins, _ = content.ParseDay("2015-01-01")

// darkness is how a whole source fails on some nights of a cycle; nil on the
// others.
func darkness(source content.Source, day content.Day) fetchtest.Fault {
	switch {
	case source == content.Spotify && (day%97 == 40 || day%97 == 41):
		return fetchtest.SpotifyNoPremium
	case source == content.Twitter && day%37 >= 11 && day%37 <= 13:
		return fetchtest.TwitterCreditsDepleted
	}
	return nil
}

// slip reports whether a platform answers 0 for an account, as Spotify
// once did. The gate holds such a count.
func (s *story) slip(day content.Day) bool {
	return s.source == content.Spotify && day%19 == content.Day(s.seed%19) && s.seed%5 == 0
}

// recent nights never fail, so that the demo opens with fresh counts.
func recent(day, last content.Day) bool { return day > last-3 }

// Every so often X removes false accounts, of everyone at once: a platform event.
const (
	removalEvery = 181 // days
	removalShare = 0.012
)

// releases are what the artists of a demo bring out, and how much it moves them.
var releases = []struct {
	title string // with a name where it is a record
	bump  float64
}{
	{"Single “%s”", 0.004}, {"Album “%s”", 0.016}, {"Tour announced", 0.006}, {"Live video", 0.003}, {"Festival", 0.005},
}

// Records are called by two words.
var (
	firstWords  = []string{"Low", "Paper", "Winter", "Second", "Glass", "Slow", "Bright", "Hollow", "Borrowed", "Quiet"}
	secondWords = []string{"Tide", "Lanterns", "Harbour", "Static", "Orchard", "Weather", "Mirrors", "Hours", "Engines", "Letters"}
)

// inventStories invents a past for every account that is asked, and puts the
// releases of the nights shown on the artists' timelines.
func inventStories(site *content.Site, first, last content.Day) []*story {
	var stories []*story
	for i := range site.Artists {
		a := &site.Artists[i]
		events := inventReleases(a.ID, last)
		for _, setting := range site.Sources {
			account, ok := a.Accounts[setting.Source]
			if !ok {
				continue
			}
			s := &story{source: setting.Source, account: account, name: a.Name, first: Begins, seed: seedOf(a.ID, string(setting.Source))}
			if setting.Past() {
				s.inventDays(a.ID, events, last)
			} else {
				s.invent(a.ID, events, last)
			}
			if slices.Contains([]content.Source{content.LastFM, content.ListenBrainz, content.YouTube}, setting.Source) {
				s.inventPlays()
			}
			stories = append(stories, s)
		}
		for _, e := range events {
			if e.day > first && e.day <= last {
				a.Timeline = append(a.Timeline, content.Event{Day: e.day, Title: e.title})
			}
		}
	}
	return stories
}

type release struct {
	day   content.Day
	title string
	bump  float64
}

// inventReleases invents what an artist brings out until a day, or until that of the
// sizes if that is later.
func inventReleases(artist string, last content.Day) []release {
	random := rand.New(rand.NewPCG(seedOf(artist, "releases"), 0))
	var events []release
	day := Begins
	for {
		day += content.Day(60 + random.IntN(110))
		if day > max(last, sized) {
			return events
		}
		kind := releases[random.IntN(len(releases))]
		name := firstWords[random.IntN(len(firstWords))] + " " + secondWords[random.IntN(len(secondWords))]
		events = append(events, release{day, strings.Replace(kind.title, "%s", name, 1), kind.bump})
	}
}

// invent lets the account grow or shrink day by day: a steady rate, a weekly rhythm,
// some noise, and a wave after each release that ebbs within weeks. On the day of
// the sizes it has the artist's size.
func (s *story) invent(artist string, events []release, last content.Day) {
	random := rand.New(rand.NewPCG(s.seed, 1))
	size := cmp.Or(followers[artist], 20_000) * shares[s.source]
	if s.source != content.Spotify {
		size *= 0.7 + 0.6*random.Float64()
	}
	rate := -0.00005 + 0.0005*random.Float64()
	if s.source == content.Twitter {
		rate = -0.0001 + 0.0002*random.Float64()
	}
	noise := 0.00006 + 0.4/size // of a small account, people are seen to come and go
	count, wave := 1.0, 0.0
	var path []float64 // 1 on the day before the first
	for day := s.first; day <= max(last, sized); day++ {
		for len(events) > 0 && events[0].day <= day {
			wave += events[0].bump * (0.5 + random.Float64())
			events = events[1:]
		}
		weekly := 1 + 0.3*math.Sin(2*math.Pi*float64(day)/7)
		count *= 1 + rate*weekly + wave*0.15 + noise*random.NormFloat64()
		wave *= 0.85
		if s.source == content.Twitter && day%removalEvery == 0 {
			count *= 1 - removalShare*(0.5+random.Float64())
		}
		path = append(path, count)
	}
	scale := size / path[sized-s.first]
	for _, part := range path[:last-s.first+1] {
		s.counts = append(s.counts, int64(math.Round(part*scale)))
	}
}

func (s *story) count(day content.Day) int64 {
	if s.slip(day) {
		return 0
	}
	if s.daily && day < written {
		return fetchtest.Omitted
	}
	return s.counts[min(max(0, int(day-s.first)), len(s.counts)-1)]
}

// written is the day on which somebody wrote the articles about the artists.
var written, _ = content.ParseDay("2024-01-01")

// away reports whether the platform withholds the account on a day.
func (s *story) away(day content.Day) bool {
	return rand.New(rand.NewPCG(s.seed, uint64(day/2))).Float64() < 0.006
}

func seedOf(parts ...string) uint64 {
	h := fnv.New64a()
	for _, part := range parts {
		_, _ = h.Write([]byte(part + "\x00")) // a hash does not fail
	}
	return h.Sum64()
}

// inventDays invents how many read about the artist each day: more on some days of the
// week, and several times as many for a while after a release.
func (s *story) inventDays(artist string, events []release, last content.Day) {
	random := rand.New(rand.NewPCG(s.seed, 2))
	level := 2 * math.Pow(cmp.Or(followers[artist], 20_000), 0.55)
	wave := 0.0
	s.daily = true
	for day := s.first; day <= last; day++ {
		for len(events) > 0 && events[0].day <= day {
			wave += 250 * events[0].bump * (0.5 + random.Float64())
			events = events[1:]
		}
		weekly := 1 + 0.12*math.Sin(2*math.Pi*float64(day)/7)
		s.counts = append(s.counts, int64(math.Round(level*weekly*(1+wave)*math.Exp(0.12*random.NormFloat64()))))
		wave *= 0.9
	}
}

// inventPlays invents how often the artist was played in all: some plays a day by each
// who listens or subscribes.
func (s *story) inventPlays() {
	random := rand.New(rand.NewPCG(s.seed, 3))
	played := 40 * s.counts[0]
	for _, listeners := range s.counts {
		played += int64(math.Round(float64(listeners) * 0.04 * math.Exp(0.1*random.NormFloat64())))
		s.played = append(s.played, played)
	}
}
