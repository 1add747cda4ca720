package frontmatter

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"datarocks/content/legible"
	"datarocks/content/phrase"
)

// Text returns the scalar of a field that must be one.
func (d *Document) Text(f Field) (string, bool) {
	text, ok := f.scalar()
	if !ok && f.value != nil {
		d.wrongKind(f, writeText)
	}
	if ok && isPlain(f.value) && strings.Contains(strings.TrimSpace(f.value.GetToken().Origin), "\t") {
		d.Report(f.Line, f.Name+" has a tab, which YAML would drop", "write a space in its place")
		return "", false
	}
	return text, ok
}

const writeText = "write text"

// Words returns a phrase in which any character may be meant. A comment after it
// would drop the end of the text: the name "Deadmau5 #1" without quotes is Deadmau5.
func (d *Document) Words(f Field) (string, bool) {
	text, ok := d.Phrase(f)
	if !ok || !isPlain(f.value) {
		return text, ok
	}
	written := f.value.GetToken()
	next := written.Next
	if next == nil || next.Type != token.CommentType || strings.HasSuffix(strings.TrimRight(written.Origin, " \t"), "\n") {
		return text, true
	}
	d.Report(f.Line, fmt.Sprintf("%s ends where # begins a comment", f.Name),
		fmt.Sprintf("put it in quotes: %s; or the comment in a line of its own", legible.Quote(text+" #"+strings.TrimRight(next.Value, " \t"))))
	return "", false
}

// Phrase returns a text that can stand in one line of a page: see package phrase.
func (d *Document) Phrase(f Field) (string, bool) {
	text, ok := d.Text(f)
	if !ok {
		return "", false
	}
	text = strings.Trim(text, " \t\n")
	if wrong := phrase.Check(text); wrong != nil {
		d.Report(f.Line, f.Name+" "+wrong.What, wrong.Instead)
		return "", false
	}
	return text, true
}

// Truth returns a true or false, or otherwise where there is none.
func (d *Document) Truth(f Field, otherwise bool) bool {
	if node, ok := f.value.(*ast.BoolNode); ok {
		return node.Value
	}
	if text, ok := d.Text(f); ok {
		d.Report(f.Line, fmt.Sprintf("%s is %s", f.Name, legible.Quote(text)), "write true or false")
	}
	return otherwise
}

// OneOf returns a text that must be one of a few words; the first of them is
// meant where there is no text.
func OneOf[T ~string](d *Document, f Field, words ...T) T {
	text, ok := d.Text(f)
	if !ok {
		return words[0]
	}
	if slices.Contains(words, T(text)) {
		return T(text)
	}
	names := make([]string, len(words))
	for i, word := range words {
		names[i] = string(word)
	}
	d.Report(f.Line, fmt.Sprintf("%s is %s", f.Name, legible.Quote(text)), "write "+either(names))
	return words[0]
}
