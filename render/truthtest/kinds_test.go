package truthtest

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"datarocks/content"
	"datarocks/history"
	"datarocks/history/store"
	"datarocks/history/trendtest"
	"datarocks/render/roster"
	"datarocks/render/sentence"
	"datarocks/render/words"
)

// TestKinds reads the sentences about what is so many in a day, of random counts of
// each kind, and works their numbers out again from the day objects.
func TestKinds(t *testing.T) {
	t.Parallel()
	for seed := range uint64(2) {
		folder := t.TempDir()
		of := newKinds(seed).write(t, folder)
		h, err := history.Load(t.Context(), store.NewHastyDir(folder), (today + 1).Time())
		if err != nil {
			t.Fatal(err)
		}
		k := &kinds{site: &site{T: t, books: &books{Site: of, newest: today}, past: h}, ledgers: readKinds(t, folder), l: words.In(content.English)}
		k.roster = roster.New(of, h)
		k.events = make(map[content.Metric][]trendtest.Event)
		for _, metric := range countedMetrics {
			all := k.of(metric, today)
			k.events[metric.Metric] = all.JoinFlow(all.FlowEventDays(today))
		}
		k.checkPictures()
		k.checkEvents()
		k.checkLifts()
		k.checkMovers()
		k.checkWeeks()
		h.Close()
	}
}

// kinds is a site with all kinds.
type kinds struct {
	*site
	roster  *roster.Roster
	ledgers map[string]map[content.Metric]*ledger
	events  map[content.Metric][]trendtest.Event
	l       *words.Language
}

// of are the ledgers of a metric as they were on a day.
func (k *kinds) of(metric counted, day content.Day) (all trendtest.Roster) {
	for _, a := range k.Artists {
		if l := k.ledgers[a.ID][metric.Metric]; l != nil && !l.Until(day).Empty() {
			all = append(all, l.Until(day))
		}
	}
	return all
}

// amounts is what a sentence is about: the amounts of an artist over a window.
type amounts struct {
	*ledger
	counted
	name   string
	window content.Window
	newest content.Day
	events []trendtest.Event
}

func (a amounts) near(day content.Day) string { return near(day, a.newest) }

func (a amounts) due() content.Day { return a.newest - a.late }

// known are the days with an amount.
func (a amounts) known() (days []content.Day) {
	for _, day := range a.Days {
		if _, ok := a.Amount(day); ok {
			days = append(days, day)
		}
	}
	return days
}

// number is what some days have: the sum or, of people, the mean.
func (a amounts) number(from, to content.Day) (n int64, ok bool) {
	n, ok = a.Total(from, to)
	if days := int64(to-from) + 1; a.kind == content.Uniques {
		n = int64(math.Floor(float64(n)/float64(days) + 0.5))
	}
	return n, ok
}

// what writes a number of what is counted.
func (a amounts) what(n int64) string {
	text := number(n) + " " + a.many
	if n == 1 {
		text = "1 " + a.one
	}
	if a.kind == content.Cumulative {
		return text + " (counted as a difference)"
	}
	return text
}

// begins is the first day of the window that ends with another.
func (a amounts) begins(end content.Day) content.Day {
	if a.window == content.All {
		return a.known()[0]
	}
	return end - trendtest.Length(a.window, end) + 1
}

// parts are those of a chart's sentence.
func (a amounts) parts() []string {
	days := a.known()
	if len(days) == 0 {
		return slices.Concat(a.level(), a.absent())
	}
	last := days[len(days)-1]
	from := a.begins(last)
	n, ok := a.number(from, last)
	if !ok || from < days[0] {
		now, _ := a.number(last, last)
		text := as("an amount", fmt.Sprintf("%s had %s on %s", a.name, a.what(now), a.near(last)))
		return slices.Concat([]string{text, a.unknown(days[0], from, last)}, a.absent())
	}
	text := fmt.Sprintf("%s had %s %s", a.name, a.what(n), a.span(from, last))
	weeks := (last - from + 1) / 7 * 7
	if a.window == content.All || weeks == 0 {
		return append([]string{text}, a.absent()...)
	}
	compared, whole := a.compared(last, weeks), weeks < last-from+1
	switch {
	case compared == "" || whole:
		text += a.most(from, last, n)
	default:
		text += ", " + compared + a.most(from, last, n)
	}
	if whole && compared != "" {
		return append([]string{text, compared}, a.absent()...)
	}
	return append([]string{text}, a.absent()...)
}

// level is of plays that were never counted on two days in a row.
func (a amounts) level() []string {
	text := as("a level", fmt.Sprintf("%s had %s %s on %s", a.name, number(a.Counts[a.Last()]), a.many, a.near(a.Last())))
	return []string{text, "counted for the first time on " + a.near(a.Last())}
}

// span names the days.
func (a amounts) span(from, to content.Day) string {
	mean := a.kind == content.Uniques
	name := windowNames[a.window]
	switch {
	case from == to:
		return as("a single day", "on "+a.near(to))
	case a.window == content.All && mean:
		return as("mean of all", "on average from "+a.near(from)+" to "+a.near(to))
	case a.window == content.All:
		return as("sum of all", fromTo(from, to, a.newest))
	case to >= a.due() && mean:
		return as("mean", "on average over "+name)
	case to >= a.due():
		return as("sum", "in "+name)
	case mean:
		return as("mean to", "on average over the "+stretch(a.window)+" to "+a.near(to))
	}
	return as("sum to", "in the "+stretch(a.window)+" to "+a.near(to))
}

// compared is how whole weeks compare with as many before them.
func (a amounts) compared(last, weeks content.Day) string {
	now, _ := a.Total(last-weeks+1, last)
	before, ok := a.Total(last-2*weeks+1, last-weeks)
	_, _, same := a.Times(last-weeks+1, last, weeks)
	if !ok || !same {
		return ""
	}
	share := strings.TrimLeft(percent(trendtest.Share(now-before, before)), "+−")
	if strings.HasPrefix(share, "<") {
		share = "under 0.01 %"
	}
	days := number(int64(weeks))
	whole := weeks != trendtest.Length(a.window, last)
	switch {
	case now > before && whole:
		return as("whole weeks", "the last "+days+" of these days had "+share+" more than the "+days+" before those")
	case now < before && whole:
		return "the last " + days + " of these days had " + share + " fewer than the " + days + " before those"
	case now > before:
		return as("more than before", share+" more than in the "+days+" days before")
	case now < before:
		return as("fewer than before", share+" fewer than in the "+days+" days before")
	}
	return "as many as in the " + days + " days before"
}

// most looks at all windows from the first on: which was the last with as much, or as
// little, and were eight since then outdone that do not overlap?
func (a amounts) most(from, to content.Day, n int64) string {
	disturbed := slices.ContainsFunc(a.events, func(e trendtest.Event) bool { return from <= e.Day && e.Day <= to })
	if disturbed {
		return ""
	}
	length, begin := to-from+1, a.known()[0]
	seams := a.SeamsIn(begin-1, to)
	for _, seam := range seams {
		begin = seam
	}
	last := int64(-1)
	for end := begin; end < to; end++ {
		if m, ok := a.number(end-length+1, end); ok && end-length+1 >= begin {
			last = m
		}
	}
	if last < 0 || last == n {
		return ""
	}
	equal, outdone, free := content.Day(-1), 0, begin-1
	for end := begin; end < to; end++ {
		m, ok := a.number(end-length+1, end)
		switch {
		case !ok || end-length+1 < begin:
		case n > last && m >= n, n < last && m <= n:
			equal, outdone, free = end, 0, begin-1
		case end-length >= free && end < from:
			outdone, free = outdone+1, end
		}
	}
	if outdone < 8 || equal < 0 && len(seams) > 0 {
		return ""
	}
	return a.mostSince(equal, length, to, n > last)
}

// mostSince names the last window that had as much, or -1 where none had.
func (a amounts) mostSince(equal, length, to content.Day, many bool) string {
	most, since, compared := "the most", a.near(equal), equal-length+1
	if !many {
		most = as("the fewest", "the fewest")
	}
	if equal < 0 {
		since, compared = as("most of all", "the first count on "+a.near(a.known()[0])), a.known()[0]
	}
	name := windowNames[a.window]
	for day := compared; day <= to; day++ {
		if _, ok := a.Amount(day); !ok {
			name = as("most measured", strings.Replace(windowNames[a.window], " days", " measured days", 1))
		}
	}
	return ", " + most + " in " + name + " since " + since
}

// unknown is why a window has no number.
func (a amounts) unknown(first, from, last content.Day) string {
	if from < first {
		return as("young amounts", "counted since "+a.near(first)+", too short for "+windowNames[a.window])
	}
	before := from
	if a.kind == content.Cumulative {
		before--
	}
	if len(a.SeamsIn(before, last)) > 0 {
		seams := a.SeamsIn(from-1, last)
		return as("amounts of two accounts", "another account is counted since "+a.near(seams[len(seams)-1])+", and the two are kept apart")
	}
	lacking, why, fell := int64(0), "", ""
	for day := before; day <= last; day++ {
		why = cmp.Or(a.reasons[day], why)
		if _, ok := a.Amount(day); ok || day < from {
			continue
		}
		if lacking++; lacking == 1 && a.Has(day-1, day) && a.kind == content.Cumulative {
			fell = as("a level that fell", "the count was corrected downwards on "+a.near(day))
		}
	}
	if fell != "" {
		return fell
	}
	text := fmt.Sprintf("the numbers of %s of the %s days to %s are not known", number(lacking), number(int64(last-from)+1), a.near(last))
	if lacking == 1 {
		text = as("one unknown day", strings.NewReplacer("numbers", "number", " are ", " is ").Replace(text))
	}
	return as("unknown days", because(text, why))
}

// absent is why the newest count that is due is missing.
func (a amounts) absent() []string {
	if a.Source == content.Spotify {
		return nil // a person imports its figures, whenever that is
	}
	gaps := a.gaps(a.Last()+1, a.due())
	if !slices.Contains(gaps, a.due()) {
		return nil
	}
	why := a.reasons[a.due()]
	if why == "" && a.late > 0 {
		why = a.reasons[a.newest]
	}
	if a.IsDefault() {
		return []string{as("missing amounts", a.platform+" is missing since "+a.near(gaps[0])+": "+cmp.Or(why, "not asked"))}
	}
	return []string{as("missing further amounts", a.many+" are missing since "+a.near(gaps[0])+": "+cmp.Or(why, "not asked"))}
}

// picture is the label of a picture: the sentence, and the first and the last amount.
func (a amounts) picture() string {
	parts := a.parts()
	counts := slices.DeleteFunc(slices.Clone(a.Days), func(day content.Day) bool {
		return a.window != content.All && day < a.newest-trendtest.Length(a.window, a.newest)
	})
	if len(counts) == 0 || counts[0] == a.Last() {
		return sentenceOf(parts)
	}
	if gaps := int64(len(a.gaps(counts[0], a.Last()))); gaps == 1 {
		parts = append(parts, "1 day between has no count")
	} else if gaps > 0 {
		parts = append(parts, as("gaps between amounts", number(gaps)+" days between have no count"))
	}
	days := slices.DeleteFunc(a.known(), func(day content.Day) bool { return day < counts[0] })
	if len(days) < 2 {
		return sentenceOf(parts)
	}
	first, last := days[0], days[len(days)-1]
	from, _ := a.Amount(first)
	to, _ := a.Amount(last)
	return sentenceOf(parts) + fmt.Sprintf(" %s on %s, %s on %s.", number(from), a.near(first), number(to), a.near(last))
}

// checkPictures reads the sentence of each artist in each metric over each window.
func (k *kinds) checkPictures() {
	for _, entry := range k.Artists {
		artist := k.roster.Artist(entry)
		for _, track := range artist.Tracks {
			metric, ok := counting(track.Key())
			if !ok {
				continue
			}
			for _, w := range content.Windows {
				a := amounts{k.ledgers[entry.ID][metric.Metric], metric, entry.Name, w, today, k.events[metric.Metric]}
				got := sentence.OfPicture(k.l, sentence.About(artist, track, w))
				k.equal(fmt.Sprint(entry.ID, " ", metric.Metric, " ", w), []string{got}, []string{a.picture()})
			}
		}
	}
}

func counting(metric content.Metric) (c counted, ok bool) {
	i := slices.IndexFunc(countedMetrics, func(c counted) bool { return c.Metric == metric })
	if i < 0 {
		return counted{}, false
	}
	return countedMetrics[i], true
}
