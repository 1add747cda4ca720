package fetchtest

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// Fault answers wrongly. It gets the handler that would answer well.
type Fault func(w http.ResponseWriter, r *http.Request, well http.Handler)

// fault is a Fault that waits for a request below a path.
type fault struct {
	path   string
	broken Fault
	lasts  bool
}

// Fail lets each of the next requests whose path begins with path meet one of the
// faults, in their order.
func (p *Platform) Fail(path string, faults ...Fault) {
	p.locked(func() {
		for _, f := range faults {
			p.faults = append(p.faults, fault{path: path, broken: f})
		}
	})
}

// FailAlways lets every request whose path begins with path meet the fault, after
// those of Fail, until Heal.
func (p *Platform) FailAlways(path string, f Fault) {
	p.locked(func() { p.faults = append(p.faults, fault{path: path, broken: f, lasts: true}) })
}

// Heal takes every fault away.
func (p *Platform) Heal() { p.locked(func() { p.faults = nil }) }

// takeFault returns the fault that is due for a path, or nil. p.mu is held.
func (p *Platform) takeFault(path string) Fault {
	for i, f := range p.faults {
		if !strings.HasPrefix(path, f.path) {
			continue
		}
		if !f.lasts {
			p.faults = append(p.faults[:i:i], p.faults[i+1:]...)
		}
		return f.broken
	}
	return nil
}

// Respond answers with a status and a body instead. Each header is written as
// in HTTP: "Retry-After: 5".
func Respond(status int, body string, headers ...string) Fault {
	return func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		w.Header().Set("Content-Type", contentType(body))
		for _, line := range headers {
			name, value, _ := strings.Cut(line, ":")
			w.Header().Set(name, strings.TrimSpace(value))
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

func contentType(body string) string {
	switch {
	case strings.HasPrefix(body, "{"), strings.HasPrefix(body, "["):
		return "application/json"
	case strings.HasPrefix(body, "<"):
		return "text/html; charset=utf-8"
	}
	return "text/plain; charset=utf-8"
}

// HTML answers with a web page and a status, as proxies and maintenance pages do.
func HTML(status int) Fault {
	return Respond(status, "<!DOCTYPE html>\n<html><head><title>Be right back</title></head><body>1234567</body></html>\n")
}

// Cut answers well but closes the connection halfway through the body.
func Cut() Fault {
	return func(w http.ResponseWriter, r *http.Request, well http.Handler) {
		whole := record(well, w, r)
		// net/http closes the connection when a handler writes less than it announced.
		w.Header().Set("Content-Length", strconv.Itoa(whole.body.Len()))
		w.WriteHeader(whole.status)
		_, _ = w.Write(whole.body.Bytes()[:whole.body.Len()/2])
	}
}

// CutGzip answers well and compressed, but ends halfway: the connection closes as
// if that were all.
func CutGzip() Fault {
	return func(w http.ResponseWriter, r *http.Request, well http.Handler) {
		whole := record(well, w, r)
		var packed bytes.Buffer
		pack := gzip.NewWriter(&packed)
		_, _ = pack.Write(whole.body.Bytes())
		_ = pack.Close()
		w.Header().Set("Content-Encoding", "gzip")
		w.WriteHeader(whole.status)
		_, _ = w.Write(packed.Bytes()[:packed.Len()/2])
	}
}

// Oversize answers well and then goes on for 10 MB: it is valid JSON, to a
// reader without a bound.
func Oversize() Fault {
	return func(w http.ResponseWriter, r *http.Request, well http.Handler) {
		whole := record(well, w, r)
		w.WriteHeader(whole.status)
		_, _ = w.Write(whole.body.Bytes())
		_, _ = w.Write(bytes.Repeat([]byte(" "), 10<<20))
	}
}

// Drop closes the connection without an answer.
func Drop() Fault {
	return func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
			_ = conn.Close()
		}
	}
}

// Hang answers well, but only once release is closed; a client that leaves
// before gets nothing. A nil channel is never closed.
func Hang(release <-chan struct{}) Fault {
	return func(w http.ResponseWriter, r *http.Request, well http.Handler) {
		select {
		case <-release:
			well.ServeHTTP(w, r)
		case <-r.Context().Done():
		}
	}
}

// recording is an answer held back. Its headers are those of the true answer.
type recording struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

func record(h http.Handler, w http.ResponseWriter, r *http.Request) *recording {
	rec := &recording{ResponseWriter: w, status: http.StatusOK}
	h.ServeHTTP(rec, r)
	return rec
}

func (r *recording) WriteHeader(status int)               { r.status = status }
func (r *recording) Write(body []byte) (n int, err error) { return r.body.Write(body) }
