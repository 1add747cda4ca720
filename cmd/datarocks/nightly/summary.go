package nightly

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

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
	Held     []gap          `json:"held,omitempty"`    // counts of the day that wait for a decision
	Missing  []gap          `json:"missing,omitempty"` // counts of the day that were due and are not there

	Withdrawn int    `json:"withdrawn,omitempty"` // counts of the day that a person took back
	Reason    string `json:"reason,omitempty"`    // why the source as a whole failed
	Hint      string `json:"hint,omitempty"`

	microUSD int // the price of a count
}

// gap is a count of the day that is missing, or held until somebody decides.
type gap struct {
	Artist   string `json:"artist"`
	Count    *int64 `json:"count,omitempty"` // nil for one that is missing
	Reason   string `json:"reason"`
	Sentence string `json:"-"` // of the site; "" where it has none
}

// line is the gap as this run sees it.
func (g gap) line(source string) string {
	if g.Count != nil {
		return fmt.Sprintf("%s: count of %s held at %d: %s", source, g.Artist, *g.Count, g.Reason)
	}
	return fmt.Sprintf("%s: no count of %s: %s", source, g.Artist, cmp.Or(g.Reason, "not asked"))
}

// Gaps are the counts that are held, and then those that are missing.
func (s sourceSummary) Gaps() []gap { return slices.Concat(s.Held, s.Missing) }

// maxSentences is how many sentences on counts that are missing or held a summary
// has: a source that fails as a whole lacks those of thousands.
const maxSentences = 50

// describe takes in the site's sentences: who moved, and why counts are missing
// or held.
func (s *summary) describe(site *content.Site, h *history.History) {
	r := roster.New(site, h)
	s.Moved, s.Events = sentence.Moved(r), sentence.RecentPlatformEvents(r)
	left := maxSentences
	for _, source := range s.Sources {
		for _, gaps := range [][]gap{source.Held, source.Missing} {
			for i := range gaps[:min(left, len(gaps))] {
				gaps[i].Sentence = sentence.Absent(r, gaps[i].Artist, source.Source)
				left--
			}
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
			source.Missing = append(source.Missing, gap{Artist: ask.Artist, Reason: reason})
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
			source.Held = append(source.Held, gap{Artist: ask.Artist, Count: &held.Value, Reason: held.Reason})
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
	for i, g := range s.Gaps() {
		if s.Reason == "" || i < len(s.Held) {
			problems = append(problems, g.line(s.Name))
		}
	}
	if s.Reason != "" {
		problems = append(problems, s.Name+": "+s.Reason)
	}
	return problems
}

// String is the summary as a person reads it.
func (s summary) String() string {
	return write("summary", s)
}

// Outcome is what became of the source in a few words.
func (s sourceSummary) Outcome() string {
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
