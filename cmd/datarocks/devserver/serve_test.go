package devserver

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"datarocks/cmd/datarocks/shell"
)

// TestHosts: a page of somebody else can have its own name lead to this machine, and
// the browser then asks for that name.
func TestHosts(t *testing.T) {
	for _, test := range []struct {
		named     string // by --addr
		yes, also []string
	}{
		{"127.0.0.1", []string{"127.0.0.1:8080", "localhost:8080", "LOCALHOST", "[::1]:8080", "[::1]", "::1"}, nil},
		{"192.0.2.7", []string{"192.0.2.7:8080", "localhost:8080"}, nil},
		{"studio.example.org", []string{"studio.example.org:8080", "Studio.Example.Org", "127.0.0.1"}, nil},
		{"", []string{"192.0.2.7:8080", "[2001:db8::1]:8080", "localhost"}, []string{"192.0.2.8", "198.51.100.1:8080"}},
		{"0.0.0.0", []string{"192.0.2.7:8080", "10.0.0.1"}, []string{"192.0.2.8", "198.51.100.1:8080"}},
		{"::", []string{"[2001:db8::1]:8080"}, []string{"192.0.2.8", "198.51.100.1:8080"}},
	} {
		l := &Listener{host: test.named}
		for _, host := range append(test.yes, test.also...) {
			if !l.answersTo(host) {
				t.Errorf("--addr %s: %s is refused", test.named, host)
			}
		}
		no := []string{
			"", ":8080", "evil.example", "evil.example:8080", "localhost.evil.example", "127.0.0.1.evil.example", "evil.example#localhost",
			"localhost@evil.example", "xlocalhost", "127.0.0.1:8080:8080", "[localhost", "studio.example.org.evil.example", "0x7f.1",
		}
		if test.also == nil {
			no = append(no, "192.0.2.8", "198.51.100.1:8080")
		}
		for _, host := range no {
			if l.answersTo(host) {
				t.Errorf("--addr %s: %q is answered", test.named, host)
			}
		}
	}
}

// TestRebinding asks a server for a file of a private site as such a page does.
func TestRebinding(t *testing.T) {
	server := &Server{Live: true}
	server.Show(Site{Files: fstest.MapFS{"artists/a/data.csv": {Data: []byte("1")}, "404.html": {}}, Private: true})
	handler := (&Listener{host: "127.0.0.1"}).guard(server)
	for host, want := range map[string]int{"127.0.0.1:8080": http.StatusOK, "evil.example:8080": http.StatusMisdirectedRequest} {
		for _, path := range []string{"/artists/a/data.csv", "/-/reload.js"} {
			r := httptest.NewRequest(http.MethodGet, path, nil)
			r.Host = host
			r.Header.Set("Origin", "http://"+host)
			answer := httptest.NewRecorder()
			handler.ServeHTTP(answer, r)
			if answer.Code != want || want != http.StatusOK && strings.Contains(answer.Body.String(), "1\n") {
				t.Errorf("%s%s: status %d, want %d", host, path, answer.Code, want)
			}
			if got := answer.Header().Get("Access-Control-Allow-Origin"); got != "" {
				t.Errorf("%s%s is for %s", host, path, got)
			}
		}
	}
}

func TestListenRefuses(t *testing.T) {
	for _, addr := range []string{"8080", "localhost", "", ":", "127.0.0.1:", "127.0.0.1:http:80", "127.0.0.1:99999", "::1:8080:", "127.0.0.1:nothing"} {
		_, err := Listen(addr)
		f, ok := errors.AsType[*shell.Failure](err)
		if !ok || f.Code != shell.ExitUsage {
			t.Errorf("%q: %v, want a usage error", addr, err)
		}
	}
	first, err := Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	_, err = Listen(first.Addr().String())
	if f, ok := errors.AsType[*shell.Failure](err); !ok || f.Code != shell.ExitFailed || !strings.Contains(f.Hint, "--addr") {
		t.Errorf("a port that is taken: %v", err)
	}
	// Another port is no cure of a host that is not this machine.
	for _, addr := range []string{"nowhere.invalid:8080", "192.0.2.1:8080"} {
		_, err = Listen(addr)
		if f, ok := errors.AsType[*shell.Failure](err); !ok || f.Code != shell.ExitFailed || !strings.Contains(f.Hint, "is not this machine") {
			t.Errorf("%s: %v", addr, err)
		}
	}
}
