package youtube_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"datarocks/fetch"
	"datarocks/fetch/countertest"
	"datarocks/fetch/fetchtest"
	"datarocks/fetch/youtube"
)

const (
	dreamTheater = "UC28IjATZWKEJtVqWBWBxY1w"
	metallica    = "UCbulh9WdLtEXiooRcYK7SWw"
	opeth        = "UCmgHUuAdHOrOi85wWcTeaGA"
	google       = "UCK8sQmJBp8GCxrOtXWBpyEA"
	developers   = "UC_x5XG1OV2P6uZZ5FSM9Ttw"
)

var key = fetch.NewSecret("hunter2")

var source = countertest.Source{
	Start:        startExact,
	Counter:      func(client *http.Client, origin string) fetch.Counter { return youtube.New(client, key, origin) },
	DreamTheater: dreamTheater, Metallica: metallica, Opeth: opeth,
	Metric: "subscribers", CountAt: "statistics.subscriberCount",
	NoNumber: `"many"`,
	Secret:   "hunter2",
	Unknown:  unknown,
	Odd: []countertest.Odd{
		odd("another id", edit("id", `"`+google+`"`), unknown),
		odd("an id in capitals", edit("id", `"`+strings.ToUpper(metallica)+`"`), unknown),
		odd("a hostile id", edit("id", `"x\u001b[31m"`), unknown),
		odd("no id", edit("id", fetchtest.Absent), unknown),
		odd("an odd id", edit("id", "5"), unknown),
		odd("no snippet", edit("snippet", fetchtest.Absent), "14156138"),
		odd("an odd snippet", edit("snippet", "5"), "14156138"),
		odd("an odd title", edit("snippet.title", "[]"), "14156138"),
		odd("no views", edit("statistics.viewCount", fetchtest.Absent), "14156138"),
		odd("no statistics", edit("statistics", fetchtest.Absent), none),
		odd("statistics null", edit("statistics", fetchtest.Null), none),
		odd("statistics a list", edit("statistics", "[]"), "unavailable: the answer's statistics are not the documented object"),
		odd("a negative string", edit("statistics.subscriberCount", `"-12"`), outOf),
		odd("a huge string", edit("statistics.subscriberCount", `"99999999999999999999"`), outOf),
		odd("a string with a point", edit("statistics.subscriberCount", `"12.5"`), notWhole),
		odd("a string for people", edit("statistics.subscriberCount", `"14.1M"`), notWhole),
		odd("hidden", edit("statistics.hiddenSubscriberCount", "true"), hidden),
		odd("hidden as a string", edit("statistics.hiddenSubscriberCount", `"true"`), hidden),
		odd("hidden null", edit("statistics.hiddenSubscriberCount", fetchtest.Null), "14156138"),
		odd("no word of hidden", edit("statistics.hiddenSubscriberCount", fetchtest.Absent), "14156138"),
		odd("hidden odd", edit("statistics.hiddenSubscriberCount", "7"), "unavailable: the answer's hiddenSubscriberCount is neither true nor false"),
	},
	Faults: []countertest.Fault{
		countertest.Broken("quota", fetchtest.YouTubeQuotaExceeded, "http 403: quota exceeded"),
		countertest.Broken("not enabled", fetchtest.YouTubeNotEnabled, "http 403: API not enabled"),
		countertest.Broken("invalid key", fetchtest.YouTubeInvalidKey, "http 400: invalid API key"),
		countertest.Broken("invalid key as it was", keyInvalid, "http 400: invalid API key"),
		countertest.Broken("restricted key", restricted, "http 403: API key restricted"),
		countertest.Broken("rate limit", rateLimit, "http 403: rate limit"),
		countertest.Passing("400", fetchtest.Respond(400, `{"error":{"code":400,"errors":[{"reason":"invalidParameter"}]}}`), "http 400: bad request"),
		countertest.Passing("400 an odd error", fetchtest.Respond(400, `{"error":"error message"}`), "http 400: bad request"),
		countertest.Passing("500 with a reason", fetchtest.Respond(500, `{"error":{"errors":[{"reason":"quotaExceeded"}]}}`), "http 500: internal server error"),
		countertest.Passing("200 a list", fetchtest.Respond(200, "[]"), notJSON),
		countertest.Passing("200 null", fetchtest.Respond(200, "null"), noList),
		countertest.Passing("200 an empty object", fetchtest.Respond(200, "{}"), noList),
		countertest.Passing("200 another list", fetchtest.Respond(200, `{"kind":"youtube#videoListResponse","items":[]}`), noList),
		countertest.Passing("200 items an object", fetchtest.Respond(200, `{"kind":"youtube#channelListResponse","items":{}}`), notJSON),
		{Name: "200 no items", Break: fetchtest.Respond(200, `{"kind":"youtube#channelListResponse"}`), Count: unknown},
		{Name: "200 odd items", Break: fetchtest.Respond(200, `{"kind":"youtube#channelListResponse","items":[null,5,"x",[],{}]}`), Count: unknown},
	},
	Many:       channels(400),
	NoAccounts: []string{"metallica", "@metallica", strings.ToLower(metallica), metallica + "," + opeth},
	NoAccount:  "unavailable: not a valid channel id",
	Recorded: []countertest.RecordedCount{
		{File: "channels.json", Account: google, Want: "10700000", Name: "Google"},
		{File: "channels.json", Account: developers, Want: "2260000", Name: "Google Developers"},
		{File: "channels.json", Account: opeth, Want: unknown},
	},
	Hints: map[string]fetchtest.Fault{
		"check YOUTUBE_API_KEY": fetchtest.YouTubeInvalidKey,
		"the project's units of the day are used up; they begin anew at midnight Pacific time, and the next run asks again": fetchtest.YouTubeQuotaExceeded,
		"enable the YouTube Data API v3 for the project of the key at console.cloud.google.com":                             fetchtest.YouTubeNotEnabled,
		"allow the key the YouTube Data API v3, from any address, at console.cloud.google.com":                              restricted,
		"the project asks too often; the next run asks again":                                                               rateLimit,
	},
}

const (
	unknown  = "unavailable: no such channel"
	hidden   = "hidden: the channel hides its subscribers"
	none     = "unavailable: the answer has no subscribers"
	notWhole = "unavailable: the answer's subscribers are not a whole number"
	outOf    = "unavailable: the answer's count is out of range"
	notJSON  = "the answer is not the documented JSON"
	noList   = "the answer is no list of channels"
)

var (
	// keyInvalid is a recorded answer of sns-sdks/python-youtube.
	keyInvalid = fetchtest.Respond(400, `{"error":{"errors":[{"domain":"usageLimits","reason":"keyInvalid","message":"Bad Request"}],"code":400,"message":"Bad Request"}}`)
	restricted = fetchtest.Respond(403, `{"error":{"code":403,"details":[{"reason":"API_KEY_SERVICE_BLOCKED"}]}}`)
	rateLimit  = fetchtest.Respond(403, `{"error":{"code":403,"errors":[{"domain":"usageLimits","reason":"rateLimitExceeded"}]}}`)
)

var odd, edit = countertest.OddAnswer, countertest.Edit

// startExact starts a YouTube whose numbers have all their digits, so that one of
// another channel shows.
func startExact() (*fetchtest.Platform, error) {
	y, err := fetchtest.NewYouTube()
	if err != nil {
		return nil, err
	}
	y.Exact()
	return y.Platform, nil
}

func start(t *testing.T) *fetchtest.YouTube {
	t.Helper()
	y, err := fetchtest.NewYouTube()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = y.Close() })
	return y
}

// read asks y for channels.
func read(t *testing.T, y *fetchtest.YouTube, ids ...string) map[string]fetch.Answer {
	t.Helper()
	reader, ok := youtube.New(fetch.NewClient(fetch.Options{Patience: -1}), key, y.URL()).(fetch.Reader)
	if !ok {
		t.Fatal("it reads one metric only")
	}
	answers, err := reader.Read(t.Context(), ids)
	if err != nil {
		t.Fatal(err)
	}
	return answers
}

func channels(n int) []string {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = fmt.Sprintf("UC%022d", i)
	}
	return ids
}

func TestYouTube(t *testing.T) { countertest.Run(t, source) }

func TestSubscribersAreCut(t *testing.T) {
	tests := []struct{ held, want, step int64 }{
		{0, 0, 0}, {7, 7, 0}, {999, 999, 0}, {1000, 1000, 10}, {1009, 1000, 10}, {10_049, 10_000, 100}, {11_399_999, 11_300_000, 100_000},
	}
	y := start(t)
	for _, test := range tests {
		y.Set(metallica, "Metallica", test.held)
		got := read(t, y, metallica)[metallica]
		if n, ok := got.Value(); !ok || n != test.want || got.Step != test.step || got.Name != "Metallica" {
			t.Errorf("of %d the answer is %v of step %d, named %q; want %d of step %d", test.held, got.Count, got.Step, got.Name, test.want, test.step)
		}
		if views := got.More["views"]; views.Step != 0 {
			t.Errorf("views are cut to steps of %d", views.Step)
		}
	}
}

func TestOneRequestAnswersBothMetrics(t *testing.T) {
	y := start(t)
	y.Set(metallica, "Metallica", 11_399_999)
	y.SetFurther(metallica, 7_123_456_789)
	y.Set(opeth, "Opeth", 1234)
	y.Hide(opeth)
	got := read(t, y, metallica, opeth, google)
	counts := make(map[string]string)
	for id, a := range got {
		counts[id] = a.Count.String() + " and " + a.More["views"].String()
	}
	want := map[string]string{
		metallica: "11300000 and 7123456789",
		opeth:     hidden + " and 382540",
		google:    unknown + " and : ",
	}
	if diff := cmp.Diff(want, counts); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
	if n := len(y.Requests()); n != 1 {
		t.Errorf("%d requests", n)
	}
}

func TestAFreshChannel(t *testing.T) {
	y := start(t)
	y.Set(opeth, "", 0)
	a := read(t, y, opeth)[opeth]
	if a.Count != fetch.Number(0) || a.More["views"] != fetch.Number(0) {
		t.Errorf("it has %v and %v", a.Count, a.More["views"])
	}
}

func TestAChannelTwice(t *testing.T) {
	p := source.New(t)
	p.Overwrite(metallica, "id", `"`+opeth+`"`)
	want := source.Three(unknown)
	want[opeth] = "unavailable: the answer holds this channel twice, and differently"
	got, reason := source.AskThree(t, p)
	countertest.Check(t, "twice", want, got, reason)
}

func TestChannelsAreAskedFiftyAtATime(t *testing.T) {
	y := start(t)
	y.Exact()
	want := make(map[string]string)
	for i, id := range channels(120) {
		y.Set(id, "a channel", int64(i))
		want[id] = fmt.Sprint(i)
	}
	got, reason := source.Ask(t, y.Platform, fetch.Options{}, channels(120)...)
	countertest.Check(t, "120 channels", want, got, reason)
	sizes := y.Batches()
	slices.Sort(sizes)
	if diff := cmp.Diff([]int{20, 50, 50}, sizes); diff != "" {
		t.Errorf("channels in a request (-want +got):\n%s", diff)
	}
}

func TestTheSimulatedAnswerHasTheRecordedFields(t *testing.T) {
	y := start(t)
	y.Set(metallica, "Metallica", 7)
	body, err := fetch.Get(t.Context(), http.DefaultClient, y.URL()+"/youtube/v3/channels?part=snippet,statistics&id="+metallica,
		func(r *http.Request) { r.Header.Set("X-Goog-Api-Key", "k") })
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"items.0", "items.0.snippet", "items.0.statistics"} {
		countertest.CheckFields(t, part, part, countertest.ReadRecorded(t, "channels.json"), body)
	}
}

// onTheWire notes a request.
type onTheWire struct{ asked *http.Request }

func (w *onTheWire) RoundTrip(req *http.Request) (*http.Response, error) {
	w.asked = req
	return countertest.Recorded(`{"kind":"youtube#channelListResponse"}`).RoundTrip(req)
}

func TestTheKeyIsInAHeaderAlone(t *testing.T) {
	w := &onTheWire{}
	if _, err := youtube.New(fetch.NewClient(fetch.Options{Transport: w}), key, "").Count(t.Context(), []string{opeth}); err != nil {
		t.Fatal(err)
	}
	if got := w.asked.Header.Get("X-Goog-Api-Key"); got != "hunter2" {
		t.Errorf("the key in the header is %q", got)
	}
	const want = "https://www.googleapis.com/youtube/v3/channels?fields=kind%2Citems%28id%2Csnippet%2Ftitle%2C" +
		"statistics%28viewCount%2CsubscriberCount%2ChiddenSubscriberCount%29%29&id=" + opeth + "&maxResults=50&part=snippet%2Cstatistics"
	if got := w.asked.URL.String(); got != want {
		t.Errorf("the address is\n%s, want\n%s", got, want)
	}
}

func TestAWrongKey(t *testing.T) {
	y := start(t)
	y.Accept("another")
	got, reason := source.Ask(t, y.Platform, fetch.Options{}, opeth)
	countertest.CheckFailed(t, "http 400: invalid API key", nil, got, reason)
	if n := len(y.Requests()); n != 1 {
		t.Errorf("%d requests", n)
	}
}

func FuzzYouTubeAnswer(f *testing.F) {
	source.Fuzz(f, []string{google, developers, opeth},
		`{"kind":"youtube#channelListResponse","items":[null,5,{"id":"`+opeth+`","statistics":{"subscriberCount":"1"}},{"id":"`+opeth+`","statistics":{"subscriberCount":"2"}}]}`,
		`{"kind":"youtube#channelListResponse","items":[{"id":"`+google+`","statistics":{"subscriberCount":"-0","hiddenSubscriberCount":true}}]}`)
}
