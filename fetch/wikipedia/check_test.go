package wikipedia_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/fetch/fetchtest"
	"datarocks/fetch/wikipedia"
)

const (
	mbid    = "c14b4180-dc87-481e-b17a-64e4150f90f6"
	another = "28503ab7-8bf2-4666-a7bd-2644bfc7cb1d"
)

// accounts are the other accounts of every artist.
type accounts map[content.Source]string

func (a accounts) known(string) map[content.Source]string { return a }

// TestTitlesThatLeadElsewhere: who reads such an article reads another, and the reason holds
// what to write.
func TestTitlesThatLeadElsewhere(t *testing.T) {
	long := "The " + strings.Repeat("Very ", 12) + "Long Name"
	tests := []struct {
		name, account string
		set           func(a *fetchtest.Article)
		want          string
	}{
		{"moved", "Opeth", func(a *fetchtest.Article) { a.MovedTo = "Opeth (band)" }, `unavailable: the article was moved to "Opeth (band)": write wikipedia: Opeth (band)`},
		{"moved in German", "de:Opeth", func(a *fetchtest.Article) { a.MovedTo = "Opeth (Band)" }, `unavailable: the article was moved to "Opeth (Band)": write wikipedia: de:Opeth (Band)`},
		{"moved to a long title", "Opeth", func(a *fetchtest.Article) { a.MovedTo = long }, "unavailable: the article was moved: write wikipedia: " + long},
		{"a part of another", "Opeth", func(a *fetchtest.Article) { a.MovedTo, a.Part = "Metal", "Bands" }, `unavailable: the title leads to a part of "Metal": write the title of the artist's own article`},
		{"a disambiguation", "Opeth", func(a *fetchtest.Article) { a.Disambiguation = true }, `unavailable: "Opeth" is a list of several of that name: write the title of the artist's own article`},
		{"a redirect in a circle", "Opeth", func(a *fetchtest.Article) { a.MovedTo = "Opeth" }, "77"},
		{"an article", "Opeth", func(*fetchtest.Article) {}, "77"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := start(t)
			for _, title := range []string{"Opeth", "de:Opeth", "Opeth (band)", "de:Opeth (Band)", "Metal", long} {
				w.Set(title, "Opeth", 77)
			}
			w.Article(test.account, test.set)
			for _, since := range []content.Day{0, today - 3} {
				got := ask(t, wikipedia.New(impatient(), w.URL(), nil), now, since, test.account)
				if diff := cmp.Diff(map[string]string{test.account: test.want}, got.counts); diff != "" || got.err != nil {
					t.Errorf("since %s: %v (-want +got):\n%s", since, got.err, diff)
				}
				if (len(got.days) > 0) != (test.want == "77") {
					t.Errorf("since %s: %d days", since, len(got.days[test.account]))
				}
			}
		})
	}
}

// TestRedirectToRedirect: the last page is the one to write.
func TestRedirectToRedirect(t *testing.T) {
	w := start(t)
	for _, title := range []string{"A", "B", "C"} {
		w.Set(title, title, 77)
	}
	w.Article("A", func(a *fetchtest.Article) { a.MovedTo = "B" })
	w.Article("B", func(a *fetchtest.Article) { a.MovedTo = "C" })
	w.Article("C", func(a *fetchtest.Article) { a.Disambiguation = true })
	got := ask(t, wikipedia.New(impatient(), w.URL(), nil), now, 0, "A", "B", "C", "D")
	lists := `unavailable: "C" is a list of several of that name: write the title of the artist's own article`
	want := map[string]string{"A": lists, "B": lists, "C": lists, "D": "unavailable: no article of that name: write the title as its page has it"}
	if diff := cmp.Diff(want, got.counts); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestAnotherAct: an article whose item has other accounts, and none of the artist's, is
// never counted.
func TestAnotherAct(t *testing.T) {
	of := func(property, value string) fetchtest.Claim { return fetchtest.Claim{Property: property, Value: value} }
	theirs := "unavailable: the article is of another act: its Wikidata item Q1 has "
	tests := []struct {
		name   string
		known  accounts
		claims []fetchtest.Claim
		want   string
	}{
		{"the same", accounts{content.ListenBrainz: mbid}, []fetchtest.Claim{of("P434", mbid)}, "77"},
		{"another", accounts{content.ListenBrainz: mbid}, []fetchtest.Claim{of("P434", another)}, theirs + "MusicBrainz id " + another},
		{"one of two", accounts{content.ListenBrainz: mbid}, []fetchtest.Claim{of("P434", another), of("P434", mbid)}, "77"},
		{"another, and the same elsewhere", accounts{content.ListenBrainz: mbid, content.Deezer: "119"}, []fetchtest.Claim{of("P434", another), of("P2722", "119")}, "77"},
		{"others everywhere", accounts{content.Spotify: "a", content.Deezer: "119"}, []fetchtest.Claim{of("P1902", "b"), of("P2722", "118")}, theirs + "Spotify id b"},
		{"nothing to compare", accounts{content.ListenBrainz: mbid}, []fetchtest.Claim{of("P1902", "b"), of("P31", "Q215380")}, "77"},
		{"no claims", accounts{content.ListenBrainz: mbid}, nil, "77"},
		{"no accounts", nil, []fetchtest.Claim{of("P434", another)}, "77"},
		{"a name on Last.fm is nobody's alone", accounts{content.LastFM: "Opeth"}, []fetchtest.Claim{of("P3192", "Ghost")}, "77"},
		{"a username that was so once", accounts{content.Twitter: "OfficialOpeth"}, []fetchtest.Claim{{Property: "P2002", Value: "OpethBand", Qualifiers: map[string]string{"P582": "+2020-01-01T00:00:00Z"}}}, "77"},
		{"an id that was never right", accounts{content.ListenBrainz: mbid}, []fetchtest.Claim{{Property: "P434", Value: another, Rank: "deprecated"}}, "77"},
		{"an id that was right once", accounts{content.ListenBrainz: mbid}, []fetchtest.Claim{{Property: "P434", Value: mbid, Rank: "deprecated"}, of("P434", another)}, "77"},
		{"a username in another case", accounts{content.Twitter: "OfficialOpeth"}, []fetchtest.Claim{of("P2002", "officialopeth")}, "77"},
		{"another username", accounts{content.Twitter: "OfficialOpeth"}, []fetchtest.Claim{of("P2002", "ghost")}, theirs + "X username ghost"},
		{"a number of X", accounts{content.Twitter: "123"}, []fetchtest.Claim{{Property: "P2002", Value: "opeth", Qualifiers: map[string]string{"P6552": "123"}}}, "77"},
		{"another number of X", accounts{content.Twitter: "123"}, []fetchtest.Claim{{Property: "P2002", Value: "ghost", Qualifiers: map[string]string{"P6552": "124"}}}, theirs + "X username 124"},
		{"a username without a number", accounts{content.Twitter: "123"}, []fetchtest.Claim{of("P2002", "ghost")}, "77"},
		{"a DID and a handle", accounts{content.Bluesky: "did:plc:x"}, []fetchtest.Claim{of("P12361", "ghost.com")}, "77"},
		{"a handle", accounts{content.Bluesky: "opeth.com"}, []fetchtest.Claim{of("P12361", "Opeth.com")}, "77"},
		{"a username of Instagram", accounts{content.Instagram: "officialopeth"}, []fetchtest.Claim{of("P2003", "thebandghost")}, theirs + "Instagram username thebandghost"},
		{"one in capitals", accounts{content.Instagram: "officialopeth"}, []fetchtest.Claim{of("P2003", "thebandghost"), of("P2003", "OfficialOpeth")}, "77"},
		{"a channel", accounts{content.YouTube: "UCmgHUuAdHOrOi85wWcTeaGA"}, []fetchtest.Claim{of("P2397", "UCoBoTd4qMXGf5jH5z1n2tXA")}, theirs + "YouTube channel UCoBoTd4qMXGf5jH5z1n2tXA"},
		{"one of two channels", accounts{content.YouTube: "UCmgHUuAdHOrOi85wWcTeaGA"}, []fetchtest.Claim{of("P2397", "UCoBoTd4qMXGf5jH5z1n2tXA"), of("P2397", "UCmgHUuAdHOrOi85wWcTeaGA")}, "77"},
		{"an address", accounts{content.Mastodon: "opeth@mastodon.social"}, []fetchtest.Claim{of("P4033", "ghost@mastodon.social")}, theirs + "Mastodon address ghost@mastodon.social"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := start(t)
			w.Set("Opeth", "Opeth", 77)
			w.Article("Opeth", func(a *fetchtest.Article) { a.Item = "Q1" })
			w.AddItem(fetchtest.Item{ID: "Q1", Claims: test.claims})
			got := ask(t, wikipedia.New(impatient(), w.URL(), test.known.known), now, 0, "Opeth")
			if got.counts["Opeth"] != test.want || got.err != nil || (len(got.days) > 0) != (test.want == "77") {
				t.Errorf("%s with %d days, want %s: %v", got.counts["Opeth"], len(got.days["Opeth"]), test.want, got.err)
			}
		})
	}
}

// TestWhenItemsAreLookedAt: before an article's first row, and on Mondays.
func TestWhenItemsAreLookedAt(t *testing.T) {
	monday := today.Time().Add(-11 * time.Hour)
	for _, test := range []struct {
		name  string
		at    time.Time
		since content.Day
		known accounts
		want  int
	}{
		{"the first night", now, 0, accounts{content.ListenBrainz: mbid}, 1},
		{"the first night, by its first day", now, first, accounts{content.ListenBrainz: mbid}, 1},
		{"a Tuesday", now, today - 3, accounts{content.ListenBrainz: mbid}, 0},
		{"a Monday", monday, today - 3, accounts{content.ListenBrainz: mbid}, 1},
		{"without anything to compare", monday, 0, nil, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := start(t)
			w.Set("Opeth", "Opeth", 77)
			w.Article("Opeth", func(a *fetchtest.Article) { a.Item = "Q1" })
			w.AddItem(fetchtest.Item{ID: "Q1"})
			ask(t, wikipedia.New(impatient(), w.URL(), test.known.known), test.at, test.since, "Opeth")
			items := 0
			for _, r := range w.Requests() {
				if r.Query.Get("action") == "wbgetentities" {
					items++
				}
			}
			if items != test.want {
				t.Errorf("%d requests for items, want %d", items, test.want)
			}
		})
	}
}

// TestCheckFails: where nothing shows whose article it is, a new account has to wait, and
// others go on. A refusal ends the source.
func TestCheckFails(t *testing.T) {
	items := onItems(fetchtest.Respond(503, "busy"))
	tests := []struct {
		name   string
		broken fetchtest.Fault
		fresh  string // what a new account has
		source string
	}{
		{"503", fetchtest.Respond(503, "busy"), "error: not asked, as it cannot be checked whose article it is: http 503: service unavailable", ""},
		{"HTML", fetchtest.HTML(200), "error: not asked, as it cannot be checked whose article it is: the answer is not the documented JSON", ""},
		{"an empty object", fetchtest.Respond(200, "{}"), "error: not asked, as it cannot be checked whose article it is: the answer is not the documented JSON", ""},
		{"an error", fetchtest.Respond(200, `{"error":{"code":"maxlag"}}`), "error: not asked, as it cannot be checked whose article it is: error maxlag", ""},
		{"no pages", fetchtest.Respond(200, `{"query":{}}`), "error: not asked, as it cannot be checked whose article it is: the title is not in the answer", ""},
		{"items: 503", items, "error: not asked, as it cannot be checked whose article it is: http 503: service unavailable", ""},
		{"items: none", onItems(fetchtest.Respond(200, `{"entities":{}}`)), "error: not asked, as it cannot be checked whose article it is: an item is not in the answer", ""},
		{"items: a list", onItems(fetchtest.Respond(200, `{"entities":[]}`)), "error: not asked, as it cannot be checked whose article it is: an item is not in the answer", ""},
		{"items: an error", onItems(fetchtest.Respond(200, `{"error":{"code":"no-such-entity"}}`)), "error: not asked, as it cannot be checked whose article it is: wikidata's error no-such-entity", ""},
		{"403", fetchtest.WikimediaForbidden, "", "http 403: forbidden"},
		{"429", fetchtest.WikimediaThrottled, "", "http 429: rate limit"},
		{"items: 429", onItems(fetchtest.WikimediaThrottled), "", "http 429: rate limit"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := start(t)
			w.Set("Opeth", "Opeth", 77)
			w.Article("Opeth", func(a *fetchtest.Article) { a.Item = "Q1" })
			w.AddItem(fetchtest.Item{ID: "Q1"})
			w.FailAlways("/w/api.php", test.broken)
			counter := wikipedia.New(impatient(), w.URL(), accounts{content.ListenBrainz: mbid}.known)
			got := ask(t, counter, now, 0, "Opeth")
			if got.counts["Opeth"] != test.fresh || len(got.days) > 0 {
				t.Errorf("a new account has %s, want %s", got.counts["Opeth"], test.fresh)
			}
			if test.source != "" {
				if got.err == nil || fetch.Reason(got.err) != test.source {
					t.Errorf("the source fails with %v, want %s", got.err, test.source)
				}
				return
			}
			old := "77"
			if test.name == "no pages" {
				old = test.fresh // of this one alone, which no Wikipedia can have
			}
			if got := ask(t, counter, now, today-3, "Opeth"); got.counts["Opeth"] != old || got.err != nil {
				t.Errorf("an old account has %s: %v", got.counts["Opeth"], got.err)
			}
		})
	}
}

// onItems is a fault of Wikidata alone.
func onItems(broken fetchtest.Fault) fetchtest.Fault {
	return func(w http.ResponseWriter, r *http.Request, well http.Handler) {
		if r.URL.Query().Get("action") == "wbgetentities" {
			broken(w, r, well)
			return
		}
		well.ServeHTTP(w, r)
	}
}

// TestAMergedItem: an item that was merged comes under another id.
func TestAMergedItem(t *testing.T) {
	w := start(t)
	w.Set("Opeth", "Opeth", 77)
	w.Article("Opeth", func(a *fetchtest.Article) { a.Item = "Q1" })
	w.AddItem(fetchtest.Item{ID: "Q1", MergedInto: "Q2"})
	w.AddItem(fetchtest.Item{ID: "Q2", Claims: []fetchtest.Claim{{Property: "P434", Value: another}}})
	got := ask(t, wikipedia.New(impatient(), w.URL(), accounts{content.ListenBrainz: mbid}.known), now, 0, "Opeth")
	if want := "unavailable: the article is of another act: its Wikidata item Q1 has MusicBrainz id " + another; got.counts["Opeth"] != want {
		t.Errorf("%s, want %s", got.counts["Opeth"], want)
	}
}

// TestManyTitles: no request has more than 50 titles or 20 items, or an address that is too
// long; an outage of the Wikipedia is asked three times.
func TestManyTitles(t *testing.T) {
	w := start(t)
	var all []string
	for i := range 130 {
		account := fmt.Sprintf("Artist %d", i)
		if i%2 == 0 {
			account += strings.Repeat("聖", 70) // 9 bytes each in an address
		}
		w.Set(account, account, 7)
		w.Article(account, func(a *fetchtest.Article) { a.Item, a.Begun = fmt.Sprintf("Q%d", i+1), today-9 })
		w.AddItem(fetchtest.Item{ID: fmt.Sprintf("Q%d", i+1)})
		all = append(all, account)
	}
	counter := wikipedia.New(impatient(), w.URL(), accounts{content.ListenBrainz: mbid}.known)
	got := ask(t, counter, now, 0, all...)
	for _, account := range all {
		if got.counts[account] != "7" {
			t.Fatalf("%s: %s", account, got.counts[account])
		}
	}
	titles, items := 0, 0
	for _, r := range w.Requests() {
		if n := len(r.Query.Encode()); n > 7_000 {
			t.Errorf("a query of %d bytes", n)
		}
		titles += len(strings.FieldsFunc(r.Query.Get("titles"), isBar))
		items += len(strings.FieldsFunc(r.Query.Get("ids"), isBar))
		if n := len(strings.Split(r.Query.Get("ids"), "|")); n > 20 {
			t.Errorf("a request for %d items", n)
		}
	}
	if titles != len(all) || items != len(all) {
		t.Errorf("%d titles and %d items were asked for, want %d", titles, items, len(all))
	}

	w.FailAlways("/w/", fetchtest.HTML(502))
	before := len(w.Requests())
	got = ask(t, counter, now, today-3, all...)
	if n := len(w.Requests()) - before - len(all); n != fetch.MaxFailures || got.err != nil || got.counts[all[0]] != "7" {
		t.Errorf("%d requests in vain, %v", n, got.err)
	}
}

func isBar(r rune) bool { return r == '|' }
