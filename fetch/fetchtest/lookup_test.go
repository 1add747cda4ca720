package fetchtest_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"datarocks/fetch/fetchtest"
)

// get returns status and body of an answer to somebody who has a contact.
func get(t *testing.T, address, agent string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("User-Agent", agent)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

type question struct {
	name, path string
	status     int
	body       string
}

func (q question) check(t *testing.T, origin string) {
	t.Helper()
	if status, body := get(t, origin+q.path, "test (a@b)"); status != q.status || !strings.Contains(body, q.body) {
		t.Errorf("%s: %d %s, want %d %s", q.name, status, body, q.status, q.body)
	}
}

func TestWikidataAnswersAsTheRealOneDoes(t *testing.T) {
	w := started[*fetchtest.Wikidata](t)(fetchtest.NewWikidata())
	w.Add(fetchtest.Item{
		ID: "Q1", Label: "Opeth", Articles: map[string]string{"enwiki": "Opeth"},
		Claims: []fetchtest.Claim{{Property: "P434", Value: "a"}, {Property: "P1902", Value: "b"}, {Property: "P1902", Value: "c"}},
	})
	w.Add(fetchtest.Item{ID: "Q2"})
	w.Add(fetchtest.Item{ID: "Q3", MergedInto: "Q1"})
	const api = "/w/api.php?action=wbgetentities&format=json&"
	sparql := func(query string) string { return "/sparql?query=" + url.QueryEscape(query) }
	const search = `mwapi:search "opeth"; OPTIONAL { ?item wdt:P1902 ?spotify }`
	for _, q := range []question{
		{"an item", api + "ids=Q1", 200, `"mainsnak":{"datatype":"external-id","datavalue":{"type":"string","value":"b"},"property":"P1902","snaktype":"value"}`},
		{"a merged one", api + "ids=Q3", 200, `{"entities":{"Q1":{`},
		{"an empty one", api + "ids=Q2", 200, `"claims":[]`},
		{"an article", api + "sites=enwiki&titles=Opeth", 200, `"sitelinks":{"enwiki":{"badges":[],"site":"enwiki","title":"Opeth"}}`},
		{"an unknown article", api + "sites=enwiki&titles=Nobody", 200, `{"entities":{"-1":{"missing":"","site":"enwiki","title":"Nobody"}},"success":1}`},
		{"an unknown item", api + "ids=Q9", 200, `{"entities":{"Q9":{"id":"Q9","missing":""}},"success":1}`},
		{"no item", api + "ids=x", 200, `"code":"no-such-entity"`},
		{"nothing", api, 200, `"code":"param-missing"`},
		{"another action", strings.Replace(api, "wbget", "x", 1), 200, `"code":"badvalue"`},
		{"no format", strings.Replace(api, "json", "", 1), 200, "<html>"},
		{"a row for each value", sparql(search), 200, `"spotify":{"type":"literal","value":"b"}},{"item"`},
		{"by a value", sparql(`VALUES ?value { "c" } ` + "\n ?item wdt:P1902 ?value."), 200, `/entity/Q1"`},
		{"by no value", sparql(`VALUES ?value { "x" } ` + "\n ?item wdt:P1902 ?value."), 200, `"bindings":[]`},
		{"no query", sparql("SELECT"), 400, "MalformedQueryException"},
	} {
		q.check(t, w.URL())
	}
	if status, body := get(t, w.URL()+api+"ids=Q1", "Go-http-client/1.1"); status != 403 || !strings.Contains(body, "user-agent") {
		t.Errorf("without a contact: %d %s", status, body)
	}
}

func TestMusicBrainzAnswersAsTheRealOneDoes(t *testing.T) {
	const id = "c14b4180-dc87-481e-b17a-64e4150f90f6"
	m := started[*fetchtest.MusicBrainz](t)(fetchtest.NewMusicBrainz())
	m.Add(fetchtest.MusicArtist{MBID: id, Name: `O"peth`, Country: "SE", URLs: []fetchtest.MusicURL{{Type: "free streaming", Resource: "https://www.deezer.com/artist/1"}}})
	for _, q := range []question{
		{"a name", "/ws/2/artist?fmt=json&query=" + url.QueryEscape(`artist:"o\"peth"`), 200, `"artists":[{"country":"SE","disambiguation":"","id":"` + id + `"`},
		{"no such name", "/ws/2/artist?fmt=json&query=" + url.QueryEscape(`artist:"x"`), 200, `"artists":[]`},
		{"no query", "/ws/2/artist?fmt=json&query=" + url.QueryEscape(`artist:"x`), 400, `"error":"Unable to parse search"`},
		{"an artist", "/ws/2/artist/" + id + "?inc=url-rels&fmt=json", 200, `"target-type":"url","type":"free streaming","url":{"id":`},
		{"an unknown one", "/ws/2/artist/" + strings.Replace(id, "c1", "00", 1), 404, `{"error":"Not Found","help":`},
		{"no artist", "/ws/2/artist/x", 400, `{"error":"Invalid mbid.","help":`},
		{"an address", "/ws/2/url?resource=https://www.deezer.com/artist/1&inc=artist-rels&fmt=json", 200, `"target-type":"artist"`},
		{"an unknown one", "/ws/2/url?resource=https://www.deezer.com/artist/2&inc=artist-rels&fmt=json", 404, `{"error":"Not Found","help":`},
	} {
		q.check(t, m.URL())
	}
	m.Fail("/", fetchtest.MusicBrainzThrottled)
	question{name: "too often", path: "/ws/2/artist/" + id, status: 503, body: "exceeding the allowable rate limit"}.check(t, m.URL())
	if status, _ := get(t, m.URL()+"/ws/2/artist/"+id, ""); status != 403 {
		t.Errorf("without a contact: %d", status)
	}
}
