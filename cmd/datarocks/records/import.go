// Package records is what people do to the history by hand: take counts in,
// write them down elsewhere, look where one came from, decide on it, bring lost days
// back, forget.
package records

import (
	"errors"
	"fmt"
	"time"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/history"
	"datarocks/history/importer"
)

// Import is `datarocks import`.
type Import struct {
	settings.SiteFlags
	settings.JSONFlag
	Kind      string   `arg:"" enum:"ancestor,ancestor-rest,spotify-for-artists,csv,unsaved" help:"ancestor, ancestor-rest, spotify-for-artists, csv or unsaved."`
	Path      []string `arg:"" help:"Files; of the ancestor also folders."`
	Artist    string   `placeholder:"ID" help:"The artist, of files that are of one."`
	Source    string   `placeholder:"ID" help:"The source, of CSV files that are of one."`
	Pick      string   `enum:",last,first,max" placeholder:"WHICH" default:"" help:"Take one of several counts of a day: last, first or max (CSV)."`
	Separator string   `placeholder:"CHAR" help:"What separates the fields of a table: tab, \";\" or \"|\" (a comma)."`
	Prefer    bool     `help:"Replace what is stored and differs, live counts too."`
	DryRun    bool     `help:"Change nothing; print what would change."`
}

// Run reads everything, plans, and only then writes. One problem in one file,
// and nothing is imported.
func (c *Import) Run(w *shell.World) error {
	if err := errors.Join(settings.KeepApart(c.History, c.Content, "")...); err != nil {
		return err
	}
	read, err := c.read(w)
	if err != nil {
		return c.refuse(w, err)
	}
	store, err := c.OpenStore(w)
	if err != nil {
		return err
	}
	// Real counts are not mixed with invented ones.
	h, err := settings.LoadHistory(w, store, c.At(w))
	if err != nil {
		return err
	}
	defer h.Close()
	plan, err := history.PlanImport(w.Ctx, store, read.Rows, c.mode())
	if err != nil {
		return err
	}
	if err := importer.Doubts(plan); err != nil {
		return c.refuse(w, err)
	}
	if c.DryRun {
		return c.print(w, newImportResult(plan, plan.Writes(), read), plan.Unreadable())
	}
	bar := w.Progress(plan.Writes().Days, "importing")
	imported, err := h.Import(w.Ctx, plan, c.At(w).Truncate(time.Second), bar.Set)
	bar.Finish()
	if overtaken := plan.Writes().Rows - imported.Rows; err == nil && overtaken > 0 {
		w.Say("%s lost to what a run recorded meanwhile; import again to see", shell.Plural(overtaken, "row"))
	}
	return c.print(w, newImportResult(plan, imported, read), err)
}

func (c *Import) mode() history.ImportMode {
	switch {
	case c.Kind == string(importer.Unsaved):
		return history.ImportAsItIs
	case c.Prefer:
		return history.ImportPreferred
	}
	return history.ImportBehind
}

// refused is what is wrong with the files: of each kind the first 1,000.
type refused struct {
	Problems content.Problems `json:"problems"`
	Total    int              `json:"total"`
}

// refuse reports what is wrong with the files.
func (c *Import) refuse(w *shell.World, err error) error {
	var all refused
	if inside, ok := errors.AsType[*importer.Problems](err); ok {
		all = refused{Problems: inside.Kept, Total: inside.Total}
	} else if ofFiles, ok := errors.AsType[content.Problems](err); ok {
		all = refused{Problems: ofFiles, Total: len(ofFiles)}
	} else {
		return err
	}
	if c.JSON {
		return errors.Join(w.JSON(all), shell.Exit(shell.ExitUsage))
	}
	return shell.Fail(shell.ExitUsage, err, fmt.Sprintf("nothing was imported; correct %s and import again", shell.Plural(all.Total, "problem")))
}
