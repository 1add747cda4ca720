package content

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"datarocks/content/phrase"
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

// Problems is everything Load found wrong, sorted by file and line: first site.md, which
// stops all, as whoever shows few of them must not leave that out. A caller
// that wants to list them itself gets at them with errors.As.
type Problems []Problem

// Error returns one line for each problem.
func (p Problems) Error() string { return strings.Join(p.Lines(), "\n") }

// Lines returns a line for each problem.
func (p Problems) Lines() []string {
	lines := make([]string, len(p))
	for i, problem := range p {
		lines[i] = problem.String()
	}
	return lines
}

// sorted returns the problems by file and line, those of site.md first, each once.
func (p Problems) sorted() Problems {
	slices.SortFunc(p, func(a, b Problem) int {
		return cmp.Or(
			-cmp.Compare(stops(a), stops(b)),
			cmp.Compare(a.File, b.File),
			cmp.Compare(a.Line, b.Line),
			cmp.Compare(a.What, b.What),
			cmp.Compare(a.Instead, b.Instead),
		)
	})
	return slices.Compact(p)
}

// stops is 1 for a problem that no site can be made with, and 0 for one of an artist or a
// page, which it can do without.
func stops(p Problem) int {
	if strings.Contains(p.File, "/") {
		return 0
	}
	return 1
}

// fault is a problem whose place is not known yet: what a check of a bare text
// has. A nil *fault means that the text is fine.
type fault phrase.Wrong

func (f *fault) Error() string { return f.What + " - " + f.Instead }
