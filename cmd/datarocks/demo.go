package main

import (
	"errors"
	"os"
	"strings"

	"datarocks/cmd/datarocks/demo"
	"datarocks/cmd/datarocks/devserver"
	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
)

// demoCommand reads no DATAROCKS_ variable: a demo must never touch real data.
type demoCommand struct {
	serverFlags
	Content string          `placeholder:"DIR" help:"Content folder whose settings and pages are shown, with the invented artists."`
	History string          `default:"demo/data" placeholder:"DIR" help:"History folder of the demo (${default})."`
	Site    string          `default:"demo/public" placeholder:"DIR" help:"Site folder of the demo (${default})."`
	Nights  int             `default:"400" placeholder:"N" help:"Past nights to run (${default})."`
	NoServe bool            `help:"Build the site, do not serve it."`
	Now     settings.Moment `placeholder:"RFC3339" help:"Clock, for tests (now)."`
}

// Run runs the nightly run once for each past night, on simulated platforms
// that hold invented counts, and serves the site.
func (c *demoCommand) Run(w *shell.World) error {
	if c.Nights < 1 || c.Nights > 3660 {
		return shell.Refuse("", "--nights: %d is not between 1 and 3660", c.Nights)
	}
	now := settings.ClockFlags{Now: c.Now}.At(w)
	if content.DayOf(now) < demo.Begins {
		return shell.Refuse("", "--now: the stories of a demo begin on %s", demo.Begins)
	}
	if err := errors.Join(settings.KeepApart(c.History, c.Content, c.Site)...); err != nil {
		return err
	}
	site, err := c.load()
	if folders := errors.Join(settings.CheckFolder("--history", c.History), settings.CheckFolder("--site", c.Site)); folders != nil {
		err = shell.Together(err, shell.Fail(shell.ExitUsage, folders, "a demo lives in folders of its own"))
	}
	if err != nil {
		return err
	}
	run := demo.Demo{Site: site, History: c.History, Public: c.Site, Now: now, Nights: c.Nights}
	if c.NoServe {
		return run.Run(w)
	}
	listener, err := devserver.Listen(c.Addr) // before the work that a taken port would waste
	if err != nil {
		return err
	}
	defer listener.Close()
	if err := run.Run(w); err != nil {
		return err
	}
	server := &devserver.Server{}
	server.Show(devserver.Site{Files: os.DirFS(c.Site), Embed: site.Embed})
	return listener.Serve(w, server)
}

// load returns the invented label, with the settings and pages of the content folder
// that is named. Its address is where it is served.
func (c *demoCommand) load() (*content.Site, error) {
	if c.Content != "" {
		site, err := settings.ContentFlags{Content: c.Content}.LoadSite()
		if err != nil {
			return nil, err
		}
		return demo.Play(site)
	}
	label, err := demo.Label()
	if err != nil {
		return nil, err
	}
	if base, err := content.ParseBaseURL("http://" + c.Addr); err == nil && !strings.HasSuffix(c.Addr, ":0") {
		label.BaseURL = base
	}
	return label, nil
}
