package twitter_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"datarocks/fetch"
	"datarocks/fetch/fetchtest"
	"datarocks/fetch/twitter"
)

const (
	dreamTheater = "dreamtheaternet"
	metallica    = "Metallica"
	opeth        = "273926871" // a numeric id
)

var token = fetch.NewSecret("hunter2")

// newTwitter starts a platform with three users, one of them known by id.
func newTwitter(t *testing.T) *fetchtest.Twitter {
	t.Helper()
	p, err := fetchtest.NewTwitter()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	p.Set("DreamTheaterNet", "Dream Theater", 1_000_001)
	p.Set(metallica, "Metallica", 4_156_138)
	p.Set(opeth, "Opeth", 0)
	return p
}

// count asks p without patience for a second attempt, and writes each count
// and the source's reason as text. Whatever went wrong, a number must be the
// one that p holds for that account.
func count(t *testing.T, p *fetchtest.Twitter, o fetch.Options, accounts ...string) (counts map[string]string, reason string) {
	t.Helper()
	o.Patience = -1
	got, err := twitter.New(fetch.NewClient(o), token, p.URL()).Count(t.Context(), accounts)
	counts = make(map[string]string)
	for account, c := range got {
		counts[account] = c.String()
		held, known := p.Count(account)
		if n, ok := c.Value(); ok && (!known || n != held) {
			t.Errorf("a false number: %s has %d followers, got %d", account, held, n)
		}
	}
	for _, account := range accounts {
		if _, ok := got[account]; !ok && err == nil {
			t.Errorf("nothing is said of %s", account)
		}
	}
	if err != nil {
		reason = fetch.Reason(err)
	}
	return counts, reason
}

func check(t *testing.T, when string, want, got map[string]string, wantReason, reason string) {
	t.Helper()
	if want == nil {
		want = map[string]string{}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: counts (-want +got):\n%s", when, diff)
	}
	if reason != wantReason {
		t.Errorf("%s: reason %q, want %q", when, reason, wantReason)
	}
}

// asked writes what p was asked for, one line each.
func asked(p *fetchtest.Twitter) []string {
	var lines []string
	for _, r := range p.Requests() {
		users := strings.Split(r.Query.Get("usernames")+r.Query.Get("ids"), ",")
		lines = append(lines, fmt.Sprintf("%s %s %s of %d with %s",
			r.Authorization, r.Method, r.Path, len(users), r.Query.Get("user.fields")))
	}
	return lines
}

func TestUsersAreAskedAHundredAtATime(t *testing.T) {
	p := newTwitter(t)
	var accounts []string
	want := make(map[string]string)
	for i := range 120 {
		for _, account := range []string{fmt.Sprint("user_", i), fmt.Sprint(5_000_000_000 + i)} {
			p.Set(account, "someone", int64(i))
			accounts, want[account] = append(accounts, account), fmt.Sprint(i)
		}
	}
	got, reason := count(t, p, fetch.Options{}, accounts...)
	check(t, "240 users", want, got, "", reason)
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
	p := newTwitter(t)
	got, reason := count(t, p, fetch.Options{}, "DREAMTHEATERNET", "metallica", "METALLICA")
	check(t, "other spellings", map[string]string{"DREAMTHEATERNET": "1000001", "metallica": "4156138", "METALLICA": "4156138"}, got, "", reason)
}

func TestNothingToAskAsksNothing(t *testing.T) {
	p := newTwitter(t)
	got, reason := count(t, p, fetch.Options{}, "a&user.fields=id", "much_too_long_a_name")
	check(t, "no usernames", map[string]string{
		"a&user.fields=id":     "unavailable: not the form of a username or id",
		"much_too_long_a_name": "unavailable: not the form of a username or id",
	}, got, "", reason)
	if requests := p.Requests(); len(requests) != 0 {
		t.Errorf("it asked %v", requests)
	}
}

func TestTheTokenIsNotInErrors(t *testing.T) {
	p := newTwitter(t)
	p.Accept("another")
	counter := twitter.New(fetch.NewClient(fetch.Options{}), token, p.URL())
	_, err := counter.Count(t.Context(), []string{metallica})
	if text := fmt.Sprintf("%v %+v %#v %+v", err, err, err, counter); strings.Contains(text, token.Reveal()) {
		t.Errorf("the token is in %s", text)
	}
	if got := fetch.Reason(err); got != "http 401: unauthorized" {
		t.Errorf("reason %q", got)
	}
}
