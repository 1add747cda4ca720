package main

import (
	"errors"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"

	"datarocks/fetch/fetchtest"
	"datarocks/publish/awstest"
)

// nightAndRollback are a run and a rollback in processes of their own, over one AWS.
type nightAndRollback struct {
	t       *testing.T
	cloud   *awstest.AWS
	folder  string
	spotify *fetchtest.Spotify
}

func newNightAndRollback(t *testing.T) *nightAndRollback {
	spotify, err := fetchtest.NewSpotify()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = spotify.Close() })
	r := &nightAndRollback{t, openCloud(t), t.TempDir(), spotify}
	t.Cleanup(func() { _ = r.cloud.Close() })
	(&killed{t: t, folder: r.folder}).writeContent()
	spotify.Set("2aaLAng2L2aWD2FClzwiep", "Dream Theater", 3456789)
	r.expect(0, "first", "2026-11-23", "run")
	spotify.Set("2aaLAng2L2aWD2FClzwiep", "Dream Theater", 3456799)
	return r
}

// expect runs the program on a day. Its requests have its name.
func (r *nightAndRollback) expect(code int, name, day string, args ...string) {
	r.t.Helper()
	args = append(args, "--history", "s3://counts/h", "--now", day+"T03:17:00Z")
	if args[0] != "fetch" {
		args = append(args, "--site", "s3://pages")
	}
	command := exec.Command(os.Args[0], args...)
	command.Dir = r.folder
	command.Env = append(os.Environ(), asDatarocks+"=1", "SPOTIFY_ID=id", "SPOTIFY_SECRET=secret", "SPOTIFY_ENDPOINT="+r.spotify.URL(), "AWS_SDK_UA_APP_ID="+name)
	command.Env = append(command.Env, r.cloud.Environ()...)
	out, err := command.CombinedOutput()
	got := 0
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		got = exit.ExitCode()
	} else if err != nil {
		r.t.Error(err)
	}
	if got != code {
		r.t.Errorf("%s ends with %d, want %d\n%s", name, got, code, out)
	}
}

// before calls a hook before a process makes its first request of an operation for the
// site.
func (r *nightAndRollback) before(name, operation string, hook func()) {
	r.cloud.Break(awstest.Rule{
		Match: func(q awstest.Request) bool {
			return q.Bucket == "pages" && q.Operation == operation && strings.Contains(q.Header.Get("User-Agent"), "app/"+name)
		},
		Times: 1, Fault: awstest.Call(hook, awstest.Well()),
	})
}

func (r *nightAndRollback) shows(count string) {
	r.t.Helper()
	if page := r.cloud.Objects("pages")["artists/dream-theater/index.html"].Body; !strings.Contains(page, count) {
		r.t.Errorf("the site does not show %s", count)
	}
}

const oldCount, newCount = "3,456,789", "3,456,799"

// A run that somebody goes back before, at any of its steps, does not undo that.
func TestARunDoesNotUndoARollback(t *testing.T) {
	for _, operation := range []string{"ListObjectsV2", "PutObject"} {
		t.Run(operation, func(t *testing.T) {
			t.Parallel()
			r := newNightAndRollback(t)
			r.before("night", operation, func() { r.expect(0, "back", "2026-11-24", "rollback", "2026-11-23") })
			r.expect(3, "night", "2026-11-24", "run")
			if page := r.cloud.Objects("pages")["artists/dream-theater/index.html"].Body; strings.Contains(page, newCount) {
				t.Error("the site shows the newest count")
			}
			r.shows(oldCount)
			r.expect(0, "release", "2026-11-24", "rollback", "--release")
			r.shows(newCount)
		})
	}
}

// A run that claims the site and ends while somebody goes back is overtaken.
func TestARollbackOvertakesARun(t *testing.T) {
	t.Parallel()
	r := newNightAndRollback(t)
	r.expect(0, "second", "2026-11-24", "run")
	r.spotify.Set("2aaLAng2L2aWD2FClzwiep", "Dream Theater", 3456809)
	waiting, ended, back := make(chan struct{}), make(chan struct{}), make(chan struct{})
	r.before("back", "PutObject", func() { close(waiting); <-ended })
	r.before("night", "PutObject", func() {
		go func() { defer close(back); r.expect(0, "back", "2026-11-25", "rollback", "2026-11-23") }()
		<-waiting
	})
	r.expect(3, "night", "2026-11-25", "run")
	close(ended)
	<-back
	r.shows(oldCount)
}

// A run that publishes once the site is released, and before the release does, is no
// fault of either.
func TestARunBeforeARelease(t *testing.T) {
	t.Parallel()
	r := newNightAndRollback(t)
	r.expect(0, "back", "2026-11-24", "rollback", "2026-11-23")
	r.before("release", "PutObject", func() {
		r.spotify.Set("2aaLAng2L2aWD2FClzwiep", "Dream Theater", 3456809)
		r.expect(0, "night", "2026-11-25", "run")
	})
	r.expect(0, "second", "2026-11-24", "fetch")
	r.expect(0, "release", "2026-11-25", "rollback", "--release")
	r.shows("3,456,809")
}

// A rollback that stops half-way is completed by the next run, as runs publish nothing
// else.
func TestARollbackThatStops(t *testing.T) {
	t.Parallel()
	r := newNightAndRollback(t)
	r.expect(0, "second", "2026-11-24", "run")
	r.cloud.Break(awstest.Rule{
		Match: func(q awstest.Request) bool { return q.Bucket == "pages" && q.Operation == "PutObject" },
		Nth:   3, Fault: awstest.Answer(http.StatusForbidden, "AccessDenied"),
	})
	r.expect(1, "back", "2026-11-24", "rollback", "2026-11-23")
	r.cloud.Heal()
	r.expect(3, "night", "2026-11-25", "run")
	r.shows(oldCount)
	r.expect(0, "publish", "2026-11-25", "rollback", "--release")
}
