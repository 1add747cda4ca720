package main

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"datarocks/content"
)

// fact is something that a site says: of which kind, and what stands in the gaps
// of that kind's words.
type fact struct {
	kind string
	gaps []any
}

// What may stand in a gap, besides a text, a fact of its own and a count, which
// is an int64.
type (
	signed   int64          // "+12"
	rounded  float64        // "12": a count that was not whole
	percent  float64        // "+0.05 %"
	fullDate content.Day    // "23 November 2026"
	short    content.Day    // "23 Nov 2026"
	near     [2]content.Day // "23 November", where the other day is of that year
	oneOf    []string       // any of some texts
)

// gapPatterns are what gaps look like.
var gapPatterns = strings.NewReplacer(
	"{n}", `(\d{1,3}(?:,\d{3})*)`,
	"{±}", `([+−]?\d{1,3}(?:,\d{3})*)`,
	"{%}", `([+−]?<?\d{1,3}(?:,\d{3})*(?:\.\d+)? %)`,
	"{d}", `(\d{1,2} [A-Z][a-z]+(?: \d{4})?)`,
	"{what}", `((?:Spotify|X \(Twitter\)|Deezer|ListenBrainz) (?:follower|fan|listener)s?)`,
	"{window}", `(7 days|28 days|90 days|1 year|year|week)`,
	"{}", `(.+?)`,
)

// kinds are the words of all that a site says, each read from its first letter to
// its last. Nobody reads in the hundreds of processes that are datarocks itself, so
// they are made when they are needed.
var kinds = sync.OnceValue(func() map[string]*regexp.Regexp { return readKinds(kindTexts) })

var kindTexts = map[string]string{
	"gained":      `{} gained {n} {what} (in .+?|since .+?|from .+?)(?: \(([^()]+)\))?(?:, its (.+))?`,
	"lost":        `{} lost {n} {what} (in .+?|since .+?|from .+?)(?: \(([^()]+)\))?(?:, its (.+))?`,
	"kept":        `{} has {n} {what}, no change {}`,
	"has":         `{} has {n} {what}`,
	"had":         `{} had {n} {what} on {d}`,
	"none":        `{} has no count of {what} yet(?:: {})?`,
	"never":       `{} has no count yet(?:: {})?`,
	"once":        `counted for the first time on {d}`,
	"young":       `counted since {d}, too short for a change over {window}`,
	"no basis":    `no count of {d} or shortly before to compare with`,
	"seam":        `another account is counted since {d}, which cannot be compared`,
	"missing":     `{} is missing since {d}: {}`,
	"held":        `the {} count of {d} is held: {}`,
	"in":          `in {window}`,
	"to":          `in the {window} to {d}`,
	"since":       `since {d}`,
	"began":       `since the first count on {d}`,
	"from to":     `from {d} to {d}`,
	"percent":     `{%}`,
	"under":       `under 0\.01 %`,
	"record":      `(best|worst)( measured)? {window} since {d}`,
	"record ever": `(best|worst)( measured)? {window} since the first count on {d}`,
	"apart":       `apart from (?:the platform event of {d}|{n} platform events), (?:{n} (more|fewer)|(no change))`,
	"gaps":        `{n} days? between (?:has|have) no count`,
	"path":        `{n} on {d}, {n} on {d}\.`,

	"fell":        `{} fell for the whole roster (?:on {d}|between {d} and {d}): {%} in the median of {n} artists, where {%} is usual`,
	"rose":        `{} rose for the whole roster (?:on {d}|between {d} and {d}): {%} in the median of {n} artists, where {%} is usual`,
	"mark":        `{}: all artists {%}`,
	"dated mark":  `{d}: all artists {%}`,
	"event":       `{d}: {}`,
	"title":       `{}: {}`,
	"week":        `Week to {d}`,
	"lift":        `{} – {d}: {±} {what} in the {n} days after, {±} in the (\d+) days before`,
	"lift from":   `counted from {d} on`,
	"lift usual":  `{±} would have been usual, by the median of {n} artists`,
	"lift alone":  `too few artists were counted to tell what was usual`,
	"lift left":   `which leaves a lift of {±}(?: \({%}\))?`,
	"lift how":    `{±} after, {±} before(?:, {±} usual)?`,
	"early":       `too early, until {d}`,
	"overlaps":    `overlaps with {}`,
	"lift young":  `counted since {d} only`,
	"lift gap":    `gap`,
	"lift seam":   `another account`,
	"no counts":   `no counts yet`,
	"reached":     `{} reached {n} {what} (?:on {d}|between {d} and {d})`,
	"earlier":     `and {n} earlier ones?`,
	"expected":    `{n} {what} expected (?:on {d}|between {d} and {d}), if it goes on as in the last four weeks`,
	"trials":      `of {n} forecasts made that way, {n} days ahead, {n} held`,
	"off":         `they were off by {n} on average, where expecting no change was off by {n}`,
	"expectation": `{}: {n} {what} expected`,
	"milestone":   `{}: {n} {what}`,

	"rank since":    `since {d}`,
	"rank from to":  `{d} – {d}`,
	"rank base":     `Of artists who had at least 1,000 to begin with: of fewer, a handful is many per cent\.(?: {n} artists? had fewer\.)?`,
	"not counted":   `No count since {d}: {}`,
	"never counted": `No count yet(?:: {})?`,
	"unknown purge": `not counted right before or after a platform event`,
	"roster":        `Follower counts of {n} artists, collected every night\.(?: (.+))?`,
}

func readKinds(words map[string]string) map[string]*regexp.Regexp {
	patterns := make(map[string]*regexp.Regexp)
	for kind, text := range words {
		patterns[kind] = regexp.MustCompile("^" + gapPatterns.Replace(text) + "$")
	}
	return patterns
}

// reader reads what a site says and compares it with facts.
type reader struct{ met map[string]int }

// read compares a text with the fact that it is to tell.
func (r reader) read(text string, want fact) error {
	found := kinds()[want.kind].FindStringSubmatch(text)
	if found == nil {
		return fmt.Errorf("%q does not say of %s %v", text, want.kind, want.gaps)
	}
	if len(found)-1 != len(want.gaps) {
		panic(want.kind + " has other gaps")
	}
	for i, gap := range found[1:] {
		if err := r.fill(gap, want.gaps[i]); err != nil {
			return fmt.Errorf("%q: %w", text, err)
		}
	}
	r.met[want.kind]++
	return nil
}

// fill compares what stands in a gap.
func (r reader) fill(gap string, want any) error {
	if is, ok := want.(fact); ok {
		return r.read(gap, is)
	}
	if !fits(gap, want) {
		return fmt.Errorf("%q is not %T %v", gap, want, want)
	}
	return nil
}

func fits(gap string, want any) bool {
	switch want := want.(type) {
	case string:
		return gap == want
	case oneOf:
		return strings.Contains("\x00"+strings.Join(want, "\x00")+"\x00", "\x00"+gap+"\x00")
	case int64:
		return gap == grouped(want)
	case rounded:
		return math.Abs(float64(numberIn(gap))-float64(want)) < 0.5+1e-6
	case signed:
		return gap == withSign(float64(want), grouped(max(int64(want), -int64(want))))
	case percent:
		return isPercent(gap, float64(want))
	case fullDate:
		return gap == content.Day(want).Time().Format("2 January 2006")
	case short:
		return gap == strings.Replace(content.Day(want).Time().Format("2 Jan 2006"), "Sep", "Sept", 1)
	case near:
		day, beside := want[0].Time(), want[1].Time()
		return gap == day.Format("2 January 2006") && day.Year() != beside.Year() || gap == day.Format("2 January") && day.Year() == beside.Year()
	}
	return false
}

// grouped writes a count with commas.
func grouped(n int64) string {
	if n < 1000 {
		return strconv.FormatInt(n, 10)
	}
	return fmt.Sprintf("%s,%03d", grouped(n/1000), n%1000)
}

func numberIn(text string) int64 {
	n, err := strconv.ParseInt(strings.ReplaceAll(text, ",", ""), 10, 64)
	if err != nil {
		return math.MinInt64
	}
	return n
}

func withSign(n float64, digits string) string {
	switch {
	case n > 0:
		return "+" + digits
	case n < 0:
		return "−" + digits
	}
	return digits
}

// isPercent says whether a percentage is as near as its digits can tell.
func isPercent(text string, want float64) bool {
	digits, ok := strings.CutSuffix(text, " %")
	size := math.Abs(want)
	if !ok || withSign(want, strings.TrimLeft(digits, "+−")) != digits {
		return false
	}
	digits = strings.TrimLeft(digits, "+−")
	if digits == "<0.01" {
		return 0 < size && size < 0.005
	}
	got, err := strconv.ParseFloat(strings.ReplaceAll(digits, ",", ""), 64)
	if size < 0.005 {
		return want == 0 && digits == "0"
	}
	least := 0 // digits behind the point
	switch {
	case size < 0.99:
		least = 2
	case size < 99.9:
		least = 1
	}
	_, behind, _ := strings.Cut(digits, ".")
	return err == nil && len(behind) >= least && math.Abs(got-size) <= 0.5*math.Pow10(-len(behind))+1e-9
}

// sentence compares a sentence with all that it is to say.
func (r reader) sentence(text string, want ...fact) error {
	parts := strings.SplitN(text, "; ", len(want))
	if len(parts) < len(want) || len(want) == 0 {
		return fmt.Errorf("%q does not say all of %v", text, want)
	}
	parts[len(parts)-1] = strings.TrimSuffix(parts[len(parts)-1], ".")
	for i, part := range parts {
		if err := r.read(part, want[i]); err != nil {
			return err
		}
	}
	return nil
}

// what names so many of what a source counts.
func what(info content.SourceInfo, n int64) string {
	name := info.Name + " " + info.Metric
	if n == 1 || n == -1 {
		return strings.TrimSuffix(name, "s")
	}
	return name
}

var windowNames = map[content.Window]string{content.Week: "7 days", content.FourWeek: "28 days", content.Quarter: "90 days", content.Year: "1 year", content.All: "All"}

// readDay reads a day that is written in full.
func readDay(text string) (content.Day, error) {
	at, err := time.Parse("2 January 2006", text)
	return content.DayOf(at), err
}
