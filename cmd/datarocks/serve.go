package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"datarocks/cmd/datarocks/devserver"
	"datarocks/cmd/datarocks/nightly"
	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
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
	listener, err := devserver.Listen(c.Addr) // before the work that a taken port would waste
	if err != nil {
		return err
	}
	defer listener.Close()
	site, _ := c.LoadSiteWith(content.LoadSound) // show names what is wrong with it
	h, err := c.LoadHistory(w, site)
	if err != nil {
		return err
	}
	defer h.Close()
	server := &devserver.Server{Live: true}
	done, err := c.show(server, h)
	if err != nil {
		return err
	}
	defer func() { done() }()
	stop, err := devserver.Watch([]string{c.Content, templatesFolder}, func() {
		next, err := c.show(server, h)
		if err != nil {
			report(w, err) // the site before stays
			text, _ := settings.Describe(err)
			server.Fail(text)
			return
		}
		done()
		done = next
		w.Say("reloaded")
	})
	if err != nil {
		return fmt.Errorf("watch %s: %w", c.Content, err)
	}
	defer stop()
	return listener.Serve(w, server)
}

// show shows the site as content and templates are now. done removes its files.
func (c *serveCommand) show(server *devserver.Server, h *history.History) (done func(), err error) {
	site, err := c.LoadSite()
	if err != nil {
		return nil, err
	}
	var templates fs.FS // those built in
	if _, err := os.Stat(filepath.Join(templatesFolder, "base.html")); err == nil {
		templates = os.DirFS(templatesFolder)
	}
	files, done, err := nightly.Render(render.Input{Site: site, History: h, Templates: templates})
	if err != nil {
		return nil, err
	}
	server.Show(devserver.Site{Files: files, Embed: site.Embed, Private: site.Visibility == content.Private})
	return done, nil
}
