package truthtest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"datarocks/content"
	"datarocks/render/roster"
	sentence0 "datarocks/render/sentence"
)

// checkNews reads what a night posts. Which moves are news is not looked at here.
func (s *site) checkNews() {
	for _, n := range sentence0.News(roster.New(s.Site, s.past)) {
		s.equal(n.ID, []string{n.Text}, []string{s.news(n)})
	}
}

func (s *site) news(n sentence0.Notice) string {
	if n.Kind == sentence0.KindWeek {
		sunday := s.newest - 1
		for sunday.Time().Weekday() != time.Sunday {
			sunday--
		}
		return "Week to " + full(sunday) + ": " + strings.Join(s.moversOf(sunday), " ")
	}
	i := slices.IndexFunc(s.Artists, func(a content.Artist) bool { return a.ID == n.Artist })
	if i < 0 {
		info, _ := n.Source.Info()
		for _, e := range s.events[n.Source] {
			if strings.HasSuffix(n.ID, e.from.String()) {
				return e.sentence(info, s.newest)
			}
		}
		return fmt.Sprintf("no news of %s", n.Source)
	}
	v := s.view(s.Artists[i], n.Source, content.Week)
	switch n.Kind {
	case sentence0.KindMover:
		return v.sentence() + " Usual for the artist is " + percent(v.usual()) + " in a week."
	case sentence0.KindMilestone:
		for _, p := range v.passed() {
			if strings.HasSuffix(n.ID, fmt.Sprintf("/%d", p.value)) {
				return metMilestone{v, p}.sentence(v.name, s.newest)
			}
		}
	}
	return v.sentence()
}

// usual is the median of the weeks that ended in the year before this one.
func (v view) usual() float64 {
	this, _, _ := v.change(content.Week)
	var parts []float64
	for end := max(v.first()+1, this-363); end <= this; end++ {
		if from, ok := v.newestIn(end-7-1, end-7); ok && v.comparable(from, end) {
			parts = append(parts, v.part(from, end))
		}
	}
	return median(parts)
}
