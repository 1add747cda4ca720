package frontmatter

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"datarocks/content/legible"
	"datarocks/content/name"
)

// parse returns the front matter's one YAML value, nil where it is empty.
func parse(front string) (ast.Node, *Problem) {
	file, err := parser.ParseBytes([]byte(front), 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return nil, syntaxProblem(err, front)
	}
	switch docs := file.Docs; {
	case len(docs) == 0:
		return nil, nil
	case len(docs) > 1:
		return nil, &Problem{lineOf(docs[1].Body, 1), "a second YAML document", "delete the line that divides the keys in two"}
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
	written := lineAt(strings.Split(front, "\n"), line)
	if hint := unseen(written, line); hint != nil {
		return hint
	}
	for _, hint := range syntaxHints {
		if strings.Contains(message, hint.message) {
			return &Problem{line, hint.what, hint.instead}
		}
	}
	if strings.Contains(written, " #") {
		return &Problem{line, "a line that ends early, since # begins a comment", "put text that has a # in quotes"}
	}
	return &Problem{line, fmt.Sprintf("not valid YAML (%s)", legible.OneLine(message, 0)), checkSyntax}
}

// unseen names what one does not see in a text that is not understood, and that
// stands in a line; nil where there is nothing of the kind.
func unseen(text string, line int) *Problem {
	for i, r := range text {
		switch {
		case r == '\t':
			if strings.TrimLeft(text[:i], " ") == "" {
				return &Problem{line, "a tab in the indentation", "indent with spaces"}
			}
			return &Problem{line, "a tab", "write a space in its place"}
		case r != ' ' && unicode.IsSpace(r):
			return &Problem{line, fmt.Sprintf("a space of another kind, %U", r), "delete it, and type a plain space"}
		}
		if _, ok := name.Invisible(text[i : i+utf8.RuneLen(r)]); ok {
			return &Problem{line, fmt.Sprintf("the invisible character %U", r), "delete it, or type the line anew"}
		}
	}
	return nil
}
