package fetchtest_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"datarocks/fetch/fetchtest"
	"datarocks/fetch/fetchtest/musicbrainz"
)

// asked is an exchange with somebody who has a contact.
func asked(name, path string, status int, body string) exchange {
	return exchange{name: name, path: path, status: status, body: body, agent: "test (a@b)"}
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
	for _, q := range []exchange{
		asked("an item", api+"ids=Q1", 200, `"mainsnak":{"datatype":"external-id","datavalue":{"type":"string","value":"b"},"property":"P1902","snaktype":"value"}`),
		asked("a merged one", api+"ids=Q3", 200, `{"entities":{"Q1":{`),
		asked("an empty one", api+"ids=Q2", 200, `"claims":[]`),
		asked("an article", api+"sites=enwiki&titles=Opeth", 200, `"sitelinks":{"enwiki":{"badges":[],"site":"enwiki","title":"Opeth"}}`),
		asked("an unknown article", api+"sites=enwiki&titles=Nobody", 200, `{"entities":{"-1":{"missing":"","site":"enwiki","title":"Nobody"}},"success":1}`),
		asked("an unknown item", api+"ids=Q9", 200, `{"entities":{"Q9":{"id":"Q9","missing":""}},"success":1}`),
		asked("no item", api+"ids=x", 200, `"code":"no-such-entity"`),
		asked("nothing", api, 200, `"code":"param-missing"`),
		asked("another action", strings.Replace(api, "wbget", "x", 1), 200, `"code":"badvalue"`),
		asked("no format", strings.Replace(api, "json", "", 1), 200, "<html>"),
		asked("a row for each value", sparql(search), 200, `"spotify":{"type":"literal","value":"b"}},{"item"`),
		asked("by a value", sparql(`VALUES ?value { "c" } `+"\n ?item wdt:P1902 ?value."), 200, `/entity/Q1"`),
		asked("by no value", sparql(`VALUES ?value { "x" } `+"\n ?item wdt:P1902 ?value."), 200, `"bindings":[]`),
		asked("no query", sparql("SELECT"), 400, "MalformedQueryException"),
	} {
		q.check(t, w.URL())
	}
	exchange{name: "without a contact", path: api + "ids=Q1", agent: "Go-http-client/1.1", status: 403, body: "user-agent"}.check(t, w.URL())
}

func TestMusicBrainzAnswersAsTheRealOneDoes(t *testing.T) {
	const id = "c14b4180-dc87-481e-b17a-64e4150f90f6"
	m := started[*musicbrainz.Server](t)(musicbrainz.New())
	m.Add(musicbrainz.Artist{MBID: id, Name: `O"peth`, Country: "SE", URLs: []musicbrainz.URL{{Type: "free streaming", Resource: "https://www.deezer.com/artist/1"}}})
	for _, q := range []exchange{
		asked("a name", "/ws/2/artist?fmt=json&query="+url.QueryEscape(`artist:"o\"peth"`), 200, `"artists":[{"country":"SE","disambiguation":"","id":"`+id+`"`),
		asked("no such name", "/ws/2/artist?fmt=json&query="+url.QueryEscape(`artist:"x"`), 200, `"artists":[]`),
		asked("no query", "/ws/2/artist?fmt=json&query="+url.QueryEscape(`artist:"x`), 400, `"error":"Unable to parse search"`),
		asked("an artist", "/ws/2/artist/"+id+"?inc=url-rels&fmt=json", 200, `"target-type":"url","type":"free streaming","url":{"id":`),
		asked("an unknown one", "/ws/2/artist/"+strings.Replace(id, "c1", "00", 1), 404, `{"error":"Not Found","help":`),
		asked("no artist", "/ws/2/artist/x", 400, `{"error":"Invalid mbid.","help":`),
		asked("an address", "/ws/2/url?resource=https://www.deezer.com/artist/1&inc=artist-rels&fmt=json", 200, `"target-type":"artist"`),
		asked("an unknown one", "/ws/2/url?resource=https://www.deezer.com/artist/2&inc=artist-rels&fmt=json", 404, `{"error":"Not Found","help":`),
	} {
		q.check(t, m.URL())
	}
	for i := range 130 {
		m.Release(id, musicbrainz.Release{ID: fmt.Sprint("a", i), Title: fmt.Sprint("Album ", i), Primary: "Album", Released: "2025-02-07"})
	}
	m.Release(id, musicbrainz.Release{ID: "b", Title: "Bootleg", Primary: "Album", Bootleg: true})
	m.Release(id, musicbrainz.Release{ID: "s", Title: "Song", Primary: "Single", Secondary: []string{"Live"}})
	m.Release(id, musicbrainz.Release{ID: "n", Title: "Nothing"})
	groups := "/ws/2/release-group?fmt=json&artist=" + id
	for _, q := range []exchange{
		asked("releases", groups, 200, `"release-group-count":133,"release-group-offset":0`),
		asked("a page", groups+"&limit=2&offset=128&release-group-status=website-default", 200, `{"release-group-count":132,"release-group-offset":128,"release-groups":[{"disambiguation":"","first-release-date":"2025-02-07","id":"a128","primary-type":"Album"`),
		asked("a page of singles", groups+"&type=ep|single", 200, `"id":"s","primary-type":"Single","primary-type-id":"f529b476-6e62-324f-b0aa-1f3e33d313fc","secondary-type-ids":[],"secondary-types":["Live"],"title":"Song"}]}`),
		asked("what has no type", groups+"&offset=132", 200, `"primary-type":null`),
		asked("behind the last", groups+"&offset=900", 200, `"release-group-count":133,"release-group-offset":900,"release-groups":[]`),
		asked("a wrong page", groups+"&offset=-1", 400, "Invalid"),
		asked("of nobody", strings.Replace(groups, "c1", "00", 1), 404, "Not Found"),
		asked("of no artist", "/ws/2/release-group?fmt=json&artist=x", 400, "Invalid mbid."),
	} {
		q.check(t, m.URL())
	}
	if _, page := asked("", groups+"&limit=900", 200, "").answer(t, m.URL()); strings.Count(page, `"title":`) != 100 {
		t.Errorf("a page has %d release groups, want 100", strings.Count(page, `"title":`))
	}
	m.Fail("/", musicbrainz.Throttled)
	asked("too often", "/ws/2/artist/"+id, 503, "exceeding the allowable rate limit").check(t, m.URL())
	exchange{name: "without a contact", path: "/ws/2/artist/" + id, status: 403}.check(t, m.URL())
}
