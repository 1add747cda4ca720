package bluesky_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

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
	Start: func() (*fetchtest.Platform, error) {
		p, err := fetchtest.NewBluesky()
		return p.Platform, err
	},
	Counter:      func(client *http.Client, origin string) fetch.Counter { return bluesky.New(client, origin) },
	DreamTheater: dreamTheater, Metallica: metallica, Opeth: opeth,
	Metric: "followers",
}

const gone = "unavailable: not found, deleted or taken down"

func TestOddCounts(t *testing.T) { source.TestOddCounts(t, "followersCount") }
func TestSlow(t *testing.T)      { source.TestSlow(t) }

func TestFaults(t *testing.T) {
	const noProfiles = "the answer has no profiles"
	source.TestFaults(t,
		countertest.Fault{Name: "429 until a reset", Break: fetchtest.BlueskyRateLimit("ratelimit-reset: 4102444800"), Reason: "http 429: rate limit", Stops: true},
		countertest.Fault{Name: "200 a list", Break: fetchtest.Respond(200, "[]"), Reason: "the answer is not the documented JSON"},
		countertest.Fault{Name: "200 null", Break: fetchtest.Respond(200, "null"), Reason: noProfiles},
		countertest.Fault{Name: "200 an error", Break: fetchtest.Respond(200, `{"error":"InternalServerError"}`), Reason: noProfiles},
	)
}

func TestOneOddAccount(t *testing.T) {
	edit := func(path, raw string) func(*fetchtest.Platform) {
		return func(p *fetchtest.Platform) { p.Overwrite(metallica, path, raw) }
	}
	tests := []struct {
		name string
		make func(*fetchtest.Platform)
		want string
	}{
		{"nothing", func(*fetchtest.Platform) {}, "14156138"},
		{"zero", func(p *fetchtest.Platform) { p.Set(metallica, "Metallica", 0) }, "0"},
		{"unknown", func(p *fetchtest.Platform) { p.Remove(metallica) }, gone},
		{"taken down", func(p *fetchtest.Platform) { p.Suspend(metallica) }, gone},
		{"another handle", edit("handle", `"someone.bsky.social"`), gone},
		{"a handle that does not lead back", edit("handle", `"handle.invalid"`), gone},
		{"no handle", edit("handle", fetchtest.Absent), gone},
		{"an odd handle", edit("handle", "5"), gone},
		{"no DID", edit("did", fetchtest.Absent), "14156138"},
		{"an odd name", edit("displayName", "5"), "14156138"},
		{"no name", edit("displayName", fetchtest.Absent), "14156138"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := source.New(t)
			test.make(p)
			got, reason := source.AskThree(t, p)
			countertest.Check(t, test.name, source.Three(test.want), got, "", reason)
		})
	}
}

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
		countertest.Check(t, field, want, got, "", reason)
	}
}

func TestAccountsAreAsked25AtATime(t *testing.T) {
	p := source.New(t)
	var accounts []string
	want := make(map[string]string)
	for i := range 60 {
		account := fmt.Sprintf("band-%d.bsky.social", i)
		p.Set(account, "a band", int64(i))
		accounts, want[account] = append(accounts, account), fmt.Sprint(i)
	}
	got, reason := source.Ask(t, p, fetch.Options{}, accounts...)
	countertest.Check(t, "60 accounts", want, got, "", reason)
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
		other:                   fetch.Missing(fetch.Unavailable, "not found, deleted or taken down"),
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
	}, got, "", reason)
	if n := len(p.Requests()); n != 1+3 {
		t.Errorf("%d requests, want a batch and 3 accounts", n)
	}

	p.Fail("/", fetchtest.Respond(400, "{}"), fetchtest.Respond(503, ""))
	got, reason = source.Ask(t, p, fetch.Options{}, dreamTheater, opeth)
	const outage = "error: http 503: service unavailable"
	countertest.Check(t, "an outage", map[string]string{dreamTheater: outage, opeth: outage}, got, "http 503: service unavailable", reason)
}

func TestAnOutageIsGivenUp(t *testing.T) {
	var accounts []string
	for i := range 200 {
		accounts = append(accounts, fmt.Sprintf("band-%d.bsky.social", i))
	}
	source.TestOutage(t, accounts)
}

func TestRecordedAnswers(t *testing.T) {
	source.CheckRecorded(t, "profiles.json", "bsky.app", "35471536", "Bluesky")
	source.CheckRecorded(t, "profiles.json", "did:plc:z72i7hdynmk6r22z27h6tvur", "35471536", "Bluesky")
	source.CheckRecorded(t, "profiles.json", metallica, gone, "")
	source.CheckRecorded(t, "profiles_none.json", metallica, gone, "")
	p := source.New(t)
	url := p.URL() + "/xrpc/app.bsky.actor.getProfiles?actors=" + metallica
	countertest.CheckFields(t, "a profile", first(t, countertest.ReadRecorded(t, "profiles.json")), first(t, countertest.Get(t, url)))
}

func first(t *testing.T, body []byte) json.RawMessage {
	t.Helper()
	var answer struct{ Profiles []json.RawMessage }
	if err := json.Unmarshal(body, &answer); err != nil || len(answer.Profiles) == 0 {
		t.Fatalf("no profiles in %s: %v", body, err)
	}
	return answer.Profiles[0]
}

func FuzzBlueskyAnswer(f *testing.F) {
	for _, name := range []string{"profiles.json", "profiles_none.json"} {
		f.Add([]byte(countertest.ReadRecorded(f, name)))
	}
	f.Add([]byte(`{"profiles":[{"handle":"METALLICA.bsky.social","followersCount":5},{"did":"` + opeth + `","followersCount":-0}]}`))
	f.Add([]byte(`{"profiles":[null,5,{"handle":"` + metallica + `","followersCount":1},{"handle":"` + metallica + `","followersCount":2}]}`))
	f.Fuzz(func(t *testing.T, body []byte) { source.CheckLaw(t, body, "bsky.app", metallica, opeth) })
}
