package main

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"datarocks/cmd/datarocks/shell"
)

// startServing runs a command that serves, until the test ends, and returns the
// address.
func startServing(t *testing.T, args ...string) string {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	out, in := io.Pipe()
	w := &shell.World{Ctx: ctx, Stdout: in, Stderr: io.Discard, Getenv: func(string) string { return "" }, Clock: time.Now}
	ended := make(chan int, 1)
	go func() {
		ended <- execute(w, append(args, "--addr", "127.0.0.1:0"))
		in.Close()
	}()
	t.Cleanup(func() {
		stop()
		if code := <-ended; code != shell.ExitDone {
			t.Errorf("exit code %d after being stopped", code)
		}
	})
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "http://") {
			go func() { _, _ = io.Copy(io.Discard, out) }()
			return lines.Text()
		}
	}
	t.Fatal("it ended without serving")
	return ""
}

func get(t *testing.T, address string) (status int, body string, header http.Header) {
	t.Helper()
	resp, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(data), resp.Header
}

func TestServing(t *testing.T) {
	folder := t.TempDir()
	home := startServing(t, "demo", "--nights", "3", "--history", filepath.Join(folder, "data"), "--site", filepath.Join(folder, "public"))
	for _, test := range []struct {
		path, header, want string
		status             int
	}{
		{"/nowhere/", "Content-Type", "text/html; charset=utf-8", http.StatusNotFound},
		{"/artists/ostrobelle/data.json", "Content-Type", "application/json", http.StatusOK},
		{"/artists/ostrobelle/data.json", "Access-Control-Allow-Origin", "*", http.StatusOK},
		{"/artists/ostrobelle/data.csv", "Content-Type", "text/csv; charset=utf-8", http.StatusOK},
		{"/artists/ostrobelle/embed/", "X-Content-Type-Options", "nosniff", http.StatusOK},
		{"/artists/ostrobelle/card.svg", "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors *", http.StatusOK},
		{"/site.webmanifest", "Content-Type", "application/manifest+json", http.StatusOK},
		{"/artists/", "Content-Type", "text/html; charset=utf-8", http.StatusNotFound},
		{"/artists/ostrobelle/data.json/", "Content-Type", "text/html; charset=utf-8", http.StatusNotFound},
		{"/../../etc/passwd", "Content-Type", "text/html; charset=utf-8", http.StatusNotFound},
	} {
		status, _, header := get(t, home+test.path)
		if status != test.status || header.Get(test.header) != test.want {
			t.Errorf("%s: status %d, %s %q; want %d, %q", test.path, status, test.header, header.Get(test.header), test.status, test.want)
		}
	}
	checkDeployed(t, home, filepath.Join(folder, "public"))
	_, _, page := get(t, home+"/artists/ostrobelle/")
	_, _, embed := get(t, home+"/artists/ostrobelle/embed/")
	if p := page.Get("Content-Security-Policy"); !strings.HasSuffix(p, "frame-ancestors 'self'") {
		t.Errorf("anybody may frame a page: %s", p)
	}
	if p := embed.Get("Content-Security-Policy"); !strings.HasSuffix(p, "frame-ancestors 'self' *") {
		t.Errorf("nobody may frame an embed page: %s", p)
	}
	checkRedirect(t, home)
}

// checkRedirect makes sure that no address leads to another host.
func checkRedirect(t *testing.T, home string) {
	t.Helper()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for path, want := range map[string]string{
		"/about":              "/about/",
		"/artists/ostrobelle": "/artists/ostrobelle/",
		"//artists":           "",
	} {
		resp, err := client.Get(home + path)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		got := resp.Header.Get("Location")
		if strings.HasPrefix(got, "//") || got != want {
			t.Errorf("%s leads to %q, want %q", path, got, want)
		}
	}
}

func writeFile(t *testing.T, folder, name, text string) {
	t.Helper()
	file := filepath.Join(folder, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestServeReloads changes content while it is served.
func TestServeReloads(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string) { writeFile(t, folder, "content/"+name, text) }
	artist := "---\nname: %\naccounts:\n  spotify: 2aaLAng2L2aWD2FClzwiep\n---\n"
	write("site.md", "---\ntitle: Test\nsources: [spotify]\n---\n")
	write("artists/dream-theater.md", strings.Replace(artist, "%", "Dream Theater", 1))
	home := startServing(t, "serve", "--content", filepath.Join(folder, "content"), "--history", filepath.Join(folder, "data"))

	events, err := http.Get(home + "/-/reload")
	if err != nil {
		t.Fatal(err)
	}
	defer events.Body.Close()
	if _, body, _ := get(t, home+"/"); !strings.Contains(body, "Dream Theater") || !strings.Contains(body, "/-/reload.js") {
		t.Errorf("the page cannot reload: %s", body)
	}
	// Broken content must leave the site as it is, and show what is broken; the next
	// change mends it.
	write("artists/dream-theater.md", "no front matter")
	lines := bufio.NewReader(events.Body)
	for line := ""; !strings.HasPrefix(line, "data: "); {
		if line, err = lines.ReadString('\n'); err != nil {
			t.Fatalf("the page is told of no mistake: %v", err)
		}
		if strings.HasPrefix(line, "event:") && line != "event: mistake\n" {
			t.Errorf("the page is told %q", line)
		}
		if strings.HasPrefix(line, "data: ") && !strings.Contains(line, "artists/dream-theater.md:1") {
			t.Errorf("the mistake does not name its line: %s", line)
		}
	}
	if _, body, _ := get(t, home+"/"); !strings.Contains(body, "Dream Theater") {
		t.Error("the site before is not served")
	}
	write("artists/dream-theater.md", strings.Replace(artist, "%", "Renamed", 1))
	event, err := io.ReadAll(lines)
	if err != nil || !strings.Contains(string(event), "event: reload") {
		t.Fatalf("the page got %q, %v", event, err)
	}
	if _, body, _ := get(t, home+"/"); !strings.Contains(body, "Renamed") {
		t.Error("the site is not the new one")
	}
}

// TestServePrivate: what a private site is served with here is what it is with there:
// nothing lets the pages of others read it.
func TestServePrivate(t *testing.T) {
	folder := t.TempDir()
	content, data, public := filepath.Join(folder, "content"), filepath.Join(folder, "data"), filepath.Join(folder, "public")
	writeFile(t, folder, "content/site.md", "---\ntitle: Test\nsources: [spotify]\nvisibility: private\n---\n")
	writeFile(t, folder, "content/artists/opeth.md", "---\nname: Opeth\naccounts:\n  spotify: 0ybFZ2Ab08V8hueghSXm6E\n---\n")
	w := newRunning()
	w.Getenv = func(string) string { return "" }
	if code := execute(w.World, []string{"render", "--content", content, "--history", data, "--out", public}); code != shell.ExitDone {
		t.Fatalf("exit %d\n%s", code, w.out.String())
	}
	home := startServing(t, "serve", "--content", content, "--history", data)
	_, _, header := get(t, home+"/artists/opeth/data.csv")
	if got := header.Get("Access-Control-Allow-Origin"); got != "" {
		t.Errorf("%q may read it", got)
	}
	checkDeployed(t, home, public, "PrivateSite=true")

	// The name of another page's, which it had lead here.
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, home+"/artists/opeth/data.csv", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Host = "evil.example"
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusMisdirectedRequest {
		t.Errorf("asked as evil.example it answers %d", resp.StatusCode)
	}
}

// TestServeTakenPort: a port that is taken is found before anything is built, by a
// demo, too.
func TestServeTakenPort(t *testing.T) {
	folder := t.TempDir()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	for _, args := range [][]string{
		{"serve", "--content", filepath.Join(folder, "nowhere")},
		{"demo", "--history", filepath.Join(folder, "data"), "--site", filepath.Join(folder, "public")},
	} {
		w := newRunning()
		code := execute(w.World, append(args, "--addr", listener.Addr().String()))
		if code != shell.ExitFailed || !strings.Contains(w.out.String(), "address already in use") {
			t.Errorf("%s: exit %d\n%s", args[0], code, w.out.String())
		}
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("%v were made, %v", left, err)
	}
}
