package edit

import (
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// splitLines returns the lines of a text, each with its end.
func splitLines(text string) []string { return slices.Collect(strings.Lines(text)) }

func isDelimiter(line string) bool {
	return strings.TrimRight(strings.TrimPrefix(line, "\ufeff"), " \t\r\n") == "---"
}

// lineEnd is the end of a line: "\n", "\r\n" or "".
func lineEnd(line string) string { return line[len(strings.TrimRight(line, "\r\n")):] }

// parseFront returns the keys of the front matter, and which line closes it, from 0. The
// lines of its tokens count from 1 below the line that opens it, and so from 0 in lines.
// ok is false where it has no keys.
func parseFront(lines []string) (keys *ast.MappingNode, end int, ok bool) {
	if len(lines) == 0 || !isDelimiter(lines[0]) {
		return nil, 0, false
	}
	end = 1 + slices.IndexFunc(lines[1:], isDelimiter)
	if end == 0 {
		return nil, 0, false
	}
	front := strings.ReplaceAll(strings.Join(lines[1:end], ""), "\r\n", "\n")
	file, err := parser.ParseBytes([]byte(front), 0)
	if err != nil || len(file.Docs) != 1 || strings.Contains(front, "\r") {
		return nil, 0, false
	}
	keys, ok = file.Docs[0].Body.(*ast.MappingNode)
	return keys, end, ok && len(keys.Values) > 0
}

// find returns the pair of a key and its place among them; nil where there is none.
func find(keys *ast.MappingNode, key string) (pair *ast.MappingValueNode, at int) {
	at = slices.IndexFunc(keys.Values, func(p *ast.MappingValueNode) bool { return p.Key.GetToken().Value == key })
	if at < 0 {
		return nil, at
	}
	return keys.Values[at], at
}
