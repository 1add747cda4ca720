package truthtest

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/PuerkitoBio/goquery"

	"datarocks/content"
	"datarocks/history/trendtest"
)

// recentEvents are the places of an artist's newest six events, the newest first.
func (b *books) recentEvents(a content.Artist) (events []int) {
	for i := len(a.Timeline) - 1; i >= 0 && len(events) < 6; i-- {
		if a.Timeline[i].Day <= b.newest {
			events = append(events, i)
		}
	}
	return events
}

// checkLifts reads the table of an artist's page and the sentence above it. The table
// has a row a source, or one for all where an event cannot be measured on any.
func (s *site) checkLifts(at string, a content.Artist, page *goquery.Selection) {
	var want []string
	for _, event := range s.recentEvents(a) {
		sources := s.counted(a)
		if len(sources) == 0 {
			continue
		}
		nowhere := func(days content.Day) bool {
			why := s.lift(a, event, sources[0].Source, days).Why
			return why == "early" || why == "overlaps"
		}
		if nowhere(7) && nowhere(28) {
			sources = []content.SourceInfo{{Source: sources[0].Source, Name: "all"}}
		}
		for i, info := range sources {
			row := info.Name + "|" + s.liftCells(a, event, info.Source)
			if i == 0 {
				row = a.Timeline[event].Title + " " + full(a.Timeline[event].Day) + "|" + row
			}
			want = append(want, row)
		}
	}
	table := page.Find("table.lifts")
	s.equal(at, rows(table.Find("tbody")), want)
	s.equal(at, texts(table.Parent().PrevUntil("h3").FilterFunction(func(_ int, p *goquery.Selection) bool {
		return p.Is("p") && p.AttrOr("class", "") == ""
	})), s.liftSentences(a))
}

func (b *books) lift(a content.Artist, event int, source content.Source, days content.Day) trendtest.Lift {
	return b.of(source).Lift(&b.ledgers[a.ID][source].Ledger, a.Timeline, event, days, b.newest)
}

// liftCells are what an event did over 7 and 28 days, or why that is not known.
func (s *site) liftCells(a content.Artist, event int, source content.Source) (cells string) {
	for i, days := range []content.Day{7, 28} {
		if i > 0 {
			cells += "|"
		}
		switch l := s.lift(a, event, source, days); l.Why {
		case "":
			cells += fmt.Sprintf("%s %s after, %s before", signed(l.Gain()), signed(l.After), signed(l.Before))
			if l.Artists > 0 {
				cells += as("usual", ", "+signed(l.Usual)+" usual")
			}
		case "early":
			cells += as("early", "too early, until "+short(a.Timeline[event].Day+days))
		case "overlaps":
			cells += as("overlaps", "overlaps with "+l.With.Title)
		case "young":
			cells += as("lift of the young", "counted only since "+short(s.ledgers[a.ID][source].First()))
		case "seam":
			cells += as("lift across accounts", "another account")
		default:
			cells += as("lift across a gap", l.Why)
		}
	}
	return cells
}

// liftSentences are on the newest event that can be measured, on the first source
// that can, over the longest time.
func (s *site) liftSentences(a content.Artist) []string {
	for _, event := range s.recentEvents(a) {
		for _, info := range s.counted(a) {
			for _, days := range []content.Day{28, 7} {
				if l := s.lift(a, event, info.Source, days); l.Why == "" {
					return []string{s.liftSentence(a, event, info, l, days)}
				}
			}
		}
	}
	return nil
}

func (s *site) liftSentence(a content.Artist, event int, info content.SourceInfo, l trendtest.Lift, days content.Day) string {
	e, count := a.Timeline[event], s.ledgers[a.ID][info.Source].Counts[l.Base]
	parts := []string{fmt.Sprintf("%s – %s: %s %s in the %d days after, %s in the %d days before", e.Title, full(e.Day), signed(l.After), what(info, l.After), days, signed(l.Before), days)}
	if l.Base != e.Day {
		parts = append(parts, as("lift from", "counted from "+near(l.Base, s.newest)+" on"))
	}
	usual := fmt.Sprintf("%s would have been usual, by the median of %s artists", signed(l.Usual), number(int64(l.Artists)))
	if l.Artists == 0 {
		usual = as("lift alone", "too few artists were counted to tell what was usual")
	}
	left := "which leaves a lift of " + signed(l.Gain())
	if count > 0 {
		left += " (" + percent(trendtest.Share(l.Gain(), count)) + ")"
	}
	return sentenceOf(append(parts, usual, left))
}

// checkEvents reads the table of the page that compares events: the newest hundred,
// each on the first source on which it can be measured.
func (s *site) checkEvents() {
	type eventOf struct {
		content.Artist
		event int
	}
	var all []eventOf
	for _, a := range s.roster {
		for i, e := range a.Timeline {
			if e.Day <= s.newest {
				all = append(all, eventOf{a, i})
			}
		}
	}
	slices.SortStableFunc(all, func(x, y eventOf) int { return cmp.Compare(y.Timeline[y.event].Day, x.Timeline[x.event].Day) })
	var want []string
	for _, of := range all[:min(100, len(all))] {
		e, sources := of.Timeline[of.event], s.counted(of.Artist)
		row := e.Title + " " + short(e.Day) + "|" + of.Name + "|"
		if len(sources) == 0 {
			want = append(want, as("event without counts", row+"|no counts yet|no counts yet"))
			continue
		}
		i := slices.IndexFunc(sources, func(info content.SourceInfo) bool {
			return s.lift(of.Artist, of.event, info.Source, 7).Why == "" || s.lift(of.Artist, of.event, info.Source, 28).Why == ""
		})
		info := sources[max(0, i)]
		want = append(want, row+info.Name+"|"+s.liftCells(of.Artist, of.event, info.Source))
	}
	s.equal("events", rows(s.page("compare/events/").Find("table.lifts tbody")), want)
}
