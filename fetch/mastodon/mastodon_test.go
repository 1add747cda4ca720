package mastodon_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
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
	Start:        func() (*fetchtest.Platform, error) { return fetchtest.Start(content.Mastodon) },
	Counter:      mastodon.New,
	DreamTheater: dreamTheater, Metallica: metallica, Opeth: opeth,
	Metric: "followers", CountAt: "followers_count",
	Singly:  true,
	Fills:   true,
	Unknown: "unavailable: no such account",
	Odd: []countertest.Odd{
		odd("suspended", (*fetchtest.Platform).Suspend, "unavailable: suspended"),
		odd("moved", edit("moved", `{"acct":"metallica@metalhead.club","followers_count":5}`), "unavailable: moved to metallica@metalhead.club"),
		odd("moved to an odd place", edit("moved", `"metalhead.club"`), "unavailable: moved to another account"),
		odd("moved null", edit("moved", fetchtest.Null), "14156138"),
		odd("hidden by glitch-soc", edit("followers_count", "-1"), hidden),
		odd("hidden by Pleroma", both(zero, edit("pleroma", `{"hide_followers_count":true}`)), hidden),
		odd("hidden by GoToSocial", both(zero, edit("hide_collections", "true")), hidden),
		odd("a hidden list with a number", edit("hide_collections", "true"), "14156138"),
		odd("odd flags", both(edit("suspended", `"no"`), edit("pleroma", "5"), edit("hide_collections", "[]")), "14156138"),
		odd("of another server", edit("acct", `"metallica@metalhead.club"`), "unavailable: wrong account: the answer is for metallica@metalhead.club"),
		odd("another user", edit("acct", `"someone"`), "unavailable: wrong account: the answer is for someone"),
		odd("another username", edit("username", `"someone"`), "unavailable: wrong account: the answer is for someone"),
		odd("a full acct", edit("acct", `"metallica@MASTODON.social"`), "14156138"),
		odd("no acct", edit("acct", fetchtest.Absent), "error: not in the answer"),
		odd("no username", edit("username", "5"), "error: not in the answer"),
		odd("an odd name", edit("display_name", "5"), "14156138"),
	},
	Faults: []countertest.Fault{
		countertest.Broken("401", fetchtest.MastodonLogin, login),
		countertest.Broken("401 HTML", fetchtest.HTML(401), login),
		countertest.Passing("410 HTML", fetchtest.HTML(410), "http 410: gone"),
		countertest.Passing("422", fetchtest.Respond(422, `{"error":"Unprocessable"}`), "http 422: unprocessable entity"),
		countertest.Passing("200 a list", fetchtest.Respond(200, "[]"), "the answer is not the documented JSON"),
		{Name: "410", Break: fetchtest.Respond(410, `{"error":"Gone"}`), Count: "unavailable: suspended"},
	},
	Many: bands(20),
	Recorded: []countertest.RecordedCount{
		{File: "account.json", Account: "trwnh@mastodon.social", Want: "547", Name: "infinite love ⴳ"},
		{File: "account.json", Account: opeth, Want: "unavailable: wrong account: the answer is for trwnh"},
		{File: "moved.json", Account: "noiob@mastodon.social", Want: "unavailable: moved to noiob@awoo.space", Name: "ikea shark fan account"},
		{File: "suspended.json", Account: "gone@mastodon.social", Want: "unavailable: suspended"},
		{File: "hidden_glitch.json", Account: "shy@glitch.social", Want: hidden, Name: "Shy"},
		{File: "hidden_pleroma.json", Account: "shy@pleroma.social", Want: hidden, Name: "Shy"},
	},
	Shape: countertest.Shape{File: "account.json", Path: "/api/v1/accounts/lookup?acct=" + metallica},
}

const (
	hidden = "hidden: the account hides its followers"
	login  = "http 401: the server wants a login"
)

var odd, edit = countertest.OddAnswer, countertest.Edit

func zero(p *fetchtest.Platform, account string) { p.Set(account, "Metallica", 0) }

func both(edits ...func(*fetchtest.Platform, string)) func(*fetchtest.Platform, string) {
	return func(p *fetchtest.Platform, account string) {
		for _, edit := range edits {
			edit(p, account)
		}
	}
}

func bands(n int) (accounts []string) {
	for i := range n {
		accounts = append(accounts, fmt.Sprintf("band_%d@mastodon.social", i))
	}
	return accounts
}

func TestMastodon(t *testing.T) { countertest.Run(t, source) }

func TestNamesakesOfTwoServersAreTwoAccounts(t *testing.T) {
	p := source.New(t)
	p.Set("opeth@metalhead.club", "Another Opeth", 5)
	p.Set("rush@metalhead.club", "Rush", 6)
	got, reason := source.Ask(t, p, fetch.Options{}, opeth, "opeth@metalhead.club", "rush@metalhead.club", "rush@Mastodon.SOCIAL", "opeth")
	countertest.Check(t, "two servers", map[string]string{
		opeth: "0", "opeth@metalhead.club": "5", "rush@metalhead.club": "6",
		"rush@Mastodon.SOCIAL": "unavailable: no such account",
		"opeth":                "unavailable: not a valid user@server",
	}, got, reason)
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

// The domain in an account's name may be another host's than its server's, which
// WebFinger at the domain names.
func TestTheDomainIsNotTheServer(t *testing.T) {
	const account = "opeth@opeth.example"
	html := fetchtest.HTML(200)
	home := fetchtest.MastodonSplit{Server: "social.opeth.example"}
	tests := []struct {
		name  string
		split fetchtest.MastodonSplit
		alias string
		fault fetchtest.Fault
		want  string
	}{
		{"it redirects", home, "", nil, "7"},
		{"it answers itself", fetchtest.MastodonSplit{Server: home.Server, Answers: true}, "", nil, "7"},
		{"it has host-meta alone", fetchtest.MastodonSplit{Server: home.Server, HostMeta: true}, "", nil, "7"},
		{"its pages have the status 200", home, "", on("/api/", html), "7"},
		{"it redirects everything", home, "", fetchtest.Respond(301, "", "Location: https://social.opeth.example/"), "7"},
		{"it redirects to itself", home, "", fetchtest.Respond(308, "", "Location: https://opeth.example/"), "error: http 308: permanent redirect"},
		{"it redirects to this machine", home, "", fetchtest.Respond(302, "", "Location: https://127.0.0.1/"), "error: http 302: found"},
		{"it redirects without TLS", home, "", fetchtest.Respond(302, "", "Location: http://social.opeth.example/"), "error: http 302: found"},
		{"it redirects in a ring", fetchtest.MastodonSplit{Server: "opeth.example"}, "", nil, "error: http 404: not found"},
		{"it has no WebFinger", home, "", fetchtest.HTML(404), "error: http 404: not found"},
		{"its WebFinger is a page", home, "", html, "error: the answer is not the documented JSON"},
		{"the server does not know the domain", fetchtest.MastodonSplit{Server: home.Server, Answers: true, Denied: true}, "", nil, "unavailable: the account is opeth@social.opeth.example; write that in its place"},
		{"it is a copy of another account's", fetchtest.MastodonSplit{Answers: true}, "metallica@mastodon.social", nil, "unavailable: the account is metallica@mastodon.social; write that in its place"},
		{"it is down", home, "", fetchtest.HTML(503), "error: http 503: service unavailable"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			m, err := fetchtest.NewMastodon()
			if err != nil {
				t.Fatal(err)
			}
			defer m.Close()
			for _, known := range []string{dreamTheater, metallica, opeth} {
				m.Set(known, "", 5)
			}
			m.Set(account, "Opeth", 7)
			m.Split("opeth.example", test.split)
			if test.alias != "" {
				m.Alias(account, test.alias)
			}
			if test.fault != nil {
				m.FailAlways("/", at("opeth.example", test.fault))
			}
			got, _ := source.Ask(t, m.Platform, fetch.Options{}, account, dreamTheater)
			countertest.Check(t, test.name, map[string]string{account: test.want, dreamTheater: "5"}, got, "")
		})
	}
}

// on breaks the answers below a path.
func on(path string, broken fetchtest.Fault) fetchtest.Fault {
	return func(w http.ResponseWriter, r *http.Request, well http.Handler) {
		if strings.HasPrefix(r.URL.Path, path) {
			broken(w, r, well)
			return
		}
		well.ServeHTTP(w, r)
	}
}

// at breaks the answers of one server.
func at(server string, broken fetchtest.Fault) fetchtest.Fault {
	return func(w http.ResponseWriter, r *http.Request, well http.Handler) {
		if r.Host == server {
			broken(w, r, well)
			return
		}
		well.ServeHTTP(w, r)
	}
}

func TestAServerThatFailsCostsNoOtherItsCounts(t *testing.T) {
	const club = "@metalhead.club"
	tests := []struct {
		name, want string
		fault      fetchtest.Fault
	}{
		{"wants a login", "error: http 401: the server wants a login", fetchtest.MastodonLogin},
		{"is limited", "error: http 429: rate limit", fetchtest.Respond(429, `{"error":"Too many requests"}`, "X-RateLimit-Reset: 2100-01-01T00:00:00Z")},
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
			countertest.Check(t, test.name, want, got, reason)
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

func FuzzMastodonAnswer(f *testing.F) {
	source.Fuzz(f, []string{"trwnh@mastodon.social", opeth}, `{"username":"OPETH","acct":"opeth@mastodon.social","followers_count":-0}`)
}
