package main

import (
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// edgeCommand serves a bucket from an address of its own, $EDGE, as CloudFront does.
//
//	edge BUCKET open      to everybody, as a public stack does
//	edge BUCKET private   to nobody without a password
//	edge BUCKET allowed   as a private stack does to a network that is let in
//	edge BUCKET moved     by leading to the $EDGE before it, as http leads to https
//	edge BUCKET login     with a page where people log in, whatever is asked
//	edge BUCKET broken    with errors
func edgeCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: edge BUCKET HOW")
	}
	cloud, bucket, how := ts.Value(simulatedKey{}).(*simulated).cloud, args[0], args[1]
	before := ts.Getenv("EDGE")
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, "/")
		object, known := cloud.Objects(bucket)[name]
		switch {
		case how == "moved":
			http.Redirect(w, r, before+r.URL.Path, http.StatusMovedPermanently)
		case how == "login":
			_, _ = w.Write([]byte("<!doctype html><title>Log in</title>"))
		case how == "broken":
			http.Error(w, "", http.StatusBadGateway)
		case how == "private" || how == "allowed" && name == "-/private":
			w.Header().Set("WWW-Authenticate", "Basic")
			http.Error(w, "", http.StatusUnauthorized)
		case name == "-/private":
			http.Redirect(w, r, "/-/private/", http.StatusMovedPermanently)
		case !known:
			http.Error(w, "", http.StatusNotFound)
		default:
			w.Header().Set("Content-Type", object.ContentType)
			_, _ = w.Write([]byte(object.Body))
		}
	}))
	ts.Defer(server.Close)
	ts.Setenv("EDGE", server.URL)
}
