package twitter_test

import (
	"errors"
	"testing"
	"time"

	"datarocks/fetch"
	"datarocks/fetch/fetchtest"
	"datarocks/fetch/twitter"
)

// The counts of three users of whom the second is odd.
func allBut(second string) map[string]string {
	return map[string]string{dreamTheater: "1000001", metallica: second, opeth: "0"}
}

func TestOneOddUser(t *testing.T) {
	edit := func(path, raw string) func(*fetchtest.Twitter) {
		return func(p *fetchtest.Twitter) { p.Overwrite(metallica, path, raw) }
	}
	const (
		none     = "unavailable: the answer has no followers"
		notWhole = "unavailable: the answer's followers are not a whole number"
		outOf    = "unavailable: the answer's count is out of range"
		noObject = "unavailable: the answer's public_metrics are not the documented object"
		left     = "error: not in the answer"
	)
	tests := []struct {
		name string
		make func(*fetchtest.Twitter)
		want string
	}{
		{"nothing", func(*fetchtest.Twitter) {}, "4156138"},
		{"zero", func(p *fetchtest.Twitter) { p.Set(metallica, "Metallica", 0) }, "0"},
		{"unknown", func(p *fetchtest.Twitter) { p.Remove(metallica) }, "unavailable: no such user"},
		{"suspended", func(p *fetchtest.Twitter) { p.Suspend(metallica) }, "unavailable: suspended"},
		{"no metrics", edit("public_metrics", fetchtest.Absent), none},
		{"null metrics", edit("public_metrics", fetchtest.Null), none},
		{"metrics a number", edit("public_metrics", "4156138"), noObject},
		{"absent", edit("public_metrics.followers_count", fetchtest.Absent), none},
		{"null", edit("public_metrics.followers_count", fetchtest.Null), none},
		{"string", edit("public_metrics.followers_count", fetchtest.Text), notWhole},
		{"float", edit("public_metrics.followers_count", fetchtest.Float), notWhole},
		{"exponent", edit("public_metrics.followers_count", fetchtest.Exponent), notWhole},
		{"list", edit("public_metrics.followers_count", fetchtest.List), notWhole},
		{"negative", edit("public_metrics.followers_count", fetchtest.Negative), outOf},
		{"huge", edit("public_metrics.followers_count", fetchtest.Huge), outOf},
		{"beyond 2^53", edit("public_metrics.followers_count", fetchtest.Unsafe), outOf},
		{"another username", edit("username", `"someone"`), left},
		{"another user's name", edit("username", `"DreamTheaterNet"`), left},
		{"no username", edit("username", fetchtest.Absent), left},
		{"an odd username", edit("username", "5"), left},
		{"an odd name", edit("name", "5"), "4156138"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := newTwitter(t)
			test.make(p)
			want := allBut(test.want)
			if test.name == "another user's name" {
				want[dreamTheater] = "unavailable: the answer holds this user twice, with different followers"
			}
			got, reason := count(t, p, fetch.Options{}, dreamTheater, metallica, opeth)
			check(t, test.name, want, got, "", reason)
		})
	}
}

// A numeric id is found by id alone: others may bear it as their username.
func TestAnIDIsNoUsername(t *testing.T) {
	p := newTwitter(t)
	p.Set("111", "the one with the id", 5)
	p.Set("222", "the one with the username", 6)
	p.Overwrite("222", "username", `"111"`)
	got, reason := count(t, p, fetch.Options{}, "111", "222")
	check(t, "both", map[string]string{"111": "5", "222": "6"}, got, "", reason)
	p.Remove("111")
	got, reason = count(t, p, fetch.Options{}, "111", "222")
	check(t, "one", map[string]string{"111": "unavailable: no such user", "222": "6"}, got, "", reason)
}

// Faults of whole answers fail the source: X is not asked again within a run.
func TestFaults(t *testing.T) {
	const notJSON = "the answer is not the documented JSON"
	tests := []struct {
		name   string
		fault  fetchtest.Fault
		reason string
	}{
		{"401", fetchtest.TwitterUnauthorized, "http 401: unauthorized"},
		{"402", fetchtest.TwitterCreditsDepleted, "http 402: no credits"},
		{"402 spending", fetchtest.Respond(402, `{"title":"Payment Required","detail":"The spending limit was reached."}`), "http 402: spending limit reached"},
		{"403 spending", fetchtest.TwitterSpendCap, "http 403: spending limit reached"},
		{"403 not enrolled", fetchtest.TwitterNotEnrolled, "http 403: forbidden"},
		{"403 plain text", fetchtest.Respond(403, "Forbidden"), "http 403: forbidden"},
		{"403 HTML", fetchtest.HTML(403), "http 403: forbidden"},
		{"404", fetchtest.Respond(404, `{"title":"Not Found"}`), "http 404: not found"},
		{"429", fetchtest.TwitterRateLimit(), "http 429: rate limit"},
		{"429 for 0 s", fetchtest.TwitterRateLimit("Retry-After: 0"), "http 429: rate limit"},
		{"429 for 5 s", fetchtest.TwitterRateLimit("Retry-After: 5"), "http 429: rate limit"},
		{"429 for a day", fetchtest.TwitterRateLimit("Retry-After: 86400"), "http 429: rate limit"},
		{"429 until a date", fetchtest.TwitterRateLimit("Retry-After: Fri, 01 Jan 2100 00:00:00 GMT"), "http 429: rate limit"},
		{"429 until a reset", fetchtest.TwitterRateLimit("x-rate-limit-reset: 4102444800"), "http 429: rate limit"},
		{"429 usage cap", fetchtest.TwitterUsageCap, "http 429: usage cap reached"},
		{"500", fetchtest.Respond(500, ""), "http 500: internal server error"},
		{"502 HTML", fetchtest.HTML(502), "http 502: bad gateway"},
		{"204", fetchtest.Respond(204, ""), "http 204: no content"},
		{"302", fetchtest.Respond(302, "", "Location: https://example.org/"), "http 302: found"},
		{"200 HTML", fetchtest.HTML(200), notJSON},
		{"200 empty", fetchtest.Respond(200, ""), notJSON},
		{"200 a list", fetchtest.Respond(200, "[]"), notJSON},
		{"200 data an object", fetchtest.Respond(200, `{"data":{"id":"1"}}`), notJSON},
		{"200 and more", fetchtest.Respond(200, `{} {}`), notJSON},
		{"cut", fetchtest.Cut(), "the answer was cut off"},
		{"10 MB", fetchtest.Oversize(), "the answer is over 1 MiB"},
		{"dropped", fetchtest.Drop(), "connection failed"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := newTwitter(t)
			p.FailAlways("/2/users/by", test.fault)
			got, reason := count(t, p, fetch.Options{}, dreamTheater, metallica, opeth)
			check(t, "the first answer", nil, got, test.reason, reason)

			p.Heal()
			got, reason = count(t, p, fetch.Options{}, dreamTheater, metallica, opeth)
			check(t, "healed", allBut("4156138"), got, "", reason)
		})
	}
}

func TestAnAnswerWithoutUsers(t *testing.T) {
	for _, body := range []string{"{}", "null", `{"data":null}`, `{"data":[null]}`, `{"data":[],"errors":[{"title":"oops"}]}`, `{"errors":["oops"]}`} {
		t.Run(body, func(t *testing.T) {
			t.Parallel()
			p := newTwitter(t)
			p.FailAlways("/2/users/by", fetchtest.Respond(200, body))
			got, reason := count(t, p, fetch.Options{}, dreamTheater, metallica, opeth)
			const left = "error: not in the answer"
			check(t, body, map[string]string{dreamTheater: left, metallica: left, opeth: "0"}, got, "", reason)
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
			p := newTwitter(t)
			p.FailAlways("/2/users/by", fetchtest.Respond(200, test.body))
			got, reason := count(t, p, fetch.Options{}, metallica)
			check(t, test.name, map[string]string{metallica: test.want}, got, "", reason)
		})
	}
}

func TestASlowPlatformTimesOut(t *testing.T) {
	p := newTwitter(t)
	p.FailAlways("/2/", fetchtest.Hang(nil))
	got, reason := count(t, p, fetch.Options{Timeout: 50 * time.Millisecond}, metallica)
	check(t, "slow", nil, got, "timed out", reason)
}

func TestCountsBeforeAFailureAreKept(t *testing.T) {
	p := newTwitter(t)
	released := make(chan struct{})
	close(released)
	// Usernames are asked first, and this fault lets them through.
	p.Fail("/2/users", fetchtest.Hang(released), fetchtest.TwitterCreditsDepleted)
	got, reason := count(t, p, fetch.Options{}, opeth, metallica)
	check(t, "no credits", map[string]string{metallica: "4156138"}, got, "http 402: no credits", reason)
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
			p := newTwitter(t)
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
