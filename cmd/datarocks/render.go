package main

import (
	"errors"

	"datarocks/cmd/datarocks/nightly"
	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/render"
	"datarocks/render/roster"
	"datarocks/render/sentence"
)

type renderCommand struct {
	settings.SiteFlags
	settings.JSONFlag
	Out string `default:"public" placeholder:"DIR" help:"Folder to write to (${default})."`
}

// Run writes the site. It is published into the folder like any other site, so
// files that did not change keep their bytes and times, and a site that cannot
// be finished leaves the folder as it was.
func (c *renderCommand) Run(w *shell.World) error {
	site, store, err := c.Open(w)
	if err != nil {
		return err
	}
	if err := settings.CheckFolder("--out", c.Out); err != nil {
		return err
	}
	if err := errors.Join(settings.KeepApart(c.History, c.Content, c.Out)...); err != nil {
		return err
	}
	t, err := nightly.OpenFolder(w, c.Out)
	if err != nil {
		return err
	}
	h, err := settings.LoadHistory(w, store, site, c.At(w))
	if err != nil {
		return err
	}
	defer h.Close()
	settings.SayUnreadable(w, h.Problems)
	wrong := site.Problems()
	in := render.Input{Site: site, History: h, Notice: func(p content.Problem) {
		wrong = append(wrong, c.Seen(content.Problems{p})...)
	}}
	if err := t.Show(w, in, c.JSON); err != nil {
		return err
	}
	if !c.JSON && !settings.Discreet(w, site) {
		for _, text := range sentence.Moved(roster.New(site, h)) {
			w.Print("%s", text)
		}
	}
	w.SayFew(wrong.Lines())
	if len(h.Problems)+len(wrong) > 0 {
		return shell.Exit(shell.ExitIncomplete)
	}
	return nil
}
