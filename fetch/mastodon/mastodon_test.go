package mastodon_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"datarocks/fetch"
	"datarocks/fetch/countertest"
	"datarocks/fetch/fetchtest"
	"datarocks/fetch/mastodon"
)

const (
	dreamTheater = "dreamtheater@mastodon.social"
	metallica    = "Metallica@mastodon.social"
	opeth        = "opeth@mastodon.social"
)

var source = countertest.Source{
	Start: func() (*fetchtest.Platform, error) {
		p, err := fetchtest.NewMastodon()
		return p.Platform, err
	},
	Counter:      func(client *http.Client, origin string) fetch.Counter { return mastodon.New(client, origin) },
	DreamTheater: dreamTheater, Metallica: metallica, Opeth: opeth,
	Metric: "followers",
	Singly: true,
	Fills:  true,
}

func TestOddCounts(t *testing.T) { source.TestOddCounts(t, "followers_count") }
func TestSlow(t *testing.T)      { source.TestSlow(t) }

func TestFaults(t *testing.T) {
	const login = "http 401: the server wants a login"
	source.TestFaults(t,
		countertest.Fault{Name: "401", Break: fetchtest.MastodonLogin, Reason: login, Stops: true},
		countertest.Fault{Name: "401 HTML", Break: fetchtest.HTML(401), Reason: login, Stops: true},
		countertest.Fault{Name: "410 HTML", Break: fetchtest.HTML(410), Reason: "http 410: gone"},
		countertest.Fault{Name: "422", Break: fetchtest.Respond(422, `{"error":"Unprocessable"}`), Reason: "http 422: unprocessable entity"},
		countertest.Fault{Name: "200 a list", Break: fetchtest.Respond(200, "[]"), Reason: "the answer is not the documented JSON"},
	)
}

func TestOneOddAccount(t *testing.T) {
	edit := func(path, raw string) func(*fetchtest.Platform) {
		return func(p *fetchtest.Platform) { p.Overwrite(metallica, path, raw) }
	}
	both := func(edits ...func(*fetchtest.Platform)) func(*fetchtest.Platform) {
		return func(p *fetchtest.Platform) {
			for _, edit := range edits {
				edit(p)
			}
		}
	}
	const (
		left   = "error: not in the answer"
		hidden = "hidden: the account hides its followers"
	)
	zero := func(p *fetchtest.Platform) { p.Set(metallica, "Metallica", 0) }
	tests := []struct {
		name string
		make func(*fetchtest.Platform)
		want string
	}{
		{"nothing", func(*fetchtest.Platform) {}, "14156138"},
		{"zero", zero, "0"},
		{"unknown", func(p *fetchtest.Platform) { p.Remove(metallica) }, "unavailable: no such account"},
		{"suspended", func(p *fetchtest.Platform) { p.Suspend(metallica) }, "unavailable: suspended"},
		{"gone", func(p *fetchtest.Platform) {
			p.Fail("/", well, fetchtest.Respond(410, `{"error":"Gone"}`), well)
		}, "unavailable: suspended"},
		{"moved", edit("moved", `{"acct":"metallica@metalhead.club","followers_count":5}`), "unavailable: moved to metallica@metalhead.club"},
		{"moved to an odd place", edit("moved", `"metalhead.club"`), "unavailable: moved to another account"},
		{"moved null", edit("moved", fetchtest.Null), "14156138"},
		{"hidden by glitch-soc", edit("followers_count", "-1"), hidden},
		{"hidden by Pleroma", both(zero, edit("pleroma", `{"hide_followers_count":true}`)), hidden},
		{"hidden by GoToSocial", both(zero, edit("hide_collections", "true")), hidden},
		{"a hidden list with a number", edit("hide_collections", "true"), "14156138"},
		{"odd flags", both(edit("suspended", `"no"`), edit("pleroma", "5"), edit("hide_collections", "[]")), "14156138"},
		{"of another server", edit("acct", `"metallica@metalhead.club"`), "unavailable: wrong account: the answer is for metallica@metalhead.club"},
		{"another user", edit("acct", `"someone"`), "unavailable: wrong account: the answer is for someone"},
		{"another username", edit("username", `"someone"`), "unavailable: wrong account: the answer is for someone"},
		{"a full acct", edit("acct", `"metallica@MASTODON.social"`), "14156138"},
		{"no acct", edit("acct", fetchtest.Absent), left},
		{"no username", edit("username", "5"), left},
		{"an odd name", edit("display_name", "5"), "14156138"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := source.New(t)
			test.make(p)
			got, reason := source.Ask(t, p, fetch.Options{}, dreamTheater, metallica)
			want := source.Three(test.want)
			delete(want, opeth)
			countertest.Check(t, test.name, want, got, "", reason)
		})
	}
}

// well is no fault.
func well(h http.Handler) http.Handler { return h }

func TestNamesakesOfTwoServersAreTwoAccounts(t *testing.T) {
	p := source.New(t)
	p.Set("opeth@metalhead.club", "Another Opeth", 5)
	p.Set("rush@metalhead.club", "Rush", 6)
	got, reason := source.Ask(t, p, fetch.Options{}, opeth, "opeth@metalhead.club", "rush@metalhead.club", "rush@Mastodon.SOCIAL", "opeth")
	countertest.Check(t, "two servers", map[string]string{
		opeth: "0", "opeth@metalhead.club": "5", "rush@metalhead.club": "6",
		"rush@Mastodon.SOCIAL": "unavailable: no such account",
		"opeth":                "unavailable: not a valid user@server",
	}, got, "", reason)
	var asked []string
	for _, r := range p.Requests() {
		asked = append(asked, fmt.Sprintf("%s %s%s %s", r.Method, r.Host, r.Path, r.Query.Get("acct")))
	}
	slices.Sort(asked)
	want := []string{
		"GET mastodon.social/api/v1/accounts/lookup opeth",
		"GET mastodon.social/api/v1/accounts/lookup rush",
		"GET metalhead.club/api/v1/accounts/lookup opeth",
		"GET metalhead.club/api/v1/accounts/lookup rush",
	}
	if diff := cmp.Diff(want, asked); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

// at breaks the answers of one server.
func at(server string, broken fetchtest.Fault) fetchtest.Fault {
	return func(well http.Handler) http.Handler {
		bad := broken(well)
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Host == server {
				bad.ServeHTTP(w, r)
				return
			}
			well.ServeHTTP(w, r)
		})
	}
}

func TestAServerThatFailsCostsNoOtherItsCounts(t *testing.T) {
	const club = "@metalhead.club"
	tests := []struct {
		name, want string
		fault      fetchtest.Fault
	}{
		{"wants a login", "error: http 401: the server wants a login", fetchtest.MastodonLogin},
		{"is limited", "error: http 429: rate limit", fetchtest.MastodonRateLimit("X-RateLimit-Reset: 2100-01-01T00:00:00Z")},
		{"is down", "error: http 503: service unavailable", fetchtest.HTML(503)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := source.New(t)
			p.FailAlways("/", at("metalhead.club", test.fault))
			want := source.Three("14156138")
			accounts := []string{"a" + club, "b" + club, dreamTheater, "c" + club, "d" + club, metallica, opeth, "e" + club}
			for _, account := range accounts {
				if _, ok := want[account]; !ok {
					want[account] = test.want
				}
			}
			got, reason := source.Ask(t, p, fetch.Options{}, accounts...)
			countertest.Check(t, test.name, want, got, "", reason)
		})
	}
}

func TestTheSourceFailsWhereEveryServerDoes(t *testing.T) {
	p := source.New(t)
	p.FailAlways("/", fetchtest.MastodonLogin)
	_, err := mastodon.New(fetch.NewClient(fetch.Options{}), p.URL()).Count(t.Context(), []string{opeth, "opeth@metalhead.club"})
	var known *fetch.SourceError
	if !errors.As(err, &known) || known.Reason != "http 401: the server wants a login" || known.Hint == "" {
		t.Errorf("the error is %#v, want the 401 with a hint", err)
	}
}

func TestAnOutageIsGivenUp(t *testing.T) {
	var accounts []string
	for i := range 20 {
		accounts = append(accounts, fmt.Sprintf("band_%d@mastodon.social", i))
	}
	source.TestOutage(t, accounts)
}

// realServers answers like the servers themselves.
type realServers struct{ asked []string }

func (s *realServers) RoundTrip(req *http.Request) (*http.Response, error) {
	s.asked = append(s.asked, req.URL.String())
	return countertest.Recorded(`{"username":"opeth","acct":"opeth","followers_count":7}`).RoundTrip(req)
}

func TestTheHomeServerIsAsked(t *testing.T) {
	servers := &realServers{}
	client := fetch.NewClient(fetch.Options{Transport: servers})
	if _, err := mastodon.New(client, "").Count(t.Context(), []string{opeth}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"https://mastodon.social/api/v1/accounts/lookup?acct=opeth"}, servers.asked); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

func TestRecordedAnswers(t *testing.T) {
	source.CheckRecorded(t, "account.json", "trwnh@mastodon.social", "547", "infinite love ⴳ")
	source.CheckRecorded(t, "account.json", opeth, "unavailable: wrong account: the answer is for trwnh", "")
	source.CheckRecorded(t, "moved.json", "noiob@mastodon.social", "unavailable: moved to noiob@awoo.space", "ikea shark fan account")
	source.CheckRecorded(t, "suspended.json", "gone@mastodon.social", "unavailable: suspended", "")
	source.CheckRecorded(t, "hidden_glitch.json", "shy@glitch.social", "hidden: the account hides its followers", "Shy")
	source.CheckRecorded(t, "hidden_pleroma.json", "shy@pleroma.social", "hidden: the account hides its followers", "Shy")
	p := source.New(t)
	url := p.URL() + "/api/v1/accounts/lookup?acct=" + metallica
	countertest.CheckFields(t, "an account", []byte(countertest.ReadRecorded(t, "account.json")), countertest.Get(t, url))
}

func FuzzMastodonAnswer(f *testing.F) {
	for _, name := range []string{"account.json", "moved.json", "suspended.json", "hidden_glitch.json", "hidden_pleroma.json"} {
		f.Add([]byte(countertest.ReadRecorded(f, name)))
	}
	f.Add([]byte(`{"username":"OPETH","acct":"opeth@mastodon.social","followers_count":-0}`))
	f.Fuzz(func(t *testing.T, body []byte) { source.CheckLaw(t, body, "trwnh@mastodon.social", opeth) })
}
