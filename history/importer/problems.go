package importer

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"datarocks/content"
)

const (
	mostShown = 20   // problems of a kind that an error names
	mostKept  = 1000 // and that are kept: each line of a file may have some
)

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
	kind := kindOf(problem.What)
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
			p.kinds[kindOf(a.What)]--
		}
		return a == b
	})
	p.Total -= all - len(p.Kept)
	return p
}

// shown returns the first problems of each kind, and how many more there are.
func (p *Problems) shown() (problems content.Problems, more []string) {
	first := make(map[string]content.Problem)
	n := make(map[string]int)
	var kinds []string
	for _, problem := range p.Kept {
		kind := kindOf(problem.What)
		if n[kind]++; n[kind] == 1 {
			first[kind] = problem
			kinds = append(kinds, kind)
		}
		if n[kind] <= mostShown {
			problems = append(problems, problem)
		}
	}
	for _, kind := range kinds {
		if rest := p.kinds[kind] - mostShown; rest > 0 {
			more = append(more, fmt.Sprintf("and %d more like %s:%d", rest, first[kind].File, first[kind].Line))
		}
	}
	return problems, more
}

// Error returns a line for each of the first problems of a kind, and one for the
// others of that kind.
func (p *Problems) Error() string {
	problems, more := p.shown()
	return strings.Join(append([]string{problems.Error()}, more...), "\n")
}

// Unwrap returns the problems that Error names.
func (p *Problems) Unwrap() error {
	problems, _ := p.shown()
	return problems
}

var (
	quotedText = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)
	ofSeries   = regexp.MustCompile(`for [a-z0-9-]+ on [a-z]+ on`)
	digits     = regexp.MustCompile(`[0-9]+`)
)

// kindOf is what problems have in common that differ in what stands in the file.
func kindOf(what string) string {
	what = quotedText.ReplaceAllString(what, `""`)
	what = ofSeries.ReplaceAllString(what, "for a series on")
	if before, _, ok := strings.Cut(what, " in "); ok && strings.Contains(what, "for a series on") {
		what = before // the rest names another file
	}
	return digits.ReplaceAllString(what, "0")
}
