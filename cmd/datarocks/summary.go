package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history"
	"datarocks/render"
)

// summary is what a run tells at its end.
type summary struct {
	Day     content.Day     `json:"day"`
	Sources []sourceSummary `json:"sources"`
	Rows    int             `json:"rowsRecorded"`
	Site    *published      `json:"site,omitempty"`
	// Moved are the sentences of the site on who moved.
	Moved []string `json:"moved,omitempty"`
	// Events are those on platform events of the site's window.
	Events []string `json:"events,omitempty"`
	Told   []told   `json:"told,omitempty"`
	// Problems are objects of the history that cannot be read.
	Problems []string `json:"problems,omitempty"`

	refused   map[refusal]string // why this run did not get a count, or got one that is held
	standings render.Standings   // for the page of the job
}

// refusal is a count that was asked in this run and not got.
type refusal struct {
	artist string
	source content.Source
}

// sourceSummary is what became of one source.
type sourceSummary struct {
	Source   content.Source `json:"source"`
	Name     string         `json:"name"`
	Accounts int            `json:"accounts"`          // that the run is to have counts of
	Asked    int            `json:"asked"`             // in this run
	Got      int            `json:"got"`               // in this run
	Lacking  string         `json:"notSet,omitempty"`  // keys without which it is not configured
	Held     []heldCount    `json:"held,omitempty"`    // counts of the day that wait for a decision
	Missing  []missingCount `json:"missing,omitempty"` // counts of the day that were due and are not there

	Withdrawn int    `json:"withdrawn,omitempty"` // counts of the day that a person took back
	Reason    string `json:"reason,omitempty"`    // why the source as a whole failed
	Hint      string `json:"hint,omitempty"`
}

// heldCount is a count that waits for a decision.
type heldCount struct {
	Artist string `json:"artist"`
	Count  int64  `json:"count"`
	Reason string `json:"reason"`
	told   string
}

// missingCount is a count that was due and is not there.
type missingCount struct {
	Artist string `json:"artist"`
	Reason string `json:"reason"`
	told   string
}

// maxTold is how many sentences on counts that are missing or held a summary
// has: a source that fails as a whole lacks those of thousands.
const maxTold = 50

// tell takes in what the site says of who moved, and of counts that are missing
// or held.
func (s *summary) tell(site *content.Site, h *history.History) {
	s.Moved, s.Events = render.Moved(site, h), render.Events(site, h)
	left, why := maxTold, render.Absences(site, h)
	absent := func(artist string, source content.Source) string {
		if left == 0 {
			return ""
		}
		left--
		return why(artist, source)
	}
	for _, source := range s.Sources {
		for i := range source.Held {
			source.Held[i].told = absent(source.Held[i].Artist, source.Source)
		}
		for i := range source.Missing {
			source.Missing[i].told = absent(source.Missing[i].Artist, source.Source)
		}
	}
}

// told gives the sentences on counts of a source that are missing or held.
func (s sourceSummary) told() []string {
	var told []string
	for _, h := range s.Held {
		told = append(told, h.told)
	}
	for _, m := range s.Missing {
		told = append(told, m.told)
	}
	return slices.DeleteFunc(told, func(text string) bool { return text == "" })
}

func newSummary(site *content.Site, day content.Day, wanted []fetch.Ask, lacking map[content.Source]string) summary {
	s := summary{Day: day, refused: make(map[refusal]string)}
	for _, setting := range site.Sources {
		info, _ := setting.Source.Info()
		source := sourceSummary{Source: setting.Source, Name: info.Name, Lacking: lacking[setting.Source]}
		for _, ask := range wanted {
			if ask.Source == setting.Source {
				source.Accounts++
			}
		}
		s.Sources = append(s.Sources, source)
	}
	return s
}

// asked takes in what the platforms said.
func (s *summary) asked(snap fetch.Snapshot, verdicts []history.Verdict) {
	for _, result := range snap.Sources {
		for i := range s.Sources {
			if s.Sources[i].Source == result.Source {
				s.Sources[i].take(result)
			}
		}
	}
	for i, sample := range snap.Samples {
		reason := sample.Count.Reason
		if verdicts[i].Held {
			reason = "held: " + verdicts[i].Why // which the history may not keep, beside a count
		}
		if reason != "" {
			s.refused[refusal{sample.Artist, sample.Source}] = reason
		}
	}
}

func (s *sourceSummary) take(result fetch.Result) {
	s.Asked, s.Got = result.Asked, result.Got
	if result.Err == nil {
		return
	}
	s.Reason = fetch.Reason(result.Err)
	var known *fetch.SourceError
	if errors.As(result.Err, &known) {
		s.Hint = known.Hint
	}
}

// stand takes in what the history lacks of the day after the run, of what the
// run was to get.
func (s *summary) stand(due []fetch.Ask, h *history.History) {
	for _, ask := range due {
		for i := range s.Sources {
			source := &s.Sources[i]
			if source.Source == ask.Source && source.Lacking == "" {
				// The history may have the count of another account, or why
				// that is held, which was the artist's earlier that day.
				reason := cmp.Or(s.refused[refusal{ask.Artist, ask.Source}], h.Series(ask.Artist, ask.Source).Reason(s.Day))
				source.Missing = append(source.Missing, missingCount{Artist: ask.Artist, Reason: reason})
			}
		}
	}
	for _, problem := range h.Problems {
		s.Problems = append(s.Problems, problem.Error())
	}
}

// hold takes in which counts of the day wait for a decision, and how many were
// withdrawn. One of an account that is no longer the artist's does not wait.
func (s *summary) hold(wanted []fetch.Ask, h *history.History) {
	for _, ask := range wanted {
		series := h.Series(ask.Artist, ask.Source)
		held, ok := series.Held(s.Day)
		withdrawn := slices.Contains(series.Withdrawn(), s.Day)
		for i := range s.Sources {
			if withdrawn && s.Sources[i].Source == ask.Source {
				s.Sources[i].Withdrawn++
			}
			if source := &s.Sources[i]; ok && held.Account == ask.Account && source.Source == ask.Source {
				source.Held = append(source.Held, heldCount{Artist: ask.Artist, Count: held.Value, Reason: held.Reason})
			}
		}
	}
}

// complete says whether everything that is configured was got.
func (s *summary) complete() bool {
	for _, source := range s.Sources {
		if len(source.Missing)+len(source.Held) > 0 {
			return false
		}
	}
	return len(s.Problems) == 0
}

// summarise prints the summary: results to stdout, what is wrong and its cure
// to stderr.
func (n *night) summarise(asJSON bool) {
	s := n.summary
	if asJSON {
		_ = n.printJSON(s)
	} else {
		n.print("%s", s)
	}
	for _, source := range s.Sources {
		if source.Lacking != "" {
			n.say("%s is not configured: %s not set", source.Name, source.Lacking)
		}
		for _, problem := range source.problems() {
			n.say("%s", problem)
			n.annotate("warning", problem)
		}
		n.hint(source.Hint)
		for _, h := range source.Held {
			n.hint(fmt.Sprintf("`datarocks accept %s %s %s --reason ...`, or reject", h.Artist, source.Source, s.Day))
		}
	}
	for _, problem := range s.Problems {
		n.say("history: %s", problem)
		n.annotate("warning", "history: "+problem)
	}
	for _, t := range s.Told {
		if warning := t.warning(); warning != "" {
			n.say("%s", warning)
			n.annotate("warning", warning)
		}
	}
}

// problems tells what a source lacks: a line for each count that is held, and
// one where it failed as a whole, else one for each count that is missing.
func (s sourceSummary) problems() []string {
	var problems []string
	for _, h := range s.Held {
		problems = append(problems, fmt.Sprintf("%s: count of %s held at %d: %s", s.Name, h.Artist, h.Count, h.Reason))
	}
	if s.Reason != "" {
		return append(problems, s.Name+": "+s.Reason)
	}
	for _, m := range s.Missing {
		problems = append(problems, fmt.Sprintf("%s: no count of %s: %s", s.Name, m.Artist, orNotAsked(m.Reason)))
	}
	return problems
}

func orNotAsked(reason string) string {
	if reason == "" {
		return "not asked"
	}
	return reason
}

// String gives the summary as a person reads it.
func (s summary) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", s.Day)
	for _, source := range s.Sources {
		fmt.Fprintf(&b, "  %-12s %s\n", source.Name, source.outcome())
	}
	fmt.Fprintf(&b, "  %-12s %s recorded", "history", plural(s.Rows, "row"))
	if s.Site != nil {
		fmt.Fprintf(&b, "\n  %-12s %s", "site", s.Site)
	}
	for _, t := range s.Told {
		fmt.Fprintf(&b, "\n  %-12s %s", "told", t)
	}
	for _, text := range slices.Concat(s.Moved, s.Events) {
		fmt.Fprintf(&b, "\n%s", text)
	}
	for _, source := range s.Sources {
		if source.Reason != "" {
			continue // which says it of all its artists
		}
		for _, text := range source.told() {
			fmt.Fprintf(&b, "\n%s", text)
		}
	}
	return b.String()
}

func (s sourceSummary) outcome() string {
	text := fmt.Sprintf("%d of %d counted", s.Got, s.Asked)
	switch {
	case s.Lacking != "":
		return "not configured"
	case s.Accounts == 0:
		return "nobody to ask for"
	case s.Asked == 0 && len(s.Missing)+len(s.Held)+s.Withdrawn == 0:
		text = fmt.Sprintf("nothing to ask, all %d counted", s.Accounts)
	case s.Asked == 0:
		text = fmt.Sprintf("nothing asked, %d of %d missing", len(s.Missing), s.Accounts)
	}
	if len(s.Held) > 0 {
		text += fmt.Sprintf(", %d held", len(s.Held))
	}
	if s.Withdrawn > 0 {
		text += fmt.Sprintf(", %d withdrawn", s.Withdrawn)
	}
	if s.Reason != "" {
		text += ": " + s.Reason
	}
	return text
}

func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// cure tells what to do when nothing was ever counted.
func (n *night) cure() string {
	for _, source := range n.summary.Sources {
		if len(source.Held) > 0 {
			return "accept the counts named above, or mend their accounts"
		}
	}
	if len(n.counters.ready) > 0 {
		return "mend the sources named above and run it again"
	}
	return "set the keys of a source, SPOTIFY_ID and SPOTIFY_SECRET for one; `datarocks demo` needs none"
}

func price(microUSD int) string {
	if microUSD == 0 {
		return "free"
	}
	return fmt.Sprintf("$%.2f", float64(microUSD)/1e6)
}

func (w *world) printJSON(value any) error {
	enc := json.NewEncoder(w.stdout)
	enc.SetIndent("", "  ")
	return enc.Encode(value)
}
