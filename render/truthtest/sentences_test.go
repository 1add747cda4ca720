package truthtest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"datarocks/content"
	"datarocks/history/trendtest"
)

// view is what a sentence is about: an account over a window, as of a day.
type view struct {
	*ledger
	name   string
	info   content.SourceInfo
	window content.Window
	newest content.Day
	events []trendtest.Event
}

func (b *books) view(a content.Artist, source content.Source, w content.Window) view {
	info, _ := source.Info()
	return view{ledger: b.ledgers[a.ID][source], name: a.Name, info: info, window: w, newest: b.newest, events: b.events[source]}
}

// views are those of all sources on which an artist has an account.
func (b *books) views(a content.Artist, w content.Window) (all []view) {
	for _, s := range b.Sources {
		if _, ok := a.Accounts[s.Source]; ok {
			all = append(all, b.view(a, s.Source, w))
		}
	}
	return all
}

// viewsOf are the views of the whole roster on one source.
func (b *books) viewsOf(source content.Source, w content.Window) (all []view) {
	for _, a := range b.roster {
		if _, ok := a.Accounts[source]; ok {
			all = append(all, b.view(a, source, w))
		}
	}
	return all
}

func sentenceOf(parts []string) string { return strings.Join(parts, "; ") + "." }

func (v view) sentence() string { return sentenceOf(v.parts()) }

func (v view) near(day content.Day) string { return near(day, v.newest) }

// fromTo names two days, with their years where these are two.
func fromTo(from, to, newest content.Day) string {
	if from.Time().Year() != to.Time().Year() {
		return "from " + full(from) + " to " + full(to)
	}
	return "from " + near(from, newest) + " to " + near(to, newest)
}

// parts are those of a chart's sentence.
func (v view) parts() []string {
	if v.Empty() {
		return []string{as("none", because(v.name+" has no count of "+what(v.info, 0)+" yet", v.reasons[v.newest]))}
	}
	from, to, ok := v.Change(v.window)
	if !ok {
		stands := as("stands", fmt.Sprintf("%s has %s %s", v.name, number(v.Counts[v.Last()]), what(v.info, v.Counts[v.Last()])))
		if v.Last() != v.newest {
			stands = as("stood", strings.Replace(stands, " has ", " had ", 1)+" on "+v.near(v.Last()))
		}
		return append([]string{stands, v.incomparable()}, v.absent()...)
	}
	diff, verb := v.Diff(from, to), "gained"
	if diff < 0 {
		verb = as("lost", "lost")
	}
	changed := fmt.Sprintf("%s %s %s %s %s%s%s", v.name, verb, number(abs(diff)), what(v.info, diff), v.span(from, to), v.brackets(from, to), v.record(from, to))
	if diff == 0 {
		changed = as("kept", fmt.Sprintf("%s has %s %s, no change %s", v.name, number(v.Counts[to]), what(v.info, v.Counts[to]), v.span(from, to)))
	}
	return slices.Concat([]string{changed}, v.apart(), v.absent())
}

func (v view) span(from, to content.Day) string {
	exact := v.window != content.All && to-from == trendtest.Length(v.window, to)
	switch current := to == v.newest; {
	case current && v.window == content.All && v.info.Terms.KeptDays == 0:
		return as("since the first count", "since the first count on "+v.near(from))
	case current && exact:
		return as("in", "in "+windowNames[v.window])
	case current:
		return as("since", "since "+v.near(from))
	case exact:
		return as("to", "in the "+stretch(v.window)+" to "+v.near(to))
	}
	return as("from to", fromTo(from, to, v.newest))
}

// brackets are the change in per cent.
func (v view) brackets(from, to content.Day) string {
	switch {
	case v.Counts[from] == 0:
		return ""
	case abs(v.Diff(from, to))*20_000 < v.Counts[from]:
		return as("under", " (under 0.01 %)")
	}
	return " (" + percent(v.Part(from, to)) + ")"
}

// record looks at all windows from the first on: which was the last that was at
// least as good as this one, and were eight since then outdone that do not overlap?
func (v view) record(from, to content.Day) string {
	diff := v.Diff(from, to)
	disturbed := slices.ContainsFunc(v.events, func(e trendtest.Event) bool { return from < e.Day && e.Day <= to })
	if v.window == content.All || to-from != trendtest.Length(v.window, to) || disturbed {
		return ""
	}
	begin := v.First()
	for _, seam := range v.SeamsIn(begin, to) {
		begin = seam
	}
	equal, outdone, free := content.Day(-1), 0, begin
	for end := begin; end < to; end++ {
		n := trendtest.Length(v.window, end)
		if end-n < begin || !v.Has(end-n, end) {
			continue
		}
		earlier := v.Diff(end-n, end)
		switch {
		case diff > 0 && earlier >= diff, diff < 0 && earlier <= diff:
			equal, outdone, free = end, 0, begin
		case end-n >= free && end <= from:
			outdone, free = outdone+1, end
		}
	}
	if outdone < 8 || equal < 0 && begin != v.First() {
		return ""
	}
	return v.recordSince(equal, to, diff)
}

// recordSince names a record since the end of the window that was as good, or -1
// where none was.
func (v view) recordSince(equal, to content.Day, diff int64) string {
	best, since, compared := " best", v.near(equal), equal-trendtest.Length(v.window, equal)
	if equal < 0 {
		since, compared = as("record of all", "the first count on "+v.near(v.First())), v.First()
	}
	if diff < 0 {
		best = as("worst", " worst")
	}
	if len(v.gaps(compared, to)) > 0 {
		best += as("measured", " measured")
	}
	name := stretch(v.window)
	if v.window == content.Week {
		name = "week"
	}
	return ", its" + best + " " + name + " since " + since
}

// apart is the change without that of platform events.
func (v view) apart() []string {
	own, within, ok := v.Own(v.window, v.events)
	if !ok || len(within) == 0 {
		return nil
	}
	of, left := number(int64(len(within)))+" platform events", "no change"
	if len(within) == 1 {
		of = as("apart", "the platform event of "+v.near(within[0].Day))
	}
	switch {
	case own > 0:
		left = as("more", number(own)+" more")
	case own < 0:
		left = as("fewer", number(-own)+" fewer")
	}
	return []string{"apart from " + of + ", " + left}
}

// incomparable is why there is no change.
func (v view) incomparable() string {
	first, last, n := v.First(), v.Last(), trendtest.Length(v.window, v.Last())
	after := last - n - n/7
	if v.window == content.All {
		after = first
	}
	seams := v.SeamsIn(after, last)
	switch {
	case first == last:
		return as("once", "counted for the first time on "+v.near(last))
	case len(seams) > 0:
		return as("seam", "another account is counted since "+v.near(seams[len(seams)-1])+", which cannot be compared")
	case first > last-n:
		return as("young", "counted since "+v.near(first)+", too short for a change over "+windowNames[v.window])
	}
	return as("no basis", "no count of "+v.near(last-n)+" or shortly before to compare with")
}

// absent is why the newest count is missing.
func (v view) absent() []string {
	if v.Empty() {
		return []string{as("never", because(v.info.Name+" has no count yet", v.reasons[v.newest]))}
	}
	gaps := v.gaps(v.Last()+1, v.newest)
	if !slices.Contains(gaps, v.newest) {
		return nil
	}
	if why, ok := v.held[v.newest]; ok {
		return []string{as("held", "the "+v.info.Name+" count of "+v.near(v.newest)+" is held: "+why)}
	}
	return []string{as("missing", v.info.Name+" is missing since "+v.near(gaps[0])+": "+cmp.Or(v.reasons[v.newest], "not asked"))}
}

// artistSentence is the first change, or else the first count, and what is missing.
func artistSentence(all []view) string {
	lead := slices.IndexFunc(all, func(v view) bool { _, _, ok := v.Change(v.window); return ok })
	if lead < 0 {
		lead = max(0, slices.IndexFunc(all, func(v view) bool { return !v.Empty() }))
	}
	parts := all[lead].parts()
	for i, v := range all {
		if i != lead {
			parts = append(parts, v.absent()...)
		}
	}
	return sentenceOf(parts)
}

// begins is the first day with a count in the window; ok is false where there is
// none.
func (v view) begins() (content.Day, bool) {
	for _, day := range v.Days {
		if v.window == content.All || day >= v.newest-trendtest.Length(v.window, v.newest) {
			return day, true
		}
	}
	return 0, false
}

// picture is the label of a picture: the sentence, and where the line goes.
func (v view) picture() string {
	parts := v.parts()
	from, ok := v.begins()
	if !ok || from == v.Last() {
		return sentenceOf(parts)
	}
	if n := len(v.gaps(from, v.Last())); n > 0 {
		verb := "have"
		if n == 1 {
			verb = "has"
		}
		parts = append(parts, as("gaps", plural(int64(n), "day", "days")+" between "+verb+" no count"))
	}
	return fmt.Sprintf("%s %s on %s, %s on %s.", sentenceOf(parts), number(v.Counts[from]), v.near(from), number(v.Counts[v.Last()]), v.near(v.Last()))
}

// move is an artist's change without that of platform events.
type move struct {
	view
	from, to content.Day
	own      int64
}

func (v view) move() (move, bool) {
	own, _, ok := v.Own(v.window, v.events)
	from, to, _ := v.Change(v.window)
	return move{view: v, from: from, to: to, own: own}, ok
}

// part is that change in parts of the count before; 0 of nothing.
func (m move) part() float64 {
	if m.Counts[m.from] == 0 {
		return 0
	}
	return trendtest.Share(m.own, m.Counts[m.from])
}

func byOwn(m move) float64  { return float64(m.own) }
func byPart(m move) float64 { return m.part() }

// ordered are moves, the largest first; in the order of the roster where they are
// the same.
func ordered(moves []move, by func(move) float64) []move {
	return slices.SortedStableFunc(slices.Values(moves), func(a, b move) int { return cmp.Compare(by(b), by(a)) })
}

// large leaves out artists of whom a handful is many per cent.
func large(moves []move) []move {
	return slices.DeleteFunc(slices.Clone(moves), func(m move) bool { return m.Counts[m.from] < 1000 })
}

// leads are the first of orders who moved that way, each artist once.
func leads(orders ...[]move) (sentences []string) {
	var found []string
	for _, order := range orders {
		if len(order) > 0 && order[0].own != 0 && !slices.Contains(found, order[0].name) {
			found, sentences = append(found, order[0].name), append(sentences, order[0].sentence())
		}
	}
	return sentences
}

// gained and lost are the moves that way, the farthest first.
func gained(moves []move, by func(move) float64) []move {
	return slices.DeleteFunc(ordered(moves, by), func(m move) bool { return m.own <= 0 })
}

func lost(moves []move, by func(move) float64) []move {
	return slices.DeleteFunc(ordered(moves, func(m move) float64 { return -by(m) }), func(m move) bool { return m.own >= 0 })
}

// moversNow are the sentences of the roster: who gained most in per cent and in
// number, and lost most in per cent, on the first source where anybody did.
func (b *books) moversNow() (sentences []string) {
	for _, s := range b.Sources {
		var moves []move
		for _, v := range b.viewsOf(s.Source, b.Window) {
			if m, ok := v.move(); ok && m.to == b.newest && m.Counts[m.from] > 0 {
				moves = append(moves, m)
			}
		}
		if sentences = leads(gained(moves, byPart), gained(moves, byOwn), lost(moves, byPart)); len(sentences) > 0 {
			break
		}
	}
	return sentences
}

// weekMoves are the moves of a source in the week up to a Sunday, as they were known
// then.
func (b *books) weekMoves(s content.SourceSetting, sunday content.Day) (moves []move) {
	known := b.eventsUntil(s.Source, sunday)
	for _, v := range b.viewsOf(s.Source, content.Week) {
		v.ledger, v.newest, v.events = v.until(sunday), sunday, known
		if m, ok := v.move(); ok && m.to > sunday-v.Interval() {
			moves = append(moves, m)
		}
	}
	return moves
}

// moversOf are the sentences on a week: on the first source on which anybody moved,
// who gained most in per cent and in number, and who lost most; on each other source
// the first of these.
func (b *books) moversOf(sunday content.Day) (sentences []string) {
	for _, s := range b.Sources {
		moves := b.weekMoves(s, sunday)
		most := lost(large(moves), byPart)
		if len(most) == 0 {
			most = lost(moves, byOwn)
		}
		found := leads(gained(large(moves), byPart), gained(moves, byOwn), most)
		if len(sentences) > 0 {
			found = found[:min(1, len(found))]
		}
		sentences = append(sentences, found...)
	}
	return sentences
}
