package fetch_test

import (
	"cmp"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"datarocks/fetch"
	"datarocks/fetch/fetchtest"
)

// ask sends a request for a user of X and returns the answer or why there is none.
func ask(t *testing.T, p *fetchtest.Twitter, o fetch.Options) (body, reason string) {
	t.Helper()
	o.Patience = cmp.Or(o.Patience, -1)
	answer, err := fetch.Get(t.Context(), fetch.NewClient(o), p.URL()+"/2/users/by?usernames=opeth", func(r *http.Request) {
		r.Header.Set("Authorization", "Bearer x")
	})
	if err != nil {
		return "", fetch.Reason(err)
	}
	return string(answer), ""
}

func newTwitter(t *testing.T) *fetchtest.Twitter {
	t.Helper()
	p, err := fetchtest.NewTwitter()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	p.Set("opeth", "Opeth", 7)
	return p
}

func TestKeysAreNotCarriedToAnotherHost(t *testing.T) {
	visited := false
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { visited = true }))
	defer elsewhere.Close()
	p := newTwitter(t)
	p.FailAlways("/", fetchtest.Respond(http.StatusFound, "", "Location: "+elsewhere.URL))
	if _, reason := ask(t, p, fetch.Options{}); reason != "http 302: found" {
		t.Errorf("reason %q, want \"http 302: found\"", reason)
	}
	if visited {
		t.Error("the redirect was followed")
	}
}

func TestRequestsSayWhoAsks(t *testing.T) {
	p := newTwitter(t)
	const name = "datarocks/1.0 (+https://example.org)"
	body, _ := ask(t, p, fetch.Options{UserAgent: name})
	if !strings.Contains(body, `"username":"opeth"`) {
		t.Errorf("the answer is %s", body)
	}
	if got := p.Requests()[0].UserAgent; got != name {
		t.Errorf("User-Agent %q, want %q", got, name)
	}
}
