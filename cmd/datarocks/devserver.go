package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"

	"datarocks/publish"
	"datarocks/templates"
)

// siteServer serves a site as its visitors get it: the same content types and
// caching, a strict content security policy, and the site's own page for
// addresses that do not exist.
type siteServer struct {
	live bool // pages reload when another site is shown

	mu    sync.RWMutex
	files fs.FS
	embed []string      // origins that may frame embed pages
	shown chan struct{} // closed when another site is shown
}

// show serves another site from now on.
func (s *siteServer) show(files fs.FS, embed []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.shown != nil {
		close(s.shown)
	}
	s.files, s.embed, s.shown = files, embed, make(chan struct{})
}

func (s *siteServer) now() (files fs.FS, embed []string, shown <-chan struct{}) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.files, s.embed, s.shown
}

// Addresses that only a live server has.
const (
	reloadEvents = "/-/reload"
	reloadScript = "/-/reload.js"
)

func (s *siteServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		http.Error(w, "this is a static site", http.StatusMethodNotAllowed)
	case s.live && r.URL.Path == reloadEvents:
		s.waitForReload(w, r)
	case s.live && r.URL.Path == reloadScript:
		w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
		fmt.Fprintf(w, "new EventSource(%q).addEventListener('reload', () => location.reload());\n", reloadEvents)
	default:
		s.file(w, r)
	}
}

// file answers with the file of an address: "/x/" is x/index.html, and "/x" leads
// to "/x/" where that exists.
func (s *siteServer) file(w http.ResponseWriter, r *http.Request) {
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
	if s.live && path.Ext(name) == ".html" {
		data = bytes.Replace(data, []byte("</head>"), []byte(`<script src="`+reloadScript+`"></script></head>`), 1)
	}
	setHeaders(w.Header(), name, embed)
	if status != http.StatusOK {
		w.WriteHeader(status)
		_, _ = w.Write(data)
		return
	}
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(data))
}

func setHeaders(h http.Header, name string, embed []string) {
	headers, part := publish.HeadersFor(name), templates.PartOf("/"+name)
	h.Set("Content-Type", headers.ContentType)
	h.Set("Cache-Control", headers.CacheControl)
	h.Set("Content-Security-Policy", part.Policy(strings.Join(embed, " ")))
	h.Set("X-Content-Type-Options", "nosniff")
	if part.Shared {
		h.Set("Access-Control-Allow-Origin", "*")
	}
}

// waitForReload answers when another site is shown.
func (s *siteServer) waitForReload(w http.ResponseWriter, r *http.Request) {
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
