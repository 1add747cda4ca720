package records

import (
	"errors"
	"fmt"
	"strings"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/history"
	"datarocks/history/row"
)

// decisionFlags name one count, and why it is decided on.
type decisionFlags struct {
	settings.ContentFlags
	settings.PastFlags
	Artist string `arg:"" help:"The artist's id."`
	Source string `arg:"" help:"The source's id."`
	Date   string `arg:"" help:"The day, as 2026-11-23."`
	Reason string `required:"" placeholder:"TEXT" help:"Why, for those who come later."`
}

// Accept is `datarocks accept`.
type Accept struct{ decisionFlags }

// Run settles a count that is held, or takes back that one was withdrawn.
func (c *Accept) Run(w *shell.World) error { return c.decide(w, true, "accepted") }

// Reject is `datarocks reject`.
type Reject struct{ decisionFlags }

// Run withdraws a count, held or settled.
func (c *Reject) Run(w *shell.World) error { return c.decide(w, false, "withdrawn") }

func (c *decisionFlags) decide(w *shell.World, accept bool, verb string) error {
	source, day, err := countOf(c.Source, c.Date)
	if err != nil {
		return err
	}
	if strings.TrimSpace(c.Reason) == "" {
		return shell.Refuse("pages and `datarocks explain` show it", "--reason: is empty")
	}
	store, err := c.OpenStore(w)
	if err != nil {
		return err
	}
	old, err := history.Decide(w.Ctx, store, history.Decision{
		Day: day, Artist: c.Artist, Former: formerIDs(w, c.ContentFlags, c.Artist), Source: source.Source, Accept: accept, Reason: c.Reason, At: c.At(w),
	})
	switch {
	case errors.Is(err, history.ErrNothingToDecide):
		return shell.Refuse(fmt.Sprintf("`datarocks explain %s` shows what there is", c.Artist), "%w", err)
	case err != nil:
		return err
	}
	w.Print("%s on %s, %s: %s", c.Artist, source.Name, day, verb)
	w.Say("was: %s; of account %s", standing(old), old.Ref)
	w.Hint("`datarocks render` or the next run shows it")
	return nil
}

// countOf reads the source and the day of a count.
func countOf(source, date string) (content.SourceInfo, content.Day, error) {
	info, err := settings.ParseSource("", source)
	if err != nil {
		return info, 0, err
	}
	day, err := content.ParseDay(date)
	if err != nil {
		return info, 0, shell.Refuse("", "%w", err)
	}
	return info, day, nil
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
