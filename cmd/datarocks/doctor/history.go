package doctor

import (
	"errors"
	"fmt"
	"time"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/content/legible"
	"datarocks/history"
)

func loadPast(d *doctor) (*history.History, error) {
	if _, err := reach(d, "--history", d.flags.History); err != nil {
		return nil, err
	}
	return d.flags.LoadHistory(d.World)
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
	if n := len(h.Problems); n > 0 {
		text, _ := settings.Describe(h.Problems[0])
		found = append(found, warn("`datarocks check` names every line; restore the object, or correct it", "%s cannot be read: %s", shell.Plural(n, "object"), legible.OneLine(text, 0))...)
	}
	if d.site == nil {
		return append(found, fine("%s can be read", d.flags.History)...)
	}
	counts := surveyOf(d, h)
	if counts.held > 0 {
		found = append(found, warn(fmt.Sprintf("`datarocks accept %s --reason ...`, or reject", counts.example),
			"%s held until somebody decides", isOrAre(counts.held, "count"))...)
	}
	return append(found, ageOf(d, h, counts)...)
}

func isOrAre(n int, thing string) string {
	if n == 1 {
		return "1 " + thing + " is"
	}
	return shell.Plural(n, thing) + " are"
}

// survey is what the doctor wants to know of the counts.
type survey struct {
	newest  time.Time // when the newest one was asked; zero where there is none
	held    int       // of the artists' accounts, newer than any settled count
	example string    // artist, source and day of one that is held
}

func surveyOf(d *doctor, h *history.History) (s survey) {
	for _, a := range d.site.Artists {
		for _, setting := range d.site.Sources {
			series := h.Series(a.ID, setting.Source)
			last, counted := series.Last()
			if counted && series.At.After(s.newest) {
				s.newest = series.At
			}
			if day, ok := heldSince(series, last, counted, h.Newest, a.Accounts[setting.Source]); ok {
				s.held++
				s.example = fmt.Sprintf("%s %s %s", a.ID, setting.Source, day)
			}
		}
	}
	return s
}

// heldDays is how far back a held count is looked for, as on the status page.
const heldDays = 30

// heldSince returns the newest day on which a count was held and after which none
// was settled.
func heldSince(s *history.Series, last history.Point, counted bool, newest content.Day, account string) (content.Day, bool) {
	for day := newest; day > newest-heldDays; day-- {
		if counted && day <= last.Day {
			return 0, false
		}
		if held, ok := s.Held(day); ok {
			return day, held.Account == account
		}
	}
	return 0, false
}

// Pages call themselves old after the same times.
const (
	oldNightly = 36 * time.Hour
	oldWeekly  = 180 * time.Hour
)

// oldAfter is the age from which counts are old, by how often any is asked.
func oldAfter(d *doctor) time.Duration {
	for _, setting := range d.site.Sources {
		if setting.Every != content.EveryWeek {
			return oldNightly
		}
	}
	return oldWeekly
}

// ageOf describes how old the newest count is.
func ageOf(d *doctor, h *history.History, s survey) findings {
	const cure = "see why no run got through: `gh run list --workflow nightly.yml`; `datarocks run` asks now"
	switch age := d.now.Sub(s.newest); {
	case !h.Measured():
		return note("%s: no count yet; the first run begins it", d.flags.History)
	case s.newest.IsZero():
		return warn("`datarocks run` asks for them", "%s: no count of the artists in %s", d.flags.History, d.flags.Content)
	case age > oldAfter(d):
		return warn(cure, "%s: newest count %s, %s old", d.flags.History, moments(s.newest), ageText(age))
	default:
		return fine("%s: newest count %s, %s old", d.flags.History, moments(s.newest), ageText(age))
	}
}

func moments(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }

// ageText is an age in whole hours, or in days from two on.
func ageText(age time.Duration) string {
	if age < 48*time.Hour {
		return shell.Plural(int(age.Hours()), "hour")
	}
	return shell.Plural(int(age.Hours()/24), "day")
}
