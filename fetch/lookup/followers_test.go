package lookup_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/fetch/fetchtest"
	"datarocks/fetch/lookup"
)

// today is after every day of these tests but one.
var today = dayOf("2026-11-23")

func dayOf(text string) content.Day {
	day, err := content.ParseDay(text)
	if err != nil {
		panic(err)
	}
	return day
}

const channel = "UCmgHUuAdHOrOi85wWcTeaGA"

// opeth is an artist with accounts, "source account".
func opeth(accounts ...string) content.Artist {
	a := content.Artist{ID: "opeth", Name: "Opeth", Accounts: make(map[content.Source]string)}
	for _, text := range accounts {
		source, account, _ := strings.Cut(text, " ")
		a.Accounts[content.Source(source)] = account
	}
	return a
}

// known writes what Wikidata knows of one artist: the counts, then what is left out.
func known(f lookup.Followers) string {
	if f.Why != nil {
		return f.Why.Error()
	}
	parts := []string{f.Item}
	for _, c := range f.Counts {
		text := fmt.Sprintf("%s %s %s %d", c.Source, c.Account, c.Day, c.Count)
		if c.Step > 0 {
			text += fmt.Sprintf(" to %d", c.Count+c.Step-1)
		}
		parts = append(parts, text)
	}
	for _, why := range slices.Sorted(maps.Keys(f.LeftOut)) {
		parts = append(parts, fmt.Sprintf("%d %s", f.LeftOut[why], why))
	}
	return strings.Join(parts, "; ")
}

func (s servers) followers(t *testing.T, artists ...content.Artist) string {
	t.Helper()
	all, err := s.finder(agent).Followers(t.Context(), artists, today, nil)
	if err != nil {
		return err.Error()
	}
	var lines []string
	for _, f := range all {
		lines = append(lines, known(f))
	}
	return strings.Join(lines, "\n")
}

// of makes a plain statement; qualifiers are "property value".
func of(amount, day string, qualifiers ...string) fetchtest.Followers {
	f := fetchtest.Followers{Amount: amount, Day: "+" + day + "T00:00:00Z", Qualifiers: make(map[string]string)}
	for _, text := range qualifiers {
		property, value, _ := strings.Cut(text, " ")
		f.Qualifiers[property] = value
	}
	return f
}

func TestFollowers(t *testing.T) {
	const item, mbid = "Q1", "listenbrainz " + mbidA
	name := fetchtest.Claim{Property: "P2002", Value: "OfficialOpeth", Qualifiers: map[string]string{"P6552": "123"}}
	another := fetchtest.Claim{Property: "P2002", Value: "OfficialOpeth", Qualifiers: map[string]string{"P6552": "456"}}
	former := fetchtest.Claim{Property: "P2002", Value: "OfficialOpeth", Qualifiers: map[string]string{"P6552": "456", "P582": "+2012-00-00T00:00:00Z"}}
	wrong := another
	wrong.Rank = "deprecated"
	plain := []fetchtest.Followers{of("+71000", "2021-03-04", "P6552 123")}
	const oneOfX = item + "; twitter officialopeth 2021-03-04 71000"
	tests := []struct {
		name       string
		artist     content.Artist
		claims     []fetchtest.Claim
		statements []fetchtest.Followers
		want       string
	}{
		{"an id of X", opeth(mbid, "twitter 123"), nil, plain, item + "; twitter 123 2021-03-04 71000"},
		{"a name of X, whose id the item has", opeth(mbid, "twitter officialopeth"), []fetchtest.Claim{name}, plain, oneOfX},
		{"a name that another had once", opeth(mbid, "twitter officialopeth"), []fetchtest.Claim{former, name, wrong}, plain, oneOfX},
		{"a name with two ids", opeth(mbid, "twitter officialopeth"), []fetchtest.Claim{name, another}, plain, item + "; 1 " + string(lookup.AnotherAccount)},
		{"a name of which no id is known", opeth(mbid, "twitter officialopeth"), []fetchtest.Claim{claim("P2002", "OfficialOpeth")}, plain, item + "; 1 " + string(lookup.AnotherAccount)},
		{"a name that the item does not have", opeth(mbid, "twitter opeth"), []fetchtest.Claim{name}, plain, item + "; 1 " + string(lookup.AnotherAccount)},
		{"no account of X", opeth(mbid, "spotify 0ybFZ2Ab08V8hueghSXm6E"), []fetchtest.Claim{name}, plain, item + "; 1 " + string(lookup.AnotherAccount)},
		{"by the name itself", opeth(mbid, "twitter officialopeth"), nil, []fetchtest.Followers{of("+9", "2021-03-04", "P2002 OfficialOpeth")}, item + "; twitter officialopeth 2021-03-04 9"},
		{"by another name", opeth(mbid, "twitter officialopeth"), nil, []fetchtest.Followers{of("+9", "2021-03-04", "P2002 opeth")}, item + "; 1 " + string(lookup.AnotherAccount)},
		{"by a name that is an id to us", opeth(mbid, "twitter 123"), nil, []fetchtest.Followers{of("+9", "2021-03-04", "P2002 123")}, item + "; 1 " + string(lookup.AnotherAccount)},
		{"a name, and the id of another", opeth(mbid, "twitter officialopeth"), []fetchtest.Claim{name}, []fetchtest.Followers{of("+9", "2021-03-04", "P2002 OfficialOpeth", "P6552 456")}, item + "; 1 " + string(lookup.AnotherAccount)},
		{
			"other platforms", opeth(mbid, "spotify 0ybFZ2Ab08V8hueghSXm6E", "deezer 119", "bluesky opeth.bsky.social", "mastodon opeth@mastodon.social", "lastfm Opeth"), nil,
			[]fetchtest.Followers{
				of("+5", "2021-03-04", "P1902 0ybFZ2Ab08V8hueghSXm6E"), of("+4", "2020-03-04", "P1902 0ybFZ2Ab08V8hueghSXm6E"), of("+6", "2021-03-04", "P2722 119"), of("+7", "2021-03-04", "P12361 Opeth.bsky.social"),
				of("+8", "2021-03-04", "P4033 @opeth@mastodon.social"), of("+9", "2021-03-04", "P3192 Opeth"), of("+9", "2021-03-04", "P434 "+mbidA), of("+10", "2021-03-04", "P2722 120"),
			},
			item + "; bluesky opeth.bsky.social 2021-03-04 7; deezer 119 2021-03-04 6; mastodon opeth@mastodon.social 2021-03-04 8; spotify 0ybFZ2Ab08V8hueghSXm6E 2020-03-04 4; spotify 0ybFZ2Ab08V8hueghSXm6E 2021-03-04 5; " +
				"1 " + string(lookup.AnotherAccount) + "; 2 " + string(lookup.Nowhere),
		},
		{
			"names on Instagram", opeth(mbid, "instagram officialopeth"), nil,
			[]fetchtest.Followers{of("+5", "2021-03-04", "P2003 OfficialOpeth"), of("+6", "2021-03-05", "P2003 opeth"), of("+7", "2021-03-06", "P2003 officialopeth", "P6552 1")},
			item + "; instagram officialopeth 2021-03-04 5; 2 " + string(lookup.AnotherAccount),
		},
		{
			"channels of YouTube", opeth(mbid, "youtube "+channel), nil,
			[]fetchtest.Followers{
				of("+2260000", "2021-03-04", "P2397 "+channel), of("+997", "2014-03-04", "P2397 "+channel), of("+1234567", "2019-03-04", "P2397 "+channel),
				of("+5", "2021-03-05", "P2397 "+strings.ToLower(channel)), of("+6", "2021-03-06", "P2397 UCoBoTd4qMXGf5jH5z1n2tXA"), of("+7", "2021-03-07", "P2397 "+channel, "P2003 opeth"),
			},
			item + "; youtube " + channel + " 2014-03-04 997; youtube " + channel + " 2019-03-04 1234567; youtube " + channel + " 2021-03-04 2260000 to 2269999; 3 " + string(lookup.AnotherAccount),
		},
		{"one count twice", opeth(mbid, "twitter 123"), nil, append(slices.Clone(plain), plain...), item + "; twitter 123 2021-03-04 71000"},
		{"today", opeth(mbid, "twitter 123"), nil, []fetchtest.Followers{of("+9", "2026-11-23", "P6552 123"), of("+10", "2026-11-24", "P6552 123"), of("+11", "2005-12-31", "P6552 123")}, item + "; twitter 123 2026-11-23 9; 2 " + string(lookup.ImpossibleDay)},
		{"the largest", opeth(mbid, "twitter 123"), nil, []fetchtest.Followers{of("+9007199254740991", "2021-03-04", "P6552 123")}, item + "; twitter 123 2021-03-04 9007199254740991"},
		{"about so many", opeth(mbid, "twitter 123"), nil, []fetchtest.Followers{of("+9", "2021-03-04", "P6552 123", "P1480 circa")}, item + "; 1 " + string(lookup.NotExact)},
		{
			"every oddity", opeth(mbid, "twitter 123"), nil, append(fetchtest.OddFollowers("123"), plain...),
			item + "; twitter 123 2021-03-04 71000; 1 marked as wrong; 1 of 0 followers; 2 of a day that cannot be; 1 of a platform that is not asked for followers; " +
				"2 of an account that the artist's file does not name; 2 of one day that differ; 3 without a day; 6 without a whole number; 1 without an account",
		},
		{"no followers", opeth(mbid, "twitter 123"), nil, nil, item},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := start(t)
			s.wikidata.Add(fetchtest.Item{ID: item, Claims: append(tt.claims, claim("P434", mbidA)), Followers: tt.statements})
			if got := s.followers(t, tt.artist); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestItemsOfArtists: the surest account decides, and one that several items have
// decides nothing.
func TestItemsOfArtists(t *testing.T) {
	s := start(t)
	s.wikidata.Add(fetchtest.Item{ID: "Q1", Claims: []fetchtest.Claim{claim("P434", mbidA), claim("P1902", "0ybFZ2Ab08V8hueghSXm6E"), claim("P2722", "7")}})
	s.wikidata.Add(fetchtest.Item{ID: "Q2", Claims: []fetchtest.Claim{claim("P434", mbidA), claim("P434", mbidB), claim("P2722", "7"), claim("P12361", "opeth.bsky.social"), claim("P2002", "311")}})
	s.wikidata.Add(fetchtest.Item{ID: "Q3", Claims: []fetchtest.Claim{{Property: "P2722", Value: "8", Rank: "deprecated"}}})
	for _, tt := range []struct {
		artist content.Artist
		want   string
	}{
		{opeth("listenbrainz "+mbidB, "spotify 0ybFZ2Ab08V8hueghSXm6E"), "Q2"},
		{opeth("spotify 0ybFZ2Ab08V8hueghSXm6E"), "Q1"},
		{opeth("listenbrainz "+mbidA, "spotify 0ybFZ2Ab08V8hueghSXm6E"), "Q1"},
		{opeth("listenbrainz "+mbidA, "deezer 7"), "several items of Wikidata have one of its accounts: Q1 and Q2"},
		{opeth("bluesky Opeth.bsky.social"), "Q2"},
		{opeth("deezer 8"), "no item of Wikidata has one of its accounts"},
		{opeth("twitter 311"), "no item of Wikidata has one of its accounts"}, // an id here, and a name there
		{opeth("lastfm Opeth"), "no item of Wikidata has one of its accounts"},
		{opeth(), "no item of Wikidata has one of its accounts"},
	} {
		if got := s.followers(t, tt.artist); got != tt.want {
			t.Errorf("%v: got %s, want %s", tt.artist.Accounts, got, tt.want)
		}
	}
}

// TestFollowersOfARoster: fifty artists are one question, and all of them come, in
// their order.
func TestFollowersOfARoster(t *testing.T) {
	s := start(t)
	var artists []content.Artist
	var want []string
	for i := range 120 {
		spotify := fmt.Sprintf("0ybFZ2Ab08V8hueghS%04d", i)
		s.wikidata.Add(fetchtest.Item{
			ID: fmt.Sprintf("Q%d", 1000-i), Claims: []fetchtest.Claim{claim("P1902", spotify)},
			Followers: []fetchtest.Followers{of(fmt.Sprintf("+%d", 100+i), "2021-03-04", "P1902 "+spotify)},
		})
		artists = append(artists, opeth("spotify "+spotify))
		want = append(want, fmt.Sprintf("Q%d; spotify %s 2021-03-04 %d", 1000-i, spotify, 100+i))
	}
	if got := s.followers(t, artists...); got != strings.Join(want, "\n") {
		t.Errorf("got %s", got)
	}
	if n := len(s.wikidata.Requests()); n != 6 {
		t.Errorf("%d requests", n)
	}
	var steps []int
	if _, err := s.finder(agent).Followers(t.Context(), artists, today, func(n int) { steps = append(steps, n) }); err != nil || !slices.Equal(steps, []int{50, 100, 120}) {
		t.Errorf("%v, %v", steps, err)
	}
	small := fetch.NewClient(fetch.Options{UserAgent: agent, Patience: -1, MaxBody: 24 << 10})
	f := lookup.New(lookup.Service{Client: small, Origin: s.wikidata.URL()}, lookup.Service{Client: small})
	before := len(s.wikidata.Requests())
	if all, err := f.Followers(t.Context(), artists[:50], today, nil); err != nil || len(all) != 50 || known(all[49]) != want[49] {
		t.Errorf("%d artists, %v", len(all), err)
	}
	if n := len(s.wikidata.Requests()) - before; n < 4 {
		t.Errorf("%d requests, of which one is too large", n)
	}
}

// TestFollowersOfAMergedItem: what the query service still has under the old id comes
// under the new one, and an item may have gone meanwhile.
func TestFollowersOfAMergedItem(t *testing.T) {
	s := start(t)
	s.wikidata.Add(fetchtest.Item{ID: "Q2", Followers: []fetchtest.Followers{of("+5", "2021-03-04", "P6552 123")}})
	s.wikidata.Add(fetchtest.Item{ID: "Q1", MergedInto: "Q2"})
	s.wikidata.FailAlways("/sparql", fetchtest.Respond(http.StatusOK, `{"results":{"bindings":[
		{"item":{"value":"http://www.wikidata.org/entity/Q1"},"value":{"value":"`+mbidA+`"}},
		{"item":{"value":"http://www.wikidata.org/entity/Q9"},"value":{"value":"`+mbidB+`"}},
		{"item":{"value":"http://www.wikidata.org/entity/P31"},"value":{"value":"`+mbidB+`"}}]}}`))
	want := "Q2; twitter 123 2021-03-04 5\nthe item Q9 of Wikidata is gone"
	if got := s.followers(t, opeth("listenbrainz "+mbidA, "twitter 123"), opeth("listenbrainz "+mbidB)); got != want {
		t.Errorf("got %s", got)
	}
}

// TestNoAnswerOfFollowers: an answer that fails or that nobody documented is an error,
// and never no followers.
func TestNoAnswerOfFollowers(t *testing.T) {
	const items = `{"results":{"bindings":[{"item":{"value":"http://www.wikidata.org/entity/Q1"},"value":{"value":"` + mbidA + `"}}]}}`
	for _, tt := range []struct{ name, sparql, api, want string }{
		{"an error of the API", items, `{"error":{"code":"ratelimited","info":"x"}}`, "ask Wikidata: error ratelimited"},
		{"no items", items, `{"entities":{},"success":1}`, "ask Wikidata: the answer is not the documented JSON"},
		{"a list of items", items, `{"entities":[],"success":1}`, "ask Wikidata: the answer is not the documented JSON"},
		{"no JSON", items, "<html>", "ask Wikidata: "},
		{"no rows", `{}`, "", "ask Wikidata: the answer is not the documented JSON"},
		{"an item without statements", items, `{"entities":{"Q1":{"id":"Q1","claims":[]}}}`, "Q1"},
		{"statements of another kind", items, `{"entities":{"Q1":{"id":"Q1","claims":{"P8687":{"a":1},"P2002":7}}}}`, "Q1"},
		{"a statement of another kind", items, `{"entities":{"Q1":{"id":"Q1","claims":{"P8687":[7,{"mainsnak":{"datavalue":{"value":7}},"qualifiers":{"P6552":[3],"P585":[{"datavalue":{"value":"x"}}]}}]}}}}`, "Q1; 1 " + string(lookup.AnotherAccount) + "; 1 " + string(lookup.Nowhere)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := start(t)
			s.wikidata.FailAlways("/sparql", fetchtest.Respond(http.StatusOK, tt.sparql))
			s.wikidata.FailAlways("/w/api.php", fetchtest.Respond(http.StatusOK, tt.api))
			if got := s.followers(t, opeth("listenbrainz "+mbidA, "twitter 123")); !strings.HasPrefix(got, tt.want) {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
	s := start(t)
	s.wikidata.FailAlways("/", fetchtest.WikidataThrottled)
	if got := s.followers(t, opeth("listenbrainz "+mbidA)); got != "ask Wikidata: http 429: too many requests" {
		t.Error(got)
	}
}
