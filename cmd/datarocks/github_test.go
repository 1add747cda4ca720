package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
)

// onGitHub are the repositories that the simulated GitHub has: by lower-case name
// the answer, as far as datarocks reads it.
var onGitHub = map[string]string{
	"label/counts":   `{"id":22,"full_name":"label/counts","owner":{"id":11}}`,
	"label/other":    `{"id":33,"full_name":"label/other","owner":{"id":11}}`,
	"big/counts":     `{"id":44,"full_name":"Big/Counts","owner":{"id":12}}`,
	"label/new":      `{"id":55,"full_name":"label/newer","owner":{"id":11}}`,
	"label/page":     `<html>`,
	"label/strange":  `{"id":"x","full_name":"label/strange","owner":{}}`,
	"private/counts": `{"id":66,"full_name":"private/counts","owner":{"id":13}}`,
}

// startGitHub starts GitHub's API, as far as it describes repositories
// (docs.github.com, "REST API endpoints for repositories"). Of the owner "private" it
// shows them to who sends the token "seen" alone. Tokens of other forms have ended.
func startGitHub() *httptest.Server {
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name, ok := strings.CutPrefix(strings.ToLower(r.URL.Path), "/repos/")
		token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
		answer, known := onGitHub[name]
		switch {
		case token != "" && token != "seen" && token != "blind" && !strings.HasPrefix(token, "github_pat_"):
			http.Error(w, `{"message":"Bad credentials"}`, http.StatusUnauthorized)
		case name == "label/moved":
			http.Redirect(w, r, "/repositories/77", http.StatusMovedPermanently)
		case !ok, !known, strings.HasPrefix(name, "private/") && token != "seen":
			http.Error(w, `{"message":"Not Found"}`, http.StatusNotFound)
		default:
			fmt.Fprint(w, answer)
		}
	}))
}
