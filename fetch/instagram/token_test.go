package instagram_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"datarocks/fetch"
	"datarocks/fetch/countertest"
	"datarocks/fetch/fetchtest"
	"datarocks/fetch/instagram"
)

func TestLook(t *testing.T) {
	i, err := fetchtest.NewInstagram()
	if err != nil {
		t.Fatal(err)
	}
	defer i.Close()
	look := func() (fetch.Grant, error) {
		return instagram.Look(t.Context(), fetch.NewClient(fetch.Options{Patience: -1}), token, i.URL())
	}
	if got, err := look(); err != nil || !got.Ends.IsZero() || len(got.Lacks) != 0 {
		t.Errorf("a token without an end: %v, %v", got, err)
	}
	ends := time.Date(2027, 1, 20, 2, 3, 4, 0, time.UTC)
	i.Token(ends, "instagram_basic", "email")
	got, err := look()
	want := fetch.Grant{Ends: ends, Lacks: []string{"instagram_manage_insights", "pages_read_engagement"}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	i.Token(ends)
	if got, err := look(); err != nil || len(got.Lacks) != 0 {
		t.Errorf("a token that does not show what it may: %v, %v", got, err)
	}
	for _, r := range i.Requests() {
		if len(r.Query) != 0 || strings.Contains(r.Path, "hunter2") || r.Authorization != "Bearer" {
			t.Errorf("it asked %+v", r)
		}
	}
	i.Accept("1", "another")
	if _, err := look(); err == nil || fetch.Reason(err) != "error 190: the token is not valid, or no more" {
		t.Errorf("a wrong token: %v", err)
	}
}

func TestLookAtRecorded(t *testing.T) {
	client := countertest.ReadRecorded(t, "token.json").Client()
	got, err := instagram.Look(t.Context(), client, token, "")
	want := fetch.Grant{
		Ends:  time.Date(2019, 12, 26, 8, 0, 0, 0, time.UTC), // before its access to data
		Lacks: []string{"instagram_basic", "instagram_manage_insights", "pages_read_engagement"},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

func TestLookAtOddAnswers(t *testing.T) {
	const noEnd = "the answer does not show when the token ends"
	for body, want := range map[string]string{
		"":                           "the answer is not the documented JSON",
		"<html>":                     "the answer is not the documented JSON",
		"{}":                         noEnd,
		"null":                       noEnd,
		`{"data":null}`:              noEnd,
		`{"data":[]}`:                noEnd,
		`{"data":{"expires_at":0}}`:  noEnd,
		`{"data":{"is_valid":true}}`: noEnd,
		`{"data":{"is_valid":true,"expires_at":null}}`:                                   noEnd,
		`{"data":{"is_valid":true,"expires_at":"0"}}`:                                    noEnd,
		`{"data":{"is_valid":true,"expires_at":-1}}`:                                     noEnd,
		`{"data":{"is_valid":false}}`:                                                    "error 190: the token is not valid, or no more",
		`{"data":{"is_valid":false,"error":{"code":190,"subcode":463}}}`:                 "error 190: the token has expired",
		`{"data":{"is_valid":false,"error":"hunter2"}}`:                                  "error 190: the token is not valid, or no more",
		`{"error":{"code":100,"message":"(#100) You must provide an app access token"}}`: "instagram's error 100",
		`{"error":{"code":4}}`:                                                           "error 4: rate limit",
	} {
		got, err := instagram.Look(t.Context(), countertest.Recorded(body).Client(), token, "")
		if err == nil || fetch.Reason(err) != want || !got.Ends.IsZero() || got.Lacks != nil {
			t.Errorf("%s: %v, %v, want %s", body, got, err, want)
		}
	}
	ends, err := instagram.Look(t.Context(), countertest.Recorded(`{"data":{"is_valid":true,"expires_at":0,"data_access_expires_at":1800000000}}`).Client(), token, "")
	if want := time.Unix(1800000000, 0); err != nil || !ends.Ends.Equal(want) {
		t.Errorf("a token that loses its access to data: %v, %v", ends, err)
	}
}

func TestTheTokenIsInNoErrorOfALook(t *testing.T) {
	for _, origin := range []string{"http://127.0.0.1:1", "http://%zz", "http://127.0.0.1:99999"} {
		_, err := instagram.Look(t.Context(), fetch.NewClient(fetch.Options{Patience: -1, Timeout: time.Second}), token, origin)
		if err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", origin, err)
		}
	}
}
