package truthtest

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"datarocks/content"
	"datarocks/history/trendtest"
	"datarocks/render/roster"
	"datarocks/render/sentence"
	"datarocks/render/weekly"
)

// times writes a factor.
func times(x float64) string {
	if x < 0.995 {
		return as("less than once", fmt.Sprintf("%.2f", x))
	}
	if x >= 9.95 {
		return rounded(x)
	}
	return fmt.Sprintf("%.1f", x)
}

// checkEvents reads the platform events of all days.
func (k *kinds) checkEvents() {
	for _, p := range k.roster.Platforms {
		metric, ok := counting(p.Key())
		if !ok {
			continue
		}
		var got, want []string
		for _, e := range p.Events {
			got = append(got, sentence.PlatformEvent(k.l, p.MetricSetting, e, today))
		}
		for _, e := range k.events[metric.Metric] {
			when, weekday := "on "+near(e.Day, today), "weekday"
			if e.Day > e.From+1 {
				when, weekday = as("days of an event", "from "+near(e.From+1, today)+" to "+near(e.Day, today)), "weekdays"
			}
			want = append(want, fmt.Sprintf("%s of all artists %s were %s times those of the same %s before, in the median of %d artists, where %s times is usual.",
				metric.many, when, times(1+e.Median), weekday, e.Artists, times(1+e.Usual)))
		}
		k.equal(fmt.Sprint("events of ", metric.Metric), got, want)
	}
}

// checkLifts reads what the newest event did that can be measured: in the first metric,
// over the longest time. No level is counted here, so all metrics are so many in a day.
func (k *kinds) checkLifts() {
	for _, entry := range k.Artists {
		got := sentence.Lift(k.l, k.roster.Artist(entry))
		k.equal("lift of "+entry.ID, []string{got}, []string{k.lift(entry)})
	}
}

func (k *kinds) lift(entry content.Artist) string {
	for event := len(entry.Timeline) - 1; event >= 0; event-- {
		for _, metric := range countedMetrics {
			all, own := k.of(metric, today), k.ledgers[entry.ID][metric.Metric]
			for _, days := range []content.Day{28, 7} {
				if l := all.FlowLift(&own.Ledger, entry.Timeline, event, days, today); l.Why == "" {
					return k.liftOf(entry, metric, event, days, l)
				}
			}
		}
	}
	return as("no lift", "")
}

func (k *kinds) liftOf(entry content.Artist, metric counted, event int, days content.Day, l trendtest.FlowLift) string {
	a := amounts{counted: metric, name: entry.Name}
	e, after, over := entry.Timeline[event], l.After, "in"
	if metric.kind == content.Uniques {
		after, over = int64(math.Round(float64(l.After)/float64(days))), "on average over"
	}
	facts := fmt.Sprintf("%s – %s: %s %s the %d days after, %s times as many as in the %d days before",
		e.Title, full(e.Day), a.what(after), over, days, times(float64(l.After)/float64(l.Before)), days)
	if l.Artists == 0 {
		return sentenceOf([]string{facts, "too few artists were counted to tell what was usual"})
	}
	usual := math.Exp(math.Log(float64(l.After)/float64(l.Before)) - l.Log)
	return sentenceOf([]string{
		facts, fmt.Sprintf("the median of %d artists: %s times", l.Artists, times(usual)),
		as("amounts apart from the roster", "apart from that, "+times(math.Exp(l.Log))+" times"),
	})
}

// inOrder are the artists as pages list them.
func (k *kinds) inOrder() []content.Artist { return k.roster.Artists }

// usual is how a stretch compares with the artist's own median day of the year before;
// ok is false where that is not known, or fewer than 50.
func (a amounts) usual(from, to content.Day) (times, typical float64, ok bool) {
	total, ok := a.Total(from, to)
	if !ok || len(a.SeamsIn(from-1, from)) > 0 || a.kind == content.Cumulative && len(a.SeamsIn(from-2, from)) > 0 {
		return 0, 0, false
	}
	begin := from - trendtest.Length(content.Year, from-1)
	for _, seam := range a.SeamsIn(begin-1, from-1) {
		begin = seam
	}
	var days []float64
	for day := begin; day < from; day++ {
		if n, ok := a.Amount(day); ok {
			days = append(days, float64(n))
		}
	}
	if len(days) < 28 {
		return 0, 0, false
	}
	typical = trendtest.Median(days)
	return float64(total) / float64(to-from+1) / typical, typical, typical >= 50
}

// checkMovers reads who had most views, and who was furthest above the usual.
func (k *kinds) checkMovers() {
	metric := countedMetrics[0]
	var top, above string
	var most int64
	furthest := 1.0
	for _, entry := range k.inOrder() {
		a := amounts{k.ledgers[entry.ID][metric.Metric], metric, entry.Name, content.Week, today, nil}
		days := a.known()
		if len(days) == 0 || days[len(days)-1] < a.due() {
			continue
		}
		last := days[len(days)-1]
		if n, ok := a.number(last-6, last); ok && n > most {
			top, most = a.name, n
		}
		if times, _, ok := a.usual(last-6, last); ok && times > furthest {
			above, furthest = a.name, times
		}
	}
	want := []string{as("who had most", "Most Wikipedia page views in 7 days: "+top+", "+number(most)+".")}
	if above != "" {
		want = append(want, as("who was furthest above", "Wikipedia page views furthest above the artist’s own usual in 7 days: "+above+", "+times(furthest)+" times as many."))
	}
	k.equal("who moved", sentence.Moved(k.roster), want)
}

// checkWeeks reads the tables and the sentences of the weeks that are over.
func (k *kinds) checkWeeks() {
	weeks := roster.NewPastWeeks(k.roster, 0)
	for place, entry := range k.inOrder() {
		weeks.Add(k.roster.Artist(entry), place)
	}
	reported := weeks.Reported()
	if len(reported) < 40 {
		k.Errorf("there are %d reports", len(reported))
	}
	for _, week := range reported {
		for _, s := range week.Sources {
			if s.Kind == content.Uniques && s.Amounts.Total != 0 {
				k.Errorf("week to %s: people are summed: %d", week.Sunday, s.Amounts.Total)
			}
		}
		var want, rows []string
		for _, metric := range []counted{countedMetrics[0], countedMetrics[1], countedMetrics[2], countedMetrics[3]} {
			if week.Sunday > today-metric.late {
				continue
			}
			sentences, table := k.week(metric, week.Sunday)
			want, rows = append(want, sentences...), append(rows, table...)
		}
		k.equal("week to "+week.Sunday.String(), sentence.OfWeek(k.l, k.roster, week), want)
		report := weekly.New(k.l, k.roster, week, nil)
		k.equal("report to "+week.Sunday.String(), reportTables(report), rows)
	}
}

// reportTables are the rows of a report, under the titles of their ends.
func reportTables(report *weekly.Report) (rows []string) {
	for _, source := range report.Sources {
		for _, table := range source.Tables {
			for _, end := range table.Ends {
				rows = append(rows, source.Label+", "+end.Title)
				for _, row := range end.Rows {
					rows = append(rows, strings.Join([]string{row.Name, row.Main, row.Side, row.Count}, "|"))
				}
			}
		}
	}
	return rows
}

// weekOf is what an artist had in a week.
type weekOf struct {
	amounts
	n              int64
	change         string
	times, typical float64
	usual          bool
}

// week are the sentences on a week in a metric, and its tables.
func (k *kinds) week(metric counted, sunday content.Day) (sentences, rows []string) {
	var all []weekOf
	var sum int64
	for _, entry := range k.inOrder() {
		w := weekOf{amounts: amounts{k.ledgers[entry.ID][metric.Metric].until(sunday), metric, entry.Name, content.Week, today, nil}, change: "–"}
		var ok bool
		if w.n, ok = w.number(sunday-6, sunday); !ok || metric.late > 0 && sunday < k.begun(entry) {
			continue
		}
		now, _ := w.Total(sunday-6, sunday)
		if before, ok := w.Total(sunday-13, sunday-7); ok {
			if _, _, ok := w.Times(sunday-6, sunday, 7); ok {
				w.change = percent(trendtest.Share(now-before, before))
			}
		}
		w.times, w.typical, w.usual = w.amounts.usual(sunday-6, sunday)
		all, sum = append(all, w), sum+w.n
	}
	if len(all) == 0 {
		return nil, nil
	}
	above, below := slices.Clone(all), slices.Clone(all)
	above = slices.DeleteFunc(above, func(w weekOf) bool { return !w.usual || w.times <= 1 })
	below = slices.DeleteFunc(below, func(w weekOf) bool { return !w.usual || w.times >= 1 })
	slices.SortStableFunc(all, func(a, b weekOf) int { return int(b.n - a.n) })
	slices.SortStableFunc(above, func(a, b weekOf) int { return int(math.Copysign(1, b.times-a.times)) })
	slices.SortStableFunc(below, func(a, b weekOf) int { return int(math.Copysign(1, a.times-b.times)) })

	together := fmt.Sprintf("%d artists together", len(all))
	if len(all) == 1 {
		together = as("one artist", "1 artist")
	}
	first, in := together+" had "+all[0].what(sum)+" in the week.", "in 7 days"
	if metric.kind == content.Uniques {
		in = "on average over 7 days"
		first = as("most on average", fmt.Sprintf("Most %s %s: %s, %s.", metric.many, in, all[0].name, number(all[0].n)))
	}
	sentences = append(sentences, first)
	if len(above) > 0 {
		sentences = append(sentences, fmt.Sprintf("%s furthest above the artist’s own usual %s: %s, %s times as many.", metric.many, in, above[0].name, times(above[0].times)))
	}
	rows = append(rows, metric.many+", Most")
	for _, w := range all[:min(5, len(all))] {
		rows = append(rows, strings.Join([]string{w.name, number(w.n), w.change, w.factor()}, "|"))
	}
	for i, end := range [][]weekOf{above, below} {
		if len(end) > 0 {
			rows = append(rows, metric.many+[]string{", Furthest above the usual", ", Furthest below the usual"}[i])
		}
		for _, w := range end[:min(5, len(end))] {
			rows = append(rows, strings.Join([]string{w.name, w.factor(), rounded(w.typical), number(w.n)}, "|"))
		}
	}
	return sentences, rows
}

// begun is the first day on which an artist was counted that night. What a source knows
// of days before is in no report, so that an old one stays as it is.
func (k *kinds) begun(entry content.Artist) content.Day {
	first := today
	for _, metric := range countedMetrics {
		if l := k.ledgers[entry.ID][metric.Metric]; metric.late == 0 && !l.Empty() {
			first = min(first, l.First())
		}
	}
	return first
}

func (w weekOf) factor() string {
	if !w.usual {
		return "–"
	}
	if w.times >= 9.95 {
		return rounded(w.times) + " ×"
	}
	return fmt.Sprintf("%.1f ×", w.times)
}
