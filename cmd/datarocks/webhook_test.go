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
	"path"
	"strings"
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
	paths  []string // the last part of the path of each, as pings have it
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
	last := path.Base(r.URL.Path)
	if last != "start" && last != "fail" {
		last = "-" // the key
	}
	s.posts, s.paths = append(s.posts, body), append(s.paths, last)
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

// got returns the posts since it was last asked, and the last parts of their paths.
func (s *simulatedWebhook) got() (posts [][]byte, paths []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	posts, paths = s.posts[s.looked:], s.paths[s.looked:]
	s.looked = len(s.posts)
	return posts, paths
}

func (s *simulated) startWebhook(env *testscript.Env) {
	s.webhook = newWebhook()
	env.Defer(s.webhook.Close)
	env.Setenv("WEBHOOK", s.webhook.address())
}

// webhookCommand looks at what was posted to $WEBHOOK since it was last looked at.
//
//	webhook got N        there were N posts; they are in the files post1.json and so on, and one alone is
//	                     in post.json, indented; paths has for each what a ping
//	                     has at the end of its path: start, fail, or - for success
//	webhook fail FAULT   the next two posts fail
//	webhook heal
func webhookCommand(ts *testscript.TestScript, neg bool, args []string) {
	hook := ts.Value(simulatedKey{}).(*simulated).webhook
	switch {
	case !neg && len(args) == 2 && args[0] == "got":
		posts, paths := hook.got()
		if fmt.Sprint(len(posts)) != args[1] {
			ts.Fatalf("there were %d posts, want %s: %s", len(posts), args[1], posts)
		}
		ts.Check(os.WriteFile(ts.MkAbs("paths"), []byte(strings.Join(paths, "\n")+"\n"), 0o644))
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
