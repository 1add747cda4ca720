package content

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"datarocks/content/legible"
	"datarocks/content/name"
)

// maxFrontMatter bounds what is parsed, in bytes. The parser recurses, and its
// time grows with the square of nested brackets.
const maxFrontMatter = 64 << 10

// document is one file while it is read: its front matter, still as YAML
// nodes, and the Markdown below it. Its methods report what is wrong and go
// on, so that one reading finds every problem.
type document struct {
	loader   *loader
	file     string
	front    field
	lines    []string // of the front matter
	body     string
	bodyLine int // where the body starts, in the whole file
}

// open reads a file and splits it. It returns false, after reporting why, if the
// front matter cannot be read at all and so there is nothing to look at.
//
// The YAML is parsed to nodes, not decoded into a struct: a decoder stops at
// its first error, and nodes know their lines.
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
	text := newlines.Replace(strings.TrimPrefix(string(data), "\ufeff"))
	d := &document{loader: l, file: file}
	if !utf8.ValidString(text) {
		d.report(invalidLine(text), "not UTF-8", "save the file as UTF-8")
		return nil, false
	}
	front, body, fault := split(text)
	if fault != nil {
		d.report(1, fault.what, fault.instead)
		return nil, false
	}
	node, problem := parse(front)
	if problem != nil {
		d.report(problem.Line, problem.What, problem.Instead)
		return nil, false
	}
	d.front = field{name: "front matter", line: 1, value: node}
	d.lines = strings.Split(front, "\n")
	// Only blank lines go from the start: indentation means code in Markdown.
	d.body = strings.TrimLeft(strings.TrimRightFunc(body, unicode.IsSpace), "\n")
	d.bodyLine = 1 + strings.Count(text[:strings.LastIndex(text, d.body)], "\n")
	return d, true
}

var newlines = strings.NewReplacer("\r\n", "\n", "\r", "\n")

func invalidLine(text string) int {
	valid := 0
	for valid < len(text) {
		r, size := utf8.DecodeRuneInString(text[valid:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		valid += size
	}
	return 1 + strings.Count(text[:valid], "\n")
}

// split takes the front matter from between the first line, "---", and the
// next line that is "---".
func split(text string) (front, body string, wrong *fault) {
	first, rest, _ := strings.Cut(text, "\n")
	if !isDelimiter(first) {
		return "", "", &fault{"no front matter", `start the file with a line "---", then its keys, then another line "---"`}
	}
	for start := 0; start < len(rest); {
		line, _, _ := strings.Cut(rest[start:], "\n")
		end := min(start+len(line)+1, len(rest))
		if !isDelimiter(line) {
			start = end
			continue
		}
		if start > maxFrontMatter {
			return "", "", &fault{"front matter of more than 64 KiB", `put long text below the second line "---"`}
		}
		return rest[:start], rest[end:], nil
	}
	return "", "", &fault{"front matter is not closed", `add a line "---" below the last key`}
}

func isDelimiter(line string) bool { return strings.TrimRight(line, " \t") == "---" }

// frontStart is the number of lines before the front matter: the first "---".
const frontStart = 1

// parse returns the front matter's one YAML value, nil where it is empty. The
// problem it may return has no file yet.
func parse(front string) (ast.Node, *Problem) {
	file, err := parser.ParseBytes([]byte(front), 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return nil, syntaxProblem(err, front)
	}
	switch docs := file.Docs; {
	case len(docs) == 0:
		return nil, nil
	case len(docs) > 1:
		return nil, &Problem{Line: lineOf(docs[1].Body, 1), What: "a second YAML document", Instead: "delete the line that divides the keys in two"}
	}
	return file.Docs[0].Body, nil
}

const checkSyntax = "check the quotes, brackets and indentation"

// syntaxHints puts the parser's messages for the commonest slips in words for
// people who do not know YAML's grammar.
var syntaxHints = []struct{ message, what, instead string }{
	{"'@' is a reserved", "text starts with @", "leave the @ out, or put the text in quotes"},
	{"'`' is a reserved", "text starts with `", "put the text in quotes"},
	{"undefined alias", "text starts with *", "put the text in quotes"},
	{"undefined anchor", "text starts with &", "put the text in quotes"},
	{"directive value", "text starts with %", "put the text in quotes"},
	{"mapping value is not allowed", `a second ": " in one line, or a line indented more than the one above`, `put text that holds ": " in quotes, and start keys of one group in the same column`},
	{"value is not allowed in this context", "text where none may be, such as after a closing quote", "put the whole text in quotes, and check the indentation"},
	{"unexpected key name", `a key without ": " after it`, "write the key, a colon and a plain space"},
}

// syntaxProblem returns what is wrong with front matter that cannot be parsed.
func syntaxProblem(err error, front string) *Problem {
	line, message := 1, err.Error()
	if e, ok := errors.AsType[yaml.Error](err); ok {
		message = e.GetMessage() // Error would quote several lines of the source
		if token := e.GetToken(); token != nil {
			line = token.Position.Line + frontStart
		}
	}
	written := (&document{lines: strings.Split(front, "\n")}).written(line)
	if hint := unseen(written); hint != nil {
		return &Problem{Line: line, What: hint.what, Instead: hint.instead}
	}
	for _, hint := range syntaxHints {
		if strings.Contains(message, hint.message) {
			return &Problem{Line: line, What: hint.what, Instead: hint.instead}
		}
	}
	if strings.Contains(written, " #") {
		return &Problem{Line: line, What: "a line that ends early, since # begins a comment", Instead: "put text that has a # in quotes"}
	}
	return &Problem{Line: line, What: fmt.Sprintf("not valid YAML (%s)", legible.OneLine(message, 0)), Instead: checkSyntax}
}

// unseen names what one does not see in a line that cannot be parsed; nil where
// there is nothing of the kind.
func unseen(line string) *fault {
	for i, r := range line {
		switch {
		case r == '\t':
			if strings.TrimLeft(line[:i], " ") == "" {
				return &fault{"a tab in the indentation", "indent with spaces"}
			}
			return &fault{"a tab", "write a space in its place"}
		case r != ' ' && unicode.IsSpace(r):
			return &fault{fmt.Sprintf("a space of another kind, %U", r), "delete it, and type a plain space"}
		}
		if _, ok := name.Invisible(line[i : i+utf8.RuneLen(r)]); ok {
			return &fault{fmt.Sprintf("the invisible character %U", r), "delete it, or type the line anew"}
		}
	}
	return nil
}
