package lookup_test

import (
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/fetch/countertest"
	"datarocks/fetch/fetchtest"
	"datarocks/fetch/fetchtest/musicbrainz"
	"datarocks/fetch/lookup"
)

// servers are a Wikidata and a MusicBrainz of a test.
type servers struct {
	wikidata    *fetchtest.Wikidata
	musicbrainz *musicbrainz.Server
}

func start(t *testing.T) servers {
	t.Helper()
	wikidata, err := fetchtest.NewWikidata()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = wikidata.Close() })
	musicbrainz, err := musicbrainz.New()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = musicbrainz.Close() })
	return servers{wikidata, musicbrainz}
}

func (s servers) finder(agent string) *lookup.Finder {
	client := fetch.NewClient(fetch.Options{UserAgent: agent, Patience: -1, MaxBody: lookup.MaxBody})
	return lookup.New(lookup.Service{client, s.wikidata.URL()}, lookup.Service{client, s.musicbrainz.URL()})
}

const agent = "datarocks/test (someone@example.org)"

// ask returns who is found: the links of the hits, and "sure" before them; of one
// hit that is sure, the accounts; or the error.
func (s servers) ask(t *testing.T, text string) string {
	t.Helper()
	q, err := lookup.ParseQuestion(text)
	if err != nil {
		t.Fatal(err)
	}
	f := s.finder(agent)
	found, err := f.Find(t.Context(), q)
	if err != nil {
		return err.Error()
	}
	if !found.Sure() {
		var links []string
		for _, h := range found.Hits {
			links = append(links, h.Link())
		}
		return strings.Join(links, " ")
	}
	artist, err := f.Artist(t.Context(), found.Hits[0])
	if err != nil {
		return err.Error()
	}
	return artist.Name + ": " + accounts(artist)
}

func accounts(a lookup.Artist) string {
	var told []string
	for _, source := range slices.Sorted(maps.Keys(a.Accounts)) {
		told = append(told, strings.Join(append([]string{string(source) + " " + a.Accounts[source]}, a.Others[source]...), " or "))
	}
	return strings.Join(told, ", ")
}

const (
	mbidA = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa"
	mbidB = "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb"
)

func claim(property, value string) fetchtest.Claim {
	return fetchtest.Claim{Property: property, Value: value}
}

func TestAccounts(t *testing.T) {
	ended := map[string]string{"P582": "+2012-00-00T00:00:00Z"}
	tests := []struct {
		name   string
		claims []fetchtest.Claim
		urls   []musicbrainz.URL
		want   string
	}{
		{"preferred before normal", []fetchtest.Claim{claim("P2722", "1"), {Property: "P2722", Value: "2", Rank: "preferred"}}, nil, "deezer 2 or 1"},
		{"what both say before what one says", []fetchtest.Claim{claim("P2722", "1"), claim("P2722", "2")}, []musicbrainz.URL{{Resource: "https://www.deezer.com/artist/2"}}, "deezer 2 or 1"},
		{"Wikidata before MusicBrainz", []fetchtest.Claim{claim("P2722", "1")}, []musicbrainz.URL{{Resource: "https://www.deezer.com/artist/2"}}, "deezer 1 or 2"},
		{"deprecated", []fetchtest.Claim{{Property: "P2722", Value: "1", Rank: "deprecated"}}, nil, ""},
		{"ended", []fetchtest.Claim{{Property: "P2722", Value: "1", Rank: "preferred", Qualifiers: ended}, claim("P2722", "2")}, nil, "deezer 2"},
		{"ended at MusicBrainz", nil, []musicbrainz.URL{{Resource: "https://www.deezer.com/artist/2", Ended: true}}, ""},
		{"of a wrong form", []fetchtest.Claim{claim("P1902", "short"), claim("P2722", "0x1"), claim("P12361", "no handle")}, nil, ""},
		{"a username stays one", []fetchtest.Claim{{Property: "P2002", Value: "opeth", Qualifiers: map[string]string{"P6552": "123"}}}, nil, "twitter opeth"},
		{"a username of digits is none", []fetchtest.Claim{{Property: "P2002", Value: "311", Qualifiers: map[string]string{"P6552": "17845675"}}}, nil, "twitter 17845675"},
		{"and is left out without its id", []fetchtest.Claim{claim("P2002", "311")}, []musicbrainz.URL{{Resource: "https://twitter.com/311"}}, ""},
		{"one username, twice", []fetchtest.Claim{claim("P2002", "Opeth")}, []musicbrainz.URL{{Resource: "https://x.com/opeth"}}, "twitter Opeth"},
		{"other forms", []fetchtest.Claim{claim("P4033", "@opeth@mastodon.social"), claim("P12361", "@opeth.bsky.social")}, nil, "bluesky opeth.bsky.social, mastodon opeth@mastodon.social"},
		{"as in an address", []fetchtest.Claim{claim("P3192", "AC%2FDC+x")}, nil, "lastfm AC/DC x"},
		{"with a plus sign, which is escaped twice", []fetchtest.Claim{claim("P3192", "Florence+%252B+the+Machine")}, []musicbrainz.URL{{Resource: "https://www.last.fm/music/Florence+%252B+the+Machine"}}, "lastfm Florence + the Machine"},
		{"with one that is escaped once", []fetchtest.Claim{claim("P3192", "%2B44")}, nil, "lastfm +44"},
		{"with a percent sign", []fetchtest.Claim{claim("P3192", "100%2525+Silk")}, nil, "lastfm 100% Silk"},
		{"with a percent sign as it is", []fetchtest.Claim{claim("P3192", "100% Silk")}, nil, "lastfm 100% Silk"},
		{"with a slash as it is", []fetchtest.Claim{claim("P3192", "AC/DC")}, nil, "lastfm AC/DC"},
		{"with what addresses use", []fetchtest.Claim{claim("P3192", "Simon+&+Garfunkel"), claim("P3192", "Why%3F"), claim("P3192", "%231+Dads")}, nil, "lastfm Simon & Garfunkel or Why? or #1 Dads"},
		{"a name on Instagram", []fetchtest.Claim{claim("P2003", "@OfficialOpeth")}, []musicbrainz.URL{{Resource: "https://www.instagram.com/officialopeth/"}, {Resource: "https://www.instagram.com/opeth_archive/"}}, "instagram OfficialOpeth or opeth_archive"},
		{"a name on Instagram that was one", []fetchtest.Claim{{Property: "P2003", Value: "opeth", Qualifiers: ended}, claim("P2003", "no name")}, []musicbrainz.URL{{Resource: "https://www.instagram.com/p/Cabc/"}}, ""},
		{"a channel of YouTube", []fetchtest.Claim{claim("P2397", channel)}, []musicbrainz.URL{{Resource: "https://www.youtube.com/channel/" + channel}, {Resource: "https://www.youtube.com/@opeth"}, {Resource: "https://www.youtube.com/channel/UCoBoTd4qMXGf5jH5z1n2tXA"}}, "youtube " + channel + " or UCoBoTd4qMXGf5jH5z1n2tXA"},
		{"a channel that was one", []fetchtest.Claim{{Property: "P2397", Value: channel, Qualifiers: ended}, claim("P2397", "opeth")}, nil, ""},
		{"no Mastodon server", nil, []musicbrainz.URL{{Resource: "https://www.threads.net/@opeth"}, {Resource: "https://www.tiktok.com/@opeth"}}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := start(t)
			s.wikidata.Add(fetchtest.Item{ID: "Q1", Label: "Opeth", Claims: append(tt.claims, claim("P434", mbidA))})
			s.musicbrainz.Add(musicbrainz.Artist{MBID: mbidA, Name: "Opeth", URLs: tt.urls})
			got := strings.ReplaceAll(s.ask(t, "opeth"), "listenbrainz "+mbidA, "-")
			var found []string
			for account := range strings.SplitSeq(strings.TrimPrefix(got, "Opeth: "), ", ") {
				if account != "-" {
					found = append(found, account)
				}
			}
			if got := strings.Join(found, ", "); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

// TestArticle: of an item's articles the one is taken whose language most people read.
func TestArticle(t *testing.T) {
	for _, test := range []struct {
		articles map[string]string
		want     string
	}{
		{map[string]string{"dewiki": "Haken (Band)", "enwiki": "Haken (band)", "enwikiquote": "Haken"}, "wikipedia Haken (band)"},
		{map[string]string{"svwiki": "Haken", "frwiki": "Haken (groupe)", "dewiki": "Haken (Band)"}, "wikipedia de:Haken (Band)"},
		{map[string]string{"enwiki": "Talk:Haken", "jawiki": "ハーケン"}, "wikipedia ja:ハーケン"},
		{map[string]string{"enwiki": "Haken (band)"}, "wikipedia Haken (band)"},
		{map[string]string{"commonswiki": "Category:Haken", "svwiki": "Haken"}, ""},
	} {
		s := start(t)
		s.wikidata.Add(fetchtest.Item{ID: "Q1", Label: "Haken", Articles: test.articles, Claims: []fetchtest.Claim{claim("P434", mbidA)}})
		want := strings.TrimSuffix("Haken: listenbrainz "+mbidA+", "+test.want, ", ")
		if got := s.ask(t, "https://www.wikidata.org/wiki/Q1"); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestFind(t *testing.T) {
	s := start(t)
	s.wikidata.Add(fetchtest.Item{ID: "Q1", Label: "The Rush", Country: "CA", Articles: map[string]string{"enwiki": "Rush (band)"}, Claims: []fetchtest.Claim{claim("P434", mbidA)}})
	s.wikidata.Add(fetchtest.Item{ID: "Q2", Label: "Rushmore", Claims: []fetchtest.Claim{claim("P434", mbidB)}})
	s.wikidata.Add(fetchtest.Item{ID: "Q3", MergedInto: "Q1"})
	s.wikidata.Add(fetchtest.Item{ID: "Q5", Articles: map[string]string{"dewiki": "Haken (Band)"}, Claims: []fetchtest.Claim{claim("P2722", "5")}})
	s.musicbrainz.Add(musicbrainz.Artist{MBID: mbidA, Name: "Rush", Country: "CA"})
	for text, want := range map[string]string{
		"rush":                             "Rush: listenbrainz " + mbidA,
		"The Rush":                         "The Rush: listenbrainz " + mbidA + ", wikipedia Rush (band)",
		"https://www.wikidata.org/wiki/Q3": "The Rush: listenbrainz " + mbidA + ", wikipedia Rush (band)",
		"https://m.wikidata.org/wiki/Q1":   "The Rush: listenbrainz " + mbidA + ", wikipedia Rush (band)",
		"https://de.wikipedia.org/wiki/Haken_(Band)": "Haken: deezer 5, wikipedia de:Haken (Band)",
		"en.m.wikipedia.org/wiki/Rush_(band)":        "The Rush: listenbrainz " + mbidA + ", wikipedia Rush (band)",
		mbidB:                                        "Rushmore: listenbrainz " + mbidB,
		"rushmo":                                     "https://www.wikidata.org/wiki/Q2",
		"https://www.last.fm/music/Rush":             "Rush: lastfm Rush, listenbrainz " + mbidA,
		"nobody":                                     "neither Wikidata nor MusicBrainz knows it",
		"https://www.wikidata.org/wiki/Q4":           "neither Wikidata nor MusicBrainz knows it",
		"https://de.wikipedia.org/wiki/Niemand":      "neither Wikidata nor MusicBrainz knows it",
	} {
		if got := s.ask(t, text); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
	s.musicbrainz.FailAlways("/", musicbrainz.Throttled)
	if got := s.ask(t, "The Rush"); got != "https://www.wikidata.org/wiki/Q1" {
		t.Errorf("without MusicBrainz: %s", got)
	}
	s.wikidata.FailAlways("/", fetchtest.Respond(500, "SPARQL-QUERY: queryStr=SELECT\njava.util.concurrent.TimeoutException\n")) // after 60 s
	if got, want := s.ask(t, "rush"), "ask Wikidata: http 500: internal server error\nask MusicBrainz: http 503: service unavailable"; got != want {
		t.Errorf("with neither: %s, want %s", got, want)
	}
}

// TestMergedArtists: an id that MusicBrainz merged into another is never written, as
// ListenBrainz has no counts by it. Wikidata may have the old one for years.
func TestMergedArtists(t *testing.T) {
	s := start(t)
	s.wikidata.Add(fetchtest.Item{ID: "Q1", Label: "Opeth", Claims: []fetchtest.Claim{claim("P434", mbidB), claim("P2722", "5")}})
	s.musicbrainz.Add(musicbrainz.Artist{MBID: mbidA, Merged: []string{mbidB}, Name: "Opeth", URLs: []musicbrainz.URL{{Type: "wikidata", Resource: "https://www.wikidata.org/wiki/Q1"}}})
	for _, text := range []string{"https://www.wikidata.org/wiki/Q1", mbidA, mbidB, "https://www.deezer.com/artist/5"} {
		if got, want := s.ask(t, text), "Opeth: deezer 5, listenbrainz "+mbidA; got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

// TestInstagramPages are found by the username, however it is written, and by the address
// that MusicBrainz has.
func TestInstagramPages(t *testing.T) {
	s := start(t)
	s.wikidata.Add(fetchtest.Item{ID: "Q1", Label: "Opeth", Claims: []fetchtest.Claim{claim("P434", mbidA), claim("P2003", "officialopeth")}})
	s.musicbrainz.Add(musicbrainz.Artist{MBID: mbidB, Name: "Rush", URLs: []musicbrainz.URL{{Resource: "https://www.instagram.com/rush/"}}})
	for text, want := range map[string]string{
		"https://www.instagram.com/OfficialOpeth/": "Opeth: instagram OfficialOpeth, listenbrainz " + mbidA,
		"instagram.com/officialopeth/reels/":       "Opeth: instagram officialopeth, listenbrainz " + mbidA,
		"https://www.instagram.com/Rush?igsh=x":    "Rush: instagram Rush, listenbrainz " + mbidB,
		"https://www.instagram.com/nobody":         "neither Wikidata nor MusicBrainz knows it",
	} {
		if got := s.ask(t, text); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

// TestYouTubePages are found by the id of the channel; a handle does not lead to it.
func TestYouTubePages(t *testing.T) {
	const other = "UCoBoTd4qMXGf5jH5z1n2tXA"
	s := start(t)
	s.wikidata.Add(fetchtest.Item{ID: "Q1", Label: "Opeth", Claims: []fetchtest.Claim{claim("P434", mbidA), claim("P2397", channel)}})
	s.musicbrainz.Add(musicbrainz.Artist{MBID: mbidB, Name: "Rush", URLs: []musicbrainz.URL{{Resource: "https://www.youtube.com/channel/" + other}}})
	for text, want := range map[string]string{
		"https://www.youtube.com/channel/" + channel:      "Opeth: listenbrainz " + mbidA + ", youtube " + channel,
		"youtube.com/channel/" + other + "/videos":        "Rush: listenbrainz " + mbidB + ", youtube " + other,
		"https://www.youtube.com/channel/UC" + mbidA[:22]: "neither Wikidata nor MusicBrainz knows it",
	} {
		if got := s.ask(t, text); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
	_, err := lookup.ParseQuestion("https://www.youtube.com/@opeth")
	const want = `"https://www.youtube.com/@opeth" is a channel by its handle, which does not show the id; open the channel there, then About, Share channel, Copy channel ID`
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// TestLastFMPages are found by addresses in which a plus sign is escaped twice, as
// Wikidata and MusicBrainz keep them.
func TestLastFMPages(t *testing.T) {
	for path, name := range map[string]string{
		"Florence+%252B+the+Machine": "Florence + the Machine", "%252B44": "+44", "100%2525+Silk": "100% Silk", "AC%2FDC": "AC/DC",
		"Simon+&+Garfunkel": "Simon & Garfunkel", "%231+Dads": "#1 Dads", "Why%3F": "Why?", "M%C3%B6tley+Cr%C3%BCe": "Mötley Crüe", "P%21nk": "P!nk",
	} {
		const link = "https://www.last.fm/music/"
		s := start(t)
		s.wikidata.Add(fetchtest.Item{ID: "Q1", Label: "X", Claims: []fetchtest.Claim{claim("P3192", path)}})
		if got, want := s.ask(t, link+path), "X: lastfm "+name; got != want {
			t.Errorf("%s at Wikidata: got %s, want %s", path, got, want)
		}
		s = start(t)
		s.musicbrainz.Add(musicbrainz.Artist{MBID: mbidA, Name: "X", URLs: []musicbrainz.URL{{Resource: link + path}}})
		if got, want := s.ask(t, link+path), "X: lastfm "+name+", listenbrainz "+mbidA; got != want {
			t.Errorf("%s at MusicBrainz: got %s, want %s", path, got, want)
		}
	}
}

// TestUsernameOfDigits: the address of @311 does not mean the
// user with the number 311.
func TestUsernameOfDigits(t *testing.T) {
	s := start(t)
	s.wikidata.Add(fetchtest.Item{ID: "Q1", Label: "311", Claims: []fetchtest.Claim{{Property: "P2002", Value: "311", Qualifiers: map[string]string{"P6552": "17845675"}}}})
	if got := s.ask(t, "https://x.com/311"); got != "311: twitter 17845675" {
		t.Errorf("got %s", got)
	}
}

func TestAskersSayWhoTheyAre(t *testing.T) {
	s := start(t)
	_, err := s.finder("datarocks").Find(t.Context(), ask(t, "rush"))
	var status *fetch.StatusError
	if !errors.As(err, &status) || status.Status != http.StatusForbidden {
		t.Errorf("got %v, want a refusal", err)
	}
	for _, r := range append(s.wikidata.Requests(), s.musicbrainz.Requests()...) {
		if r.UserAgent != "datarocks" {
			t.Errorf("%s was asked by %q", r.Path, r.UserAgent)
		}
	}
}

func ask(t *testing.T, text string) lookup.Question {
	t.Helper()
	q, err := lookup.ParseQuestion(text)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// TestDocumentedAnswers reads answers in the shapes that are documented.
func TestDocumentedAnswers(t *testing.T) {
	for file, want := range map[string]string{
		"entity.json":  "Dream Theater: spotify 2aaLAng2L2aWD2FClzwiep, wikipedia Dream Theater",
		"missing.json": lookup.ErrNone.Error(),
		"empty.json":   lookup.ErrNone.Error(),
		"error.json":   "ask Wikidata: error ratelimited",
	} {
		client := countertest.ReadRecorded(t, file).Client()
		f := lookup.New(lookup.Service{Client: client}, lookup.Service{Client: client})
		got := ""
		found, err := f.Find(t.Context(), ask(t, "https://en.wikipedia.org/wiki/Dream_Theater"))
		if err == nil {
			var artist lookup.Artist
			artist, err = f.Artist(t.Context(), found.Hits[0])
			got = artist.Name + ": " + accounts(artist)
		}
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%s: got %s, want %s", file, got, want)
		}
	}
}

// TestWhatIsNotDocumented: whatever is answered, nobody is found in it.
func TestWhatIsNotDocumented(t *testing.T) {
	for _, body := range []string{"", "null", "[]", "{}", "1", "<html>", `{"entities":1}`, `{"results":null}`, `{"artists":[{"id":"../x"}],"results":{"bindings":[{"item":{"value":"x/entity/Q1/../2"}}]}}`} {
		client := countertest.Recorded(body).Client()
		f := lookup.New(lookup.Service{Client: client}, lookup.Service{Client: client})
		for _, text := range []string{"opeth", "https://www.wikidata.org/wiki/Q1", mbidA, "https://www.deezer.com/artist/1"} {
			if found, err := f.Find(t.Context(), ask(t, text)); err == nil {
				t.Errorf("%s: %s: found %+v", body, text, found)
			}
		}
	}
}

// counted is a service in memory that notes when it is asked.
type counted struct{ at []time.Time }

func (c *counted) RoundTrip(req *http.Request) (*http.Response, error) {
	c.at = append(c.at, time.Now())
	return countertest.Recorded("{}").RoundTrip(req)
}

func TestMusicBrainzIsAskedOnceASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var c counted
		client := fetch.NewClient(fetch.Options{Transport: &c, Pace: lookup.MusicBrainzPace, Patience: -1})
		none := countertest.Recorded(`{"results":{"bindings":[]}}`).Client()
		f := lookup.New(lookup.Service{Client: none}, lookup.Service{Client: client})
		for range 2 {
			if _, err := f.Find(t.Context(), ask(t, "https://x.com/nobody")); !errors.Is(err, lookup.ErrNone) {
				t.Fatal(err)
			}
		}
		if len(c.at) != 4 {
			t.Fatalf("asked %d times, want 4", len(c.at))
		}
		for i, at := range c.at[1:] {
			if at.Sub(c.at[i]) < time.Second {
				t.Errorf("asked again after %v", at.Sub(c.at[i]))
			}
		}
	})
}

func TestParseQuestion(t *testing.T) {
	refused := func(text string) bool { _, err := lookup.ParseQuestion(text); return err != nil }
	for _, text := range []string{
		"", " ", "a\nb", "a\x00", "\u202ex", strings.Repeat("x", 301), "https://", "https://example.org", "http://[", "https://x.com/home",
		"https://en.wikipedia.org/", "https://en.wikipedia.org/wiki/", "https://www.wikidata.org/wiki/P434", "https://www.wikidata.org/wiki/Q0",
		"https://en.wikipedia.org/wiki/A|B", "https://www.wikipedia.org/wiki/Opeth", "https://open.spotify.com/album/2aaLAng2L2aWD2FClzwiep",
	} {
		if !refused(text) {
			t.Errorf("%q is taken", text)
		}
	}
	for _, text := range []string{"AC/DC", "Q65", "311", "x.com", "@opeth", "Mr. Mister/x", "M.I.A.", "</script>", "2aaLAng2L2aWD2FClzwiep", "Will.i.am/Opeth"} {
		if q := ask(t, text); q.Name != text {
			t.Errorf("%q is no name: %+v", text, q)
		}
	}
}

func FuzzParseQuestion(f *testing.F) {
	for _, text := range []string{
		"Opeth", "AC/DC", mbidA, "spotify:artist:2aaLAng2L2aWD2FClzwiep", "https://en.wikipedia.org/w/index.php?title=Opeth",
		"https://zh-yue.wikipedia.org/wiki/%E4%BA%BA", "wikidata.org/entity/Q1", "https://x.com/@opeth", "https://mastodon.social/@opeth",
		"https://www.last.fm/music/AC%2FDC", "https://bsky.app/profile/did:plc:x", "http://[::1]:x/wiki/Q1", "https://%zz/",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q, err := lookup.ParseQuestion(text)
		if err != nil {
			return
		}
		if again, err := lookup.ParseQuestion(" " + text + " "); err != nil || again != q {
			t.Errorf("%q and with spaces around: %+v, %+v, %v", text, q, again, err)
		}
		source, account := q.Account()
		if info, ok := source.Info(); ok && !info.ValidAccount(account) {
			t.Errorf("%q is the %s account %q", text, source, account)
		}
		if q.Name != "" && source != "" {
			t.Errorf("%q is %+v", text, q)
		}
		if content.CheckName(text) != nil {
			t.Errorf("%q is taken", text)
		}
	})
}
