package report

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history/series"
)

// Source is what became of one metric of a source. Each account is one of Counted,
// Held, Missing, Withdrawn and Later.
type Source struct {
	Source   content.Source `json:"source"`
	Metric   string         `json:"metric,omitempty"` // of one that is not the source's default
	Name     string         `json:"name"`
	Accounts int            `json:"accounts"`          // that the run is to have counts of
	Asked    int            `json:"asked"`             // in this run
	Got      int            `json:"got"`               // in this run, those that are held with them
	Counted  int            `json:"counted"`           // of the day
	Later    int            `json:"later,omitempty"`   // whose turn it is on another day of the week
	Lacking  string         `json:"notSet,omitempty"`  // keys without which it is not configured
	Held     []Gap          `json:"held,omitempty"`    // counts of the day that wait for a decision
	Missing  []Gap          `json:"missing,omitempty"` // counts of the day that were due and are not there

	Withdrawn int    `json:"withdrawn,omitempty"` // counts of the day that a person took back
	Reason    string `json:"reason,omitempty"`    // why the source as a whole failed
	Hint      string `json:"hint,omitempty"`

	// Last is the day of the newest count of any artist; 0 where there is none.
	Last content.Day `json:"lastCount,omitempty"`

	MicroUSD int `json:"-"` // the price of a count
	metric   content.Metric
	written  string // the metric, as commands that are printed name it
	further  bool   // another metric of the source is before it, asked in the same requests
	past     bool   // it counts a day when that is over, see content.SourceInfo
	passing  bool   // its counts are not kept, and so are not in what is printed, which is
	every    content.Cadence
	day      content.Day // of the run
	tried    content.Day // the first that is stored of an account without any count
}

// Gap is a count of the day that is missing, or held until somebody decides.
type Gap struct {
	Artist   string `json:"artist"`
	Count    *int64 `json:"count,omitempty"` // nil for one that is missing or may not be kept, and of a private site
	Reason   string `json:"reason"`
	Sentence string `json:"-"` // of the site; "" where it has none

	held bool
	same bool        // another metric of the source is without a count for the same reason
	of   content.Day // the day of the count, where that is another than the run's
	last content.Day // of the account's newest count, or of the first try where there is none
}

// day is the day of the count, in a run of a day.
func (g Gap) day(run content.Day) content.Day { return cmp.Or(g.of, run) }

// line is the gap as this run sees it.
func (g Gap) line(source string) string {
	switch {
	case g.Count != nil:
		return fmt.Sprintf("%s: count of %s held at %d: %s", source, g.Artist, *g.Count, g.Reason)
	case g.held:
		return fmt.Sprintf("%s: count of %s held: %s", source, g.Artist, g.Reason)
	}
	return fmt.Sprintf("%s: no count of %s: %s", source, g.Artist, cmp.Or(g.Reason, "not asked"))
}

// Gaps are the counts that are held, and then those that are missing, but for what
// another metric of the source has already.
func (s Source) Gaps() []Gap {
	if s.further && s.Reason != "" {
		return s.Held
	}
	return slices.DeleteFunc(slices.Concat(s.Held, s.Missing), func(g Gap) bool { return g.same })
}

func (s *Source) take(result fetch.Result) {
	s.Asked, s.Got = result.Asked, result.Got
	if result.Err == nil {
		return
	}
	s.Reason = fetch.Reason(result.Err)
	if s.further {
		return // the hint is beside the first
	}
	if known, ok := errors.AsType[*fetch.SourceError](result.Err); ok {
		s.Hint = known.Hint
	}
	if status, ok := errors.AsType[*fetch.StatusError](result.Err); ok && status.Status == http.StatusUnauthorized && s.Hint == "" {
		if p, ok := settings.PlatformOf(s.Source); ok && len(p.Keys) > 0 {
			s.Hint = "it refuses the key; check " + strings.Join(p.Keys, " and ")
		}
	}
}

// settle takes in what the history has of an account on the day. One that is due
// after the run is missing, for a reason that the history may not keep; a count of
// another account, which was the artist's earlier that day, is none.
func (s *Source) settle(ask fetch.Ask, due bool, reason string, of *series.Series) {
	var newest content.Day
	if last, ok := of.Last(); ok {
		newest = last.Day
		s.Last = max(s.Last, newest)
	} else if first, ok := of.Began(); ok {
		newest = first
		if s.tried == 0 || first < s.tried {
			s.tried = first
		}
	}
	held, isHeld := of.Held(s.day)
	_, counted := of.Value(s.day)
	heldOn := content.Day(0)
	if s.past {
		heldOn, counted = s.settlePast(of)
		held, isHeld = of.Held(heldOn)
		// A day that is not there yet is none of the run's faults; an answer that it did not get is.
		due = due && !isHeld && (!counted || reason != "")
		reason = cmp.Or(reason, notYet)
	}
	switch {
	case due && s.Lacking == "":
		s.Missing = append(s.Missing, Gap{Artist: ask.Artist, Reason: cmp.Or(reason, of.Reason(s.day)), last: newest})
	case due:
	case isHeld && held.Account == ask.Account:
		gap := Gap{Artist: ask.Artist, Count: &held.Value, Reason: held.Reason, held: true, of: heldOn, last: newest}
		if s.passing {
			gap.Count = nil
		}
		s.Held = append(s.Held, gap)
	case slices.Contains(of.Withdrawn(), s.day):
		s.Withdrawn++
	case counted:
		s.Counted++
	default:
		s.Later++
	}
}

// notYet is why counts are missing of an account whose platform answers.
const notYet = "the platform has none of the last days yet"

// settlePast returns, of a source that counts a day when it is over, the first day of
// late whose count is held, 0 where there is none, and whether it has the counts that are
// due by now.
func (s *Source) settlePast(of *series.Series) (held content.Day, counted bool) {
	for day := s.day - 1; day >= s.day-content.PastAgain; day-- {
		if _, ok := of.Held(day); ok {
			held = day
		}
	}
	last, ok := of.Last()
	return held, ok && last.Day >= s.day-content.PastDue
}

// problems are a line for each count that is held, and one where the source failed
// as a whole, else one for each count that is missing.
func (s Source) problems() (held, missing []string) {
	for _, g := range s.Held {
		held = append(held, g.line(s.Name))
	}
	switch {
	case s.Reason != "" && s.further:
		return held, nil
	case s.Reason != "":
		return held, []string{s.Name + ": " + s.Reason}
	}
	for _, g := range s.Missing {
		if !g.same {
			missing = append(missing, g.line(s.Name))
		}
	}
	return held, missing
}

// mostNamed is how many artists an annotation names.
const mostNamed = 5

// annotation is what is wrong with the source in one line; "" where nothing is.
func (s Source) annotation() string {
	gaps := s.Gaps()
	switch {
	case s.Reason != "" && !s.further:
		return s.Name + ": " + s.Reason + s.since()
	case len(gaps) == 0:
		return ""
	case len(gaps) == 1:
		return gaps[0].line(s.Name)
	}
	var parts, names []string
	if n := len(s.Missing); n > 0 {
		parts = append(parts, shell.Plural(n, "count")+" missing")
	}
	if n := len(s.Held); n > 0 {
		parts = append(parts, shell.Plural(n, "count")+" held")
	}
	for _, g := range gaps[:min(mostNamed, len(gaps))] {
		names = append(names, g.Artist)
	}
	if more := len(gaps) - mostNamed; more > 0 {
		names = append(names, fmt.Sprintf("%d more", more))
	}
	return s.Name + ": " + strings.Join(parts, ", ") + ": " + strings.Join(names, ", ")
}

// Outcome is what became of the source in a few words.
func (s Source) Outcome() string {
	due := s.Accounts - s.Later
	text := fmt.Sprintf("%d of %d counted", s.Counted, due)
	switch {
	case s.Lacking != "":
		return "not configured" + s.since()
	case s.Accounts == 0:
		return "nobody to ask for"
	case due == 0:
		return "nothing to ask: its turn is another day"
	case s.Asked > 0:
	case len(s.Missing) > 0:
		text = "nothing asked, " + text
	case s.Counted == due:
		text = fmt.Sprintf("nothing to ask, all %d counted", due)
	default:
		text = "nothing to ask, " + text
	}
	apart := len(s.Held) + s.Withdrawn
	for _, part := range []struct {
		n    int
		what string
		show bool
	}{
		{len(s.Held), "held", true},
		{s.Withdrawn, "withdrawn", true},
		{len(s.Missing), "missing", apart > 0},
		{s.Later, "to be asked another day", true},
	} {
		if part.show && part.n > 0 {
			text += fmt.Sprintf(", %d %s", part.n, part.what)
		}
	}
	if s.Reason != "" {
		text += ": " + s.Reason
	}
	return text + s.since()
}

// silent returns how many days the source has had no count at all.
func (s Source) silent() int {
	switch {
	case s.Accounts == 0 || s.Counted > 0:
		return 0
	case s.Last != 0:
		return int(s.day - s.Last)
	case s.tried != 0 && s.Lacking == "":
		return int(s.day-s.tried) + 1
	}
	return 0
}

// since names the day of the last count where it is not of yesterday, or not of the
// week before where that is enough.
func (s Source) since() string {
	if s.silent() <= s.usual() || s.Last == 0 {
		return ""
	}
	return fmt.Sprintf("; the last count is of %s, %s ago", s.Last, shell.Plural(s.silent(), "day"))
}

// silentDays is after how many days without a count a source is worth an issue.
const silentDays = 3

// Silent reports whether the source has given no count for so long that somebody
// should look at it.
func (s Source) Silent() bool {
	return !s.further && s.silent() >= silentDays+s.usual()-1
}

// usual is how many days old the newest count may be before a run without anything being
// amiss. One that counts a day when it is over has none of the day before yet.
func (s Source) usual() int {
	if s.past {
		return int(series.Interval(s.every)) + 1
	}
	return int(series.Interval(s.every))
}

// Silence is that in words.
func (s Source) Silence() string {
	text := fmt.Sprintf("has given no count since it was first asked on %s", Date(s.tried))
	if s.Last != 0 {
		text = fmt.Sprintf("has given no count for %s, since %s", shell.Plural(s.silent(), "day"), Date(s.Last))
	}
	switch {
	case s.Lacking != "":
		text += fmt.Sprintf(": it is not configured, %s not set", s.Lacking)
	case s.Reason != "":
		text += ": " + s.Reason
	case len(s.Held) > 0:
		text += fmt.Sprintf(": %s held", shell.Plural(len(s.Held), "count"))
	case len(s.Missing) > 0:
		text += ": " + s.Missing[0].Reason
	}
	return text + "."
}
