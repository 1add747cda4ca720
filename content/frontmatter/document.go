// Package frontmatter reads files that people write: YAML between two lines of
// "---", the front matter, then Markdown. It knows YAML and its traps, and no key of
// any file.
package frontmatter

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxFrontMatter bounds what is parsed, in bytes. The parser recurses, and its
// time grows with the square of nested brackets.
const maxFrontMatter = 64 << 10

// Document is one file while it is read: its front matter, still as YAML
// nodes, and the Markdown below it. Its methods report what is wrong and go
// on, so that one reading finds every problem.
type Document struct {
	Front    Field
	Body     string
	BodyLine int // where the body starts, in the whole file

	lines  []string // of the front matter
	report func(Problem)
}

// Problem is one thing that is wrong in a file, and its cure.
type Problem struct {
	Line    int    // from 1, counted in the whole file
	What    string // `unknown key "acounts"`
	Instead string // `did you mean accounts?`
}

// Read splits a file, and parses its front matter. What is wrong in the file is
// reported then and while the document is read. It returns false, after reporting
// why, if the front matter cannot be read at all and so there is nothing to look at.
//
// The YAML is parsed to nodes, not decoded into a struct: a decoder stops at
// its first error, and nodes know their lines.
func Read(file []byte, report func(Problem)) (*Document, bool) {
	text := PlainLines(strings.TrimPrefix(string(file), "\ufeff"))
	if !utf8.ValidString(text) {
		report(Problem{invalidLine(text), "not UTF-8", "save the file as UTF-8"})
		return nil, false
	}
	front, body, wrong := Split(text)
	if wrong != nil {
		report(*wrong)
		return nil, false
	}
	node, wrong := parse(front)
	if wrong != nil {
		report(*wrong)
		return nil, false
	}
	d := &Document{
		Front:  Field{Name: "front matter", Line: 1, value: node},
		lines:  strings.Split(front, "\n"),
		report: report,
	}
	// Only blank lines go from the start: indentation means code in Markdown.
	d.Body = strings.TrimLeft(strings.TrimRightFunc(body, unicode.IsSpace), "\n")
	d.BodyLine = 1 + strings.Count(text[:strings.LastIndex(text, d.Body)], "\n")
	return d, true
}

// Report reports what is wrong in a line of the file, and what to write instead.
func (d *Document) Report(line int, what, instead string) { d.report(Problem{line, what, instead}) }

// lineAt returns a line of the front matter as it was written.
func lineAt(lines []string, line int) string {
	if i := line - 1 - frontStart; i >= 0 && i < len(lines) {
		return lines[i]
	}
	return ""
}

// PlainLines returns a text whose lines all end as Unix has them, whatever they ended with.
func PlainLines(text string) string { return newlines.Replace(text) }

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

// Split takes the front matter from between the first line, "---", and the
// next line that is "---". Lines end in "\n": see PlainLines.
func Split(text string) (front, body string, wrong *Problem) {
	first, rest, _ := strings.Cut(text, "\n")
	if !isDelimiter(first) {
		return "", "", &Problem{1, "no front matter", `start the file with a line "---", then its keys, then another line "---"`}
	}
	for start := 0; start < len(rest); {
		line, _, _ := strings.Cut(rest[start:], "\n")
		end := min(start+len(line)+1, len(rest))
		if !isDelimiter(line) {
			start = end
			continue
		}
		if start > maxFrontMatter {
			return "", "", &Problem{1, "front matter of more than 64 KiB", `put long text below the second line "---"`}
		}
		return rest[:start], rest[end:], nil
	}
	return "", "", &Problem{1, "front matter is not closed", `add a line "---" below the last key`}
}

func isDelimiter(line string) bool { return strings.TrimRight(line, " \t") == "---" }

// frontStart is the number of lines before the front matter: the first "---".
const frontStart = 1
