package main

import (
	"errors"
	"fmt"
	"strings"

	"datarocks/content"
	"datarocks/history"
)

// decisionFlags name one count, and why it is decided on.
type decisionFlags struct {
	historyFlags
	clockFlags
	Artist string `arg:"" help:"The artist's id."`
	Source string `arg:"" help:"The source's id."`
	Date   string `arg:"" help:"The day, as 2026-11-23."`
	Reason string `required:"" placeholder:"TEXT" help:"Why, for those who come later."`
}

type acceptCommand struct{ decisionFlags }

// Run settles a count that is held, or takes back that one was withdrawn.
func (c *acceptCommand) Run(w *world) error { return c.settle(w, true) }

type rejectCommand struct{ decisionFlags }

// Run withdraws a count, held or settled.
func (c *rejectCommand) Run(w *world) error { return c.settle(w, false) }

func (c *decisionFlags) settle(w *world, accept bool) error {
	source, day, err := countOf(c.Source, c.Date)
	if err != nil {
		return err
	}
	if strings.TrimSpace(c.Reason) == "" {
		return settingsError("pages and `datarocks explain` show it", "--reason: is empty")
	}
	store, err := c.open(w)
	if err != nil {
		return err
	}
	old, err := history.Decide(w.ctx, store, history.Decision{
		Day: day, Artist: c.Artist, Source: source.Source, Accept: accept, Reason: c.Reason, At: c.at(w),
	})
	switch {
	case errors.Is(err, history.ErrNothingToDecide):
		return settingsError(fmt.Sprintf("`datarocks explain %s` shows what there is", c.Artist), "%w", err)
	case err != nil:
		return err
	}
	verb := "withdrawn"
	if accept {
		verb = "accepted"
	}
	w.print("%s on %s, %s: %s", c.Artist, source.Name, day, verb)
	w.say("was: %s; of account %s", standing(old), old.Ref)
	w.hint("`datarocks render` or the next run shows it")
	return nil
}

// countOf reads which source and day are meant.
func countOf(source, date string) (content.SourceInfo, content.Day, error) {
	info, ok := content.Source(source).Info()
	if !ok {
		return info, 0, settingsError("the sources are "+sourceIDs(), "%s is no source", source)
	}
	day, err := content.ParseDay(date)
	if err != nil {
		return info, 0, settingsError("", "%w", err)
	}
	return info, day, nil
}

func sourceIDs() string {
	ids := make([]string, len(content.Sources))
	for i, source := range content.Sources {
		ids[i] = string(source.Source)
	}
	return strings.Join(ids, ", ")
}

// standing tells in words what a row says of the count.
func standing(r history.Row) string {
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
