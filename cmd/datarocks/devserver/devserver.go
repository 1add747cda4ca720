// Package devserver serves a site on this machine as its visitors get it: with the
// same headers, and with the site's own page for addresses that do not exist. A
// live one reloads its pages when another site is shown, and shows in them why
// there is none.
//
// It answers to the names of this machine alone. A page of somebody else, in the same
// browser, can have a name of its own lead here, but not change the name that the
// browser asks for (DNS rebinding).
package devserver

import (
	"bytes"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"

	"datarocks/publish"
	"datarocks/templates"
)

// Server answers with the files of a site.
type Server struct {
	Live bool // pages reload when another site is shown

	mu  sync.RWMutex
	now state
}

// Site is what is served.
type Site struct {
	Files   fs.FS
	Embed   []string // origins that may frame embed pages
	Private bool     // no page of another site may read it
}

// state is what a server shows at a time.
type state struct {
	Site
	mistake string        // why no newer site is shown; "" where there is none
	version int           // counts the sites
	over    chan struct{} // closed when another state begins; nil in the first
}

// Show serves another site from now on.
func (s *Server) Show(site Site) {
	s.change(func(next *state) { next.Site, next.mistake, next.version = site, "", next.version+1 })
}

// Fail shows in the pages of a live server why no newer site is shown.
func (s *Server) Fail(mistake string) {
	s.change(func(next *state) { next.mistake = mistake })
}

func (s *Server) change(to func(next *state)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.now.over != nil {
		close(s.now.over)
	}
	to(&s.now)
	s.now.over = make(chan struct{})
}

func (s *Server) state() state {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.now
}

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		http.Error(w, "this is a static site", http.StatusMethodNotAllowed)
	case s.Live && r.URL.Path == reloadEvents:
		s.waitForReload(w, r)
	case s.Live && r.URL.Path == reloadScript:
		w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
		_, _ = w.Write(script)
	default:
		s.file(w, r)
	}
}

// file answers with the file of an address: "/x/" is x/index.html, and "/x" leads
// to "/x/" where that exists.
func (s *Server) file(w http.ResponseWriter, r *http.Request) {
	now := s.state()
	files := now.Files
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
	h.Set("Content-Security-Policy", part.Policy(strings.Join(now.Embed, " ")))
	h.Set("X-Content-Type-Options", "nosniff")
	if part.Shared && !now.Private {
		h.Set("Access-Control-Allow-Origin", "*")
	}
	if status != http.StatusOK {
		w.WriteHeader(status)
		_, _ = w.Write(data)
		return
	}
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(data))
}
