package main

import (
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
	store, settingErr := c.open()
	if err := bothUsage(contentErr, settingErr); err != nil {
		return err
	}
	if err := checkFolder("--out", c.Out); err != nil {
		return err
	}
	h, err := w.loadHistory(store, c.at(w))
	if err != nil {
		return err
	}
	for _, problem := range h.Problems {
		w.say("history: %s", problem)
	}
	files, done, err := renderTemp(render.Input{Site: site, History: h, Version: version()})
	if err != nil {
		return err
	}
	defer done()
	if err := w.publishInto(files, c.Out, c.JSON); err != nil {
		return err
	}
	if len(h.Problems) > 0 {
		return &failure{code: exitIncomplete}
	}
	return nil
}

func (w *world) publishInto(files fs.FS, where string, asJSON bool) error {
	outcome, err := w.publish(files, publish.NewDir(where), where)
	if err != nil {
		return err
	}
	if asJSON {
		return w.printJSON(outcome)
	}
	w.print("%s", outcome)
	return nil
}

type publishCommand struct {
	jsonFlag
	From   string `default:"public" placeholder:"DIR" help:"Rendered site (${default})."`
	Site   string `required:"" env:"DATAROCKS_SITE" placeholder:"DIR" help:"Site folder (${env})."`
	DryRun bool   `help:"Change nothing; print the plan."`
}

// Run publishes a rendered site.
func (c *publishCommand) Run(w *world) error {
	bucket, err := openSite(c.Site)
	if err != nil {
		return err
	}
	if info, err := os.Stat(c.From); err != nil || !info.IsDir() {
		return settingsError("`datarocks render` writes one", "--from: there is no site in %s", c.From)
	}
	files := os.DirFS(c.From)
	if c.DryRun {
		plan, err := planFor(w, files, bucket)
		if err != nil {
			return err
		}
		w.print("%s", plan)
		return nil
	}
	return w.publishInto(files, c.Site, c.JSON)
}
