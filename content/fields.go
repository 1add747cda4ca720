package content

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"datarocks/content/legible"
)

// field is a value in the front matter, with what messages call it and where
// it stands. The zero field is a key that was not written: reading it returns
// nothing and reports nothing.
type field struct {
	name  string
	line  int // of its key, in the whole file
	value ast.Node
}

// isEmpty recognizes a key that was written without a value, or with one that YAML
// takes for none: null or ~.
func (f field) isEmpty() bool {
	_, empty := f.value.(*ast.NullNode)
	return empty
}

// writtenNull returns the word that YAML takes for no value; "" where there is none.
func (f field) writtenNull() string {
	if node, ok := f.value.(*ast.NullNode); ok && node.GetToken().Type == token.NullType {
		return node.GetToken().Value
	}
	return ""
}

// scalar returns a value that is neither a list nor keys, exactly as it was
// written. Read as YAML means it, the band 311 would be a number and the
// account 007 would be 7.
func (f field) scalar() (text string, ok bool) {
	switch node := f.value.(type) {
	case *ast.StringNode:
		return node.Value, true
	case *ast.LiteralNode:
		return node.Value.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return node.GetToken().Value, true
	}
	return "", false
}

// text returns the scalar of a field that must be one.
func (d *document) text(f field) (string, bool) {
	text, ok := f.scalar()
	if !ok && f.value != nil {
		d.wrongKind(f, writeText)
	}
	if ok && isPlain(f.value) && strings.Contains(strings.TrimSpace(f.value.GetToken().Origin), "\t") {
		d.report(f.line, f.name+" has a tab, which YAML would drop", "write a space in its place")
		return "", false
	}
	return text, ok
}

const writeText = "write text"

// isPlain reports whether a scalar was written without quotes, in one line.
func isPlain(value ast.Node) bool {
	switch value.GetToken().Type {
	case token.SingleQuoteType, token.DoubleQuoteType, token.LiteralType, token.FoldedType:
		return false
	}
	return true
}

// words returns a phrase in which any character may be meant. A comment after it
// would drop the end of the text: the name "Deadmau5 #1" without quotes is Deadmau5.
func (d *document) words(f field) (string, bool) {
	text, ok := d.phrase(f)
	if !ok || !isPlain(f.value) {
		return text, ok
	}
	written := f.value.GetToken()
	next := written.Next
	if next == nil || next.Type != token.CommentType || strings.HasSuffix(strings.TrimRight(written.Origin, " \t"), "\n") {
		return text, true
	}
	d.report(f.line, fmt.Sprintf("%s ends where # begins a comment", f.name),
		fmt.Sprintf("put it in quotes: %s; or the comment in a line of its own", legible.Quote(text+" #"+strings.TrimRight(next.Value, " \t"))))
	return "", false
}

// phrase returns a text that can stand in one line of a page: see checkPhrase.
func (d *document) phrase(f field) (string, bool) {
	text, ok := d.text(f)
	if !ok {
		return "", false
	}
	text = strings.Trim(text, " \t\n")
	if wrong := checkPhrase(text); wrong != nil {
		d.report(f.line, f.name+" "+wrong.what, wrong.instead)
		return "", false
	}
	return text, true
}

// truth returns a true or false, or otherwise where there is none.
func (d *document) truth(f field, otherwise bool) bool {
	if node, ok := f.value.(*ast.BoolNode); ok {
		return node.Value
	}
	if text, ok := d.text(f); ok {
		d.report(f.line, fmt.Sprintf("%s is %s", f.name, legible.Quote(text)), "write true or false")
	}
	return otherwise
}

// list returns the entries of a list. A text alone counts as a list of one.
func (d *document) list(f field, instead string) []field {
	if _, ok := f.scalar(); ok {
		return []field{f}
	}
	sequence, ok := f.value.(*ast.SequenceNode)
	if !ok {
		if f.value != nil {
			d.wrongKind(f, instead)
		}
		return nil
	}
	items := make([]field, len(sequence.Values))
	for i, item := range sequence.Values {
		items[i] = field{name: "an entry of " + f.name, line: lineOf(item, f.line), value: item}
	}
	return items
}

// entries returns the keys of a mapping in the order they were written, each
// once. It returns false, after reporting why, where f is no mapping.
func (d *document) entries(f field, instead string) ([]field, bool) {
	if f.value == nil {
		return nil, true
	}
	mapping, ok := f.value.(*ast.MappingNode)
	if !ok {
		d.wrongKind(f, instead)
		return nil, false
	}
	var entries []field
	for _, pair := range mapping.Values {
		line := lineOf(pair.Key, f.line)
		key, ok := d.text(field{name: "a key of " + f.name, line: line, value: pair.Key})
		if !ok {
			continue
		}
		same := func(e field) bool { return e.name == key }
		if i := slices.IndexFunc(entries, same); i >= 0 {
			d.report(line, fmt.Sprintf("%s is written twice, first in line %d", legible.Quote(key), entries[i].line), "keep one of the two")
			continue
		}
		entries = append(entries, field{name: key, line: line, value: pair.Value})
	}
	return entries, true
}

// record returns a mapping by its keys, which must be among the known ones.
func (d *document) record(f field, known ...string) (map[string]field, bool) {
	entries, ok := d.entries(f, fmt.Sprintf(`write "key: value" lines; the keys are %s`, strings.Join(known, ", ")))
	keys := make(map[string]field, len(entries))
	for _, entry := range entries {
		if slices.Contains(known, entry.name) {
			keys[entry.name] = entry
			continue
		}
		if hint := unseen(entry.name); hint != nil {
			d.report(entry.line, hint.what, hint.instead)
			continue
		}
		d.report(entry.line, "unknown key "+legible.Quote(entry.name), suggest(entry.name, known, "the keys here are "+strings.Join(known, ", ")))
	}
	return keys, ok
}

// require returns the phrase of a key that must be there.
func (d *document) require(of field, keys map[string]field, key, example string) string {
	if d.missing(of, keys, key, example) {
		return ""
	}
	text, _ := d.words(keys[key])
	return text
}

// missing reports a key that must be there and is not, or has no value.
func (d *document) missing(of field, keys map[string]field, key, example string) bool {
	f, ok := keys[key]
	if !ok {
		d.report(of.line, fmt.Sprintf("%s has no %s", of.name, key), fmt.Sprintf("add %q", example))
		return true
	}
	if f.isEmpty() {
		d.empty(f, fmt.Sprintf("write %q", example))
		return true
	}
	return false
}

// empty reports a key without a value, and why it has none: what was written may be
// nothing to YAML.
func (d *document) empty(f field, instead string) {
	if word := f.writtenNull(); word != "" {
		d.report(f.line, fmt.Sprintf("%s is %s, which is nothing to YAML", f.name, word), fmt.Sprintf("put it in quotes: %q", word))
		return
	}
	if _, comment, ok := strings.Cut(d.written(f.line), " #"); ok {
		d.report(f.line, f.name+" is empty: # begins a comment", fmt.Sprintf("put the text in quotes: %s", legible.Quote("#"+strings.TrimRight(comment, " \t"))))
		return
	}
	d.report(f.line, f.name+" is empty", instead)
}

// oneOf returns a text that must be one of a few words; the first of them is
// meant where there is no text.
func oneOf[T ~string](d *document, f field, words ...T) T {
	text, ok := d.text(f)
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
	d.report(f.line, fmt.Sprintf("%s is %s", f.name, legible.Quote(text)), "write "+either(names))
	return words[0]
}

// wrongKind reports a value that is a list, for example, where something else is
// expected. Anchors, aliases and tags are always of the wrong kind: they are
// rare in front matter, and usually a text such as "!!!" that needs quotes.
func (d *document) wrongKind(f field, instead string) {
	what := "is text"
	switch f.value.(type) {
	case *ast.NullNode:
		d.empty(f, instead+", or leave it out")
		return
	case *ast.SequenceNode:
		what = "is a list"
	case *ast.MappingNode:
		what = "is a group of keys"
	case *ast.TagNode, *ast.AnchorNode, *ast.AliasNode, *ast.MergeKeyNode:
		what, instead = "starts with a sign that YAML reserves (!, & or *)", "put the text in quotes"
	case *ast.MappingKeyNode:
		what, instead = "starts with a question mark", `write "key: value"`
	}
	if _, empty := f.value.(*ast.NullNode); instead == writeText && !empty {
		instead += `, in quotes if it has brackets or ": "`
	}
	d.report(f.line, f.name+" "+what, instead)
}

// written returns a line of the front matter as it was written.
func (d *document) written(line int) string {
	if i := line - 1 - frontStart; i >= 0 && i < len(d.lines) {
		return d.lines[i]
	}
	return ""
}

// lineOf returns the line a node stands in, in the whole file.
func lineOf(node ast.Node, otherwise int) int {
	if node == nil || node.GetToken() == nil {
		return otherwise
	}
	return node.GetToken().Position.Line + frontStart
}

func (d *document) report(line int, what, instead string) {
	d.loader.report(d.file, line, what, instead)
}
