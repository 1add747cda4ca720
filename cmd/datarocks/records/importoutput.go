package records

import (
	"errors"
	"fmt"
	"strings"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/history"
	"datarocks/history/importer"
)

func (c *Import) newResult(w *shell.World, plan history.ImportPlan, imported history.Imported, read taken) importResult {
	differing := differences(plan)
	if c.isDiscreet(w) {
		differing = withoutCounts(differing)
	}
	return importResult{
		Imported: imported, DryRun: c.DryRun, Series: seriesOf(plan), Differences: differing,
		Ignored: append([]string{}, read.Ignored...), Passed: read.Passed, Gains: read.Gains, Asked: newAskedArtists(read.followers), Problems: []string{},
	}
}

// print prints the result of an import that ended with err, and returns its outcome.
func (c *Import) print(w *shell.World, result importResult, read taken, err error) error {
	switch {
	case c.JSON && err != nil:
		text, _ := settings.Describe(err)
		result.Problems = strings.Split(text, "\n")
		err = shell.Exit(shell.ExitFailed)
	case err != nil && c.DryRun:
		err = shell.Fail(shell.ExitFailed, err, "the import would store these days' rows beside it, and leave it as it is")
	case err != nil:
		err = shell.Fail(shell.ExitFailed, err, "what is told as imported is stored; the same import again goes on where this one ended")
	}
	return errors.Join(w.Result(c.JSON, result, func() { c.printText(w, result, read.site) }), err)
}

// isDiscreet reports whether counts are left out, as they are also where nobody knows
// whether the site is private.
func (c *Import) isDiscreet(w *shell.World) bool {
	if !w.OnGitHub() {
		return false
	}
	site, err := c.LoadSiteWith(content.LoadSound)
	return err != nil || settings.Discreet(w, site)
}

func (c *Import) printText(w *shell.World, result importResult, site *content.Site) {
	if c.Kind != wikidata || c.DryRun { // otherwise it is announced
		c.printPlan(w, result)
	}
	verb := "imported"
	if c.DryRun {
		verb = "dry run, would import"
	}
	w.Print("%s %s of %s into %s", verb, shell.Plural(result.Rows, "row"), shell.Plural(result.Days, "day"), c.History)
	if result.Passed > 0 {
		w.Say("--pick %s passed over %s of days that have several", c.Pick, shell.Plural(result.Passed, "count"))
	}
	if result.Gains {
		w.Say("left out Subscribers: they are what a day gained, which is no count")
		w.Hint("where the files begin on the channel's first day, --from-start adds them up to levels")
	}
	sayNotShown(w, site, result.Series)
	if result.stay() > 0 && !c.Prefer && c.Kind != string(importer.Unsaved) && c.Kind != wikidata {
		w.Hint("--prefer replaces the counts that stay")
	}
	if result.Rows > 0 && !c.DryRun {
		w.Hint("`" + c.Command(w, "render") + "` or the next run shows it")
	}
}

// printPlan prints what becomes of each series, and what was not read.
func (c *Import) printPlan(w *shell.World, result importResult) {
	ignored := make([]string, len(result.Ignored))
	for i, column := range result.Ignored {
		ignored[i] = "ignored column " + column
	}
	w.SayFew(ignored)
	sayAsked(w, result.Asked)
	for _, s := range result.Series {
		w.Print("%s, %s, %s to %s: %s", s.Artist, content.Metric{Source: s.Source, Name: s.Metric}.Title(), s.First, s.Last, outcomes(s))
	}
	differing := make([]string, len(result.Differences))
	for i, d := range result.Differences {
		differing[i] = d.text
	}
	for _, line := range shell.Few(differing) {
		w.Print("%s", line)
	}
	if len(differing) > len(shell.Few(differing)) {
		w.Hint("--json lists every difference")
	}
}

// outcomes counts the rows of a series by what becomes of them.
func outcomes(s importSeries) string {
	parts := []string{fmt.Sprintf("%d new", s.New), fmt.Sprintf("%d already there", s.Same)}
	for _, part := range []struct {
		n    int
		what string
	}{{s.Live, "where a live count stays"}, {s.Kept, "where another count stays"}, {s.Replaced, "replaced"}} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.n, part.what))
		}
	}
	return strings.Join(parts, ", ")
}
