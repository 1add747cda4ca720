package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"

	"datarocks/fetch/fetchtest"
)

// webhookKey is the variable of what only who may post knows.
const webhookKey = "WEBHOOK_KEY"

// simulatedWebhook takes posts.
type simulatedWebhook struct {
	*httptest.Server

	mu     sync.Mutex
	posts  [][]byte // bodies, failed ones too
	faults []fetchtest.Fault
	looked int // posts that were already looked at
}

func newWebhook() *simulatedWebhook {
	s := &simulatedWebhook{}
	s.Server = httptest.NewServer(s)
	return s
}

// address has a key in its path and its query, as those of real services do.
func (s *simulatedWebhook) address() string {
	key := planted[webhookKey]
	return s.URL + "/workflows/" + url.PathEscape(key) + "?sig=" + url.QueryEscape(key)
}

func (s *simulatedWebhook) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	s.mu.Lock()
	s.posts = append(s.posts, body)
	answer := fetchtest.Respond(http.StatusAccepted, "")
	if len(s.faults) > 0 {
		answer, s.faults = s.faults[0], s.faults[1:]
	}
	s.mu.Unlock()
	answer(w, r, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusAccepted) }))
}

// fail lets the next posts fail.
func (s *simulatedWebhook) fail(faults ...fetchtest.Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = faults
}

// got returns the posts since it was last asked.
func (s *simulatedWebhook) got() [][]byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	posts := s.posts[s.looked:]
	s.looked = len(s.posts)
	return posts
}

func (s *simulated) startWebhook(env *testscript.Env) {
	s.webhook = newWebhook()
	env.Defer(s.webhook.Close)
	env.Setenv("WEBHOOK", s.webhook.address())
}

// webhookCommand looks at what was posted to $WEBHOOK since it was last looked at.
//
//	webhook got N        there were N posts; they are in the files post1.json and so on, and one alone is
//	                     in post.json, indented
//	webhook fail FAULT   the next two posts fail
//	webhook heal
func webhookCommand(ts *testscript.TestScript, neg bool, args []string) {
	hook := ts.Value(simulatedKey{}).(*simulated).webhook
	switch {
	case !neg && len(args) == 2 && args[0] == "got":
		posts := hook.got()
		if fmt.Sprint(len(posts)) != args[1] {
			ts.Fatalf("there were %d posts, want %s: %s", len(posts), args[1], posts)
		}
		for i, post := range posts {
			ts.Check(os.WriteFile(ts.MkAbs(fmt.Sprintf("post%d.json", i+1)), post, 0o644))
		}
		if len(posts) == 1 {
			var lines bytes.Buffer
			ts.Check(json.Indent(&lines, posts[0], "", "  "))
			ts.Check(os.WriteFile(ts.MkAbs("post.json"), lines.Bytes(), 0o644))
		}
	case !neg && len(args) == 2 && args[0] == "fail" && failures[args[1]] != nil:
		hook.fail(failures[args[1]], failures[args[1]])
	case !neg && len(args) == 1 && args[0] == "heal":
		hook.fail()
	default:
		ts.Fatalf("cannot %v", args)
	}
}
