// Package report is what became of a night, as people read it: the summary on a
// terminal, the page of the job on GitHub, and the issues of the workflow.
//
// Each account is counted once in it, so that no line contradicts another. Names and
// answers of strangers are no Markdown there, link nowhere and call nobody.
package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"datarocks/cmd/datarocks/notify"
	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/content/legible"
	"datarocks/fetch"
	"datarocks/history"
	"datarocks/render/roster"
	"datarocks/render/sentence"
)

// Summary is the report of a run, printed at its end.
type Summary struct {
	Day     content.Day `json:"day"`
	Sources []Source    `json:"sources"`
	Rows    int         `json:"rowsRecorded"`
	// PastDays are how many days got rows of platforms that know past days, and
	// Postponed how many accounts are left to the next nights.
	PastDays  int        `json:"pastDaysRecorded,omitempty"`
	Postponed int        `json:"accountsPostponed,omitempty"`
	Site      *Published `json:"site,omitempty"`
	// Idle is the newest day that was recorded, where days without a run followed.
	Idle content.Day `json:"noRunSince,omitempty"`
	// Moved are the sentences of the site on who moved.
	Moved []string `json:"moved,omitempty"`
	// Events are those on platform events of the site's window.
	Events   []string          `json:"events,omitempty"`
	Notified []notify.Delivery `json:"told,omitempty"`
	// Problems are objects of the history that cannot be read.
	Problems []string `json:"problems,omitempty"`
	// Broken are the problems of files that the site is without, and links of what
	// people wrote that lead nowhere.
	Broken content.Problems `json:"broken,omitempty"`

	unstored   bool               // past days were answered and could not be recorded
	refused    map[refusal]string // why this run did not get a count, or got one that is held
	Standings  sentence.Standings `json:"-"` // for the page of the job
	Discreet   bool               `json:"-"` // it has no counts: the site is private, and everybody reads it
	Unrecorded bool               `json:"-"` // what was answered is not in the history
	Settled    bool               `json:"-"` // the sources have what the history has of the day
	ToDo       Next               `json:"-"` // for the page of the job
}

// refusal is a count that was asked in this run and not got.
type refusal struct {
	artist string
	metric content.Metric
}

// New returns the summary of a run that is to have some counts. lacking are the keys
// without which a source is not configured.
func New(site *content.Site, day content.Day, wanted []fetch.Ask, lacking map[content.Source]string) Summary {
	s := Summary{Day: day, refused: make(map[refusal]string)}
	for _, setting := range site.Sources {
		for i, metric := range setting.Asked() {
			source := Source{
				Source: setting.Source, Name: metric.Key().Title(), metric: metric.Key(), written: settings.WriteMetric(site, metric.Key()), further: i > 0, past: setting.Past(),
				passing: !metric.Limits().Lasts(),
				every:   setting.Every, day: day, Lacking: lacking[setting.Source],
			}
			if !metric.Key().IsDefault() {
				source.Metric = metric.Metric
			}
			if !source.further {
				source.MicroUSD = setting.PriceMicroUSD
			}
			for _, ask := range wanted {
				if ask.Metric == metric.Key() {
					source.Accounts++
				}
			}
			s.Sources = append(s.Sources, source)
		}
	}
	return s
}

// Of returns the part of a source, of its first metric; nil where the site does not ask
// it.
func (s *Summary) Of(source content.Source) *Source {
	return s.first(func(of *Source) bool { return of.Source == source })
}

func (s *Summary) of(metric content.Metric) *Source {
	return s.first(func(of *Source) bool { return of.metric == metric })
}

func (s *Summary) first(is func(*Source) bool) *Source {
	for i := range s.Sources {
		if is(&s.Sources[i]) {
			return &s.Sources[i]
		}
	}
	return nil
}

// StandIdle takes in the newest day that was recorded before the run. Where all sources
// count a day when it is over, that is the day before a run, or an earlier one.
func (s *Summary) StandIdle(newest content.Day) {
	last, lag := newest, content.Day(0)
	if len(s.Sources) > 0 && !slices.ContainsFunc(s.Sources, func(source Source) bool { return !source.past }) {
		last, lag = newest+1, content.PastDue-1
	}
	if newest != 0 && last < s.Day-1-lag {
		s.Idle = last
	}
}

// IdleDays is how many days nothing is recorded of since then.
func (s Summary) IdleDays() int { return int(s.Day-s.Idle) - 1 }

// Asked takes in the answers of the platforms.
func (s *Summary) Asked(snap fetch.Snapshot, verdicts []history.Verdict) {
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
			s.refused[refusal{sample.Artist, sample.Metric}] = reason
		}
	}
}

// NotRecorded takes in that past days which the platforms answered with could not be
// recorded, for a reason of one line or several.
func (s *Summary) NotRecorded(snap fetch.Snapshot, reason, hint string) {
	reason = strings.ReplaceAll(reason, "\n", "; ")
	named := make(map[content.Metric]bool)
	for _, sample := range snap.Samples {
		source := s.of(sample.Metric)
		if sample.Days == nil || source == nil {
			continue
		}
		s.refused[refusal{sample.Artist, sample.Metric}] = reason
		if !named[sample.Metric] {
			source.Reason, source.Hint = shell.Join("; ", source.Reason, reason), cmp.Or(source.Hint, hint)
		}
		named[sample.Metric], s.unstored = true, true
	}
}

// Settle takes in what the history has of the day after the run: of what the run was
// to get, and of that what is still due.
func (s *Summary) Settle(wanted, due []fetch.Ask, h *history.History) {
	isDue := make(map[refusal]bool, len(due)) // not by ask: since when it asks has moved on with the run
	for _, ask := range due {
		isDue[refusal{ask.Artist, ask.Metric}] = true
	}
	for _, ask := range wanted {
		if source := s.of(ask.Metric); source != nil {
			reason := s.refused[refusal{ask.Artist, ask.Metric}]
			if s.Unrecorded && source.Asked > 0 {
				reason = cmp.Or(reason, "its count could not be recorded")
			}
			source.settle(ask, isDue[refusal{ask.Artist, ask.Metric}], reason, h.Series(ask.Artist, ask.Metric))
		}
	}
	s.sayOnce()
	for _, problem := range h.Problems {
		s.Problems = append(s.Problems, problem.Error())
	}
	if s.Discreet {
		s.conceal()
	}
	s.Settled = true
}

// sayOnce marks gaps of further metrics that their account has for the same reason in
// the first.
func (s *Summary) sayOnce() {
	for _, source := range s.Sources {
		first := s.Of(source.Source)
		if !source.further {
			continue
		}
		for i, g := range source.Missing {
			source.Missing[i].same = slices.ContainsFunc(first.Missing, func(other Gap) bool { return other.Artist == g.Artist && other.Reason == g.Reason })
		}
	}
}

// Describe takes in the site's sentences: who moved, and why counts are missing
// or held. No more of these are made than are shown: a source that fails as a whole
// lacks thousands.
func (s *Summary) Describe(site *content.Site, h *history.History) {
	if s.Discreet {
		return
	}
	r := roster.New(site, h)
	s.Moved, s.Events = sentence.Moved(r), sentence.RecentPlatformEvents(r)
	left := legible.MostOfAKind
	for _, source := range s.Sources {
		for _, gaps := range [][]Gap{source.Held, source.Missing} {
			for i := range gaps[:min(left, len(gaps))] {
				gaps[i].Sentence = sentence.Absent(r, gaps[i].Artist, source.metric)
				left--
			}
		}
	}
}

// conceal leaves out the counts that are held.
func (s *Summary) conceal() {
	for _, source := range s.Sources {
		for i := range source.Held {
			source.Held[i].Count = nil
		}
	}
}

// Width is how wide the names at the left of the summary are, in characters.
func (s Summary) Width() int {
	width := len("ListenBrainz")
	for _, source := range s.Sources {
		width = max(width, utf8.RuneCountInString(source.Name))
	}
	return width
}

// Recorded is what the history got, in words.
func (s Summary) Recorded() string {
	text := shell.Plural(s.Rows, "row") + " recorded"
	if s.PastDays > 0 {
		text += ", " + shell.Plural(s.PastDays, "past day") + " written"
	}
	if s.Postponed > 0 {
		text += "; " + shell.Plural(s.Postponed, "account") + " left to the next nights"
	}
	return text
}

// Complete reports whether everything that is configured was got, and recorded.
func (s *Summary) Complete() bool {
	if s.unstored {
		return false
	}
	for _, source := range s.Sources {
		if len(source.Missing)+len(source.Held) > 0 {
			return false
		}
	}
	return len(s.Problems)+len(s.Broken) == 0
}

// Print prints the summary: results to stdout, problems and their cures to
// stderr.
func (s Summary) Print(w *shell.World, f settings.SiteFlags, asJSON bool) {
	_ = w.Result(asJSON, s, func() { w.Print("%s", s) })
	for _, source := range s.Sources {
		if source.Lacking != "" && !source.further {
			w.Say("%s is not configured: %s not set", source.Name, source.Lacking)
		}
		held, missing := source.problems()
		w.SayFew(held)
		var cures []string
		for _, h := range source.Held {
			cures = append(cures, fmt.Sprintf("hint: `%s`, or withdraw", s.accepting(w, f.HistoryFlags, source, h)))
		}
		w.SayFew(cures)
		w.SayFew(missing)
		w.Hint(source.Hint)
	}
	w.SayFew(s.Broken.Lines())
	if len(s.Broken) > 0 {
		w.Hint(mending(w, f))
	}
	w.SayFew(s.unread())
	if len(s.Problems) > 0 {
		w.Hint(f.Restoring(w))
	}
	s.annotate(w)
	for _, d := range s.Notified {
		if d.Problem != "" {
			w.Warn(d.Warning())
		}
	}
}

// unread lists the objects of the history that cannot be read, a line each.
func (s Summary) unread() []string {
	lines := make([]string, len(s.Problems))
	for i, problem := range s.Problems {
		lines[i] = "history: " + problem
	}
	return lines
}

// accepting is the command that settles a count that is held.
func (s Summary) accepting(w *shell.World, f settings.HistoryFlags, source Source, held Gap) string {
	return f.Command(w, "accept", held.Artist, source.written, held.day(s.Day).String(), "--reason", "checked by hand")
}

// annotate shows problems on the run's page, which has room for few: a source in one
// line, first those that failed as a whole, and then one of each kind.
func (s Summary) annotate(w *shell.World) {
	sources := slices.Clone(s.Sources)
	slices.SortStableFunc(sources, func(a, b Source) int { return failedFirst(a) - failedFirst(b) })
	for _, source := range sources {
		if text := source.annotation(); text != "" {
			w.Annotate("warning", text)
		}
	}
	if n := len(s.Broken); n > 0 {
		first := s.Broken[0]
		text := first.String()
		if n > 1 {
			text += fmt.Sprintf("\nand %d more in the files of artists and pages", n-1)
		}
		w.AnnotateLine("warning", first.File, first.Line, text)
	}
	if n := len(s.Problems); n > 0 {
		text := s.unread()[0]
		if n > 1 {
			text += fmt.Sprintf("\nand %d more that cannot be read", n-1)
		}
		w.Annotate("warning", text)
	}
}

// Refusals are what is wrong with each source, and what to do about it.
func (s Summary) Refusals() (problems, cures []string) {
	for _, source := range s.Sources {
		switch {
		case source.Lacking != "" && source.further:
		case source.Lacking != "":
			problems = append(problems, fmt.Sprintf("%s is not configured: %s not set", source.Name, source.Lacking))
			cures = append(cures, settings.Supply(source.Name, source.Lacking))
		case source.annotation() != "":
			problems = append(problems, source.annotation())
			cures = append(cures, source.Hint)
		}
	}
	if len(problems) == 0 {
		problems = append(problems, "no artist has an account on any source")
	}
	return problems, cures
}

func failedFirst(s Source) int {
	if s.Reason != "" {
		return 0
	}
	return 1
}

// String is the summary as a person reads it.
func (s Summary) String() string {
	return write("summary", s)
}
