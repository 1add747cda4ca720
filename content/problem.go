package content

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Problem is one thing that is wrong in what people wrote, and its cure.
type Problem struct {
	File    string `json:"file"`    // below the content folder: "artists/vola.md"
	Line    int    `json:"line"`    // from 1, counted in the whole file; 0 where the file itself is the problem
	What    string `json:"what"`    // `unknown key "acounts"`
	Instead string `json:"instead"` // `did you mean accounts?`
}

// String returns the problem as one line, in the form compilers use, so that
// editors and terminals can jump to it: "artists/vola.md:4: what - instead".
func (p Problem) String() string {
	file := p.File
	if quoted := strconv.Quote(file); quoted != `"`+file+`"` {
		file = quoted // a file's name may hold a line break, and then looks like two problems
	}
	if p.Line > 0 {
		file = fmt.Sprintf("%s:%d", file, p.Line)
	}
	return fmt.Sprintf("%s: %s - %s", file, p.What, p.Instead)
}

var (
	quotedText = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)
	ofSeries   = regexp.MustCompile(`for [a-z0-9-]+ on [a-z]+ on`)
	digits     = regexp.MustCompile(`[0-9]+`)
)

// Kind is what the problem has in common with others that differ only in what the
// files hold: it is What without that.
func (p Problem) Kind() string {
	kind := quotedText.ReplaceAllString(p.What, `""`)
	if ofSeries.MatchString(kind) {
		kind, _, _ = strings.Cut(ofSeries.ReplaceAllString(kind, "for a series on"), " in ") // which is in another file
	}
	return digits.ReplaceAllString(kind, "0")
}

// Problems is everything Load found wrong, sorted by file and line. A caller
// that wants to list them itself gets at them with errors.As.
type Problems []Problem

// Error returns one line for each problem.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, problem := range p {
		lines[i] = problem.String()
	}
	return strings.Join(lines, "\n")
}

// MostOfAKind is how many problems of one kind are shown.
const MostOfAKind = 20

// More are the problems of a kind that are not shown.
type More struct {
	First Problem // of the kind; it is shown
	N     int
}

// String shows the first of them: `and 13 more like artists/vola.md:4: unknown key
// "acounts"`.
func (m More) String() string {
	return fmt.Sprintf("and %d more like %s:%d: %s", m.N, m.First.File, m.First.Line, m.First.What)
}

// Few returns the first problems of each kind, in their order, and how many more of it
// there are.
func (p Problems) Few() (few Problems, more []More) {
	var all []More
	at := make(map[string]int)
	for _, problem := range p {
		kind := problem.Kind()
		i, ok := at[kind]
		if !ok {
			i = len(all)
			at[kind] = i
			all = append(all, More{First: problem, N: -MostOfAKind})
		}
		if all[i].N++; all[i].N <= 0 {
			few = append(few, problem)
		}
	}
	return few, slices.DeleteFunc(all, func(m More) bool { return m.N <= 0 })
}

// sorted returns the problems by file and line, each once.
func (p Problems) sorted() Problems {
	slices.SortFunc(p, func(a, b Problem) int {
		return cmp.Or(
			cmp.Compare(a.File, b.File),
			cmp.Compare(a.Line, b.Line),
			cmp.Compare(a.What, b.What),
			cmp.Compare(a.Instead, b.Instead),
		)
	})
	return slices.Compact(p)
}

// fault is a problem whose place is not known yet: what a check of a bare text
// has. A nil *fault means that the text is fine.
type fault struct{ what, instead string }

func (f *fault) Error() string { return f.what + " - " + f.instead }
