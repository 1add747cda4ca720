package spotify_test

import (
	"context"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"datarocks/fetch"
	"datarocks/fetch/spotify"
)

// recorded is a platform in memory that answers everything but the token with
// one body.
type recorded []byte

func (body recorded) RoundTrip(req *http.Request) (*http.Response, error) {
	text := string(body)
	if req.URL.Path == "/api/token" {
		text = `{"access_token":"t","token_type":"Bearer","expires_in":3600}`
	}
	return &http.Response{
		StatusCode: http.StatusOK,
		Header:     http.Header{"Content-Type": {"application/json"}},
		Body:       io.NopCloser(strings.NewReader(text)),
		Request:    req,
	}, nil
}

func (body recorded) count(ctx context.Context, accounts ...string) (map[string]fetch.Count, error) {
	client := fetch.NewClient(fetch.Options{Transport: body, Patience: -1})
	return spotify.New(client, "id", secret, "").Count(ctx, accounts)
}

func TestRecordedAnswers(t *testing.T) {
	tests := []struct {
		file     string
		accounts []string
		want     map[string]string
		reason   string
	}{
		{"artist.json", []string{metallica}, map[string]string{metallica: "14156138"}, ""},
		{"artist.json", []string{opeth}, map[string]string{opeth: "unavailable: the answer is for another artist (" + metallica + ")"}, ""},
		{"artists.json", []string{metallica, opeth}, map[string]string{metallica: "14156138", opeth: "unavailable: http 404: no such artist"}, ""},
		{
			"artist_development.json",
			[]string{metallica},
			map[string]string{metallica: "unavailable: the answer has no followers"},
			"app in development mode: answers carry no follower counts",
		},
	}
	for _, test := range tests {
		counts, err := recorded(readFile(t, test.file)).count(t.Context(), test.accounts...)
		got, reason := make(map[string]string), ""
		for account, c := range counts {
			got[account] = c.String()
			if _, ok := c.Value(); ok && c.Name != "Metallica" {
				t.Errorf("%s: %s calls itself %q, want Metallica", test.file, account, c.Name)
			}
		}
		if err != nil {
			reason = err.Error()
		}
		check(t, test.file, test.want, got, test.reason, reason)
	}
}

// The library decodes a repeated field into what it decoded before, so it would
// give Opeth the followers of Metallica.
func TestRepeatedFields(t *testing.T) {
	const (
		first  = `"artists":[{"id":"` + metallica + `","followers":{"total":5}},null]`
		second = `"artists":[{"id":"` + opeth + `","followers":{}},null]`
	)
	counts, err := recorded("{"+first+","+second+"}").count(t.Context(), opeth, metallica)
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
	p := newSpotify(t)
	for _, file := range []string{"artist.json", "artist_development.json"} {
		p.DevelopmentMode(file == "artist_development.json")
		if diff := cmp.Diff(fields(t, readFile(t, file)), fields(t, simulated(t, p.URL()))); diff != "" {
			t.Errorf("fields of %s (-recorded +simulated):\n%s", file, diff)
		}
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
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, origin+"/v1/artists/"+metallica, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token.Access)
	body, err := fetch.Do(http.DefaultClient, req)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func fields(t *testing.T, body []byte) []string {
	t.Helper()
	var object map[string]any
	if err := json.Unmarshal(body, &object); err != nil {
		t.Fatal(err)
	}
	return slices.Sorted(maps.Keys(object))
}

func readFile(t testing.TB, name string) []byte {
	t.Helper()
	body, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func FuzzSpotifyAnswer(f *testing.F) {
	for _, name := range []string{"artist.json", "artists.json", "artist_development.json"} {
		f.Add(readFile(f, name))
	}
	f.Add([]byte(`{"artists":[{"id":"` + opeth + `","followers":{"total":1}},{"id":"` + opeth + `","followers":{"total":2}},null]}`))
	f.Add([]byte(`{"id":"` + metallica + `","followers":{"total":-0}}`))
	f.Add([]byte(`{"id":"` + metallica + `","followers":{"total":1e3,"total":7}}`))
	f.Add([]byte("<html>"))
	asked := []string{metallica, opeth, dreamTheater}
	f.Fuzz(func(t *testing.T, body []byte) {
		counts, err := recorded(body).count(t.Context(), asked...)
		for account, c := range counts {
			if !slices.Contains(asked, account) {
				t.Errorf("a count of %s, who was not asked for", account)
			}
			n, ok := c.Value()
			if ok && !strings.Contains(string(body), strconv.FormatInt(n, 10)) {
				t.Errorf("%s has %d, which the answer does not say", account, n)
			}
			if ok && !strings.ContainsRune(string(body), '\\') && !strings.Contains(string(body), account) {
				t.Errorf("%s has %d, but is not in the answer", account, n)
			}
			if !ok && c.Reason == "" {
				t.Errorf("%s has neither a number nor a reason", account)
			}
		}
		if err == nil && len(counts) != len(asked) {
			t.Errorf("%d counts without an error, want %d", len(counts), len(asked))
		}
	})
}
