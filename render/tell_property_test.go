package render

import (
	"fmt"
	"math"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/render/rendertest"
)

// randomWorld has artists whose counts go up and down, stop and go on, and
// whose accounts change.
func randomWorld(seed uint64) *rendertest.World {
	random := rand.New(rand.NewPCG(seed, 1))
	w := rendertest.New()
	w.Sources = w.Sources[:1]
	for i := range 40 {
		id := fmt.Sprintf("artist-%d", i)
		w.Artist(id, "Artist")
		value, drift := int64(500+random.IntN(100_000)), float64(random.IntN(9)-3)
		gaps := random.Float64() * 0.2
		days := 1 + random.IntN(330)
		for ago := days - 1; ago >= 0; ago-- {
			value += int64(drift * random.Float64() * 5)
			if random.IntN(40) == 0 {
				drift = float64(random.IntN(9) - 3)
			}
			count := fetch.Number(max(1, value))
			switch {
			case random.Float64() < gaps, i%10 == 0 && ago/9%3 == 1:
				count = rendertest.Missing("no answer")
			case random.IntN(60) == 0:
				count = rendertest.Unasked
			case random.IntN(300) == 0:
				w.Artists[i].Accounts[content.Spotify] += "x"
			}
			w.From(rendertest.Newest-content.Day(ago), id, content.Spotify, count)
		}
	}
	return w
}

const aDay = `(\d+ \w+(?: \d{4})?)`

var (
	changeSaid = regexp.MustCompile(`^Artist (gained|lost) ([\d,]+) Spotify followers? (.+?)(?: \(([^)]*)\))?(?:, its (best|worst)( measured)? (?:week|28 days|90 days|year) since (the first count on )?` + aDay + `)?$`)
	keptSaid   = regexp.MustCompile(`^Artist has ([\d,]+) Spotify followers?, no change (.+)$`)
	standSaid  = regexp.MustCompile(`^Artist (?:has|had) ([\d,]+) Spotify followers?(?: on ` + aDay + `)?$`)
	onceSaid   = regexp.MustCompile(`^counted for the first time on ` + aDay + `$`)
	youngSaid  = regexp.MustCompile(`^counted since ` + aDay + `, too short for a change over (.+)$`)
	farSaid    = regexp.MustCompile(`^no count of ` + aDay + ` or shortly before to compare with$`)
	seamSaid   = regexp.MustCompile(`^another account is counted since ` + aDay + `, which cannot be compared$`)
	missSaid   = regexp.MustCompile(`^Spotify is missing since ` + aDay + `: (.+)$`)
	noneSaid   = regexp.MustCompile(`^Artist has no count of Spotify followers yet(?:: (.+))?$`)
	gapsSaid   = regexp.MustCompile(`^([\d,]+) days? between ha(?:s|ve) no count$`)
	pathSaid   = regexp.MustCompile(`^(.*) ([\d,]+) on ` + aDay + `, ([\d,]+) on ` + aDay + `\.$`)

	inSaid    = regexp.MustCompile(`^in (?:7 days|28 days|90 days|1 year)$`)
	toSaid    = regexp.MustCompile(`^in the (?:7 days|28 days|90 days|year) to ` + aDay + `$`)
	sinceSaid = regexp.MustCompile(`^since ` + aDay + `$`)
	beganSaid = regexp.MustCompile(`^since the first count on ` + aDay + `$`)
	fromSaid  = regexp.MustCompile(`^from ` + aDay + ` to ` + aDay + `$`)
)

// claimed is a sentence being read back.
type claimed struct {
	*testing.T
	Chart
	sentence string
}

func (c *claimed) wrong(format string, args ...any) {
	c.Helper()
	c.Errorf("%s, %s: %s: %s", c.Series.Artist, c.Window, c.sentence, fmt.Sprintf(format, args...))
}

func (c *claimed) number(s string) int64 {
	n, err := strconv.ParseInt(strings.ReplaceAll(s, ",", ""), 10, 64)
	if err != nil {
		c.wrong("%v", err)
	}
	return n
}

func (c *claimed) day(s string) content.Day {
	if t, err := time.Parse("2 January 2006", s); err == nil {
		return content.DayOf(t)
	}
	t, err := time.Parse("2 January 2006", s+" 2026")
	if err != nil {
		c.wrong("%v", err)
	}
	return content.DayOf(t)
}

func (c *claimed) value(day content.Day) int64 {
	n, ok := c.Series.Value(day)
	if !ok {
		c.wrong("%s has no count", day)
	}
	return n
}

func (c *claimed) has(day content.Day) bool { _, ok := c.Series.Value(day); return ok }

// between reads which two days are compared, and checks that they may be.
func (c *claimed) between(span string) (from, to content.Day) {
	n := content.Day(c.Window.Days())
	to = rendertest.Newest
	switch {
	case inSaid.MatchString(span):
		from = to - n
	case toSaid.MatchString(span):
		to = c.day(toSaid.FindStringSubmatch(span)[1])
		from = to - n
	case sinceSaid.MatchString(span):
		from = c.day(sinceSaid.FindStringSubmatch(span)[1])
	case beganSaid.MatchString(span):
		from = c.day(beganSaid.FindStringSubmatch(span)[1])
		if first, _ := c.Series.First(); first.Day != from {
			c.wrong("the first count is of %s", first.Day)
		}
	case fromSaid.MatchString(span):
		found := fromSaid.FindStringSubmatch(span)
		from, to = c.day(found[1]), c.day(found[2])
	default:
		c.wrong("the span %q", span)
	}
	if n > 0 {
		for day := from + 1; day <= to-n; day++ {
			if c.has(day) {
				c.wrong("%s is nearer", day)
			}
		}
		if to-from < n || to-from > n+n/7 {
			c.wrong("%d days are not the window", to-from)
		}
	}
	if len(c.Series.Seams(from+1, to)) > 0 {
		c.wrong("another account in between")
	}
	return from, to
}

// change reads a change back, and what is claimed of it.
func (c *claimed) change(said []string) {
	from, to := c.between(said[3])
	diff := c.value(to) - c.value(from)
	if up := said[1] == "gained"; up != (diff > 0) || diff == 0 || c.number(said[2]) != max(diff, -diff) {
		c.wrong("it is %d", diff)
	}
	want := float64(diff) / float64(c.value(from)) * 100
	percent := strings.NewReplacer(" %", "", ",", "", "−", "-", "+", "").Replace(said[4])
	if said[4] == "under 0.01 %" {
		if math.Abs(want) >= 0.005 {
			c.wrong("it is %v %%", want)
		}
	} else if got, err := strconv.ParseFloat(percent, 64); err != nil || math.Abs(got-want) > math.Max(0.00501, math.Min(0.0501, math.Abs(want)/10)) && math.Abs(got-want) > 0.501 {
		c.wrong("it is %v %%", want)
	}
	c.claim(from, to, diff, said)
}

// claim looks for the best and the worst windows in another way than the
// sentence was made: day by day from the first.
func (c *claimed) claim(from, to content.Day, diff int64, said []string) {
	n := content.Day(c.Window.Days())
	first, _ := c.Series.First()
	begin := first.Day
	for _, seam := range c.Series.Seams(begin+1, to) {
		begin = seam
	}
	last, outdone, next := content.Day(0), 0, begin
	for end := begin + n; end < to && n > 0; end++ {
		if !c.has(end) || !c.has(end-n) {
			continue
		}
		change := c.value(end) - c.value(end-n)
		switch {
		case diff > 0 && change >= diff, diff < 0 && change <= diff:
			last, outdone, next = end, 0, begin
		case end-n >= next && end <= to-n:
			outdone++
			next = end
		}
	}
	want := "" // best or worst, measured, since
	if to-from == n && outdone >= enoughWindows && (last > 0 || begin == first.Day) {
		want = map[bool]string{true: "best", false: "worst"}[diff > 0]
		day, back := last, last-n
		if last == 0 {
			day, back = begin, begin
		}
		for d := back; d <= to; d++ {
			if !c.has(d) {
				want += " measured"
				break
			}
		}
		if last == 0 {
			want += "the first count on "
		}
		want += en.Near(day, rendertest.Newest)
	}
	if got := strings.Join(said[5:], ""); got != want {
		c.wrong("claims %q, want %q", got, want)
	}
}

// part reads one part back.
func (c *claimed) part(part string) {
	last, _ := c.Series.Last()
	n := content.Day(c.Window.Days())
	match := func(pattern *regexp.Regexp) []string { return pattern.FindStringSubmatch(part) }
	if said := match(changeSaid); said != nil {
		c.change(said)
	} else if said := match(keptSaid); said != nil {
		if from, to := c.between(said[2]); c.value(from) != c.value(to) || c.number(said[1]) != c.value(to) {
			c.wrong("from %d to %d", c.value(from), c.value(to))
		}
	} else if said := match(standSaid); said != nil {
		if day := rendertest.Newest; said[2] != "" && c.day(said[2]) != last.Day || said[2] == "" && last.Day != day || c.number(said[1]) != last.Value {
			c.wrong("the last count is %v", last)
		}
	} else if said := match(onceSaid); said != nil {
		if c.Series.Len() != 1 || c.day(said[1]) != last.Day {
			c.wrong("there are %d counts", c.Series.Len())
		}
	} else if said := match(youngSaid); said != nil {
		if first, _ := c.Series.First(); c.day(said[1]) != first.Day || last.Day-first.Day >= n {
			c.wrong("the first count is of %s", first.Day)
		}
	} else if said := match(farSaid); said != nil {
		for day := c.day(said[1]) - n/7; day <= last.Day-n; day++ {
			if c.has(day) || c.day(said[1]) != last.Day-n {
				c.wrong("there is one of %s", day)
			}
		}
	} else if said := match(seamSaid); said != nil {
		if day := c.day(said[1]); len(c.Series.Seams(day, day)) != 1 {
			c.wrong("the account is the same")
		}
	} else if said := match(missSaid); said != nil {
		if c.day(said[1]) != last.Day+1 || c.has(rendertest.Newest) || c.Series.Reason(rendertest.Newest) != said[2] && said[2] != notAsked {
			c.wrong("missing since %s", last.Day+1)
		}
	} else if said := match(noneSaid); said != nil {
		if c.Series.Len() > 0 || said[1] != c.Series.Reason(rendertest.Newest) {
			c.wrong("there are %d counts", c.Series.Len())
		}
	} else {
		c.wrong("what is %q", part)
	}
}

// picture reads back the words of a picture.
func (c *claimed) picture() {
	words := plainSpaces(Picture(en, c.Chart))
	rest, isPath := strings.CutPrefix(words, strings.TrimSuffix(c.sentence, "."))
	said := pathSaid.FindStringSubmatch(words)
	if said == nil {
		if words != c.sentence {
			c.wrong("the picture says %s", words)
		}
		return
	}
	from, to := c.day(said[3]), c.day(said[5])
	if !isPath || c.number(said[2]) != c.value(from) || c.number(said[4]) != c.value(to) {
		c.wrong("the picture says %s", words)
	}
	days := 0
	for day := from; day <= to; day++ {
		if !c.has(day) {
			days++
		}
	}
	between := strings.TrimPrefix(strings.SplitAfter(rest, ".")[0], "; ")
	if found := gapsSaid.FindStringSubmatch(strings.TrimSuffix(between, ".")); found == nil && days > 0 || found != nil && c.number(found[1]) != int64(days) {
		c.wrong("%d days have no count: %s", days, words)
	}
}

// TestSentencesAreTrue reads sentences back and works out anew, from the
// series alone, each number, day and claim in them.
func TestSentencesAreTrue(t *testing.T) {
	t.Parallel()
	said := make(map[*regexp.Regexp]int)
	claims := 0
	for seed := range uint64(5) {
		w := randomWorld(seed)
		h := w.History(t)
		info, _ := content.Spotify.Info()
		for _, a := range w.Artists {
			for _, window := range content.Windows {
				c := &claimed{t, Chart{Artist: "Artist", Source: info, Series: h.Series(a.ID, info.Source), Every: content.EveryDay, Window: window, Newest: rendertest.Newest}, ""}
				c.sentence = plainSpaces(Tell(en, c.Chart))
				for part := range strings.SplitSeq(strings.TrimSuffix(c.sentence, "."), "; ") {
					c.part(part)
					for _, pattern := range []*regexp.Regexp{changeSaid, keptSaid, standSaid, youngSaid, farSaid, seamSaid, missSaid} {
						if pattern.MatchString(part) {
							said[pattern]++
						}
					}
					if strings.Contains(part, ", its ") {
						claims++
					}
				}
				c.picture()
			}
		}
	}
	for _, pattern := range []*regexp.Regexp{changeSaid, standSaid, youngSaid, farSaid, seamSaid, missSaid} {
		if said[pattern] == 0 {
			t.Errorf("no sentence says %s", pattern)
		}
	}
	if claims < 3 {
		t.Errorf("%d records are claimed", claims)
	}
	t.Logf("%d changes, %d records", said[changeSaid], claims)
}
