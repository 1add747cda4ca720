package records

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/history"
	"datarocks/history/row"
)

// Explain is `datarocks explain`.
type Explain struct {
	settings.ContentFlags
	settings.PastFlags
	settings.JSONFlag
	Artist string `arg:"" help:"The artist's id."`
	Source string `arg:"" optional:"" help:"The source's id (all)."`
	Date   string `arg:"" optional:"" help:"The day, as 2026-11-23 (the newest)."`
}

// Run prints where numbers came from: when they were asked, of which account, the
// answer, and the verdict of the gate.
func (c *Explain) Run(w *shell.World) error {
	var day content.Day
	if c.Source != "" {
		var err error
		if _, day, err = countOf(c.Source, cmp.Or(c.Date, "1970-01-01")); err != nil {
			return err
		}
	}
	site := known(w, c.ContentFlags)
	if err := refuseLog(w, site); err != nil {
		return err
	}
	store, err := c.OpenStore(w)
	if err != nil {
		return err
	}
	h, err := history.Load(w.Ctx, store, c.At(w))
	if err != nil {
		return err
	}
	defer h.Close()
	if site != nil {
		h.Follow(site)
	}
	rows, err := h.Rows(c.Artist)
	if err != nil {
		return err
	}
	rows = slices.DeleteFunc(rows, func(r row.Row) bool {
		return c.Source != "" && string(r.Source) != c.Source || c.Date != "" && r.Date != day
	})
	settings.SayUnreadable(w, h.Problems)
	if c.Date == "" {
		rows = newestOfEach(rows)
	}
	what := strings.TrimSpace(strings.Join([]string{c.Artist, c.Source, c.Date}, " "))
	switch {
	case len(rows) == 0 && len(h.Problems) > 0:
		return fmt.Errorf("nothing that can be read tells of %s", what)
	case len(rows) == 0:
		return shell.Refuse("the artist's id is the name of its file in content/artists", "nobody ever asked for %s", what)
	case c.JSON:
		return w.JSON(rows)
	}
	for _, row := range rows {
		w.Print("%s", explain(row))
	}
	return nil
}

// newestOfEach keeps the last row of each source. Those of one come sorted by day.
func newestOfEach(rows []row.Row) (newest []row.Row) {
	for _, source := range content.Sources {
		for _, row := range slices.Backward(rows) {
			if row.Source == source.Source {
				newest = append(newest, row)
				break
			}
		}
	}
	return newest
}

func explain(r row.Row) string {
	info, _ := r.Source.Info()
	var b strings.Builder
	fmt.Fprintf(&b, "%s, %s %s, %s\n", r.Artist, info.Name, r.Metric, r.Date)
	fmt.Fprintf(&b, "  count    %s\n", standing(r))
	who := "asked"
	switch {
	case r.Via == row.ViaManual || r.Status == row.Withdrawn:
		who = "decided"
	case r.Via != "":
		who = r.Via
	}
	fmt.Fprintf(&b, "  %-8s %s UTC", who, r.At.UTC().Format(time.DateTime))
	if !r.Asked.IsZero() {
		fmt.Fprintf(&b, "\n  asked    %s UTC", r.Asked.UTC().Format(time.DateTime))
	}
	if r.Doubt != "" {
		fmt.Fprintf(&b, "\n  gate     held it: %s", r.Doubt)
	}
	if r.Ref != "" {
		fmt.Fprintf(&b, "\n  account  %s", r.Ref)
	}
	if r.Name != "" {
		fmt.Fprintf(&b, ", which called itself %q", r.Name)
	}
	return b.String()
}
