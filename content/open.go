package content

import (
	"errors"
	"fmt"
	"io/fs"

	"datarocks/content/frontmatter"
	"datarocks/content/legible"
)

// document is one file of the folder while it is read. Its methods read values that
// this folder's files have.
type document struct {
	*frontmatter.Document
	loader *loader
}

// open reads a file and splits it. It returns false, after reporting why, if there is
// nothing to look at.
func open(l *loader, file string) (*document, bool) {
	data, err := l.read(file)
	if target := l.deadLink(file, err); target != "" {
		l.report(file, 0, fmt.Sprintf("is a link to %s, which is not there", legible.Quote(target)), "correct the link, or delete it")
		return nil, false
	}
	if errors.Is(err, fs.ErrNotExist) {
		l.report(file, 0, "not found", `create it: a line "---", then "title: datarocks" and "sources: [spotify, twitter]", then another line "---"`)
		return nil, false
	}
	if err != nil {
		l.report(file, 0, "cannot be read: "+legible.Cause(err), "make it a file that can be read")
		return nil, false
	}
	front, ok := frontmatter.Read(data, func(p frontmatter.Problem) { l.report(file, p.Line, p.What, p.Instead) })
	return &document{front, l}, ok
}
