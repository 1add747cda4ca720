package main

import (
	"encoding/base64"
	"encoding/json"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

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
			part(map[string]string{"aud": query.Get("audience"), "sub": subject, "jti": planted[requestToken]}) + "." + part(nil)
		_ = json.NewEncoder(w).Encode(map[string]any{"count": len(token), "value": token})
	})
}

func TestSubjectOf(t *testing.T) {
	token := func(payload string) string {
		return `{"value":"e30.` + base64.RawURLEncoding.EncodeToString([]byte(payload)) + `.e30"}`
	}
	got, err := subjectOf([]byte(token(`{"sub":"repo:a/b:ref:refs/heads/main"}`)))
	if err != nil || got != "repo:a/b:ref:refs/heads/main" {
		t.Errorf("%q, %v", got, err)
	}
	for name, answer := range map[string]string{
		"nothing": "", "a page": "<html>", "no value": "{}", "two parts": `{"value":"e30.e30"}`, "no base64": `{"value":"e30.*.e30"}`,
		"no JSON": token("sub"), "no subject": token("{}"), "a number": token(`{"sub":1}`),
	} {
		if got, err := subjectOf([]byte(answer)); err == nil {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestTrustCure(t *testing.T) {
	d := &doctor{world: &world{getenv: func(name string) string {
		return map[string]string{"GITHUB_REPOSITORY": "label/counts", "GITHUB_REPOSITORY_OWNER_ID": "11"}[name]
	}}}
	for subject, want := range map[string]string{
		"repo:label/counts:ref:refs/heads/main":       "GitHubOwner=label GitHubRepository=counts GitHubOwnerId=11 GitHubRepositoryId=* GitHubSubject=ref:refs/heads/main",
		"repo:label@1/counts@2:ref:refs/heads/next":   "`datarocks setup --repository label/counts --owner-id 1 --repository-id 2 --branch next`",
		"repo:label@1/counts@2:environment:live":      "GitHubOwner=label GitHubRepository=counts GitHubOwnerId=1 GitHubRepositoryId=2 GitHubSubject=environment:live",
		"repo:label/counts:pull_request":              "start the workflow on a branch",
		"repo:label/counts:ref:refs/tags/v1":          "start the workflow on a branch",
		"repository_owner:label:ref:refs/heads/main":  "repos/label/counts/actions/oidc/customization/sub",
		"repo:label/counts/x:ref:refs/heads/main":     "repos/label/counts/actions/oidc/customization/sub",
		"repo:label@one/counts@2:ref:refs/heads/main": "repos/label/counts/actions/oidc/customization/sub",
	} {
		if got := d.trustCure(subject); !strings.Contains(got, want) {
			t.Errorf("%s: %s, want %s", subject, got, want)
		}
	}
}

func TestVerdict(t *testing.T) {
	f := func(code int) finding { return finding{code: code} }
	for _, test := range []struct {
		found []finding
		want  int
	}{
		{nil, exitDone},
		{[]finding{f(exitDone)}, exitDone},
		{[]finding{f(exitDone), f(exitIncomplete)}, exitIncomplete},
		{[]finding{f(exitIncomplete), f(exitFailed)}, exitFailed},
		{[]finding{f(exitFailed), f(exitUsage), f(exitIncomplete)}, exitUsage},
	} {
		if got := verdictOf(test.found); got != test.want {
			t.Errorf("%v: %d, want %d", test.found, got, test.want)
		}
	}
}

func TestScheduled(t *testing.T) {
	root := t.TempDir()
	find := func(text string, want int) {
		t.Helper()
		writeFile(t, root, ".github/workflows/counts.yaml", text)
		name, times := scheduled(root)
		if times != want || (name == "counts.yaml") != (want > 0) {
			t.Errorf("%s has %d slots, want %d, in\n%s", name, times, want, text)
		}
	}
	const uses = "jobs: {run: {steps: [{uses: label/datarocks/.github/actions/datarocks@v1}]}}\n"
	find("on:\n  schedule:\n    - cron: \"23 1 * * *\" # early\n    -   cron: '43 7 * * *'\n"+uses, 2)
	find("on: {schedule: [{cron: \"23 1 * * *\"}, {cron: \"43 7 * * *\"}], workflow_dispatch: {}}\n"+uses, 2)
	find("on:\n  # schedule:\n  #  - cron: \"23 1 * * *\"\n  workflow_dispatch:\n"+uses, 0)
	find("on:\n  workflow_dispatch:\n"+uses, 0)
	find("on: {schedule: [{cron: \"23 1 * * *\"}]}\n# datarocks\njobs: {}\n", 0)
	if name, times := scheduled(t.TempDir()); name != "" || times != 0 {
		t.Errorf("nothing has %s, %d", name, times)
	}
}

func TestAgeText(t *testing.T) {
	for age, want := range map[time.Duration]string{
		0: "0 hours", 59 * time.Minute: "0 hours", time.Hour: "1 hour", 47*time.Hour + 59*time.Minute: "47 hours", 48 * time.Hour: "2 days",
		60 * 24 * time.Hour: "60 days",
	} {
		if got := ageText(age); got != want {
			t.Errorf("%v: %s, want %s", age, got, want)
		}
	}
}
