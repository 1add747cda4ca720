package main

import (
	"errors"
	"os"

	"datarocks/cmd/datarocks/nightly"
	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/publish"
)

type publishCommand struct {
	settings.JSONFlag
	nightly.TargetFlags
	From    string `default:"public" placeholder:"DIR" help:"Rendered site (${default})."`
	Site    string `required:"" env:"DATAROCKS_SITE" placeholder:"WHERE" help:"Site: a folder, or s3://bucket/prefix (${env})."`
	History string `placeholder:"WHERE" help:"History: publish nothing while it keeps the site as of an earlier day."`
	DryRun  bool   `help:"Change nothing; print the plan."`
}

// rendering is the command that writes what is to be published.
func (c *publishCommand) rendering(w *shell.World) string {
	return settings.Command(w, []string{"render"}, settings.Setting{Flag: "--out", Value: c.From, Default: "public"})
}

// Run publishes a rendered site.
func (c *publishCommand) Run(w *shell.World) error {
	if err := settings.CheckFolder("--from", c.From); err != nil {
		return err
	}
	if info, err := os.Stat(c.From); err != nil || !info.IsDir() {
		return shell.Refuse("`"+c.rendering(w)+"` writes one", "--from: there is no site in %s", c.From)
	}
	if err := errors.Join(append(settings.KeepApartFromOurs(w, c.Site), settings.RefuseItself(c.From, c.Site))...); err != nil {
		return err
	}
	if err := c.keptBack(w); err != nil {
		return err
	}
	files := publish.Hash(os.DirFS(c.From)) // while OpenTarget waits for an answer
	t, err := nightly.OpenTarget(w, c.Site, c.TargetFlags)
	if err != nil {
		return err
	}
	if c.DryRun {
		err = t.DryRun(w, files, c.JSON)
	} else {
		err = t.Publish(w, files, nil, c.JSON)
	}
	if bad, ok := errors.AsType[*publish.SiteError](err); ok {
		return shell.Refuse("`"+c.rendering(w)+"` writes a site", "--from %s: %w", c.From, bad.Err)
	}
	return err
}

// keptBack is why nothing may be published, see nightly.KeptBack.
func (c *publishCommand) keptBack(w *shell.World) error {
	if c.History == "" {
		return nil
	}
	var f settings.SiteFlags
	f.History = c.History
	store, err := f.OpenStore(w)
	if err != nil {
		return err
	}
	return nightly.KeptBack(w, store, f.ReleaseCommand(w, c.Site, c.TargetFlags.Setting()))
}
