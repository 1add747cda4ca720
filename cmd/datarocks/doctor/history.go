package doctor

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/content/legible"
	"datarocks/history"
	"datarocks/history/archive"
	"datarocks/history/series"
	"datarocks/render/roster"
)

func loadPast(d *doctor) (*history.History, error) {
	if _, err := reach(d, "--history", d.flags.History); err != nil {
		return nil, err
	}
	return d.flags.LoadHistory(d.World, d.site)
}

// checkHistory looks at the counts, and in a bucket first at who may do what there.
func checkHistory(d *doctor) findings {
	at, err := reach(d, "--history", d.flags.History)
	switch {
	case errors.Is(err, errNoLogin):
		return note("%s: %v", d.flags.History, err)
	case err != nil:
		return d.trouble(shell.ExitUsage, err)
	}
	var found findings
	if at.Folder == "" {
		found = historyBucket(d, at).of("history bucket")
		if found.verdict() == shell.ExitFailed {
			return found // loading it fails for the same reason
		}
	}
	h, err := d.past()
	if err != nil {
		return append(found, d.trouble(shell.ExitFailed, withAccount(d, err))...)
	}
	found = append(found, unreadable(d, h)...)
	if d.site == nil {
		return append(found, fine("%s can be read", d.flags.History)...)
	}
	counts := surveyOf(d, h)
	if counts.held > 0 {
		found = append(found, warn("`"+d.flags.HistoryFlags.Command(d.World, slices.Concat([]string{"accept"}, strings.Fields(counts.example), []string{"--reason", "checked by hand"})...)+"`, or withdraw",
			"%s held until somebody decides", isOrAre(counts.held, "count"))...)
	}
	return append(found, ageOf(d, h, counts)...)
}

// unreadable names what is gone from the history, and what cannot be read.
func unreadable(d *doctor, h *history.History) (found findings) {
	cure := d.flags.Restoring(d.World)
	var bad []error
	for _, problem := range h.Problems {
		lost, ok := errors.AsType[*archive.LostError](problem)
		if !ok {
			bad = append(bad, problem)
			continue
		}
		found = append(found, warn(cure+"; with --yes it does", "%s", lost.Gone())...)
	}
	if n := len(bad); n > 0 {
		text, _ := settings.Describe(bad[0])
		found = append(found, warn("`"+d.flags.SiteFlags.Command(d.World, "check")+"` names every line; correct it, or "+cure,
			"%s cannot be read: %s", shell.Plural(n, "object"), legible.OneLine(text, 0))...)
	}
	return found
}

func isOrAre(n int, thing string) string {
	if n == 1 {
		return "1 " + thing + " is"
	}
	return shell.Plural(n, thing) + " are"
}

// survey is what the doctor wants to know of the counts.
type survey struct {
	fresh   roster.Freshness
	held    int    // of the artists' accounts, newer than any settled count
	example string // artist, source and day of one that is held
}

func surveyOf(d *doctor, h *history.History) (s survey) {
	h.Follow(d.site)
	metrics := d.site.Metrics()
	for _, metric := range metrics {
		s.fresh = append(s.fresh, roster.SourceTime{MetricSetting: metric})
	}
	for _, a := range d.site.Artists {
		for i, metric := range metrics {
			series := h.Series(a.ID, metric.Key())
			last, counted := series.Last()
			if counted {
				s.fresh[i].At = roster.Later(s.fresh[i].At, series.At)
			}
			if day, ok := heldSince(series, last, counted, h.Newest, a.Accounts[metric.Source]); ok {
				s.held++
				s.example = fmt.Sprintf("%s %s %s", a.ID, settings.WriteMetric(d.site, metric.Key()), day)
			}
		}
	}
	return s
}

// heldSince returns the newest day on which a count was held and after which none
// was settled.
func heldSince(s *series.Series, last series.Point, counted bool, newest content.Day, account string) (content.Day, bool) {
	for day := newest; day > newest-roster.AnswerDays; day-- {
		if counted && day <= last.Day {
			return 0, false
		}
		if held, ok := s.Held(day); ok {
			return day, held.Account == account
		}
	}
	return 0, false
}

// ageOf describes how old the newest count is.
func ageOf(d *doctor, h *history.History, s survey) findings {
	cure := "see why no run got through: `gh run list --workflow nightly.yml`; `" + d.run() + "` asks now"
	newest := s.fresh.Newest()
	text := fmt.Sprintf("%s: newest count %s, %s old", d.flags.History, moments(newest), ageText(d.now.Sub(newest)))
	switch {
	case !h.Measured():
		return note("%s: no count yet; the first run begins it", d.flags.History)
	case newest.IsZero():
		return warn("`"+d.run()+"` asks for them", "%s: no count of the artists in %s", d.flags.History, d.flags.Content)
	case d.now.Sub(newest) > time.Duration(s.fresh.OldAfter())*time.Hour:
		return warn(cure, "%s", text)
	}
	return fine("%s", text)
}

func moments(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }

// ageText is an age in whole hours, or in days from two on.
func ageText(age time.Duration) string {
	if age < 48*time.Hour {
		return shell.Plural(int(age.Hours()), "hour")
	}
	return shell.Plural(int(age.Hours()/24), "day")
}
