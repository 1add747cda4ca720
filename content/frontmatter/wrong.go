package frontmatter

import (
	"fmt"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"datarocks/content/legible"
)

// Empty reports a key without a value, and why it has none: what was written may be
// nothing to YAML.
func (d *Document) Empty(f Field, instead string) {
	if word := f.nullWord(); word != "" {
		d.Report(f.Line, fmt.Sprintf("%s is %s, which is nothing to YAML", f.Name, word), fmt.Sprintf("put it in quotes: %q", word))
		return
	}
	if _, comment, ok := strings.Cut(lineAt(d.lines, f.Line), " #"); ok {
		d.Report(f.Line, f.Name+" is empty: # begins a comment", fmt.Sprintf("put the text in quotes: %s", legible.Quote("#"+strings.TrimRight(comment, " \t"))))
		return
	}
	d.Report(f.Line, f.Name+" is empty", instead)
}

// wrongKind reports a value that is a list, for example, where something else is
// expected. Anchors, aliases and tags are always of the wrong kind: they are
// rare in front matter, and usually a text such as "!!!" that needs quotes.
func (d *Document) wrongKind(f Field, instead string) {
	what := "is text"
	switch f.value.(type) {
	case *ast.NullNode:
		d.Empty(f, instead+", or leave it out")
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
	d.Report(f.Line, f.Name+" "+what, instead)
}

// either lists two words or more as a choice: "7d, 28d or all".
func either(words []string) string {
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
