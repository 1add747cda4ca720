// Package records is what people do to the history by hand: take counts in,
// write them down elsewhere, look where one came from, decide on it, bring lost days
// back, forget.
package records

import (
	"errors"
	"fmt"
	"maps"
	"slices"
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
	Kind      string   `arg:"" enum:"ancestor,ancestor-rest,spotify-for-artists,youtube-studio,csv,unsaved,wikidata" help:"ancestor, ancestor-rest, spotify-for-artists, youtube-studio, csv, unsaved or wikidata."`
	Path      []string `arg:"" optional:"" help:"Files; of the ancestor also folders. None of wikidata, which is asked."`
	Artist    string   `placeholder:"ID" help:"The artist, of files that are of one; the only one that Wikidata is asked for."`
	Source    string   `placeholder:"ID" help:"The source, or SOURCE/METRIC, of CSV files that are of one."`
	Pick      string   `enum:",last,first,max" placeholder:"WHICH" default:"" help:"Take one of several counts of a day: last, first or max (CSV)."`
	Separator string   `placeholder:"CHAR" help:"What separates the fields of a table: tab, \";\" or \"|\" (a comma)."`
	FromStart bool     `help:"The first day of the files is the channel's first, so that subscribers add up to levels (YouTube Studio)."`
	Prefer    bool     `help:"Replace what is stored and differs, live counts too."`
	Contact   string   `env:"DATAROCKS_CONTACT" placeholder:"WHERE" help:"Your e-mail or web address, for Wikidata (${env}; base_url)."`
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
	read.Rows = c.keptRows(w, read)
	store, err := c.OpenStore(w)
	if err != nil {
		return err
	}
	// Real counts are not mixed with invented ones.
	h, err := settings.LoadHistory(w, store, read.site, c.At(w))
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
	if err := h.CheckImport(plan); err != nil {
		return shell.Fail(shell.ExitFailed, err, "`"+c.HistoryFlags.Command(w, "restore", "--yes")+"` brings back what is lost; then import again")
	}
	if c.DryRun {
		return c.print(w, c.newResult(w, plan, plan.Writes(), read), read, plan.Unreadable())
	}
	if goes, err := c.announce(w, plan, read); err != nil || !goes {
		return err
	}
	bar := w.Progress(plan.Writes().Days, "importing")
	imported, err := h.Import(w.Ctx, plan, c.At(w).Truncate(time.Second), bar.Set)
	bar.Finish()
	if overtaken := plan.Writes().Rows - imported.Rows; err == nil && overtaken > 0 {
		w.Say("%s lost to what a run recorded meanwhile; import again to see", shell.Plural(overtaken, "row"))
	}
	return c.print(w, c.newResult(w, plan, imported, read), read, err)
}

// keptRows leaves out what the terms of platforms do not allow to be kept.
func (c *Import) keptRows(w *shell.World, read taken) []history.ImportRow {
	site, today := read.site, content.DayOf(c.At(w))
	kept, left := history.KeptRows(read.Rows, site, today)
	if site == nil && len(left) > 0 {
		site = known(w, c.ContentFlags)
		kept, left = history.KeptRows(read.Rows, site, today)
	}
	for _, source := range slices.Sorted(maps.Keys(left)) {
		w.Say("left out %s of %s: older than the %s that its terms allow", shell.Plural(left[source], "row"), source, shell.Plural(int(site.TermsOf(source).KeptDays), "day"))
	}
	return kept
}

// announce prints what is to be imported from Wikidata, whose counts nobody has seen
// before, and asks whether it shall be where somebody sits at a terminal.
func (c *Import) announce(w *shell.World, plan history.ImportPlan, read taken) (goes bool, err error) {
	if c.Kind != wikidata || c.JSON {
		return true, nil
	}
	c.printPlan(w, c.newResult(w, plan, plan.Writes(), read))
	if plan.Writes().Rows == 0 || w.Confirm(fmt.Sprintf("write %s of %s", shell.Plural(plan.Writes().Rows, "row"), shell.Plural(plan.Writes().Days, "day"))) {
		return true, nil
	}
	w.Say("nothing was imported")
	return false, nil
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
