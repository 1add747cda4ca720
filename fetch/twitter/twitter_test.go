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
	Metric: "followers",
	Stops:  true,
}

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
	countertest.Check(t, "240 users", want, got, "", reason)
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
	countertest.Check(t, "other spellings", want, got, "", reason)
}

func TestNothingToAskAsksNothing(t *testing.T) {
	p := source.New(t)
	got, reason := source.Ask(t, p, fetch.Options{}, "a&user.fields=id", "much_too_long_a_name")
	countertest.Check(t, "no usernames", map[string]string{
		"a&user.fields=id":     "unavailable: not the form of a username or id",
		"much_too_long_a_name": "unavailable: not the form of a username or id",
	}, got, "", reason)
	if paths := countertest.Paths(p); len(paths) != 0 {
		t.Errorf("it asked for %v", paths)
	}
}

func TestTheTokenIsNotInErrors(t *testing.T) {
	p := source.New(t)
	p.FailAlways("/", fetchtest.TwitterUnauthorized)
	counter := twitter.New(fetch.NewClient(fetch.Options{}), token, p.URL())
	_, err := counter.Count(t.Context(), []string{metallica})
	if text := fmt.Sprintf("%v %+v %#v %+v", err, err, err, counter); strings.Contains(text, token.Reveal()) {
		t.Errorf("the token is in %s", text)
	}
	if got := fetch.Reason(err); got != "http 401: unauthorized" {
		t.Errorf("reason %q", got)
	}
}
