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
	Source string `arg:"" optional:"" help:"The source's id, which is the metric that leads in site.md, or SOURCE/METRIC, such as lastfm/plays (all)."`
	Date   string `arg:"" optional:"" help:"The day, as 2026-11-23 (the newest)."`
}

// Run prints where numbers came from: when they were asked, of which account, the
// answer, and the verdict of the gate.
func (c *Explain) Run(w *shell.World) error {
	site := known(w, c.ContentFlags)
	var metric content.Metric
	var day content.Day
	if c.Source != "" {
		var err error
		if metric, day, err = countOf(c.ContentFlags, site, c.Source, cmp.Or(c.Date, "1970-01-01")); err != nil {
			return err
		}
	}
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
	if err := h.LoadLimited(w.Ctx, site, content.DayOf(c.At(w))); err != nil {
		return err
	}
	if site != nil {
		h.Follow(site)
	}
	rows, err := h.Rows(c.Artist)
	if err != nil {
		return err
	}
	others := otherMetrics(rows, metric)
	rows = slices.DeleteFunc(rows, func(r row.Row) bool {
		return c.Source != "" && r.Of() != metric || c.Date != "" && r.Date != day
	})
	settings.SayUnreadable(w, h.Problems)
	if c.Date == "" {
		rows = newestOfEach(rows)
	}
	if !c.JSON && len(others) > 0 {
		defer w.Hint("there is " + strings.Join(others, ", ") + ", too")
	}
	what := strings.TrimSpace(strings.Join([]string{c.Artist, c.Source, c.Date}, " "))
	switch {
	case len(rows) == 0 && len(h.Problems) > 0:
		return fmt.Errorf("nothing that can be read tells of %s", what)
	case len(rows) == 0 && c.Date != "" && day < site.TermsOf(metric.Source).KeptFrom(content.DayOf(c.At(w))):
		return shell.Refuse("`datarocks check` prints the terms", "counts of %s may be kept for %s, so there is none of %s any longer", metric.Source, shell.Plural(int(site.TermsOf(metric.Source).KeptDays), "day"), c.Date)
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

// otherMetrics lists what else of the source of a metric there are rows of.
func otherMetrics(rows []row.Row, metric content.Metric) (others []string) {
	info, _ := metric.Source.Info()
	for _, m := range info.Metrics {
		other := content.Metric{Source: metric.Source, Name: m.Metric}
		if other != metric && slices.ContainsFunc(rows, func(r row.Row) bool { return r.Of() == other }) {
			others = append(others, string(other.Source)+"/"+other.Name)
		}
	}
	return others
}

// newestOfEach keeps the last row of each series. Those of one come sorted by day.
func newestOfEach(rows []row.Row) (newest []row.Row) {
	for _, source := range content.Sources {
		for _, metric := range source.Metrics {
			series := content.Metric{Source: source.Source, Name: metric.Metric}
			of := slices.DeleteFunc(slices.Clone(rows), func(r row.Row) bool { return r.Of() != series })
			if source.Past() {
				of = slices.DeleteFunc(slices.Clone(of), func(r row.Row) bool { return isSettled(r, of) })
			}
			if len(of) > 0 {
				newest = append(newest, of[len(of)-1])
			}
		}
	}
	return newest
}

// isSettled reports whether a row is only why a run got no past days, and a run did since.
func isSettled(r row.Row, all []row.Row) bool {
	return r.Value == nil && r.Held == nil && r.Status != row.Withdrawn && slices.ContainsFunc(all, func(later row.Row) bool {
		return later.Value != nil && later.Live() && !later.At.Before(r.At)
	})
}

// kinds are what a count is, by the kind of its metric.
var kinds = map[content.Kind]string{
	content.Stock:      "a level",
	content.Flow:       "so many on that day",
	content.Cumulative: "a level that only grows; pages show what a day adds",
	content.Uniques:    "different people on that day; days are never summed",
}

func explain(r row.Row) string {
	info, _ := r.Source.Info()
	var b strings.Builder
	fmt.Fprintf(&b, "%s, %s %s, %s\n", r.Artist, info.Name, r.Metric, r.Date)
	fmt.Fprintf(&b, "  count    %s\n", standing(r))
	if r.Value != nil && r.Step > 1 {
		fmt.Fprintf(&b, "  cut      %s cuts it: it stands for %d to %d\n", info.Name, *r.Value, *r.Value+r.Step-1)
	}
	fmt.Fprintf(&b, "  kind     %s\n", kinds[r.Kind()])
	who, later := "asked", daysLater(r.Date, r.At)
	switch {
	case r.Via == row.ViaManual || r.Status == row.Withdrawn:
		who, later = "decided", ""
	case r.Via != "":
		who, later = r.Via, ""
	}
	fmt.Fprintf(&b, "  %-8s %s UTC%s", who, r.At.UTC().Format(time.DateTime), later)
	if !r.Asked.IsZero() {
		fmt.Fprintf(&b, "\n  asked    %s UTC%s", r.Asked.UTC().Format(time.DateTime), daysLater(r.Date, r.Asked))
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

// daysLater is how long after a day it was asked for, where the platform tells of past
// days; "" where it was asked on the day.
func daysLater(day content.Day, asked time.Time) string {
	if n := int(content.DayOf(asked) - day); n > 0 {
		return ", " + shell.Plural(n, "day") + " later"
	}
	return ""
}
