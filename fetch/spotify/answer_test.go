package spotify_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"datarocks/fetch"
	"datarocks/fetch/countertest"
	"datarocks/fetch/fetchtest"
)

func TestARecordedBatch(t *testing.T) {
	counts, err := source.AskRecorded(t, countertest.ReadRecorded(t, "artists.json"), metallica, opeth)
	if err != nil {
		t.Fatal(err)
	}
	if got := counts[metallica]; got.String() != "14156138" || got.Name != "Metallica" {
		t.Errorf("Metallica has %s, named %q", got, got.Name)
	}
	if got := counts[opeth].String(); got != "unavailable: http 404: no such artist" {
		t.Errorf("Opeth has %s", got)
	}
}

// The library decodes a repeated field into what it decoded before, so it would
// count Metallica's followers for Opeth.
func TestRepeatedFields(t *testing.T) {
	const (
		first  = `"artists":[{"id":"` + metallica + `","followers":{"total":5}},null]`
		second = `"artists":[{"id":"` + opeth + `","followers":{}},null]`
	)
	counts, err := source.AskRecorded(t, countertest.Recorded("{"+first+","+second+"}"), opeth, metallica)
	if err != nil {
		t.Fatal(err)
	}
	for account, c := range counts {
		if n, ok := c.Value(); ok {
			t.Errorf("%s has %d, which no artist of that id has in the answer", account, n)
		}
	}
}

func TestSimulatedArtistsLookLikeRecordedOnes(t *testing.T) {
	for file, p := range map[string]*fetchtest.Platform{"artist.json": source.New(t), "artist_development.json": inDevelopment(t)} {
		countertest.CheckFields(t, file, "", countertest.ReadRecorded(t, file), simulated(t, p.URL()))
	}
}

// simulated asks a simulated platform for Metallica.
func simulated(t *testing.T, origin string) []byte {
	t.Helper()
	resp, err := http.PostForm(strings.Replace(origin, "://", "://id:secret@", 1)+"/api/token", map[string][]string{"grant_type": {"client_credentials"}})
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var token struct {
		Access string `json:"access_token"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&token); err != nil {
		t.Fatal(err)
	}
	body, err := fetch.Get(t.Context(), http.DefaultClient, origin+"/v1/artists/"+metallica, func(r *http.Request) {
		r.Header.Set("Authorization", "Bearer "+token.Access)
	})
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func FuzzSpotifyAnswer(f *testing.F) {
	source.Fuzz(f, []string{metallica, opeth, dreamTheater},
		string(countertest.ReadRecorded(f, "artists.json")),
		`{"artists":[{"id":"`+opeth+`","followers":{"total":1}},{"id":"`+opeth+`","followers":{"total":2}},null]}`,
		`{"id":"`+metallica+`","followers":{"total":-0}}`,
		`{"id":"`+metallica+`","followers":{"total":1e3,"total":7}}`,
		"<html>")
}
