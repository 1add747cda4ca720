// Package countertest tests any fetch.Counter against its simulated platform:
// whatever goes wrong, no account has a number that the platform does not hold
// for it, and what one account's answer is like costs no other its count.
package countertest

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"datarocks/fetch"
	"datarocks/fetch/fetchtest"
)

// Source is a source under test.
type Source struct {
	// Start starts its platform, without accounts.
	Start func() (*fetchtest.Platform, error)
	// Counter asks that platform.
	Counter func(client *http.Client, origin string) fetch.Counter
	// DreamTheater, Metallica and Opeth are accounts there.
	DreamTheater, Metallica, Opeth string
	// Metric is the word for what is counted, in reasons.
	Metric string
	// NoCount is the reason of a count that is not there, if it is not "the
	// answer has no " and the Metric.
	NoCount string
	// NoNumber is the JSON of a string that is no count, where one of digits is.
	NoNumber string
	// API begins the paths that are asked for counts, if not all do.
	API string
	// Singly says that each account is asked for in a request of its own.
	Singly bool
	// Parts says that the accounts of a batch that fails are asked for one by one.
	Parts bool
	// Stops says that any answer that fails ends the source at once.
	Stops bool
	// Fills says that an account has a reason of its own where the source fails.
	Fills bool
}

// New starts the platform with the three accounts.
func (s Source) New(t testing.TB) *fetchtest.Platform {
	t.Helper()
	p, err := s.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	p.Set(s.DreamTheater, "Dream Theater", 1_000_001)
	p.Set(s.Metallica, "Metallica", 14_156_138)
	p.Set(s.Opeth, "Opeth", 0)
	return p
}

// Three are the counts of the three accounts, of which the second is odd.
func (s Source) Three(second string) map[string]string {
	return map[string]string{s.DreamTheater: "1000001", s.Metallica: second, s.Opeth: "0"}
}

// AskThree asks for the three accounts.
func (s Source) AskThree(t testing.TB, p *fetchtest.Platform) (counts map[string]string, reason string) {
	t.Helper()
	return s.Ask(t, p, fetch.Options{}, s.DreamTheater, s.Metallica, s.Opeth)
}

// Ask asks p without patience for a second attempt, and writes each count and
// the source's reason as text. A number must be the one that p holds.
func (s Source) Ask(t testing.TB, p *fetchtest.Platform, o fetch.Options, accounts ...string) (counts map[string]string, reason string) {
	t.Helper()
	o.Patience = -1
	got, err := s.Counter(fetch.NewClient(o), p.URL()).Count(t.Context(), accounts)
	counts = make(map[string]string)
	for account, c := range got {
		counts[account] = c.String()
		held, known := p.Count(account)
		if n, ok := c.Value(); ok && (!known || n != held) {
			t.Errorf("a false number: %s has %d, got %d", account, held, n)
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

// Check compares what Ask gave; no counts are the same as nil.
func Check(t testing.TB, when string, want, got map[string]string, wantReason, reason string) {
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

// Paths lists what p was asked for, as "GET /path".
func Paths(p *fetchtest.Platform) []string {
	var paths []string
	for _, r := range p.Requests() {
		paths = append(paths, r.Method+" "+r.Path)
	}
	return paths
}
