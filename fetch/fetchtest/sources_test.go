package fetchtest_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"datarocks/content"
	"datarocks/fetch/fetchtest"
)

// exchange is a request and what the answer holds.
type exchange struct {
	name, path string
	host       string // as the Host header; "" is the platform's own
	auth       string
	key        string // as the header X-Goog-Api-Key
	agent      string // "" is one without a contact
	question   string // a body, which makes it a POST
	status     int
	body       string
}

func (e exchange) check(t *testing.T, origin string) {
	t.Helper()
	if status, body := e.answer(t, origin); status != e.status || !strings.Contains(body, e.body) {
		t.Errorf("%s: %d %s, want %d %s", e.name, status, body, e.status, e.body)
	}
}

// answer returns status and body.
func (e exchange) answer(t *testing.T, origin string) (int, string) {
	t.Helper()
	method := http.MethodGet
	if e.question != "" {
		method = http.MethodPost
	}
	req, err := http.NewRequestWithContext(t.Context(), method, origin+e.path, strings.NewReader(e.question))
	if err != nil {
		t.Fatal(err)
	}
	req.Host = e.host
	req.Header.Set("Authorization", e.auth)
	req.Header.Set("X-Goog-Api-Key", e.key)
	req.Header.Set("User-Agent", e.agent)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
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

// started takes what a platform's constructor returns.
func started[P interface{ Close() error }](t *testing.T) func(p P, err error) P {
	return func(p P, err error) P {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = p.Close() })
		return p
	}
}

func TestStart(t *testing.T) {
	for _, info := range content.Sources {
		p := started[*fetchtest.Platform](t)(fetchtest.Start(info.Source))
		p.Set(info.Example, "someone", 7)
		if n, ok := p.Count(info.Example); n != 7 || !ok {
			t.Errorf("%s holds %d, %v; want 7", info.Source, n, ok)
		}
		p.FailAlways("/", fetchtest.Respond(418, string(info.Source)))
		exchange{name: string(info.Source), path: "/", status: 418, body: string(info.Source)}.check(t, p.URL())
	}
	if _, err := fetchtest.Start("myspace"); err == nil {
		t.Error("it started what it cannot simulate")
	}
}

func TestDeezerAnswersAsTheRealOneDoes(t *testing.T) {
	d := started[*fetchtest.Deezer](t)(fetchtest.NewDeezer())
	d.Set("119", "Metallica", 7)
	const noData = `{"error":{"code":800,"message":"no data","type":"DataException"}}`
	exchange{name: "an artist", path: "/artist/119", status: 200, body: `"id":119,`}.check(t, d.URL())
	exchange{name: "an unknown one", path: "/artist/27", status: 404, body: noData}.check(t, d.URL())
	d.NotFoundStatus(200)
	exchange{name: "an unknown one, in 2019", path: "/artist/27", status: 200, body: noData}.check(t, d.URL())
	d.Quota(2, time.Hour)
	exchange{name: "the first", path: "/artist/119", status: 200, body: `"nb_fan":7,`}.check(t, d.URL())
	exchange{name: "the second", path: "/artist/119", status: 200, body: `"nb_fan":7,`}.check(t, d.URL())
	exchange{name: "the third", path: "/artist/119", status: 200, body: `{"error":{"type":"Exception","message":"Quota limit exceeded","code":4}}`}.check(t, d.URL())
	d.Quota(2, 0)
	exchange{name: "the fourth, later", path: "/artist/119", status: 200, body: `"nb_fan":7,`}.check(t, d.URL())
}

func TestBlueskyAnswersAsTheRealOneDoes(t *testing.T) {
	b := started[*fetchtest.Bluesky](t)(fetchtest.NewBluesky())
	b.Set("metallica.bsky.social", "Metallica", 7)
	const profiles = "/xrpc/app.bsky.actor.getProfiles?actors="
	for _, e := range []exchange{
		{name: "a handle", path: profiles + "METALLICA.bsky.social", status: 200, body: `"followersCount":7,`},
		{name: "a DID", path: profiles + b.DID("metallica.bsky.social"), status: 200, body: `"followersCount":7,`},
		{name: "twice the same", path: profiles + "metallica.bsky.social&actors=metallica.bsky.social", status: 200, body: `"verifications":[],"verifiedStatus":"none"}}]}`},
		{name: "an unknown one", path: profiles + "opeth.bsky.social", status: 200, body: `{"profiles":[]}`},
		{name: "26 actors", path: profiles + "a.b" + strings.Repeat("&actors=a.b", 25), status: 400, body: "must not have more than 25 elements"},
		{name: "no handle", path: profiles + "metallica", status: 400, body: "must be a valid did or a handle"},
		{name: "no actors", path: "/xrpc/app.bsky.actor.getProfiles", status: 400, body: "InvalidRequest"},
	} {
		e.check(t, b.URL())
	}
}

func TestMastodonAnswersAsTheRealOneDoes(t *testing.T) {
	m := started[*fetchtest.Mastodon](t)(fetchtest.NewMastodon())
	m.Set("Opeth@mastodon.social", "Opeth", 7)
	m.Set("gone@mastodon.social", "Gone", 7)
	m.Suspend("gone@mastodon.social")
	const lookup = "/api/v1/accounts/lookup?acct="
	for _, e := range []exchange{
		{name: "at home", host: "mastodon.social", path: lookup + "opeth", status: 200, body: `"acct":"Opeth",`},
		{name: "at home, in full", host: "mastodon.social", path: lookup + "opeth@mastodon.social", status: 200, body: `"acct":"Opeth",`},
		{name: "elsewhere, in full", host: "metalhead.club", path: lookup + "opeth@mastodon.social", status: 200, body: `"acct":"Opeth@mastodon.social",`},
		{name: "elsewhere", host: "metalhead.club", path: lookup + "opeth", status: 404, body: `{"error":"Record not found"}`},
		{name: "suspended", host: "mastodon.social", path: lookup + "gone", status: 200, body: `"suspended":true`},
	} {
		e.check(t, m.URL())
	}
}

func TestListenBrainzAnswersAsTheRealOneDoes(t *testing.T) {
	const known, unknown = "c14b4180-dc87-481e-b17a-64e4150f90f6", "28503ab7-8bf2-4666-a7bd-2644bfc7cb1d"
	l := started[*fetchtest.ListenBrainz](t)(fetchtest.NewListenBrainz())
	l.Set(known, "Opeth", 7)
	const path = "/1/popularity/artist"
	for _, e := range []exchange{
		{
			name: "in the order of the question", path: path, question: `{"artist_mbids":["` + unknown + `","` + known + `"]}`, status: 200,
			body: `[{"artist_mbid":"` + unknown + `","total_listen_count":null,"total_user_count":null},{"artist_mbid":"` + known + `","total_listen_count":119,"total_user_count":7}]`,
		},
		{name: "no MBID", path: path, question: `{"artist_mbids":["opeth"]}`, status: 400, body: "artist_mbid opeth is not valid."},
		{name: "1,001 MBIDs", path: path, question: `{"artist_mbids":["` + known + strings.Repeat(`","`+known, 1000) + `"]}`, status: 400, body: `"code":400`},
		{name: "none", path: path, question: `{}`, status: 400, body: "must be present"},
		{name: "no POST", path: path, status: 405},
	} {
		e.check(t, l.URL())
	}
	l.Accept("token")
	exchange{name: "no token", path: path, question: `{}`, status: 401, body: "You need to provide an Authorization header."}.check(t, l.URL())
	exchange{name: "a wrong token", path: path, auth: "Token x", question: `{}`, status: 401, body: "Invalid authorization token."}.check(t, l.URL())
	exchange{name: "the token", path: path, auth: "Token token", question: `{"artist_mbids":["` + known + `"]}`, status: 200, body: `"total_user_count":7`}.check(t, l.URL())
}

func TestInstagramAnswersAsTheRealOneDoes(t *testing.T) {
	i := started[*fetchtest.Instagram](t)(fetchtest.NewInstagram())
	i.Set("Metallica", "Metallica", 7)
	i.Set("someone", "Someone", 8)
	i.Personal("someone")
	i.Pass("metallica", "17841400000000001")
	i.Accept("17841406338772941", "token")
	const own, auth = "/v26.0/17841406338772941?fields=business_discovery.username", "Bearer token"
	for _, e := range []exchange{
		{name: "an account", path: own + "(metallica)%7Bid,username,followers_count%7D", auth: auth, status: 200, body: `{"business_discovery":{"followers_count":7,"id":"17841400000000001","username":"metallica"},"id":"17841406338772941"}`},
		{name: "an unknown one", path: own + "(opeth)%7Bid%7D", auth: auth, status: 400, body: `"code":110,"error_subcode":2207013,`},
		{name: "a personal one", path: own + "(someone)%7Bid%7D", auth: auth, status: 400, body: `"code":110,"error_subcode":2207013,`},
		{name: "nothing", path: own + "(metallica)", auth: auth, status: 400, body: `"code":100,`},
		{name: "another's account", path: strings.Replace(own, "1784", "1785", 1) + "(metallica)%7Bid%7D", auth: auth, status: 400, body: `"code":100,"error_subcode":33,`},
		{name: "an account that is none", path: "/v26.0/metallica", auth: auth, status: 400, body: `"code":100,"error_subcode":33,`},
		{name: "no token", path: own + "(metallica)%7Bid%7D", status: 401, body: `"code":190,`},
		{name: "a wrong token", path: own + "(metallica)%7Bid%7D", auth: "Bearer x", status: 401, body: `"code":190,`},
		{name: "another version", path: strings.Replace(own, "v26", "v1", 1), auth: auth, status: 404},
		{name: "a look at the token", path: "/v26.0/debug_token", auth: auth, question: "method=get&input_token=token", status: 200, body: `"expires_at":0,`},
		{name: "one with the token in the address", path: "/v26.0/debug_token?input_token=token", auth: auth, question: "method=get&input_token=token", status: 400, body: `"code":100,`},
		{name: "one that stands for no GET", path: "/v26.0/debug_token", auth: auth, question: "input_token=token", status: 400, body: `"code":100,`},
	} {
		e.check(t, i.URL())
	}
	i.Token(time.Unix(1800000000, 0))
	exchange{name: "a token that ends", path: "/v26.0/debug_token", auth: auth, question: "method=get&input_token=token", status: 200, body: `"expires_at":1800000000,`}.check(t, i.URL())
}

func TestLastFMAnswersAsTheRealOneDoes(t *testing.T) {
	l := started[*fetchtest.LastFM](t)(fetchtest.NewLastFM())
	l.Set("Dream Theater", "Dream Theater", 7)
	l.Accept("key")
	const info = "/2.0/?method=artist.getInfo&autocorrect=0&format=json&api_key=key&artist="
	for _, e := range []exchange{
		{name: "an artist", path: info + "dream+theater", status: 200, body: `"stats":{"listeners":"7","playcount":"560"}`},
		{name: "an unknown one", path: info + "Dream+Theatre", status: 404, body: `{"error":6,`},
		{name: "a wrong key", path: strings.Replace(info, "=key", "=x", 1), status: 403, body: `{"error":10,`},
		{name: "no key", path: strings.Replace(info, "=key", "=", 1), status: 403, body: `{"error":10,`},
		{name: "another method", path: strings.Replace(info, "getInfo", "x", 1), status: 400, body: `{"error":3,`},
		{name: "no format", path: strings.Replace(info, "json", "", 1), status: 200, body: "<lfm"},
		{name: "autocorrect", path: strings.Replace(info, "correct=0", "correct=1", 1) + "Dream+Theater", status: 404, body: `{"error":6,`},
	} {
		e.check(t, l.URL())
	}
	for _, r := range l.Requests() {
		if got := r.Query.Get("api_key"); got != "REDACTED" && got != "" {
			t.Errorf("the log of requests has the key %q", got)
		}
	}
}

func TestYouTubeAnswersAsTheRealOneDoes(t *testing.T) {
	const known, unknown = "UCbulh9WdLtEXiooRcYK7SWw", "UCmgHUuAdHOrOi85wWcTeaGA"
	y := started[*fetchtest.YouTube](t)(fetchtest.NewYouTube())
	y.Set(known, "Metallica", 11_399_999)
	y.SetFurther(known, 7)
	const path = "/youtube/v3/channels?part=snippet,statistics&maxResults=50&id="
	for _, e := range []exchange{
		{
			name: "some fields", path: path + known + "," + unknown + "&fields=items", key: "k", status: 200,
			body: `"items":[{"id":"` + known + `","snippet":{"title":"Metallica"},"statistics":{"hiddenSubscriberCount":false,"subscriberCount":"11300000","viewCount":"7"}}]`,
		},
		{name: "all fields", path: path + known, key: "k", status: 200, body: `"videoCount":"2678"`},
		{name: "an unknown one", path: path + unknown, key: "k", status: 200, body: `{"kind":"youtube#channelListResponse"}`},
		{name: "no key", path: path + known, status: 403, body: `"reason":"forbidden"`},
		{name: "no part", path: "/youtube/v3/channels?id=" + known, key: "k", status: 400, body: `"reason":"missingRequiredParameter"`},
		{name: "no ids", path: path, key: "k", status: 400, body: `"reason":"invalidParameter"`},
		{name: "51 ids", path: path + known + strings.Repeat(","+known, 50), key: "k", status: 400, body: `"reason":"invalidParameter"`},
	} {
		e.check(t, y.URL())
	}
	y.Hide(known)
	exchange{name: "hidden", path: path + known, key: "k", status: 200, body: `"hiddenSubscriberCount":true,"subscriberCount":"0"`}.check(t, y.URL())
	y.Accept("key")
	exchange{name: "a wrong key", path: path + known, key: "k", status: 400, body: `"reason":"API_KEY_INVALID"`}.check(t, y.URL())
}
