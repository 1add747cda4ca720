package twitter_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/fetch/countertest"
	"datarocks/fetch/fetchtest"
	"datarocks/fetch/twitter"
)

const (
	dreamTheater = "DreamTheaterNet"
	metallica    = "Metallica"
	opeth        = "273926871" // a numeric id
)

var token = fetch.NewSecret("hunter2")

// source is X, which is not asked again within a run once it failed.
var source = countertest.Source{
	Start:        func() (*fetchtest.Platform, error) { return fetchtest.Start(content.Twitter) },
	Counter:      func(client *http.Client, origin string) fetch.Counter { return twitter.New(client, token, origin) },
	DreamTheater: dreamTheater, Metallica: metallica, Opeth: opeth,
	Metric: "followers", CountAt: "public_metrics.followers_count",
	Stops:   true,
	Secret:  "hunter2",
	Unknown: "unavailable: no such user",
	Odd: []countertest.Odd{
		odd("suspended", (*fetchtest.Platform).Suspend, "unavailable: suspended"),
		odd("no metrics", edit("public_metrics", fetchtest.Absent), none),
		odd("null metrics", edit("public_metrics", fetchtest.Null), none),
		odd("metrics a number", edit("public_metrics", "14156138"), "unavailable: the answer's public_metrics are not the documented object"),
		odd("another username", edit("username", `"someone"`), left),
		odd("no username", edit("username", fetchtest.Absent), left),
		odd("an odd username", edit("username", "5"), left),
		odd("an odd name", edit("name", "5"), "14156138"),
	},
	Faults: []countertest.Fault{
		countertest.Passing("401 as published", fetchtest.TwitterUnauthorized, "http 401: unauthorized"),
		countertest.Passing("402", fetchtest.Respond(402, ""), "http 402: no credits"),
		countertest.Passing("402 credits", fetchtest.TwitterCreditsDepleted, "http 402: no credits"),
		countertest.Passing("402 spending", fetchtest.Respond(402, `{"title":"Payment Required","detail":"The spending limit was reached."}`), "http 402: spending limit reached"),
		countertest.Passing("403 spending", spendCap, "http 403: spending limit reached"),
		countertest.Passing("403 not enrolled", notEnrolled, "http 403: forbidden"),
		countertest.Passing("404 JSON", fetchtest.Respond(404, `{"title":"Not Found"}`), "http 404: not found"),
		countertest.Passing("429 as published", rateLimit(), "http 429: rate limit"),
		countertest.Passing("429 until a reset", rateLimit("x-rate-limit-reset: 4102444800"), "http 429: rate limit"),
		countertest.Passing("429 usage cap", usageCap, "http 429: usage cap reached"),
		countertest.Passing("200 a list", fetchtest.Respond(200, "[]"), notJSON),
		countertest.Passing("200 data an object", fetchtest.Respond(200, `{"data":{"id":"1"}}`), notJSON),
	},
	NoAccounts: []string{"a&user.fields=id", "much_too_long_a_name"},
	NoAccount:  "unavailable: not the form of a username or id",
	Recorded: []countertest.RecordedCount{
		{File: "users.json", Account: "xdevelopers", Want: "583423", Name: "X Developers"},
		{File: "users.json", Account: "gone", Want: "unavailable: suspended"},
		{File: "users.json", Account: "nope", Want: "unavailable: no such user"},
		{File: "users.json", Account: "forgotten", Want: left},
		{File: "users.json", Account: "2244994945", Want: "583423", Name: "X Developers"},
		{File: "users_none.json", Account: "481186914", Want: "unavailable: suspended"},
	},
	Hints: map[string]fetchtest.Fault{
		"check TWITTER_BEARER_TOKEN":                                          fetchtest.TwitterUnauthorized,
		"buy credits at console.x.com, or take twitter out of the sources":    fetchtest.TwitterCreditsDepleted,
		"the platform asks to wait 1h0m0s":                                    rateLimit("Retry-After: 3600"),
		"the platform does not say how long to wait; the next run asks again": rateLimit(),
	},
}

const (
	none    = "unavailable: the answer has no followers"
	left    = "error: not in the answer"
	notJSON = "the answer is not the documented JSON"
)

// Problem documents as published, or as captured in public repositories.
var (
	spendCap = fetchtest.Respond(403,
		`{"title":"SpendCapReached","detail":"Your enrolled account [1234567] has reached its billing cycle spend cap. `+
			`API requests will be blocked until the next cycle begins on 2026-12-14.","reset_date":"2026-12-14",`+
			`"type":"https://api.twitter.com/2/problems/credits"}`)

	usageCap = fetchtest.Respond(429,
		`{"account_id":1234567,"product_name":"standard-basic","title":"UsageCapExceeded","period":"Monthly","scope":"Product",`+
			`"detail":"Usage cap exceeded: Monthly product cap","type":"https://api.twitter.com/2/problems/usage-capped"}`)

	notEnrolled = fetchtest.Respond(403,
		`{"client_id":"1234567","detail":"When authenticating requests to the Twitter API v2 endpoints, you must use keys and tokens `+
			`from a Twitter developer App that is attached to a Project.","registration_url":"https://developer.twitter.com/en/docs/projects/overview",`+
			`"title":"Client Forbidden","required_enrollment":"Standard Basic","reason":"client-not-enrolled",`+
			`"type":"https://api.twitter.com/2/problems/client-forbidden"}`)
)

func rateLimit(header ...string) fetchtest.Fault {
	return fetchtest.Respond(429, `{"title":"Too Many Requests","detail":"Too Many Requests","type":"about:blank","status":429}`, header...)
}

var odd, edit = countertest.OddAnswer, countertest.Edit

func TestTwitter(t *testing.T) { countertest.Run(t, source) }

// asked writes what p was asked for, one line each.
func asked(p *fetchtest.Platform) []string {
	var lines []string
	for _, r := range p.Requests() {
		users := strings.Split(r.Query.Get("usernames")+r.Query.Get("ids"), ",")
		lines = append(lines, fmt.Sprintf("%s %s %s of %d with %s",
			r.Authorization, r.Method, r.Path, len(users), r.Query.Get("user.fields")))
	}
	return lines
}

func TestUsersAreAskedAHundredAtATime(t *testing.T) {
	p := source.New(t)
	var accounts []string
	want := make(map[string]string)
	for i := range 120 {
		for _, account := range []string{fmt.Sprint("user_", i), fmt.Sprint(5_000_000_000 + i)} {
			p.Set(account, "someone", int64(i))
			accounts, want[account] = append(accounts, account), fmt.Sprint(i)
		}
	}
	got, reason := source.Ask(t, p, fetch.Options{}, accounts...)
	countertest.Check(t, "240 users", want, got, reason)
	requests := []string{
		"Bearer GET /2/users/by of 100 with public_metrics",
		"Bearer GET /2/users/by of 20 with public_metrics",
		"Bearer GET /2/users of 100 with public_metrics",
		"Bearer GET /2/users of 20 with public_metrics",
	}
	if diff := cmp.Diff(requests, asked(p)); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

func TestUsernamesAreFoundInAnySpelling(t *testing.T) {
	p := source.New(t)
	got, reason := source.Ask(t, p, fetch.Options{}, "DREAMTHEATERNET", "metallica", "METALLICA")
	want := map[string]string{"DREAMTHEATERNET": "1000001", "metallica": "14156138", "METALLICA": "14156138"}
	countertest.Check(t, "other spellings", want, got, reason)
}
