package gate

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history"
	"datarocks/history/historytest"
	"datarocks/history/row"
	"datarocks/history/series"
	"datarocks/history/store"
)

func TestGateNames(t *testing.T) {
	for name, held := range map[string]bool{
		"": false, "VOLA": false, "vola": false, "The Vola": false, "VOLA Official": false, "Vóla": false, "vola band": false,
		"Disturbed": true, "🤘": true,
	} {
		g := newGate(t)
		g.name = name
		if got, note := g.night(1000); got != held {
			t.Errorf("%q: held %t (%s), want %t", name, got, note, held)
		}
	}
	g := newGate(t)
	g.name = "VOLA"
	g.grow(3, 1000, 0)
	g.name = "Disturbed"
	for i := range 5 {
		if held, _ := g.night(1000); !held {
			t.Errorf("night %d under a stranger's name passed", i+1)
		}
	}
	g.name = "VOLA"
	if held, _ := g.night(1000); held {
		t.Error("back under its own name, it was held")
	}
}

// TestRosterNames: another artist's name is a stranger's, however like it is.
func TestRosterNames(t *testing.T) {
	site := &content.Site{Artists: []content.Artist{
		{ID: "queen", Name: "Queen"}, {ID: "queensryche", Name: "Queensrÿche", Aliases: []string{"The Rÿche"}},
	}}
	r := rosterOf(site, new(history.History).Series)
	for _, test := range []struct {
		artist, account string
		want            bool
	}{
		{"queen", "Queen", true},
		{"queen", "Queen Official", true},
		{"queen", "QUEENSRYCHE", false},
		{"queensryche", "queensryche", true},
		{"queensryche", "Ryche", true},
		{"queensryche", "Queen", false},
	} {
		if got := r.knows(test.artist, test.account); got != test.want {
			t.Errorf("%s called %q: %t, want %t", test.artist, test.account, got, test.want)
		}
	}
}

// TestNameKnown: a name is stored where it is news. That of another account is news,
// though it is the same, and so is another name of the same account.
func TestNameKnown(t *testing.T) {
	for _, test := range []struct {
		name, account, called string
		known                 bool
	}{
		{"as before", gateAccount, "VOLA", true},
		{"another name", gateAccount, "VOLA Official", false},
		{"no name", gateAccount, "", false},
		{"another account", "another", "VOLA", false},
		{"another account and name", "another", "VOLA Official", false},
	} {
		g := newGate(t)
		g.name = "VOLA"
		g.night(1000)
		snap := fetch.Snapshot{At: g.day.Time(), Samples: []fetch.Sample{historytest.Sample("vola spotify "+test.account, fetch.Number(1001).Named(test.called))}}
		if v := Judge(g.past.Series, g.site, snap)[0]; v.NameKnown != test.known || v.Held {
			t.Errorf("%s: %+v, want it known: %t", test.name, v, test.known)
		}
	}
}

// TestGateAcceptedName: what a person accepted is no stranger any more.
func TestGateAcceptedName(t *testing.T) {
	g := newGate(t)
	g.name = "Disturbed"
	g.night(1000)
	n := int64(1000)
	g.series().Add(row.Row{
		Date: g.day - 1, Artist: "vola", Source: content.Spotify, Metric: "followers", Value: &n,
		Via: row.ViaManual, At: g.day.Time(), Ref: gateAccount, Name: "Disturbed",
	})
	if held, note := g.night(1001); held {
		t.Errorf("held: %s", note)
	}
}

// TestGateNameOfARefresh: asking again on the day on which a name was news does
// not lose it.
func TestGateNameOfARefresh(t *testing.T) {
	g := newGate(t)
	s := store.NewHastyDir(t.TempDir())
	for hour := range 3 {
		past, err := history.Load(t.Context(), s, (g.day + 1).Time())
		if err != nil {
			t.Fatal(err)
		}
		snap := fetch.Snapshot{At: g.day.Time().Add(time.Duration(hour) * time.Hour), Samples: []fetch.Sample{{
			Ask:   fetch.Ask{Artist: "vola", Metric: content.Spotify.Default(), Account: gateAccount},
			Count: fetch.Number(1000 + int64(hour)).Named("VOLA Official"),
		}}}
		if _, err := history.Record(t.Context(), s, snap, Judge(past.Series, g.site, snap)); err != nil {
			t.Fatal(err)
		}
		if past, err = history.Load(t.Context(), s, (g.day + 1).Time()); err != nil || past.Series("vola", content.Spotify.Default()).Name != "VOLA Official" {
			t.Errorf("after asking %d times: name %q, %v", hour+1, past.Series("vola", content.Spotify.Default()).Name, err)
		}
	}
}

// pair is two artists whose series are judged together.
type pair struct {
	site  *content.Site
	past  *history.History
	names [2]string // what their accounts call themselves; empty where the platform has none
}

func newPair(names [2]string) *pair {
	return &pair{&content.Site{Artists: []content.Artist{{ID: "vola", Name: "VOLA"}, {ID: "opeth", Name: "Opeth"}}}, new(history.History), names}
}

// snapshot asks for both artists, each by the account of that number.
// counts and the names in the answer go by account.
func (p *pair) snapshot(day content.Day, accounts [2]int, counts [2]int64, names [2]string) fetch.Snapshot {
	snap := fetch.Snapshot{At: day.Time()}
	for i, artist := range p.site.Artists {
		n := accounts[i]
		if counts[n] != series.None {
			snap.Samples = append(snap.Samples, fetch.Sample{
				Ask:   fetch.Ask{Artist: artist.ID, Metric: content.Spotify.Default(), Account: fmt.Sprint("account-", n)},
				Count: fetch.Number(counts[n]).Named(names[n]),
			})
		}
	}
	return snap
}

// held is how many of a snapshot's counts the gate holds.
func (p *pair) held(snap fetch.Snapshot) int {
	held := 0
	for _, v := range Judge(p.past.Series, p.site, snap) {
		if v.Held {
			held++
		}
	}
	return held
}

// replay plays two series night by night, and calls visit before some of the nights.
func (p *pair) replay(t *testing.T, a, b []int64, visit func(day content.Day, counts [2]int64)) {
	t.Helper()
	for i := range min(len(a), len(b)) {
		day, counts := content.Day(i), [2]int64{a[i], b[i]}
		if i > 40 && i%29 == 0 && a[i] != series.None && b[i] != series.None {
			visit(day, counts)
		}
		snap := p.snapshot(day, [2]int{0, 1}, counts, p.names)
		if err := p.past.Add(snap, Judge(p.past.Series, p.site, snap)); err != nil {
			t.Fatal(err)
		}
	}
}

// TestGateSwapped exchanges the accounts of two artists, for every two series
// of testdata/gate: in their files, and at the platform, which then answers for
// each account with what is the other's. Only where the platform has no names
// and the artists are of about the same size may it go unnoticed.
func TestGateSwapped(t *testing.T) {
	files, err := filepath.Glob("testdata/gate/*.csv")
	if err != nil || len(files) < 2 {
		t.Fatalf("no series: %v", err)
	}
	for _, names := range [][2]string{{"VOLA", "Opeth"}, {}} {
		var swapped, inContent, there, similar int
		for i, file := range files {
			for _, other := range files[:i] {
				p := newPair(names)
				p.replay(t, readSeries(t, file), readSeries(t, other), func(day content.Day, counts [2]int64) {
					swapped += 2
					inContent += p.held(p.snapshot(day, [2]int{1, 0}, counts, names))
					counts[0], counts[1] = counts[1], counts[0]
					there += p.held(p.snapshot(day, [2]int{0, 1}, counts, [2]string{names[1], names[0]}))
					if ratio := float64(counts[0]) / float64(counts[1]); names[0] == "" && 0.4 < ratio && ratio < 2.5 {
						similar += 2
					}
				})
			}
		}
		t.Logf("names %q: %d counts exchanged, %d of them of artists of about the same size; held: %d when in content, %d when at the platform",
			names, swapped, similar, inContent, there)
		if swapped == 0 || inContent != swapped || there < swapped-similar {
			t.Errorf("names %q: some passed", names)
		}
	}
}

// TestGateID: on a platform that has ids for good, a username that passes to another
// account is noticed though that has the same name, and another name of the same account
// is not.
func TestGateID(t *testing.T) {
	g := newGate(t)
	night := func(name, id string) (bool, string) {
		g.name, g.id = name, id
		return g.night(1000)
	}
	if held, note := night("VOLA", "17"); held {
		t.Fatalf("at first held: %s", note)
	}
	for i, name := range []string{"VOLA", "VOLA Official", "🤘", "Disturbed", ""} {
		if held, note := night(name, "17"); held {
			t.Errorf("under name %d it was held: %s", i, note)
		}
	}
	for _, name := range []string{"VOLA", "Disturbed", ""} {
		const want = "the username leads to another account now, of the id 18 and not 17"
		if held, note := night(name, "18"); !held || note != want {
			t.Errorf("another account of the name %q: held %t: %s", name, held, note)
		}
	}
	if held, note := night("VOLA", ""); held {
		t.Errorf("an answer without an id, held: %s", note)
	}
	if held, _ := night("Disturbed", ""); !held {
		t.Error("a stranger's name without an id passed")
	}
}

// TestGateIDAtFirst: of an account that was never accepted, the name decides.
func TestGateIDAtFirst(t *testing.T) {
	for name, want := range map[string]bool{"VOLA": false, "Disturbed": true, "": false} {
		g := newGate(t)
		g.name, g.id = name, "17"
		if held, note := g.night(1000); held != want {
			t.Errorf("%q: held %t: %s", name, held, note)
		} else if want && note != `the account calls itself "Disturbed"` {
			t.Errorf("%q: %s", name, note)
		}
	}
}
