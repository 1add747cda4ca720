package twitter_test

import (
	"errors"
	"testing"

	"datarocks/fetch"
	"datarocks/fetch/countertest"
	"datarocks/fetch/fetchtest"
	"datarocks/fetch/twitter"
)

func TestOddCounts(t *testing.T) { source.TestOddCounts(t, "public_metrics.followers_count") }
func TestSlow(t *testing.T)      { source.TestSlow(t) }

func TestFaults(t *testing.T) {
	own := func(name string, broken fetchtest.Fault, reason string) countertest.Fault {
		return countertest.Fault{Name: name, Break: broken, Reason: reason}
	}
	const notJSON = "the answer is not the documented JSON"
	source.TestFaults(t,
		own("401 as published", fetchtest.TwitterUnauthorized, "http 401: unauthorized"),
		own("402", fetchtest.Respond(402, ""), "http 402: no credits"),
		own("402 credits", fetchtest.TwitterCreditsDepleted, "http 402: no credits"),
		own("402 spending", fetchtest.Respond(402, `{"title":"Payment Required","detail":"The spending limit was reached."}`), "http 402: spending limit reached"),
		own("403 spending", fetchtest.TwitterSpendCap, "http 403: spending limit reached"),
		own("403 not enrolled", fetchtest.TwitterNotEnrolled, "http 403: forbidden"),
		own("404 JSON", fetchtest.Respond(404, `{"title":"Not Found"}`), "http 404: not found"),
		own("429 as published", fetchtest.TwitterRateLimit(), "http 429: rate limit"),
		own("429 until a reset", fetchtest.TwitterRateLimit("x-rate-limit-reset: 4102444800"), "http 429: rate limit"),
		own("429 usage cap", fetchtest.TwitterUsageCap, "http 429: usage cap reached"),
		own("200 a list", fetchtest.Respond(200, "[]"), notJSON),
		own("200 data an object", fetchtest.Respond(200, `{"data":{"id":"1"}}`), notJSON),
	)
}

func TestOneOddUser(t *testing.T) {
	edit := func(path, raw string) func(*fetchtest.Platform) {
		return func(p *fetchtest.Platform) { p.Overwrite(metallica, path, raw) }
	}
	const (
		none     = "unavailable: the answer has no followers"
		noObject = "unavailable: the answer's public_metrics are not the documented object"
		left     = "error: not in the answer"
	)
	tests := []struct {
		name string
		make func(*fetchtest.Platform)
		want string
	}{
		{"nothing", func(*fetchtest.Platform) {}, "14156138"},
		{"zero", func(p *fetchtest.Platform) { p.Set(metallica, "Metallica", 0) }, "0"},
		{"unknown", func(p *fetchtest.Platform) { p.Remove(metallica) }, "unavailable: no such user"},
		{"suspended", func(p *fetchtest.Platform) { p.Suspend(metallica) }, "unavailable: suspended"},
		{"no metrics", edit("public_metrics", fetchtest.Absent), none},
		{"null metrics", edit("public_metrics", fetchtest.Null), none},
		{"metrics a number", edit("public_metrics", "14156138"), noObject},
		{"another username", edit("username", `"someone"`), left},
		{"another user's name", edit("username", `"dreamtheaternet"`), left},
		{"no username", edit("username", fetchtest.Absent), left},
		{"an odd username", edit("username", "5"), left},
		{"an odd name", edit("name", "5"), "14156138"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := source.New(t)
			test.make(p)
			want := source.Three(test.want)
			if test.name == "another user's name" {
				want[dreamTheater] = "unavailable: the answer holds this user twice, with different followers"
			}
			got, reason := source.AskThree(t, p)
			countertest.Check(t, test.name, want, got, "", reason)
		})
	}
}

// A numeric id is found by id alone: others may bear it as their username.
func TestAnIDIsNoUsername(t *testing.T) {
	p := source.New(t)
	p.Set("111", "the one with the id", 5)
	p.Set("222", "the one with the username", 6)
	p.Overwrite("222", "username", `"111"`)
	got, reason := source.Ask(t, p, fetch.Options{}, "111", "222")
	countertest.Check(t, "both", map[string]string{"111": "5", "222": "6"}, got, "", reason)
	p.Remove("111")
	got, reason = source.Ask(t, p, fetch.Options{}, "111", "222")
	countertest.Check(t, "one", map[string]string{"111": "unavailable: no such user", "222": "6"}, got, "", reason)
}

func TestAnAnswerWithoutUsers(t *testing.T) {
	for _, body := range []string{"{}", "null", `{"data":null}`, `{"data":[null]}`, `{"data":[],"errors":[{"title":"oops"}]}`, `{"errors":["oops"]}`} {
		t.Run(body, func(t *testing.T) {
			t.Parallel()
			p := source.New(t)
			p.FailAlways("/2/users/by", fetchtest.Respond(200, body))
			got, reason := source.AskThree(t, p)
			const left = "error: not in the answer"
			countertest.Check(t, body, map[string]string{dreamTheater: left, metallica: left, opeth: "0"}, got, "", reason)
		})
	}
}

func TestProblemsOfOneUser(t *testing.T) {
	problem := func(fields string) string {
		return `{"errors":[{"value":"Metallica",` + fields + `}]}`
	}
	tests := []struct{ name, body, want string }{
		{"unnamed", problem(`"resource_type":"user"`), "unavailable: the answer says: nothing"},
		{"another kind", problem(`"resource_type":"user","title":"Authorization\nError"`), "unavailable: the answer says: Authorization Error"},
		{"without a type", problem(`"title":"Not Found Error"`), "unavailable: no such user"},
		{"of a post", problem(`"resource_type":"tweet","title":"Not Found Error"`), "error: not in the answer"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := source.New(t)
			p.FailAlways("/2/users/by", fetchtest.Respond(200, test.body))
			got, reason := source.Ask(t, p, fetch.Options{}, metallica)
			countertest.Check(t, test.name, map[string]string{metallica: test.want}, got, "", reason)
		})
	}
}

func TestCountsBeforeAFailureAreKept(t *testing.T) {
	p := source.New(t)
	released := make(chan struct{})
	close(released)
	// Usernames are asked first, and this fault lets them through.
	p.Fail("/2/users", fetchtest.Hang(released), fetchtest.TwitterCreditsDepleted)
	got, reason := source.Ask(t, p, fetch.Options{}, opeth, metallica)
	countertest.Check(t, "no credits", map[string]string{metallica: "14156138"}, got, "http 402: no credits", reason)
}

func TestHintsSayWhatToDo(t *testing.T) {
	tests := []struct {
		name, want string
		fault      fetchtest.Fault
	}{
		{"a wrong token", "check TWITTER_BEARER_TOKEN", fetchtest.TwitterUnauthorized},
		{"no credits", "buy credits at console.x.com, or take twitter out of the sources", fetchtest.TwitterCreditsDepleted},
		{"a wait of an hour", "the platform asks to wait 1h0m0s", fetchtest.TwitterRateLimit("Retry-After: 3600")},
		{"a wait of unknown length", "the platform does not say how long to wait; the next run asks again", fetchtest.TwitterRateLimit()},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := source.New(t)
			p.FailAlways("/", test.fault)
			client := fetch.NewClient(fetch.Options{Patience: -1})
			_, err := twitter.New(client, token, p.URL()).Count(t.Context(), []string{metallica})
			var source *fetch.SourceError
			if !errors.As(err, &source) || source.Hint != test.want {
				t.Errorf("the error is %#v, want the hint %q", err, test.want)
			}
		})
	}
}
