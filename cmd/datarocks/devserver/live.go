package devserver

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
)

// Addresses that only a live server has.
const (
	reloadEvents = "/-/reload"
	reloadScript = "/-/reload.js"
)

// script listens to the events of reloadEvents.
//
//go:embed reload.js
var script []byte

// waitForReload sends each mistake, and ends when another site is shown.
func (s *Server) waitForReload(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	begun, sent := s.state().version, ""
	for {
		now := s.state()
		if now.version != begun {
			fmt.Fprint(w, "event: reload\ndata:\n\n")
			return
		}
		if now.mistake != sent {
			sent = now.mistake
			text, _ := json.Marshal(sent) // text is never refused
			fmt.Fprintf(w, "event: mistake\ndata: %s\n\n", text)
		}
		_ = http.NewResponseController(w).Flush() // a page that waits too long reloads late
		select {
		case <-r.Context().Done():
			return
		case <-now.over:
		}
	}
}
