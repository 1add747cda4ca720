package main

import (
	"bytes"
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/fetch/fetchtest"
)

// runner starts runs in a folder, each with a clock of its own.
type runner struct {
	folder string
	env    map[string]string
}

func newRunner(t *testing.T) (*runner, *fetchtest.Spotify) {
	t.Helper()
	spotify, err := fetchtest.NewSpotify()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = spotify.Close() })
	r := &runner{t.TempDir(), map[string]string{"SPOTIFY_ID": "id", "SPOTIFY_SECRET": "secret", "SPOTIFY_ENDPOINT": spotify.URL()}}
	writeFile(t, r.folder, "content/site.md", "---\ntitle: Test\nsources: [spotify]\n---\n")
	writeFile(t, r.folder, "content/artists/opeth.md", "---\nname: Opeth\naccounts:\n  spotify: 0ybFZ2Ab08V8hueghSXm6E\n---\n")
	return r, spotify
}

func (r *runner) run(ctx context.Context, clock func() time.Time) (code int, printed string) {
	var out bytes.Buffer
	w := &shell.World{Ctx: ctx, Stdout: &out, Stderr: &out, Getenv: func(name string) string { return r.env[name] }, Clock: clock}
	code = execute(w, []string{
		"run", "--content", filepath.Join(r.folder, "content"),
		"--history", filepath.Join(r.folder, "data"), "--site", filepath.Join(r.folder, "public"),
	})
	return code, out.String()
}

// TestOvertaken is a run that another one, begun later, overtakes while it
// asks. The other's counts are later than its own beginning, and yet it must
// show them.
func TestOvertaken(t *testing.T) {
	r, spotify := newRunner(t)
	spotify.Set("0ybFZ2Ab08V8hueghSXm6E", "Opeth", 1234567)
	now := time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	spotify.Fail("/v1/", func(w http.ResponseWriter, req *http.Request, well http.Handler) {
		now = now.Add(time.Minute)
		if code, printed := r.run(t.Context(), clock); code != shell.ExitDone {
			t.Errorf("the other run: exit code %d\n%s", code, printed)
		}
		well.ServeHTTP(w, req)
	})
	if code, printed := r.run(t.Context(), clock); code != shell.ExitDone {
		t.Errorf("exit code %d\n%s", code, printed)
	}
	page, err := os.ReadFile(filepath.Join(r.folder, "public/artists/opeth/index.html"))
	if err != nil || !strings.Contains(string(page), "1,234,567") {
		t.Errorf("the page lacks the count: %v", err)
	}
}

// TestInterrupted is a run that is stopped while one source keeps it waiting.
// What the other answered is recorded, and the next run asks for the rest.
func TestInterrupted(t *testing.T) {
	r, spotify := newRunner(t)
	spotify.Set("0ybFZ2Ab08V8hueghSXm6E", "Opeth", 1234567)
	deezer, err := fetchtest.Start(content.Deezer)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = deezer.Close() })
	deezer.Set("1194083", "Opeth", 7654)
	r.env["DEEZER_ENDPOINT"] = deezer.URL()
	writeFile(t, r.folder, "content/site.md", "---\ntitle: Test\nsources: [spotify, deezer]\n---\n")
	writeFile(t, r.folder, "content/artists/opeth.md", "---\nname: Opeth\naccounts:\n  spotify: 0ybFZ2Ab08V8hueghSXm6E\n  deezer: \"1194083\"\n---\n")

	ctx, interrupt := context.WithCancel(t.Context())
	deezer.FailAlways("/", func(_ http.ResponseWriter, req *http.Request, _ http.Handler) {
		interrupt()
		<-req.Context().Done()
	})
	now := time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	page := filepath.Join(r.folder, "page.md")
	r.env["GITHUB_ACTIONS"], r.env["GITHUB_STEP_SUMMARY"] = "true", page
	code, printed := r.run(ctx, clock)
	shown, err := os.ReadFile(page)
	if text := string(shown); err != nil || !strings.Contains(text, "**The run was stopped before it was done.**") || !strings.Contains(text, "of 2 recorded") {
		t.Errorf("the page of the job: %v\n%s", err, text)
	}
	if code != shell.ExitFailed || !strings.Contains(printed, "stopped while asking; ") || !strings.Contains(printed, "recorded, run it again for the others") {
		t.Errorf("exit code %d\n%s", code, printed)
	}
	// Whether the other source's answer came in time is chance; it is either
	// recorded or asked again.
	recorded := strings.Contains(printed, "1 count recorded")
	if _, err := os.Stat(filepath.Join(r.folder, "public")); err == nil {
		t.Error("a site was published")
	}
	deezer.Heal()
	if recorded {
		spotify.FailAlways("/", fetchtest.Respond(http.StatusForbidden, "")) // nobody asks it
	}
	if code, printed := r.run(t.Context(), clock); code != shell.ExitDone {
		t.Errorf("the next run: exit code %d\n%s", code, printed)
	}
}
