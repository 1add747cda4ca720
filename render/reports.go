package render

import (
	"strings"

	"datarocks/content"
	"datarocks/history"
)

// reportIndex is what the template "reports" shows: all reports, the newest first.
type reportIndex struct {
	frame
	Years []reportYear
}

type reportYear struct {
	Year    string
	Reports []reportLine
}

// reportLine leads to one report.
type reportLine struct{ Path, Heading, Days, Headline string }

func (r reporter) newIndex() *reportIndex {
	l := r.words
	index := &reportIndex{frame: r.frame(reportsPath, l.Frame.Title.With(l.Report.Title, r.Site.Title), l.Report.Intro)}
	index.show(nil) // it changes once a week
	return index
}

// add adds a report to those of its year, which are those before it.
func (index *reportIndex) add(w *week, page *reportPage) {
	year, _, _ := strings.Cut(w.name(), "-")
	if n := len(index.Years); n == 0 || index.Years[n-1].Year != year {
		index.Years = append(index.Years, reportYear{Year: year})
	}
	last := &index.Years[len(index.Years)-1]
	last.Reports = append(last.Reports, reportLine{w.name() + "/", page.Heading, page.Days, page.headline()})
}

// headline is the report in one sentence.
func (p *reportPage) headline() string {
	switch {
	case len(p.Told) > 0:
		return p.Told[0]
	case len(p.Platform) > 0:
		return p.Platform[0]
	}
	return p.T.Report.Quiet
}

// sentences tell who moved most, apart from platform events: in up to three
// sentences on the first source on which anybody did, and in one on each other.
func (r reporter) sentences(w *week) []string {
	var told []string
	for i := range w.sources {
		leads := w.sources[i].leads()
		if len(told) > 0 && len(leads) > 0 {
			leads = leads[:1]
		}
		for _, m := range leads {
			told = append(told, Tell(r.words, r.chart(w, i, m)))
		}
	}
	return told
}

// leads are those of a source to tell of: who gained most in per cent, who gained
// most followers, and who lost most. By per cent there is nobody of a small count.
func (s *weekSource) leads() []history.Ranked {
	var leads []history.Ranked
	add := func(moves []history.Ranked) bool {
		if len(moves) == 0 {
			return false
		}
		for _, m := range leads {
			if m.Artist == moves[0].Artist {
				return true
			}
		}
		leads = append(leads, moves[0])
		return true
	}
	add(s.byPercent.gained)
	add(s.byNumber.gained)
	_ = add(s.byPercent.lost) || add(s.byNumber.lost)
	return leads
}

// chart is a mover's as of the week's end. The counts are read once more: all
// movers of all weeks would be more than memory holds.
func (r reporter) chart(w *week, source int, m history.Ranked) Chart {
	a, setting := r.artists[m.Artist], r.Site.Sources[source]
	info, _ := setting.Source.Info()
	return Chart{
		Artist: a.Name,
		Source: info,
		Series: r.History.Series(a.ID, setting.Source).Until(w.sunday),
		Every:  setting.Every,
		Window: content.Week,
		Newest: w.sunday,
		Events: w.sources[source].known,
	}
}

// toldWeeks is how many weeks the site's feed tells of, the newest that are over.
const toldWeeks = 8

// tellWeeks adds the newest weeks to what happened: each is told on the day after it,
// as its report tells it. Until its days are corrected, every night tells the same.
func (r *renderer) tellWeeks() {
	rep := reporter{r, r.rosterOrder()}
	for _, w := range r.told {
		if w.sunday <= r.told[0].sunday-7*toldWeeks || r.Site.BaseURL == "" {
			break
		}
		told := rep.sentences(w)
		if len(told) == 0 {
			continue
		}
		r.news = append(r.news, happening{
			id:    "#week-" + w.name(),
			at:    reportPath(w),
			day:   w.sunday + 1,
			title: r.words.Feed.Week.With(r.words.Date(w.sunday)),
			text:  strings.Join(told, " "),
		})
	}
	r.news = newestFirst(r.news)
}
