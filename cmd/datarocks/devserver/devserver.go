// Package devserver serves a site on this machine as its visitors get it: with the
// same headers, and with the site's own page for addresses that do not exist. A
// live one reloads its pages when another site is shown.
package devserver

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"

	"datarocks/cmd/datarocks/shell"
	"datarocks/publish"
	"datarocks/templates"
)

// Server answers with the files of a site.
type Server struct {
	Live bool // pages reload when another site is shown

	mu    sync.RWMutex
	files fs.FS
	embed []string      // origins that may frame embed pages
	shown chan struct{} // closed when another site is shown
}

// Show serves another site from now on.
func (s *Server) Show(files fs.FS, embed []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.shown != nil {
		close(s.shown)
	}
	s.files, s.embed, s.shown = files, embed, make(chan struct{})
}

func (s *Server) now() (files fs.FS, embed []string, shown <-chan struct{}) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.files, s.embed, s.shown
}

// Addresses that only a live server has.
const (
	reloadEvents = "/-/reload"
	reloadScript = "/-/reload.js"
)

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		http.Error(w, "this is a static site", http.StatusMethodNotAllowed)
	case s.Live && r.URL.Path == reloadEvents:
		s.waitForReload(w, r)
	case s.Live && r.URL.Path == reloadScript:
		w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
		fmt.Fprintf(w, "new EventSource(%q).addEventListener('reload', () => location.reload());\n", reloadEvents)
	default:
		s.file(w, r)
	}
}

// file answers with the file of an address: "/x/" is x/index.html, and "/x" leads
// to "/x/" where that exists.
func (s *Server) file(w http.ResponseWriter, r *http.Request) {
	files, embed, _ := s.now()
	name := strings.TrimPrefix(r.URL.Path, "/")
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	} else if info, err := fs.Stat(files, name); err == nil && info.IsDir() {
		// Relative, so that it cannot lead to another host.
		http.Redirect(w, r, path.Base(r.URL.Path)+"/", http.StatusMovedPermanently)
		return
	}
	status := http.StatusOK
	data, err := fs.ReadFile(files, name)
	if err != nil {
		// Whatever the reason: below a file, too, there is nothing.
		name, status = "404.html", http.StatusNotFound
		data, err = fs.ReadFile(files, name)
	}
	if err != nil {
		http.Error(w, "cannot read "+name, http.StatusInternalServerError)
		return
	}
	if s.Live && path.Ext(name) == ".html" {
		data = bytes.Replace(data, []byte("</head>"), []byte(`<script src="`+reloadScript+`"></script></head>`), 1)
	}
	h, headers, part := w.Header(), publish.HeadersFor(name), templates.PartOf("/"+name)
	h.Set("Content-Type", headers.ContentType)
	h.Set("Cache-Control", headers.CacheControl)
	h.Set("Content-Security-Policy", part.Policy(strings.Join(embed, " ")))
	h.Set("X-Content-Type-Options", "nosniff")
	if part.Shared {
		h.Set("Access-Control-Allow-Origin", "*")
	}
	if status != http.StatusOK {
		w.WriteHeader(status)
		_, _ = w.Write(data)
		return
	}
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(data))
}

// waitForReload answers when another site is shown.
func (s *Server) waitForReload(w http.ResponseWriter, r *http.Request) {
	_, _, shown := s.now()
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	_ = http.NewResponseController(w).Flush() // a page that waits too long reloads late
	select {
	case <-r.Context().Done():
	case <-shown:
		fmt.Fprint(w, "event: reload\ndata:\n\n")
	}
}

// Serve answers requests at an address until the program is stopped, which is no failure.
func Serve(w *shell.World, addr string, handler http.Handler) error {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return shell.Fail(shell.ExitFailed, fmt.Errorf("serve: %w", err), "another port: --addr 127.0.0.1:0 takes a free one")
	}
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		// A page that waits for a reload must not hold up the end.
		BaseContext: func(net.Listener) context.Context { return w.Ctx },
	}
	w.Print("http://%s", listener.Addr())
	w.Say("serving; stop with Ctrl-C")
	stopped := context.AfterFunc(w.Ctx, func() {
		deadline, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		_ = server.Shutdown(deadline)
	})
	defer stopped()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %w", err)
	}
	return nil
}
