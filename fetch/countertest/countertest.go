// Package countertest tests any fetch.Counter against its simulated platform:
// whatever goes wrong, no account has a number that the platform does not hold
// for it, and what one account's answer is like costs no other its count.
package countertest

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

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
	// Singly is whether each account is asked for in a request of its own.
	Singly bool
	// Parts is whether the accounts of a batch that fails are asked for one by one.
	Parts bool
	// Stops is whether any answer that fails ends the source at once.
	Stops bool
	// Fills is whether an account has a reason of its own where the source fails.
	Fills bool

	// CountAt is where the count stands in the JSON object of an account.
	CountAt string
	// Unknown is what an account has that the platform does not know.
	Unknown string
	// Odd are accounts whose answers are odd, beside those of every platform.
	Odd []Odd
	// Faults go wrong on this platform alone, or otherwise than on others.
	Faults []Fault
	// Many are accounts of more requests than an outage takes; nil if that is
	// tested elsewhere.
	Many []string
	// NoAccounts are none by their form, and NoAccount is what they have.
	NoAccounts []string
	NoAccount  string
	// Recorded are answers of the real platform, and Shape is how one of them
	// compares with the simulated one's.
	Recorded []RecordedCount
	Shape    Shape
	// Hints are what the errors of refusals advise.
	Hints map[string]fetchtest.Fault
	// Secret is in no error.
	Secret string
}

// Odd is an odd answer about the second account, and what that has then. All
// others have their counts.
type Odd struct {
	name, want string
	edit       func(p *fetchtest.Platform, account string)
}

// OddAnswer is an account of which an answer is what edit makes of it.
func OddAnswer(name string, edit func(p *fetchtest.Platform, account string), want string) Odd {
	return Odd{name: name, edit: edit, want: want}
}

// Edit puts JSON in the place of a field of the account.
func Edit(path, raw string) func(*fetchtest.Platform, string) {
	return func(p *fetchtest.Platform, account string) { p.Overwrite(account, path, raw) }
}

// Run tests a source for all that its fields name.
func Run(t *testing.T, s Source) {
	t.Helper()
	RunAccounts(t, s)
	t.Run("rewritten", func(t *testing.T) { s.testRewritten(t) })
	t.Run("faults", func(t *testing.T) { s.testFaults(t) })
	t.Run("slow", func(t *testing.T) { s.testSlow(t) })
	t.Run("outage", func(t *testing.T) { s.testOutage(t) })
	t.Run("no accounts", func(t *testing.T) { s.testNoAccounts(t) })
	t.Run("expected", func(t *testing.T) { s.testExpected(t) })
	t.Run("recorded", func(t *testing.T) { s.testRecorded(t) })
	t.Run("hints", func(t *testing.T) { s.testHints(t) })
}

// RunAccounts tests what is odd about one account's answer.
func RunAccounts(t *testing.T, s Source) {
	t.Helper()
	t.Run("odd counts", func(t *testing.T) { s.testOddCounts(t) })
	t.Run("odd accounts", func(t *testing.T) { s.testOdd(t) })
}

// testOdd lets one account be odd, which costs no other its count.
func (s Source) testOdd(t *testing.T) {
	all := append([]Odd{
		{name: "nothing", edit: func(*fetchtest.Platform, string) {}, want: "14156138"},
		{name: "zero", edit: func(p *fetchtest.Platform, account string) { p.Set(account, "Metallica", 0) }, want: "0"},
		{name: "unknown", edit: (*fetchtest.Platform).Remove, want: s.Unknown},
	}, s.Odd...)
	for _, odd := range all {
		t.Run(odd.name, func(t *testing.T) {
			t.Parallel()
			p := s.New(t)
			odd.edit(p, s.Metallica)
			got, reason := s.AskThree(t, p)
			Check(t, odd.name, s.Three(odd.want), got, reason)
		})
	}
}

func (s Source) testNoAccounts(t *testing.T) {
	p := s.New(t)
	want := make(map[string]string)
	for _, account := range s.NoAccounts {
		want[account] = s.NoAccount
	}
	got, reason := s.Ask(t, p, fetch.Options{}, s.NoAccounts...)
	Check(t, "no accounts", want, got, reason)
	if paths := paths(p); len(paths) != 0 {
		t.Errorf("it asked for %v", paths)
	}
}

// testExpected makes sure that it is known how long a night will take.
func (s Source) testExpected(t *testing.T) {
	client := fetch.NewClient(fetch.Options{Pace: fetch.Pace{Requests: 1, Per: time.Hour}})
	counter, ok := s.Counter(client, "").(fetch.Expecter)
	if !ok {
		t.Fatal("it does not know how long it takes")
	}
	few, many := counter.Expect([]string{s.Opeth}), counter.Expect(s.Many)
	if few <= 0 || few > 90*time.Minute || len(s.Many) > 0 && many < 2*time.Hour {
		t.Errorf("it expects %v for one account, and %v for %d at a request an hour", few, many, len(s.Many))
	}
}

func (s Source) testHints(t *testing.T) {
	for want, fault := range s.Hints {
		p := s.New(t)
		p.FailAlways("/", fault)
		_, err := s.Counter(fetch.NewClient(fetch.Options{Patience: -1}), p.URL()).Count(t.Context(), []string{s.Opeth})
		if known, ok := errors.AsType[*fetch.SourceError](err); !ok || known.Hint != want {
			t.Errorf("the error is %#v, want the hint %q", err, want)
		}
	}
}

// conceals checks that no error holds the secret, which may be in the address
// that was asked, or reflected by the answer.
func (s Source) conceals(t testing.TB, counter fetch.Counter, err error) {
	t.Helper()
	if s.Secret == "" {
		return
	}
	texts := []string{fmt.Sprintf("%v %+v", counter, counter)}
	for inner := err; inner != nil; inner = errors.Unwrap(inner) {
		texts = append(texts, fmt.Sprintf("%v %+v %#v", inner, inner, inner))
		if status, ok := errors.AsType[*fetch.StatusError](inner); ok {
			texts = append(texts, string(status.Body))
		}
	}
	for _, text := range texts {
		if strings.Contains(text, s.Secret) {
			t.Errorf("the secret is in %s", text)
		}
	}
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
	counter := s.Counter(fetch.NewClient(o), p.URL())
	got, err := counter.Count(t.Context(), accounts)
	s.conceals(t, counter, err)
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

// AskAt asks what is at origin, if anything is, for one account.
func (s Source) AskAt(t testing.TB, origin, account string) error {
	t.Helper()
	counter := s.Counter(fetch.NewClient(fetch.Options{Patience: -1, Timeout: 100 * time.Millisecond}), origin)
	_, err := counter.Count(t.Context(), []string{account})
	s.conceals(t, counter, err)
	return err
}

// Check compares what Ask returned of a source that did not fail; no counts are
// the same as nil.
func Check(t testing.TB, when string, want, got map[string]string, reason string) {
	t.Helper()
	check(t, when, want, got)
	CheckReason(t, when, "", reason)
}

// CheckFailed is Check of a source that failed for a reason.
func CheckFailed(t testing.TB, wantReason string, want, got map[string]string, reason string) {
	t.Helper()
	check(t, wantReason, want, got)
	CheckReason(t, wantReason, wantReason, reason)
}

func check(t testing.TB, when string, want, got map[string]string) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s: counts (-want +got):\n%s", when, diff)
	}
}

// CheckReason compares the reasons of a source.
func CheckReason(t testing.TB, when, wantReason, reason string) {
	t.Helper()
	if reason != wantReason {
		t.Errorf("%s: reason %q, want %q", when, reason, wantReason)
	}
}

// paths lists what p was asked for, as "GET /path".
func paths(p *fetchtest.Platform) []string {
	var paths []string
	for _, r := range p.Requests() {
		paths = append(paths, r.Method+" "+r.Path)
	}
	return paths
}
