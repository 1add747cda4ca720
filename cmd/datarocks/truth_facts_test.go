package main

import (
	"cmp"
	"slices"
	"strings"

	"datarocks/content"
)

// This file says which facts a site must tell of counts that are known.

// telling is what a sentence is about.
type telling struct {
	*ledger
	name   string
	info   content.SourceInfo
	window content.Window
	newest content.Day
	purges []purge
}

func (b *books) telling(a content.Artist, source content.Source, w content.Window) telling {
	info, _ := source.Info()
	return telling{b.ledgers[a.ID][source], a.Name, info, w, b.newest, b.purges[source]}
}

// tellings are those of all sources on which an artist has an account.
func (b *books) tellings(a content.Artist, w content.Window) (all []telling) {
	for _, s := range b.Sources {
		if _, ok := a.Accounts[s.Source]; ok {
			all = append(all, b.telling(a, s.Source, w))
		}
	}
	return all
}

func (t telling) near(day content.Day) near { return near{day, t.newest} }

// facts are what the sentence of a chart says.
func (t telling) facts() []fact {
	if t.empty() {
		return []fact{{"none", []any{t.name, what(t.info, 0), t.whys[t.newest]}}}
	}
	from, to, ok := t.change(t.window)
	if !ok {
		return append([]fact{t.stands(), t.incomparable()}, t.absent()...)
	}
	changed := fact{"gained", []any{t.name, abs(t.diff(from, to)), what(t.info, t.diff(from, to)), t.span(from, to), t.brackets(from, to), t.record(from, to)}}
	switch diff := t.diff(from, to); {
	case diff < 0:
		changed.kind = "lost"
	case diff == 0:
		changed = fact{"kept", []any{t.name, t.counts[to], what(t.info, t.counts[to]), t.span(from, to)}}
	}
	return append(append([]fact{changed}, t.apart()...), t.absent()...)
}

func abs(n int64) int64 { return max(n, -n) }

func (t telling) span(from, to content.Day) fact {
	exact := t.window != content.All && to-from == content.Day(t.window.Days())
	switch current := to == t.newest; {
	case current && t.window == content.All:
		return fact{"began", []any{t.near(from)}}
	case current && exact:
		return fact{"in", []any{windowNames[t.window]}}
	case current:
		return fact{"since", []any{t.near(from)}}
	case exact:
		return fact{"to", []any{strings.TrimPrefix(windowNames[t.window], "1 "), t.near(to)}}
	}
	return fact{"from to", []any{t.near(from), t.near(to)}}
}

// brackets are the change in per cent.
func (t telling) brackets(from, to content.Day) any {
	switch {
	case t.counts[from] == 0:
		return ""
	case abs(t.diff(from, to))*20_000 < t.counts[from]:
		return fact{"under", nil}
	}
	return fact{"percent", []any{percent(100 * t.part(from, to))}}
}

// record looks at all windows from the first on: which was the last that was at
// least as good as this one, and were eight since then outdone that do not overlap?
func (t telling) record(from, to content.Day) any {
	n, diff := content.Day(t.window.Days()), t.diff(from, to)
	if t.window == content.All || to-from != n || t.disturbed(from, to) {
		return ""
	}
	begin := t.first()
	for _, seam := range t.seams(begin, to) {
		begin = seam
	}
	equal, outdone, free := content.Day(-1), 0, begin
	for end := begin + n; end < to; end++ {
		if !t.has(end-n, end) {
			continue
		}
		earlier := t.diff(end-n, end)
		switch {
		case diff > 0 && earlier >= diff, diff < 0 && earlier <= diff:
			equal, outdone, free = end, 0, begin
		case end-n >= free && end <= from:
			outdone, free = outdone+1, end
		}
	}
	if outdone < 8 || equal < 0 && begin != t.first() {
		return ""
	}
	return t.recordSince(equal, to, diff)
}

func (t telling) disturbed(from, to content.Day) bool {
	return slices.ContainsFunc(t.purges, func(p purge) bool { return from < p.day && p.day <= to })
}

// recordSince says a record, since the end of the window that was as good; -1 if
// none was.
func (t telling) recordSince(equal, to content.Day, diff int64) fact {
	kind, day, compared := "record", equal, equal-content.Day(t.window.Days())
	if equal < 0 {
		kind, day, compared = "record ever", t.first(), t.first()
	}
	best, measured := "best", ""
	if diff < 0 {
		best = "worst"
	}
	if len(t.gaps(compared, to)) > 0 {
		measured = " measured"
	}
	name := strings.TrimPrefix(windowNames[t.window], "1 ")
	if t.window == content.Week {
		name = "week"
	}
	return fact{kind, []any{best, measured, name, t.near(day)}}
}

// apart is the change without that of purges.
func (t telling) apart() []fact {
	own, within, ok := t.own(t.window, t.purges)
	if !ok || len(within) == 0 {
		return nil
	}
	gaps := []any{"", int64(len(within)), abs(own), "more", ""}
	if len(within) == 1 {
		gaps[0], gaps[1] = t.near(within[0].day), ""
	}
	switch {
	case own < 0:
		gaps[3] = "fewer"
	case own == 0:
		gaps[2], gaps[3], gaps[4] = "", "", "no change"
	}
	return []fact{{"apart", gaps}}
}

func (t telling) stands() fact {
	day := t.last()
	gaps := []any{t.name, t.counts[day], what(t.info, t.counts[day])}
	if day == t.newest {
		return fact{"has", gaps}
	}
	return fact{"had", append(gaps, t.near(day))}
}

// incomparable says why there is no change to tell.
func (t telling) incomparable() fact {
	first, last, n := t.first(), t.last(), content.Day(t.window.Days())
	after := last - n - n/7
	if t.window == content.All {
		after = first
	}
	seams := t.seams(after, last)
	switch {
	case first == last:
		return fact{"once", []any{t.near(last)}}
	case len(seams) > 0:
		return fact{"seam", []any{t.near(seams[len(seams)-1])}}
	case first > last-n:
		return fact{"young", []any{t.near(first), windowNames[t.window]}}
	}
	return fact{"no basis", []any{t.near(last - n)}}
}

// absent says why the newest count is missing.
func (t telling) absent() []fact {
	if t.empty() {
		return []fact{{"never", []any{t.info.Name, t.whys[t.newest]}}}
	}
	gaps := t.gaps(t.last()+1, t.newest)
	if !slices.Contains(gaps, t.newest) {
		return nil
	}
	if why, ok := t.held[t.newest]; ok {
		return []fact{{"held", []any{t.info.Name, t.near(t.newest), why}}}
	}
	return []fact{{"missing", []any{t.info.Name, t.near(gaps[0]), cmp.Or(t.whys[t.newest], "not asked")}}}
}

// artistFacts are what the sentence of an artist says: the first change, or else
// the first count, and what is missing.
func artistFacts(all []telling) (facts []fact) {
	lead := slices.IndexFunc(all, func(t telling) bool { _, _, ok := t.change(t.window); return ok })
	if lead < 0 {
		lead = max(0, slices.IndexFunc(all, func(t telling) bool { return !t.empty() }))
	}
	facts = all[lead].facts()
	for i, t := range all {
		if i != lead {
			facts = append(facts, t.absent()...)
		}
	}
	return facts
}

// picture is what a picture says: of the sentence, and of where the line goes.
func (t telling) picture() (facts []fact, path *fact) {
	facts = t.facts()
	from, ok := t.begins()
	if !ok || from == t.last() {
		return facts, nil
	}
	if n := len(t.gaps(from, t.last())); n > 0 {
		facts = append(facts, fact{"gaps", []any{int64(n)}})
	}
	return facts, &fact{"path", []any{t.counts[from], t.near(from), t.counts[t.last()], t.near(t.last())}}
}

// begins gives the first day with a count in the window; ok is false where there
// is none.
func (t telling) begins() (content.Day, bool) {
	for _, day := range t.days() {
		if t.window == content.All || day >= t.newest-content.Day(t.window.Days()) {
			return day, true
		}
	}
	return 0, false
}

// movers are the sentences on who moved: who gained most in per cent, and in
// number, and lost most in per cent, on the first source where anybody did.
func movers(sources [][]telling) (told [][]fact) {
	for _, all := range sources {
		var found []string
		for _, better := range []func(a, b move) bool{
			func(a, b move) bool { return a.part > b.part },
			func(a, b move) bool { return a.own > b.own },
			func(a, b move) bool { return a.part < b.part },
		} {
			var best move
			for _, t := range all {
				if m, ok := t.move(); ok && better(m, best) {
					best = m
				}
			}
			if best.part != 0 && !slices.Contains(found, best.name) {
				found, told = append(found, best.name), append(told, best.facts())
			}
		}
		if len(told) > 0 {
			break
		}
	}
	return told
}

// move is an artist's change up to the newest day, without that of purges.
type move struct {
	telling
	own  int64
	part float64
}

func (t telling) move() (move, bool) {
	own, _, ok := t.own(t.window, t.purges)
	from, to, _ := t.change(t.window)
	if !ok || to != t.newest || t.counts[from] == 0 {
		return move{}, false
	}
	return move{t, own, share(own, t.counts[from])}, true
}

// moversNow are the sentences of the roster on who moved.
func (b *books) moversNow() [][]fact {
	sources := make([][]telling, len(b.Sources))
	for i, s := range b.Sources {
		for _, a := range b.roster {
			if _, ok := a.Accounts[s.Source]; ok {
				sources[i] = append(sources[i], b.telling(a, s.Source, b.Window))
			}
		}
	}
	return movers(sources)
}

// moversOf are the sentences on who moved in the week up to a Sunday, as it was
// known then: on the first source on which anybody did, who gained most in per
// cent and in number, and who lost most; on each other source the first of these.
func (b *books) moversOf(sunday content.Day) (told [][]fact) {
	for _, s := range b.Sources {
		var found []string
		for _, m := range b.leads(s, sunday) {
			if !slices.Contains(found, m.name) && (len(told) == len(found) || len(found) == 0) {
				found, told = append(found, m.name), append(told, m.facts())
			}
		}
	}
	return told
}

// leads are the movers of a source that a week may tell of.
func (b *books) leads(s content.SourceSetting, sunday content.Day) (leads []move) {
	known := slices.DeleteFunc(slices.Clone(b.odd[s.Source]), func(p purge) bool { return p.day > sunday })
	var all, large []move
	for _, a := range b.roster {
		if _, ok := a.Accounts[s.Source]; !ok {
			continue
		}
		t := b.telling(a, s.Source, content.Week)
		t.ledger, t.newest, t.purges = t.until(sunday), sunday, b.joinPurges(s.Source, known)
		own, _, ok := t.own(t.window, t.purges)
		from, to, _ := t.change(t.window)
		if !ok || to <= sunday-t.interval() {
			continue
		}
		all = append(all, move{t, own, share(own, max(1, t.counts[from]))})
		if t.counts[from] >= 1000 {
			large = append(large, all[len(all)-1])
		}
	}
	best := func(moves []move, better func(a, b move) bool) bool {
		best := move{}
		for _, m := range moves {
			if better(m, best) {
				best = m
			}
		}
		if best.own != 0 {
			leads = append(leads, best)
		}
		return best.own != 0
	}
	best(large, func(a, b move) bool { return a.own > 0 && a.part > b.part })
	best(all, func(a, b move) bool { return a.own > b.own })
	_ = best(large, func(a, b move) bool { return a.own < 0 && a.part < b.part }) || best(all, func(a, b move) bool { return a.own < b.own })
	return leads
}
