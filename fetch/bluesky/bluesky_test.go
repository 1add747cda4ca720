package bluesky_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/fetch/bluesky"
	"datarocks/fetch/countertest"
	"datarocks/fetch/fetchtest"
)

const (
	dreamTheater = "dreamtheater.net"
	metallica    = "metallica.bsky.social"
	opeth        = "did:plc:ppkcsqoCase4l5rj6zbqzvzn"
)

var source = countertest.Source{
	Start:        func() (*fetchtest.Platform, error) { return fetchtest.Start(content.Bluesky) },
	Counter:      bluesky.New,
	DreamTheater: dreamTheater, Metallica: metallica, Opeth: opeth,
	Metric: "followers", CountAt: "followersCount",
	Unknown: gone,
	Odd: []countertest.Odd{
		odd("taken down", (*fetchtest.Platform).Suspend, gone),
		odd("another handle", edit("handle", `"someone.bsky.social"`), gone),
		odd("a handle that does not lead back", edit("handle", `"handle.invalid"`), notVerified),
		odd("one in capitals", edit("handle", `"Handle.Invalid"`), notVerified),
		odd("a handle in capitals", edit("handle", `"METALLICA.bsky.social"`), "14156138"),
		odd("no handle", edit("handle", fetchtest.Absent), gone),
		odd("an odd handle", edit("handle", "5"), gone),
		odd("no DID", edit("did", fetchtest.Absent), "14156138"),
		odd("an odd name", edit("displayName", "5"), "14156138"),
		odd("no name", edit("displayName", fetchtest.Absent), "14156138"),
	},
	Faults: []countertest.Fault{
		countertest.Broken("429 until a reset", fetchtest.Respond(429, `{"error":"RateLimitExceeded","message":"Rate Limit Exceeded"}`, "ratelimit-reset: 4102444800"), "http 429: rate limit"),
		countertest.Passing("200 a list", fetchtest.Respond(200, "[]"), "the answer is not the documented JSON"),
		countertest.Passing("200 null", fetchtest.Respond(200, "null"), noProfiles),
		countertest.Passing("200 an error", fetchtest.Respond(200, `{"error":"InternalServerError"}`), noProfiles),
	},
	Many: bands(200),
	Recorded: []countertest.RecordedCount{
		{File: "profiles.json", Account: "bsky.app", Want: "35471536", Name: "Bluesky"},
		{File: "profiles.json", Account: "did:plc:z72i7hdynmk6r22z27h6tvur", Want: "35471536", Name: "Bluesky"},
		{File: "profiles.json", Account: metallica, Want: gone},
		{File: "profiles_none.json", Account: metallica, Want: gone},
	},
	Shape: countertest.Shape{File: "profiles.json", Path: "/xrpc/app.bsky.actor.getProfiles?actors=" + metallica, Part: "profiles.0"},
}

const (
	gone       = "unavailable: not found: renamed, deleted or taken down"
	noProfiles = "the answer has no profiles"
)

// notVerified names the DID that the simulated Bluesky makes of Metallica's handle.
var notVerified = "unavailable: Bluesky cannot verify this handle now; write " + (&fetchtest.Bluesky{}).DID(metallica) + " in its place"

var odd, edit = countertest.OddAnswer, countertest.Edit

func bands(n int) (accounts []string) {
	for i := range n {
		accounts = append(accounts, fmt.Sprintf("band-%d.bsky.social", i))
	}
	return accounts
}

func TestBluesky(t *testing.T) { countertest.Run(t, source) }

// An account that passes for another one leaves no number to choose.
func TestAnAccountTwice(t *testing.T) {
	for _, field := range []string{"handle", "did"} {
		p := source.New(t)
		want := source.Three(gone)
		other, account := dreamTheater, dreamTheater
		if field == "did" {
			other, account = opeth, opeth
			want = source.Three("14156138")
		}
		p.Overwrite(metallica, field, `"`+other+`"`)
		want[account] = "unavailable: the answer holds this account twice, and differently"
		got, reason := source.AskThree(t, p)
		countertest.Check(t, field, want, got, reason)
	}
}

// An account whose handle is not verified at the moment is known by its DID. One that
// is asked for by the handle may be another one by now.
func TestAHandleThatIsNotVerified(t *testing.T) {
	b, err := fetchtest.NewBluesky()
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	for i, account := range []string{dreamTheater, metallica, opeth, "rush.com"} {
		b.Set(account, "", int64(i+1))
	}
	for _, account := range []string{dreamTheater, metallica, opeth} {
		b.Overwrite(account, "handle", `"handle.invalid"`)
	}
	byHand := func(account string) string {
		return "unavailable: Bluesky cannot verify this handle now; write " + b.DID(account) + " in its place"
	}
	for _, test := range []struct {
		name string
		want map[string]string
		asks int
	}{
		{"by its DID", map[string]string{opeth: "3"}, 1},
		{"by its DID, with others", map[string]string{opeth: "3", "rush.com": "4", "nobody.com": gone}, 1},
		{"by its handle", map[string]string{metallica: byHand(metallica)}, 1},
		{"by their handles, with others", map[string]string{metallica: byHand(metallica), dreamTheater: byHand(dreamTheater), opeth: "3", "rush.com": "4", "nobody.com": gone}, 1 + 3},
	} {
		before := len(b.Requests())
		got, reason := source.Ask(t, b.Platform, fetch.Options{}, slices.Sorted(maps.Keys(test.want))...)
		countertest.Check(t, test.name, test.want, got, reason)
		if n := len(b.Requests()) - before; n != test.asks {
			t.Errorf("%s: %d requests, want %d", test.name, n, test.asks)
		}
	}
}

func TestAccountsAreAsked25AtATime(t *testing.T) {
	p := source.New(t)
	want := make(map[string]string)
	for i, account := range bands(60) {
		p.Set(account, "a band", int64(i))
		want[account] = fmt.Sprint(i)
	}
	got, reason := source.Ask(t, p, fetch.Options{}, bands(60)...)
	countertest.Check(t, "60 accounts", want, got, reason)
	var sizes []int
	for _, r := range p.Requests() {
		sizes = append(sizes, len(r.Query["actors"]))
	}
	slices.Sort(sizes)
	if diff := cmp.Diff([]int{10, 25, 25}, sizes); diff != "" {
		t.Errorf("accounts in a request (-want +got):\n%s", diff)
	}
}

func TestAccountsAreHandlesInAnySpellingOrDIDs(t *testing.T) {
	b, err := fetchtest.NewBluesky()
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	b.Set(metallica, "Metallica", 7)
	b.Set(opeth, "Opeth", 8)
	other := "did:plc:PPKCSQOCASE4L5RJ6ZBQZVZN" // not Opeth's, whose letters are small
	got, err := bluesky.New(fetch.NewClient(fetch.Options{Patience: -1}), b.URL()).
		Count(t.Context(), []string{"Metallica.bsky.SOCIAL", b.DID(metallica), opeth, other})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]fetch.Count{
		"Metallica.bsky.SOCIAL": fetch.Number(7).Named("Metallica"),
		b.DID(metallica):        fetch.Number(7).Named("Metallica"),
		opeth:                   fetch.Number(8).Named("Opeth"),
		other:                   fetch.Missing(fetch.Unavailable, "not found: renamed, deleted or taken down"),
	}
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b fetch.Count) bool { return a == b })); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
}

// Some accounts have a form that content takes and Bluesky does not.
func TestAnAccountThatSpoilsTheBatch(t *testing.T) {
	p := source.New(t)
	const odd = "did:plc:ends-in-a-colon:"
	got, reason := source.Ask(t, p, fetch.Options{}, dreamTheater, odd, opeth, "no handle")
	countertest.Check(t, "an odd one", map[string]string{
		dreamTheater: "1000001", odd: "unavailable: http 400: not an account", opeth: "0",
		"no handle": "unavailable: not a valid handle or DID",
	}, got, reason)
	if n := len(p.Requests()); n != 1+3 {
		t.Errorf("%d requests, want a batch and 3 accounts", n)
	}

	p.Fail("/", fetchtest.Respond(400, "{}"), fetchtest.Respond(503, ""))
	got, reason = source.Ask(t, p, fetch.Options{}, dreamTheater, opeth)
	const outage = "error: http 503: service unavailable"
	countertest.CheckFailed(t, "http 503: service unavailable", map[string]string{dreamTheater: outage, opeth: outage}, got, reason)
}

func FuzzBlueskyAnswer(f *testing.F) {
	source.Fuzz(f, []string{"bsky.app", metallica, opeth},
		`{"profiles":[{"handle":"METALLICA.bsky.social","followersCount":5},{"did":"`+opeth+`","followersCount":-0}]}`,
		`{"profiles":[null,5,{"handle":"`+metallica+`","followersCount":1},{"handle":"`+metallica+`","followersCount":2}]}`)
}
