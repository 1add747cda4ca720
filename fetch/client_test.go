package fetch_test

import (
	"cmp"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

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

func TestHalfAnAnswerIsNone(t *testing.T) {
	tests := []struct {
		name  string
		fault fetchtest.Fault
		want  string
	}{
		{"cut off", fetchtest.Cut(), "the answer was cut off"},
		{"10 MB", fetchtest.Oversize(), "the answer is over 1 MiB"},
		{"no answer at all", fetchtest.Drop(), "connection failed"},
		{"no content", fetchtest.Respond(http.StatusNoContent, ""), "http 204: no content"},
		{"a web page", fetchtest.HTML(http.StatusBadGateway), "http 502: bad gateway"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := newTwitter(t)
			p.FailAlways("/", test.fault)
			body, reason := ask(t, p, fetch.Options{})
			if body != "" || reason != test.want {
				t.Errorf("got %q, %q; want no body and %q", body, reason, test.want)
			}
		})
	}
}

func TestAnOutageThatPassesCostsOnlyTime(t *testing.T) {
	t.Parallel()
	p := newTwitter(t)
	p.Fail("/", fetchtest.Respond(http.StatusServiceUnavailable, ""))
	if body, reason := ask(t, p, fetch.Options{Patience: time.Second}); body == "" {
		t.Errorf("no answer: %s", reason)
	}
	if n := len(p.Requests()); n != 2 {
		t.Errorf("%d requests, want 2", n)
	}
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
