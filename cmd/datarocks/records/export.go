package records

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/history"
)

// Export is `datarocks export`.
type Export struct {
	settings.ContentFlags
	settings.HistoryFlags
	settings.ClockFlags
	Format string   `default:"csv" enum:"csv,ndjson" help:"csv, or ndjson: the rows as they are stored (${default})."`
	Out    string   `placeholder:"FILE" help:"File to write, whole or not at all (stdout)."`
	Artist []string `sep:"none" placeholder:"ID" help:"Only this artist; may repeat (all)."`
	Source []string `sep:"none" placeholder:"ID" help:"Only this source, or one metric of it, such as lastfm/plays; may repeat (all)."`
}

// Run writes all that is stored, so that leaving is easy.
func (c *Export) Run(w *shell.World) error {
	for _, id := range c.Source {
		if _, err := settings.ParseMetric("", id); err != nil {
			return err
		}
	}
	store, err := c.OpenStore(w)
	if err != nil {
		return err
	}
	out, err := c.create(w)
	if err != nil {
		return err
	}
	defer out.Drop()
	e := c.exporter(out)
	for _, id := range c.Artist {
		for _, former := range formerIDs(w, c.ContentFlags, id) {
			e.now[former] = id
		}
	}
	unreadable, err := history.Export(w.Ctx, store, known(w, c.ContentFlags), content.DayOf(c.At(w)), e.day)
	settings.SayUnreadable(w, unreadable)
	if err == nil {
		err = e.missing(len(unreadable) > 0)
	}
	if err == nil {
		err = errors.Join(e.flush(), out.Keep())
	}
	if err != nil {
		return err
	}
	if c.Out != "" {
		w.Print("exported %s of %s to %s", shell.Plural(e.rows, "row"), shell.Plural(e.daysSeen, "day"), c.Out)
	}
	if len(unreadable) > 0 {
		w.Hint("what cannot be read is not in it; mend these objects by hand and export again, or take them as they are")
		return shell.Exit(shell.ExitIncomplete)
	}
	return nil
}

// create opens the output.
func (c *Export) create(w *shell.World) (*shell.Output, error) {
	info, err := os.Stat(c.Out)
	switch {
	case c.Out == "":
		return w.Output("")
	case strings.Contains(c.Out, "://"):
		return nil, shell.Refuse("name a file, and copy it there", "--out: %s is not on this machine", c.Out)
	case err == nil && !info.Mode().IsRegular():
		return nil, shell.Refuse("name a file", "--out: %s is not a file", c.Out)
	}
	if h, err := settings.ParsePlace("--history", c.History); err == nil && h.Folder != "" && settings.IsInside(filepath.Dir(c.Out), h.Folder) {
		return nil, shell.Refuse("write it beside the history", "--out: %s is inside the history %s", c.Out, c.History)
	}
	if settings.IsInside(filepath.Dir(c.Out), c.Content) {
		return nil, shell.Refuse("write it beside the content", "--out: %s is inside the content %s", c.Out, c.Content)
	}
	out, err := w.Output(c.Out)
	if err != nil {
		return nil, shell.Refuse("name a file in a folder that there is", "--out: %s cannot be written: %w", c.Out, settings.Cause(err))
	}
	return out, nil
}
