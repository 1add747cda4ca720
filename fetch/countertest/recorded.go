package countertest

import (
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"os"
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

// ReadRecorded gives a recorded answer of testdata.
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

// CheckRecorded asks for one account and compares its count and name.
func (s Source) CheckRecorded(t *testing.T, file, account, want, name string) {
	t.Helper()
	counts, err := s.AskRecorded(t, ReadRecorded(t, file), account)
	if err != nil {
		want = strings.TrimPrefix(want, "source: ")
		if got := fetch.Reason(err); got != want {
			t.Errorf("%s: %s fails with %q, want %q", file, account, got, want)
		}
		return
	}
	if got := counts[account]; got.String() != want || got.Name != name {
		t.Errorf("%s: %s has %s, named %q; want %s, named %q", file, account, got, got.Name, want, name)
	}
}

// CheckFields compares the names of the fields of two JSON objects.
func CheckFields(t *testing.T, what string, recorded, simulated json.RawMessage) {
	t.Helper()
	var want, got map[string]any
	if err := json.Unmarshal(recorded, &want); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(simulated, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(want)), slices.Sorted(maps.Keys(got))); diff != "" {
		t.Errorf("fields of %s (-recorded +simulated):\n%s", what, diff)
	}
}

// CheckLaw holds the counts that came of an answer against it: each is of an
// account that was asked for, and is a number of that answer or has a reason.
func (s Source) CheckLaw(t *testing.T, body []byte, asked ...string) {
	t.Helper()
	counts, err := s.AskRecorded(t, body, asked...)
	for account, c := range counts {
		if !slices.Contains(asked, account) {
			t.Errorf("a count of %s, who was not asked for", account)
		}
		n, ok := c.Value()
		if ok && !strings.Contains(string(body), strconv.FormatInt(n, 10)) {
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

// mentions says whether an account may be meant by an answer: it is named, or
// the answer is written in a way that hides names from a plain search.
func mentions(body []byte, account string) bool {
	plain := strings.ToLower(strings.Join(strings.Fields(string(body)), " "))
	user, _, _ := strings.Cut(strings.ToLower(account), "@")
	hides := func(r rune) bool { return r == '\\' || r > unicode.MaxASCII }
	return strings.Contains(plain, user) || strings.ContainsFunc(plain, hides)
}

// Get gives the body of a simulated platform's answer, whatever its status.
func Get(t *testing.T, url string) []byte {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return body
}
