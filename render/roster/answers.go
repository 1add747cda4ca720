package roster

import (
	"datarocks/content"
	"datarocks/content/legible"
	"datarocks/history/series"
)

// AnswerDays is how many days of answers a survey has.
const AnswerDays = 30

// Answers is what one source answered on one day, for all artists.
type Answers struct {
	Asked, Got, Held int64
	Reasons          map[string]int // why counts are missing, and how often
}

func (d *Answers) add(s *series.Series, day content.Day) {
	_, measured := s.Value(day)
	_, held := s.Held(day)
	switch reason := legible.Reason(s.Reason(day), 0); {
	case measured:
		d.Asked++
		d.Got++
	case held:
		d.Asked++
		d.Held++
	case reason != "":
		d.Asked++
		d.Reasons[reason]++
	}
}

// Held is a count that waits for a decision, without its number: that may be
// false.
type Held struct {
	Path   string // of the artist's page
	ID     string // of the artist
	Artist string // the name
	Source *Platform
	Day    content.Day
	Reason string
}

// held returns the counts of the last days that are held, the newest first.
func (a *Artist) held(t Track) []Held {
	var held []Held
	for day := a.Newest; day > a.Newest-AnswerDays; day-- {
		if h, ok := t.Series.Held(day); ok {
			held = append(held, Held{Path: a.Path, ID: a.ID, Artist: a.Name, Source: t.Platform, Day: day, Reason: legible.Reason(h.Reason, 0)})
		}
	}
	return held
}

// Span is what an artist's series on one source holds.
type Span struct {
	Metric      content.Metric
	First, Last content.Day // with a count
	Counts      int
	Runs        []int         // see series.RunLengths
	Withdrawn   []content.Day // whose counts a person took back
	Lasts       bool          // the counts are kept for ever
}

// span returns that of a series; ok is false where it never had a count.
func (t Track) span() (s Span, ok bool) {
	s.Metric, s.Lasts = t.Key(), t.Limits().KeptDays == 0
	if first, measured := t.Series.First(); measured {
		last, _ := t.Series.Last()
		s.First, s.Last, s.Counts, s.Runs = first.Day, last.Day, t.Series.Len(), t.Series.RunLengths()
	}
	s.Withdrawn = t.Series.Withdrawn()
	return s, s.Counts > 0 || s.Withdrawn != nil
}
