package twitter_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"datarocks/fetch"
	"datarocks/fetch/countertest"
)

func TestSimulatedUsersLookLikeRecordedOnes(t *testing.T) {
	p := source.New(t)
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
	want, got := read(t, countertest.ReadRecorded(t, "users.json")), read(t, body)
	if diff := cmp.Diff(want.Errors, got.Errors); diff != "" {
		t.Errorf("errors (-recorded +simulated):\n%s", diff)
	}
	countertest.CheckFields(t, "a user", want.Data[0], got.Data[0])
}

type answer struct {
	Data   []json.RawMessage
	Errors []map[string]any
}

func read(t *testing.T, body []byte) answer {
	t.Helper()
	var a answer
	if err := json.Unmarshal(body, &a); err != nil {
		t.Fatal(err)
	}
	return a
}

func FuzzTwitterAnswer(f *testing.F) {
	source.Fuzz(f, []string{"xdevelopers", "gone", metallica, dreamTheater, opeth},
		`{"data":[{"username":"METALLICA","public_metrics":{"followers_count":5}},{"id":"273926871","public_metrics":{"followers_count":-0}}]}`,
		`{"data":[null,5,{"username":"dreamtheaternet","public_metrics":null}],"errors":[null,{"value":"x"}]}`,
		"<html>")
}
