package twitter_test

import (
	"context"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"datarocks/fetch"
	"datarocks/fetch/twitter"
)

// recorded is a platform in memory that answers everything with one body.
type recorded []byte

func (body recorded) RoundTrip(req *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: http.StatusOK,
		Header:     http.Header{"Content-Type": {"application/json"}},
		Body:       io.NopCloser(strings.NewReader(string(body))),
		Request:    req,
	}, nil
}

func (body recorded) count(ctx context.Context, accounts ...string) (map[string]fetch.Count, error) {
	client := fetch.NewClient(fetch.Options{Transport: body, Patience: -1})
	return twitter.New(client, token, "").Count(ctx, accounts)
}

func TestRecordedAnswers(t *testing.T) {
	tests := []struct {
		file     string
		accounts []string
		want     map[string]string
	}{
		{
			"users.json",
			[]string{"xdevelopers", "gone", "nope", "forgotten"},
			map[string]string{
				"xdevelopers": "583423",
				"gone":        "unavailable: suspended",
				"nope":        "unavailable: no such user",
				"forgotten":   "error: not in the answer",
			},
		},
		{"users.json", []string{"2244994945"}, map[string]string{"2244994945": "583423"}},
		{"users_none.json", []string{"481186914"}, map[string]string{"481186914": "unavailable: suspended"}},
	}
	for _, test := range tests {
		counts, err := recorded(readFile(t, test.file)).count(t.Context(), test.accounts...)
		if err != nil {
			t.Errorf("%s: %v", test.file, err)
		}
		got := make(map[string]string)
		for account, c := range counts {
			got[account] = c.String()
			if _, ok := c.Value(); ok && c.Name != "X Developers" {
				t.Errorf("%s: %s calls itself %q, want X Developers", test.file, account, c.Name)
			}
		}
		check(t, test.file, test.want, got, "", "")
	}
}

func TestSimulatedUsersLookLikeRecordedOnes(t *testing.T) {
	p := newTwitter(t)
	p.Set("gone", "Gone", 5)
	p.Suspend("gone")
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, p.URL()+"/2/users/by?usernames=metallica,gone,nope&user.fields=public_metrics", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer x")
	body, err := fetch.Do(http.DefaultClient, req)
	if err != nil {
		t.Fatal(err)
	}
	want, got := read(t, readFile(t, "users.json")), read(t, body)
	if diff := cmp.Diff(want.Errors, got.Errors); diff != "" {
		t.Errorf("errors (-recorded +simulated):\n%s", diff)
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(want.Data[0])), slices.Sorted(maps.Keys(got.Data[0]))); diff != "" {
		t.Errorf("fields of a user (-recorded +simulated):\n%s", diff)
	}
}

type answer struct{ Data, Errors []map[string]any }

func read(t *testing.T, body []byte) answer {
	t.Helper()
	var a answer
	if err := json.Unmarshal(body, &a); err != nil {
		t.Fatal(err)
	}
	return a
}

func readFile(t testing.TB, name string) []byte {
	t.Helper()
	body, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func FuzzTwitterAnswer(f *testing.F) {
	f.Add(readFile(f, "users.json"))
	f.Add(readFile(f, "users_none.json"))
	f.Add([]byte(`{"data":[{"username":"METALLICA","public_metrics":{"followers_count":5}},{"id":"273926871","public_metrics":{"followers_count":-0}}]}`))
	f.Add([]byte(`{"data":[null,5,{"username":"dreamtheaternet","public_metrics":null}],"errors":[null,{"value":"x"}]}`))
	f.Add([]byte("<html>"))
	asked := []string{"xdevelopers", "gone", metallica, dreamTheater, opeth}
	f.Fuzz(func(t *testing.T, body []byte) {
		counts, err := recorded(body).count(t.Context(), asked...)
		for account, c := range counts {
			if !slices.Contains(asked, account) {
				t.Errorf("a count of %s, who was not asked for", account)
			}
			n, ok := c.Value()
			if ok && !strings.Contains(string(body), strconv.FormatInt(n, 10)) {
				t.Errorf("%s has %d, which the answer does not say", account, n)
			}
			if ok && !strings.ContainsRune(string(body), '\\') && !strings.Contains(strings.ToLower(string(body)), strings.ToLower(account)) {
				t.Errorf("%s has %d, but is not in the answer", account, n)
			}
			if !ok && c.Reason == "" {
				t.Errorf("%s has neither a number nor a reason", account)
			}
		}
		if err == nil && len(counts) != len(asked) {
			t.Errorf("%d counts without an error, want %d", len(counts), len(asked))
		}
	})
}
