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
	w := &world{ctx, &out, &out, func(name string) string { return r.env[name] }, clock}
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
	spotify.Fail("/v1/", func(well http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
			now = now.Add(time.Minute)
			if code, printed := r.run(t.Context(), clock); code != exitDone {
				t.Errorf("the other run: exit code %d\n%s", code, printed)
			}
			well.ServeHTTP(w, req)
		})
	})
	if code, printed := r.run(t.Context(), clock); code != exitDone {
		t.Errorf("exit code %d\n%s", code, printed)
	}
	page, err := os.ReadFile(filepath.Join(r.folder, "public/artists/opeth/index.html"))
	if err != nil || !strings.Contains(string(page), "1,234,567") {
		t.Errorf("the page lacks the count: %v", err)
	}
}
