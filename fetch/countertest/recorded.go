package countertest

import (
	"encoding/json"
	"io"
	"maps"
	"math/big"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"datarocks/fetch"
)

// Recorded is a platform in memory that answers everything with one body and
// the status 200, and hands out tokens for it.
type Recorded []byte

// ReadRecorded returns a recorded answer of testdata.
func ReadRecorded(t testing.TB, name string) Recorded {
	t.Helper()
	body, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// RoundTrip answers a request.
func (body Recorded) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.URL.Path == "/api/token" {
		body = Recorded(`{"access_token":"t","token_type":"Bearer","expires_in":3600}`)
	}
	return &http.Response{
		StatusCode: http.StatusOK,
		Header:     http.Header{"Content-Type": {"application/json"}},
		Body:       io.NopCloser(strings.NewReader(string(body))),
		Request:    req,
	}, nil
}

// Client is a client of that platform.
func (body Recorded) Client() *http.Client {
	return fetch.NewClient(fetch.Options{Transport: body, Patience: -1})
}

// AskRecorded asks for accounts of the real platform, which answers with body.
func (s Source) AskRecorded(t testing.TB, body Recorded, accounts ...string) (map[string]fetch.Count, error) {
	t.Helper()
	return s.Counter(body.Client(), "").Count(t.Context(), accounts)
}

// RecordedCount is the count and the name that an account has by a recorded
// answer; "source: " begins the reason of one after which the source fails.
type RecordedCount struct{ File, Account, Want, Name string }

func (s Source) testRecorded(t *testing.T) {
	for _, r := range s.Recorded {
		counts, err := s.AskRecorded(t, ReadRecorded(t, r.File), r.Account)
		if err != nil {
			CheckReason(t, r.File, strings.TrimPrefix(r.Want, "source: "), fetch.Reason(err))
			continue
		}
		if got := counts[r.Account]; got.String() != r.Want || got.Name != r.Name {
			t.Errorf("%s: %s has %s, named %q; want %s, named %q", r.File, r.Account, got, got.Name, r.Want, r.Name)
		}
	}
	if s.Shape.File != "" {
		p := s.New(t)
		CheckFields(t, s.Shape.File, s.Shape.Part, ReadRecorded(t, s.Shape.File), s.Shape.ask(t, p.URL()))
	}
}

// Shape is a recorded answer and the question by which the simulated platform
// answers with the same fields.
type Shape struct {
	File, Path string
	Question   string // a body, which makes it a POST
	Part       string // where an account is in the answer: "profiles.0"
}

// ask returns the body of the simulated platform's answer.
func (s Shape) ask(t *testing.T, origin string) []byte {
	t.Helper()
	body, err := fetch.Get(t.Context(), http.DefaultClient, origin+s.Path, func(r *http.Request) {
		if s.Question != "" {
			r.Method, r.Body = http.MethodPost, io.NopCloser(strings.NewReader(s.Question))
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// fieldsOf returns the names of the fields of a part of a JSON text: "profiles.0" is
// the first profile.
func fieldsOf(t *testing.T, body []byte, path string) []string {
	t.Helper()
	var part any
	if err := json.Unmarshal(body, &part); err != nil {
		t.Fatal(err)
	}
	for name := range strings.FieldsFuncSeq(path, func(r rune) bool { return r == '.' }) {
		if list, ok := part.([]any); ok {
			i, _ := strconv.Atoi(name)
			part = list[i]
		} else {
			part = part.(map[string]any)[name]
		}
	}
	return slices.Sorted(maps.Keys(part.(map[string]any)))
}

// Fuzz holds the counts that come of answers against checkLaw, beginning with
// recorded ones and some more.
func (s Source) Fuzz(f *testing.F, asked []string, more ...string) {
	for _, r := range s.Recorded {
		f.Add([]byte(ReadRecorded(f, r.File)))
	}
	for _, body := range more {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) { s.checkLaw(t, body, asked...) })
}

// CheckFields compares the names of the fields of a part of two JSON texts.
func CheckFields(t *testing.T, what, path string, recorded, simulated []byte) {
	t.Helper()
	if diff := cmp.Diff(fieldsOf(t, recorded, path), fieldsOf(t, simulated, path)); diff != "" {
		t.Errorf("fields of %s (-recorded +simulated):\n%s", what, diff)
	}
}

// checkLaw holds the counts that came of an answer against it: each is of an
// account that was asked for, and is a number of that answer or has a reason.
func (s Source) checkLaw(t *testing.T, body []byte, asked ...string) {
	t.Helper()
	counts, err := s.AskRecorded(t, body, asked...)
	for account, c := range counts {
		if !slices.Contains(asked, account) {
			t.Errorf("a count of %s, who was not asked for", account)
		}
		n, ok := c.Value()
		if ok && !says(body, n) {
			t.Errorf("%s has %d, which the answer does not say", account, n)
		}
		if ok && !mentions(body, account) {
			t.Errorf("%s has %d, but is not in the answer", account, n)
		}
		if !ok && c.Reason == "" {
			t.Errorf("%s has neither a number nor a reason", account)
		}
		if len([]rune(c.Name)) > 300 || strings.ContainsAny(c.Name, "\r\n") {
			t.Errorf("%s has the name %q", account, c.Name)
		}
	}
	if err == nil && len(counts) != len(asked) {
		t.Errorf("%d counts without an error, want %d", len(counts), len(asked))
	}
}

// numbers are those of an answer, in any notation.
var numbers = regexp.MustCompile(`-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,5})?`)

// says reports whether one of the numbers of an answer is n.
func says(body []byte, n int64) bool {
	if strings.Contains(string(body), strconv.FormatInt(n, 10)) {
		return true
	}
	for _, text := range numbers.FindAllString(string(body), -1) {
		if said, ok := new(big.Rat).SetString(text); ok && said.Cmp(new(big.Rat).SetInt64(n)) == 0 {
			return true
		}
	}
	return false
}

// mentions reports whether an account may be meant by an answer: it is named, or
// the answer is written in a way that hides names from a plain search.
func mentions(body []byte, account string) bool {
	plain := strings.ToLower(strings.Join(strings.Fields(string(body)), " "))
	user, _, _ := strings.Cut(strings.ToLower(account), "@")
	hides := func(r rune) bool { return r == '\\' || r > unicode.MaxASCII }
	return strings.Contains(plain, user) || strings.ContainsFunc(plain, hides)
}
