package lookup_test

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
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

// releases returns what is known of an artist's releases, a line each, or the error.
func (s servers) releases(t *testing.T, mbid string) string {
	t.Helper()
	events, err := s.finder(agent).Releases(t.Context(), mbid)
	if err != nil {
		return err.Error()
	}
	return written(events)
}

func written(events []content.Event) string {
	var lines []string
	for _, e := range events {
		lines = append(lines, fmt.Sprintf("%s %s %s", e.Day, e.Kind, e.Title))
	}
	return strings.Join(lines, "\n")
}

// TestReleases: albums, EPs and singles of a known day, and nothing else.
func TestReleases(t *testing.T) {
	s := start(t)
	s.musicbrainz.Add(musicbrainz.Artist{MBID: mbidA, Name: "Opeth", Merged: []string{mbidB}, Releases: []musicbrainz.Release{
		{ID: "1", Title: "Watershed", Primary: "Album", Released: "2008-05-30"},
		{ID: "2", Title: "Porcelain Heart", Primary: "Single", Released: "2008-05-30"},
		{ID: "3", Title: "Still Life", Primary: "Album", Released: "1999-10-18"},
		{ID: "4", Title: " Fever ", Primary: "EP", Secondary: []string{"Soundtrack"}, Released: "2030-01-31"},
		{ID: "5", Title: "On the Street", Primary: "Album", Secondary: []string{"Mixtape/Street"}, Released: "2001-01-01"},
		{ID: "6", Title: "a live album", Primary: "Album", Secondary: []string{"Live"}, Released: "2001-01-01"},
		{ID: "7", Title: "a compilation", Primary: "Album", Secondary: []string{"Soundtrack", "Compilation"}, Released: "2001-01-01"},
		{ID: "8", Title: "a remix", Primary: "Single", Secondary: []string{"Remix"}, Released: "2001-01-01"},
		{ID: "9", Title: "of a new type", Primary: "Single", Secondary: []string{"Hologram"}, Released: "2001-01-01"},
		{ID: "10", Title: "a bootleg", Primary: "Album", Released: "2001-01-01", Bootleg: true},
		{ID: "11", Title: "a broadcast", Primary: "Broadcast", Released: "2001-01-01"},
		{ID: "12", Title: "no type", Released: "2001-01-01"},
		{ID: "13", Title: "a year", Primary: "Album", Released: "2001"},
		{ID: "14", Title: "a month", Primary: "Album", Released: "2001-01"},
		{ID: "15", Title: "no day", Primary: "Album"},
		{ID: "16", Title: "no such day", Primary: "Album", Released: "2001-02-30"},
		{ID: "17", Title: "an unknown day", Primary: "Album", Released: "2001-02-??"},
		{ID: "18", Title: "a time", Primary: "Album", Released: "2001-02-01T00:00:00Z"},
		{ID: "19", Title: "", Primary: "Album", Released: "2001-01-01"},
		{ID: "20", Title: "two\nlines", Primary: "Album", Released: "2001-01-01"},
		{ID: "21", Title: "\u202ereversed", Primary: "Album", Released: "2001-01-01"},
		{ID: "22", Title: strings.Repeat("x", 301), Primary: "Album", Released: "2001-01-01"},
		{ID: "23", Title: "Still Life", Primary: "Album", Released: "1999-10-18"}, // another of that name
	}})
	const want = "1999-10-18 album Still Life\n2001-01-01 album On the Street\n2008-05-30 album Watershed\n2008-05-30 single Porcelain Heart\n2030-01-31 ep Fever"
	for _, mbid := range []string{mbidA, mbidB} {
		if got := s.releases(t, mbid); got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", mbid, got, want)
		}
	}
	if got := s.releases(t, strings.Repeat("0", 8)+mbidA[8:]); got != lookup.ErrNone.Error() {
		t.Errorf("of nobody: %s", got)
	}
	if got := s.releases(t, "x"); got != "ask MusicBrainz: http 400: bad request" {
		t.Errorf("of what is no id: %s", got)
	}
}

// TestReleasesOfMergedArtist: MusicBrainz may lead on to the id that an artist has now, or
// no longer know the old one there.
func TestReleasesOfMergedArtist(t *testing.T) {
	for name, fault := range map[string]fetchtest.Fault{
		"moved":     fetchtest.Respond(http.StatusMovedPermanently, "", "Location: /ws/2/release-group?artist="+mbidA),
		"not found": fetchtest.Respond(http.StatusNotFound, `{"error":"Not Found"}`),
	} {
		s := start(t)
		s.musicbrainz.Add(musicbrainz.Artist{MBID: mbidA, Merged: []string{mbidB}, Name: "Opeth", Releases: []musicbrainz.Release{
			{ID: "1", Title: "Watershed", Primary: "Album", Released: "2008-05-30"},
		}})
		s.musicbrainz.Fail("/ws/2/release-group", fault)
		if got, want := s.releases(t, mbidB), "2008-05-30 album Watershed"; got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
		s.musicbrainz.FailAlways("/ws/2/release-group", fault)
		if got := s.releases(t, mbidA); !strings.HasPrefix(got, "ask MusicBrainz: http 301") && got != lookup.ErrNone.Error() {
			t.Errorf("%s, under the id that it has: %s", name, got)
		}
	}
}

// TestReleasesInPages: each is known once, also where the list changes in between.
func TestReleasesInPages(t *testing.T) {
	s := start(t)
	s.musicbrainz.Add(musicbrainz.Artist{MBID: mbidA, Name: "Opeth"})
	day := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	release := func(i int) musicbrainz.Release {
		return musicbrainz.Release{ID: strconv.Itoa(i), Title: fmt.Sprint("Song ", i), Primary: "Single", Released: day.AddDate(0, 0, i).Format(time.DateOnly)}
	}
	for i := range 250 {
		s.musicbrainz.Release(mbidA, release(i))
	}
	grown := 250
	grow := func(w http.ResponseWriter, r *http.Request, well http.Handler) {
		s.musicbrainz.Release(mbidA, release(grown))
		grown++
		well.ServeHTTP(w, r)
	}
	for range 2 {
		s.musicbrainz.Fail("/ws/2/release-group", grow, grow, grow)
		events, err := s.finder(agent).Releases(t.Context(), mbidA)
		if err != nil || len(events) != grown {
			t.Fatalf("%d releases of %d, %v", len(events), grown, err)
		}
		for i, e := range events {
			if want := fmt.Sprint("Song ", i); e.Title != want {
				t.Fatalf("number %d is %s, want %s", i, e.Title, want)
			}
		}
	}
	s.musicbrainz.Fail("/ws/2/release-group", fetchtest.Respond(200, `{"release-group-count":250,"release-groups":[{"id":"1","title":"A","primary-type":"EP","first-release-date":"2001-01-01"}]}`),
		fetchtest.Respond(200, `{"release-group-count":250,"release-groups":[]}`))
	if got, want := s.releases(t, mbidA), "2001-01-01 ep A"; got != want {
		t.Errorf("an empty page ends the list: got %s, want %s", got, want)
	}
	s.musicbrainz.FailAlways("/ws/2/release-group", fetchtest.Respond(200, `{"release-group-count":2000000,"release-groups":[{"id":"1"}]}`))
	if got, want := s.releases(t, mbidA), "ask MusicBrainz: the artist has more than 4000 releases"; got != want {
		t.Errorf("a list without an end: got %s, want %s", got, want)
	}
}

// TestReleasesOfABrokenPage: what is known of some pages alone is not returned.
func TestReleasesOfABrokenPage(t *testing.T) {
	for name, tt := range map[string]struct {
		fault fetchtest.Fault
		want  string
	}{
		"throttled":   {musicbrainz.Throttled, "http 503: service unavailable"},
		"down":        {fetchtest.HTML(502), "http 502: bad gateway"},
		"no JSON":     {fetchtest.HTML(200), "the answer is not the documented JSON"},
		"cut off":     {fetchtest.Cut(), "the answer was cut off"},
		"dropped":     {fetchtest.Drop(), "connection failed"},
		"another":     {fetchtest.Respond(200, "{}"), "the answer is not the documented JSON"},
		"a list":      {fetchtest.Respond(200, "[]"), "the answer is not the documented JSON"},
		"null":        {fetchtest.Respond(200, "null"), "the answer is not the documented JSON"},
		"of a string": {fetchtest.Respond(200, `{"release-group-count":"9","release-groups":[]}`), "the answer is not the documented JSON"},
	} {
		s := start(t)
		s.musicbrainz.Add(musicbrainz.Artist{MBID: mbidA, Name: "Opeth"})
		for i := range 101 {
			s.musicbrainz.Release(mbidA, musicbrainz.Release{ID: strconv.Itoa(i), Title: "T", Primary: "EP", Released: "2001-01-01"})
		}
		well := func(w http.ResponseWriter, r *http.Request, well http.Handler) { well.ServeHTTP(w, r) }
		s.musicbrainz.Fail("/ws/2/release-group", well)
		s.musicbrainz.FailAlways("/ws/2/release-group", tt.fault)
		if got, want := s.releases(t, mbidA), "ask MusicBrainz: "+tt.want; got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
}

// TestOddReleases: a field of the wrong kind spoils its own release at most.
func TestOddReleases(t *testing.T) {
	body := `{"release-group-count":5,"release-groups":[
		{"id":"1","title":"Fine","primary-type":"album","secondary-types":null,"first-release-date":"2001-01-01"},
		{"id":2,"title":7,"primary-type":"Album","first-release-date":"2001-01-01"},
		{"id":"3","title":"T","primary-type":null,"first-release-date":"2001-01-01"},
		{"id":"4","title":"T","primary-type":"Album","first-release-date":2001},
		{"id":"5","title":"T","primary-type":"Album","secondary-types":[null],"first-release-date":"2001-01-01"}]}`
	client := countertest.Recorded(body).Client()
	events, err := lookup.New(lookup.Service{Client: client}, lookup.Service{Client: client}).Releases(t.Context(), mbidA)
	if got, want := written(events), "2001-01-01 album Fine"; err != nil || got != want {
		t.Errorf("got %s, %v; want %s", got, err, want)
	}
}

// TestReleasesAreAskedForOnceASecond: pages, too.
func TestReleasesAreAskedForOnceASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var c counted
		client := fetch.NewClient(fetch.Options{Transport: &c, Pace: lookup.MusicBrainzPace, Patience: -1})
		f := lookup.New(lookup.Service{}, lookup.Service{Client: client})
		for range 3 {
			if _, err := f.Releases(t.Context(), mbidA); err == nil || errors.Is(err, lookup.ErrNone) {
				t.Fatal(err)
			}
		}
		for i, at := range c.at[1:] {
			if at.Sub(c.at[i]) < time.Second {
				t.Errorf("asked again after %v", at.Sub(c.at[i]))
			}
		}
		if len(c.at) != 3 {
			t.Errorf("asked %d times, want 3", len(c.at))
		}
	})
}
