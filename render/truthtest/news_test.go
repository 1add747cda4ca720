package truthtest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"datarocks/content"
	"datarocks/history/trendtest"
	"datarocks/render/roster"
	"datarocks/render/sentence"
)

// checkNews reads what a night posts. Which moves are news is not looked at here.
func (s *site) checkNews() {
	for _, n := range sentence.News(roster.New(s.Site, s.past)) {
		s.equal(n.ID, []string{n.Text}, []string{s.news(n)})
	}
}

func (s *site) news(n sentence.Notice) string {
	if n.Kind == sentence.KindWeek {
		sunday := s.newest - 1
		for sunday.Time().Weekday() != time.Sunday {
			sunday--
		}
		return "Week to " + full(sunday) + ": " + strings.Join(s.moversOf(sunday), " ")
	}
	i := slices.IndexFunc(s.Artists, func(a content.Artist) bool { return a.ID == n.Artist })
	if i < 0 {
		info, _ := n.Metric.Source.Info()
		for _, e := range s.events[n.Metric.Source] {
			if strings.HasSuffix(n.ID, e.From.String()) {
				return eventSentence(e, info, s.newest)
			}
		}
		return fmt.Sprintf("no news of %s", n.Metric)
	}
	v := s.view(s.Artists[i], n.Metric.Source, content.Week)
	switch n.Kind {
	case sentence.KindMover:
		return v.sentence() + as("mover", " Usual for the artist is "+percent(v.usual())+" in a week.")
	case sentence.KindMilestone:
		for _, p := range v.Milestones() {
			if strings.HasSuffix(n.ID, fmt.Sprintf("/%d", p.Value)) {
				return metMilestone{v, p}.sentence(v.name, s.newest)
			}
		}
	}
	return v.sentence()
}

// usual is the median of the weeks that ended in the year before this one.
func (v view) usual() float64 {
	this, _, _ := v.Change(content.Week)
	var parts []float64
	for end := max(v.First()+1, this-363); end <= this; end++ {
		if from, ok := v.NewestIn(end-7-1, end-7); ok && v.Comparable(from, end) {
			parts = append(parts, v.Part(from, end))
		}
	}
	return trendtest.Median(parts)
}
