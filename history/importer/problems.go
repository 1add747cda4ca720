package importer

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"datarocks/content"
	"datarocks/content/legible"
)

// mostKept is how many problems of a kind are kept: each line of a file may have
// some.
const mostKept = 1000

// Problems is all that is wrong in the files of an import. As an error it names the
// first of each kind, and it unwraps to those.
type Problems struct {
	Kept  content.Problems // by file and line; of each kind the first 1,000
	Total int

	kinds map[string]int
}

// add adds a problem.
func (p *Problems) add(problem content.Problem) {
	if p.kinds == nil {
		p.kinds = make(map[string]int)
	}
	kind := kindOf(problem)
	if p.kinds[kind]++; p.kinds[kind] <= mostKept {
		p.Kept = append(p.Kept, problem)
	}
	p.Total++
}

// err is nil where there are no problems. One that was added twice is one.
func (p *Problems) err() error {
	if p.Total == 0 {
		return nil
	}
	slices.SortStableFunc(p.Kept, func(a, b content.Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	all := len(p.Kept)
	p.Kept = slices.CompactFunc(p.Kept, func(a, b content.Problem) bool {
		if a == b {
			p.kinds[kindOf(a)]--
		}
		return a == b
	})
	p.Total -= all - len(p.Kept)
	return p
}

// Error returns a line for each of the first problems of a kind, and one for the
// others of that kind.
func (p *Problems) Error() string {
	few, more := legible.Few(p.Kept, kindOf)
	lines := []string{content.Problems(few).Error()}
	for _, m := range more {
		m.N = p.kinds[kindOf(m.First)] - legible.MostOfAKind
		lines = append(lines, m.String())
	}
	return strings.Join(lines, "\n")
}

// Unwrap returns the problems that Error names.
func (p *Problems) Unwrap() error {
	few, _ := legible.Few(p.Kept, kindOf)
	return content.Problems(few)
}

// ofSeries is the series that a problem is of.
var ofSeries = regexp.MustCompile(`for [a-z0-9-]+ on [a-z/]+ on`)

// kindOf is the kind of a problem, of whatever series.
func kindOf(p content.Problem) string {
	what := p.What
	if ofSeries.MatchString(what) {
		what, _, _ = strings.Cut(ofSeries.ReplaceAllString(what, "for a series on"), " in ") // another file
	}
	return legible.Kind(what)
}
