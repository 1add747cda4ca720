package records

import (
	"errors"
	"fmt"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/history"
	"datarocks/history/row"
)

// decisionFlags name counts, and why they are decided on.
type decisionFlags struct {
	settings.ContentFlags
	settings.PastFlags
	Artist string `arg:"" optional:"" help:"The artist's id."`
	Source string `arg:"" optional:"" help:"The source's id, which is the metric that leads in site.md, or SOURCE/METRIC, such as lastfm/plays."`
	Date   string `arg:"" optional:"" help:"The day, as 2026-11-23."`
	From   string `placeholder:"FILE" help:"Decide on the counts of a file, too: ARTIST SOURCE DAY in a line, and after these a reason of its own; - is stdin."`
	Reason string `placeholder:"TEXT" help:"Why, for those who come later."`
}

// Accept is `datarocks accept`.
type Accept struct{ decisionFlags }

// Run settles counts that are held, or takes back that they were withdrawn.
func (c *Accept) Run(w *shell.World) error { return c.decide(w, true, "accepted") }

// Withdraw is `datarocks withdraw`.
type Withdraw struct{ decisionFlags }

// Run withdraws counts, held or settled.
func (c *Withdraw) Run(w *shell.World) error { return c.decide(w, false, "withdrawn") }

// decide decides on all counts that are named, or, where one of them cannot be decided
// on, on none.
func (c *decisionFlags) decide(w *shell.World, accept bool, verb string) error {
	site := known(w, c.ContentFlags)
	all, err := c.decisions(w, site)
	if err != nil {
		return err
	}
	s, err := c.OpenStore(w)
	if err != nil {
		return err
	}
	for i := range all {
		all[i].Accept, all[i].At, all[i].Former = accept, c.At(w), formerOf(site, all[i].Artist)
	}
	if err := c.checkAll(w, all, func(d decision) (row.Row, error) { return d.Check(w.Ctx, s) }); err != nil {
		return err
	}
	var were []string
	for i, d := range all {
		old, err := history.Decide(w.Ctx, s, d.Decision)
		if err != nil {
			return shell.Fail(shell.ExitFailed, err, fmt.Sprintf("%d of %d are done; name the others again", i, len(all)))
		}
		w.Print("%s on %s, %s: %s", d.Artist, d.Metric.Title(), d.Day, verb)
		was := "was: " + standing(old)
		if old.Ref != "" {
			was += "; of account " + old.Ref
		}
		were = append(were, was)
	}
	if !w.OnGitHub() { // where everybody may read a number of a site that is private
		w.SayFew(were)
	}
	w.Hint("`" + c.HistoryFlags.Command(w, "render") + "` or the next run shows it")
	return nil
}

// checkAll returns why counts cannot be decided on, each of them.
func (c *decisionFlags) checkAll(w *shell.World, all []decision, check func(decision) (row.Row, error)) error {
	var problems []error
	hint := ""
	for _, d := range all {
		_, err := check(d)
		switch {
		case errors.Is(err, history.ErrNothingToDecide):
			hint = "`" + c.Command(w, "explain", d.Artist) + "` shows what there is"
			problems = append(problems, d.at(err))
		case err != nil:
			return err
		}
	}
	if len(problems) == 0 {
		return nil
	}
	if len(all) > 1 {
		hint = "nothing was changed; " + hint
	}
	return shell.Fail(shell.ExitUsage, errors.Join(problems...), hint)
}

// countOf reads the metric and the day of a count. A bare source is its lead on the site,
// which may be nil.
func countOf(f settings.ContentFlags, site *content.Site, metric, date string) (content.Metric, content.Day, error) {
	if err := unclear(f, site, metric); err != nil {
		return content.Metric{}, 0, err
	}
	m, err := settings.ParseMetricOf(site, "", metric)
	if err != nil {
		return m, 0, err
	}
	day, err := content.ParseDay(date)
	if err != nil {
		return m, 0, shell.Refuse("", "%w", err)
	}
	return m, day, nil
}

// standing is the count of a row in words.
func standing(r row.Row) string {
	switch {
	case r.Value != nil && r.Reason != "":
		return fmt.Sprintf("%d (%s)", *r.Value, r.Reason)
	case r.Value != nil:
		return fmt.Sprint(*r.Value)
	case r.Held != nil:
		return fmt.Sprintf("%d, held: %s", *r.Held, r.Reason)
	case r.Was != nil:
		return fmt.Sprintf("no count; %d was withdrawn: %s", *r.Was, r.Reason)
	}
	return fmt.Sprintf("no count (%s): %s", r.Status, r.Reason)
}
