package main

import (
	"errors"
	"io/fs"
	"os"

	"datarocks/publish"
	"datarocks/render"
)

type renderCommand struct {
	contentFlags
	historyFlags
	clockFlags
	jsonFlag
	Out string `default:"public" placeholder:"DIR" help:"Folder to write to (${default})."`
}

// Run writes the site. It is published into the folder like any other site, so
// files that did not change keep their bytes and times, and a site that cannot
// be finished leaves the folder as it was.
func (c *renderCommand) Run(w *world) error {
	site, contentErr := c.load()
	store, settingErr := c.open(w)
	if err := bothUsage(contentErr, settingErr); err != nil {
		return err
	}
	if err := checkFolder("--out", c.Out); err != nil {
		return err
	}
	if err := errors.Join(refusePublic(c.History, c.Out), refuseContent(c.Content, c.Out)); err != nil {
		return err
	}
	t, err := w.openTarget(c.Out, nil)
	if err != nil {
		return err
	}
	h, err := w.loadHistory(store, c.at(w))
	if err != nil {
		return err
	}
	defer h.Close()
	for _, problem := range h.Problems {
		w.say("history: %s", problem)
	}
	files, done, err := renderTemp(render.Input{Site: site, History: h, Version: version()})
	if err != nil {
		return err
	}
	defer done()
	// Visitors see what is published from here, which is guarded then.
	t.limits = anything()
	if err := w.publishInto(files, t, c.JSON); err != nil {
		return err
	}
	if !c.JSON {
		for _, text := range render.Moved(site, h) {
			w.print("%s", text)
		}
	}
	if len(h.Problems) > 0 {
		return &failure{code: exitIncomplete}
	}
	return nil
}

// publishInto publishes and prints what became of it.
func (w *world) publishInto(files fs.FS, t *target, asJSON bool) error {
	outcome, err := w.publish(files, t)
	if outcome == nil {
		return err
	}
	if asJSON {
		return errors.Join(err, w.printJSON(outcome))
	}
	w.print("%s", outcome)
	return err
}

type publishCommand struct {
	jsonFlag
	targetFlags
	From   string `default:"public" placeholder:"DIR" help:"Rendered site (${default})."`
	Site   string `required:"" env:"DATAROCKS_SITE" placeholder:"WHERE" help:"Site: a folder, or s3://bucket/prefix (${env})."`
	DryRun bool   `help:"Change nothing; print the plan."`
}

// Run publishes a rendered site.
func (c *publishCommand) Run(w *world) error {
	if info, err := os.Stat(c.From); err != nil || !info.IsDir() {
		return settingsError("`datarocks render` writes one", "--from: there is no site in %s", c.From)
	}
	if err := refuseItself(c.From, c.Site); err != nil {
		return err
	}
	files := publish.Hash(os.DirFS(c.From)) // while openTarget waits for an answer
	t, err := w.openTarget(c.Site, c.Distribution)
	if err != nil {
		return err
	}
	t.limits = c.limits()
	if c.DryRun {
		return c.name(w.rehearsePublishing(rehearsal{}, files, t, c.JSON))
	}
	return c.name(w.publishInto(files, t, c.JSON))
}

// name names the folder where that is what is wrong.
func (c *publishCommand) name(err error) error {
	var bad *publish.SiteError
	if errors.As(err, &bad) {
		return settingsError("`datarocks render` writes a site", "--from %s: %w", c.From, bad.Err)
	}
	return err
}
