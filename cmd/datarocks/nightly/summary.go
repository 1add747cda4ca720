package nightly

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history"
	"datarocks/render/roster"
	"datarocks/render/sentence"
)

// summary is the report of a run, printed at its end.
type summary struct {
	Day     content.Day     `json:"day"`
	Sources []sourceSummary `json:"sources"`
	Rows    int             `json:"rowsRecorded"`
	Site    *Published      `json:"site,omitempty"`
	// Moved are the sentences of the site on who moved.
	Moved []string `json:"moved,omitempty"`
	// Events are those on platform events of the site's window.
	Events   []string   `json:"events,omitempty"`
	Notified []delivery `json:"told,omitempty"`
	// Problems are objects of the history that cannot be read.
	Problems []string `json:"problems,omitempty"`

	refused   map[refusal]string // why this run did not get a count, or got one that is held
	standings sentence.Standings // for the page of the job
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

	microUSD int // the price of a count
}

// heldCount is a count that waits for a decision.
type heldCount struct {
	Artist   string `json:"artist"`
	Count    int64  `json:"count"`
	Reason   string `json:"reason"`
	sentence string // of the site; "" where it has none
}

// missingCount is a count that was due and is not there.
type missingCount struct {
	Artist   string `json:"artist"`
	Reason   string `json:"reason"`
	sentence string // of the site; "" where it has none
}

// maxSentences is how many sentences on counts that are missing or held a summary
// has: a source that fails as a whole lacks those of thousands.
const maxSentences = 50

// describe takes in the site's sentences: who moved, and why counts are missing
// or held.
func (s *summary) describe(site *content.Site, h *history.History) {
	r := roster.New(site, h)
	s.Moved, s.Events = sentence.Moved(r), sentence.Events(r)
	left := maxSentences
	absent := func(artist string, source content.Source) string {
		if left == 0 {
			return ""
		}
		left--
		return sentence.Absent(r, artist, source)
	}
	for _, source := range s.Sources {
		for i := range source.Held {
			source.Held[i].sentence = absent(source.Held[i].Artist, source.Source)
		}
		for i := range source.Missing {
			source.Missing[i].sentence = absent(source.Missing[i].Artist, source.Source)
		}
	}
}

func newSummary(site *content.Site, day content.Day, wanted []fetch.Ask, lacking map[content.Source]string) summary {
	s := summary{Day: day, refused: make(map[refusal]string)}
	for _, setting := range site.Sources {
		source := sourceSummary{Source: setting.Source, Name: setting.Name, microUSD: setting.PriceMicroUSD, Lacking: lacking[setting.Source]}
		for _, ask := range wanted {
			if ask.Source == setting.Source {
				source.Accounts++
			}
		}
		s.Sources = append(s.Sources, source)
	}
	return s
}

// of returns the part of a source; nil where the site does not ask it.
func (s *summary) of(source content.Source) *sourceSummary {
	for i := range s.Sources {
		if s.Sources[i].Source == source {
			return &s.Sources[i]
		}
	}
	return nil
}

// asked takes in the answers of the platforms.
func (s *summary) asked(snap fetch.Snapshot, verdicts []history.Verdict) {
	for _, result := range snap.Sources {
		if source := s.of(result.Source); source != nil {
			source.take(result)
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
	if known, ok := errors.AsType[*fetch.SourceError](result.Err); ok {
		s.Hint = known.Hint
	}
}

// stand takes in what the history lacks of the day after the run, of what the
// run was to get.
func (s *summary) stand(due []fetch.Ask, h *history.History) {
	for _, ask := range due {
		if source := s.of(ask.Source); source != nil && source.Lacking == "" {
			// The history may have the count of another account, or why
			// that is held, which was the artist's earlier that day.
			reason := cmp.Or(s.refused[refusal{ask.Artist, ask.Source}], h.Series(ask.Artist, ask.Source).Reason(s.Day))
			source.Missing = append(source.Missing, missingCount{Artist: ask.Artist, Reason: reason})
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
		source, series := s.of(ask.Source), h.Series(ask.Artist, ask.Source)
		if source == nil {
			continue
		}
		if slices.Contains(series.Withdrawn(), s.Day) {
			source.Withdrawn++
		}
		if held, ok := series.Held(s.Day); ok && held.Account == ask.Account {
			source.Held = append(source.Held, heldCount{Artist: ask.Artist, Count: held.Value, Reason: held.Reason})
		}
	}
}

// complete reports whether everything that is configured was got.
func (s *summary) complete() bool {
	for _, source := range s.Sources {
		if len(source.Missing)+len(source.Held) > 0 {
			return false
		}
	}
	return len(s.Problems) == 0
}

// print prints the summary: results to stdout, problems and their cures to
// stderr.
func (s summary) print(w *shell.World, asJSON bool) {
	_ = w.Result(asJSON, s, func() { w.Print("%s", s) })
	for _, source := range s.Sources {
		if source.Lacking != "" {
			w.Say("%s is not configured: %s not set", source.Name, source.Lacking)
		}
		for _, problem := range source.problems() {
			w.Warn(problem)
		}
		w.Hint(source.Hint)
		for _, h := range source.Held {
			w.Hint(fmt.Sprintf("`datarocks accept %s %s %s --reason ...`, or reject", h.Artist, source.Source, s.Day))
		}
	}
	for _, problem := range s.Problems {
		w.Warn("history: " + problem)
	}
	for _, d := range s.Notified {
		if d.Problem != "" {
			w.Warn(d.warning())
		}
	}
}

// problems are a line for each count that is held, and one where the source failed
// as a whole, else one for each count that is missing.
func (s sourceSummary) problems() []string {
	var problems []string
	for i, a := range s.absences() {
		if s.Reason == "" || i < len(s.Held) {
			problems = append(problems, a.line)
		}
	}
	if s.Reason != "" {
		problems = append(problems, s.Name+": "+s.Reason)
	}
	return problems
}

// absence is a count that is held or missing: in the sentence of the site, "" where
// it has none, and as this run sees it.
type absence struct{ sentence, line string }

// absences are the counts that are held, and then those that are missing.
func (s sourceSummary) absences() []absence {
	var all []absence
	for _, h := range s.Held {
		all = append(all, absence{h.sentence, fmt.Sprintf("%s: count of %s held at %d: %s", s.Name, h.Artist, h.Count, h.Reason)})
	}
	for _, m := range s.Missing {
		all = append(all, absence{m.sentence, fmt.Sprintf("%s: no count of %s: %s", s.Name, m.Artist, cmp.Or(m.Reason, "not asked"))})
	}
	return all
}

// String is the summary as a person reads it.
func (s summary) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", s.Day)
	for _, source := range s.Sources {
		fmt.Fprintf(&b, "  %-12s %s\n", source.Name, source.outcome())
	}
	fmt.Fprintf(&b, "  %-12s %s recorded", "history", shell.Plural(s.Rows, "row"))
	if s.Site != nil {
		fmt.Fprintf(&b, "\n  %-12s %s", "site", s.Site)
	}
	for _, d := range s.Notified {
		fmt.Fprintf(&b, "\n  %-12s %s", "told", d)
	}
	for _, text := range slices.Concat(s.Moved, s.Events) {
		fmt.Fprintf(&b, "\n%s", text)
	}
	for _, source := range s.Sources {
		if source.Reason != "" {
			continue // which holds for all its artists
		}
		for _, a := range source.absences() {
			if a.sentence != "" {
				b.WriteString("\n" + a.sentence)
			}
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
