package twitter_test

import (
	"encoding/json"
	"errors"
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
	path := p.URL() + "/2/users/by?usernames=metallica,gone,nope&user.fields=public_metrics"
	body, err := fetch.Get(t.Context(), http.DefaultClient, path, func(r *http.Request) { r.Header.Set("Authorization", "Bearer x") })
	if err != nil {
		t.Fatal(err)
	}
	recorded := countertest.ReadRecorded(t, "users.json")
	var want, got struct{ Errors []map[string]any }
	if err := errors.Join(json.Unmarshal(recorded, &want), json.Unmarshal(body, &got)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("errors (-recorded +simulated):\n%s", diff)
	}
	countertest.CheckFields(t, "a user", "data.0", recorded, body)
}

func FuzzTwitterAnswer(f *testing.F) {
	source.Fuzz(f, []string{"xdevelopers", "gone", metallica, dreamTheater, opeth},
		`{"data":[{"username":"METALLICA","public_metrics":{"followers_count":5}},{"id":"273926871","public_metrics":{"followers_count":-0}}]}`,
		`{"data":[null,5,{"username":"dreamtheaternet","public_metrics":null}],"errors":[null,{"value":"x"}]}`,
		"<html>")
}
