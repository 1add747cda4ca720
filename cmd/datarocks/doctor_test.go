package main

import (
	"encoding/base64"
	"encoding/json"
	"net"
	"net/http"

	"github.com/rogpeppe/go-internal/testscript"

	"datarocks/publish/awstest"
)

// cloudCommand does what awsCommand does, for how things are set up.
//
//	aws disable ID        a distribution
//	aws origin ID HOST    is what a distribution serves
//	aws bucket NAME       makes one
//	aws failing OP KEY    AccessDenied for that object from now on
//	aws open BUCKET       to everybody
//	aws lawless BUCKET    ignores the conditions of writes
func cloudCommand(cloud *awstest.AWS, verb string, args []string) bool {
	switch {
	case verb == "disable" && len(args) == 1:
		cloud.SetDistribution(args[0], awstest.Distribution{Disabled: true})
	case verb == "origin" && len(args) == 2:
		cloud.SetDistribution(args[0], awstest.Distribution{Origin: args[1]})
	case verb == "open" && len(args) == 1:
		cloud.OpenToAll(args[0])
	case verb == "bucket" && len(args) == 1:
		return cloud.CreateBucket(args[0]) == nil
	case verb == "failing" && len(args) == 2:
		cloud.Break(awstest.Rule{
			Match: func(r awstest.Request) bool { return r.Operation == args[0] && r.Key == args[1] },
			Fault: awstest.Answer(http.StatusForbidden, "AccessDenied"),
		})
	case verb == "lawless" && len(args) == 1:
		cloud.IgnoreConditions(args[0])
	default:
		return false
	}
	return true
}

// requestToken is the variable of what GitHub's token service wants to see.
const requestToken = "ACTIONS_ID_TOKEN_REQUEST_TOKEN"

// gitHubCommand starts a token service of GitHub, and leads to it. The tokens
// hold a planted key, so that one that is printed is found.
func gitHubCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 || args[0] != "subject" {
		ts.Fatalf("usage: github subject TEXT")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	server := &http.Server{Handler: tokenService(args[1])}
	go func() { _ = server.Serve(listener) }()
	ts.Defer(func() { _ = server.Close() })
	for name, value := range map[string]string{
		"GITHUB_ACTIONS": "true", "GITHUB_REPOSITORY": "label/counts", "GITHUB_REF": "refs/heads/main",
		"GITHUB_REPOSITORY_OWNER_ID": "11", "GITHUB_REPOSITORY_ID": "22",
		"ACTIONS_ID_TOKEN_REQUEST_URL": "http://" + listener.Addr().String() + "/token?api-version=2.0",
	} {
		ts.Setenv(name, value)
	}
}

// tokenService answers as GitHub does (docs.github.com, "OpenID Connect
// reference").
func tokenService(subject string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		query := r.URL.Query()
		if r.Header.Get("Authorization") != "Bearer "+planted[requestToken] || query.Get("api-version") != "2.0" {
			http.Error(w, "no token for "+r.Header.Get("Authorization"), http.StatusUnauthorized)
			return
		}
		if subject == "none" {
			_, _ = w.Write([]byte("<html>"))
			return
		}
		part := func(claims map[string]string) string {
			text, _ := json.Marshal(claims)
			return base64.RawURLEncoding.EncodeToString(text)
		}
		token := part(map[string]string{"alg": "RS256"}) + "." +
			part(map[string]string{"aud": query.Get("audience"), "sub": subject, "repository": "label/counts", "repository_id": "22", "jti": planted[requestToken]}) + "." + part(nil)
		_ = json.NewEncoder(w).Encode(map[string]any{"count": len(token), "value": token})
	})
}
