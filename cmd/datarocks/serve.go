package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"datarocks/cmd/datarocks/nightly"
	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/history"
	"datarocks/render"
)

// serverFlags name the address to serve on.
type serverFlags struct {
	Addr string `default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Address to serve on (${default})."`
}

type serveCommand struct {
	settings.SiteFlags
	serverFlags
}

// templatesFolder is where a checkout of datarocks has the templates. There, a
// change of them is seen at once; elsewhere those built in are used.
const templatesFolder = "templates/site"

// Run serves the site until it is stopped.
func (c *serveCommand) Run(w *shell.World) error {
	h, err := c.LoadHistory(w)
	if err != nil {
		return err
	}
	defer h.Close()
	shop := &workshop{content: c.ContentFlags, history: h, server: &siteServer{live: true}}
	defer shop.close()
	if err := shop.rebuild(); err != nil {
		return err
	}
	stop, err := watch([]string{c.Content, templatesFolder}, func() {
		if err := shop.rebuild(); err != nil {
			report(w, err)
			return
		}
		w.Say("reloaded")
	})
	if err != nil {
		return fmt.Errorf("watch %s: %w", c.Content, err)
	}
	defer stop()
	return serve(w, c.Addr, shop.server)
}

// workshop is a site that is built again whenever something changes.
type workshop struct {
	content settings.ContentFlags
	history *history.History
	server  *siteServer
	done    func() // removes the files of the site that is shown
}

// rebuild shows the site as content and templates are now. When they are not
// right, the one before stays.
func (s *workshop) rebuild() error {
	site, err := s.content.LoadSite()
	if err != nil {
		return err
	}
	var templates fs.FS // those built in
	if _, err := os.Stat(filepath.Join(templatesFolder, "base.html")); err == nil {
		templates = os.DirFS(templatesFolder)
	}
	files, done, err := nightly.Render(render.Input{Site: site, History: s.history, Templates: templates})
	if err != nil {
		return err
	}
	s.server.show(files, site.Embed)
	s.close()
	s.done = done
	return nil
}

func (s *workshop) close() {
	if s.done != nil {
		s.done()
	}
}

// serve answers requests until the program is stopped, which is no failure.
func serve(w *shell.World, addr string, handler http.Handler) error {
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
