package frontmatter

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// read reads a file for a test. The problems that it reports then are added to the
// list.
func read(file string, problems *[]string) (*Document, bool) {
	return Read([]byte(file), func(p Problem) {
		*problems = append(*problems, fmt.Sprintf("%d: %s - %s", p.Line, p.What, p.Instead))
	})
}

func TestRead(t *testing.T) {
	tests := []struct {
		name, file, body string
		bodyLine         int
		problem          string // the start of the only one
	}{
		{name: "front matter and Markdown", file: "---\na: b\n---\n\n\n    code\n\n", body: "    code", bodyLine: 6},
		{name: "line ends of Windows, and a mark of the order of bytes", file: "\ufeff---\r\na: b\r\n---\r\ntext\r\nmore", body: "text\nmore", bodyLine: 4},
		{name: "a line of dashes in the text", file: "---\na: b\n---\none\n---\ntwo\n", body: "one\n---\ntwo", bodyLine: 4},
		{name: "no front matter", file: "text", problem: "1: no front matter - "},
		{name: "it is not closed", file: "---\na: b\n", problem: "1: front matter is not closed - "},
		{name: "it is too long", file: "---\na: " + strings.Repeat("b", maxFrontMatter) + "\n---\n", problem: "1: front matter of more than 64 KiB - "},
		{name: "other bytes", file: "---\na: b\n---\n\xff", problem: "4: not UTF-8 - "},
		{name: "a tab", file: "---\na: b\nc:\n\td: e\n---\n", problem: "4: a tab in the indentation - indent with spaces"},
		{name: "two documents", file: "---\na: b\n--- c\n---\n", problem: "3: a second YAML document - "},
		{name: "a sign that YAML reserves", file: "---\na: @b\n---\n", problem: "2: text starts with @ - leave the @ out, "},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var problems []string
			d, ok := read(test.file, &problems)
			if test.problem != "" {
				if ok || len(problems) != 1 || !strings.HasPrefix(problems[0], test.problem) {
					t.Errorf("got %v and the problems %q", ok, problems)
				}
				return
			}
			if !ok || len(problems) > 0 {
				t.Fatalf("got the problems %q", problems)
			}
			if d.Body != test.body || d.BodyLine != test.bodyLine {
				t.Errorf("got the body %q in line %d", d.Body, d.BodyLine)
			}
		})
	}
}

// size is a word of a few, as OneOf reads them.
type size string

// TestValues reads the one key of a front matter in each way: what is returned, and
// what is reported. Line 2 is the key's.
func TestValues(t *testing.T) {
	text := func(d *Document, f Field) any { s, _ := d.Text(f); return s }
	words := func(d *Document, f Field) any { s, _ := d.Words(f); return s }
	phrase := func(d *Document, f Field) any { s, _ := d.Phrase(f); return s }
	truth := func(d *Document, f Field) any { return d.Truth(f, true) }
	oneOf := func(d *Document, f Field) any { return OneOf[size](d, f, "small", "large") }
	list := func(d *Document, f Field) any {
		var all []string
		for _, item := range d.List(f, "write a list") {
			s, _ := d.Text(item)
			all = append(all, fmt.Sprintf("%d:%s", item.Line, s))
		}
		return strings.Join(all, " ")
	}
	record := func(d *Document, f Field) any {
		keys, ok := d.Record(f, "title", "date")
		return fmt.Sprint(d.Require(f, keys, "title", "title: T"), " ", ok)
	}
	tests := []struct {
		yaml    string // of the value
		read    func(*Document, Field) any
		want    any
		problem string // the only one; "" for none
	}{
		{"abc", text, "abc", ""},
		{"007", text, "007", ""},
		{"True", text, "True", ""},
		{"[a]", text, "", `2: key is a list - write text, in quotes if it has brackets or ": "`},
		{"{a: b}", text, "", `2: key is a group of keys - write text, in quotes if it has brackets or ": "`},
		{"", text, "", "2: key is empty - write text, or leave it out"},
		{"null", text, "", `2: key is null, which is nothing to YAML - put it in quotes: "null"`},
		{" #1", text, "", `2: key is empty: # begins a comment - put the text in quotes: "#1"`},
		{"!!! x", text, "", "2: key starts with a sign that YAML reserves (!, & or *) - put the text in quotes"},
		{"A #1", words, "", `2: key ends where # begins a comment - put it in quotes: "A #1"; or the comment in a line of its own`},
		{"'A #1'", words, "A #1", ""},
		{"A #1", phrase, "A", ""},
		{"|\n  one\n  two", phrase, "", "2: key has a line break - write it in one line"},
		{`"\u200b"`, phrase, "", "2: key is empty - write text that can be seen"},
		{"false", truth, false, ""},
		{"'false'", truth, true, `2: key is "false" - write true or false`},
		{"large", oneOf, size("large"), ""},
		{"Large", oneOf, size("small"), `2: key is "Large" - write small or large`},
		{"a", list, "2:a", ""},
		{"\n  - a\n  - b", list, "3:a 4:b", ""},
		{"{a: b}", list, "", "2: key is a group of keys - write a list"},
		{"\n  - a\n  - [b]", list, "3:a 4:", `4: an entry of key is a list - write text, in quotes if it has brackets or ": "`},
		{"{title: a}", record, "a true", ""},
		{"\n  title: a\n  titl: b", record, "a true", `4: unknown key "titl" - did you mean title?`},
		{"\n  title: a\n  title: b", record, "a true", `4: "title" is written twice, first in line 3 - keep one of the two`},
		{"\n  title: a\n  \u00a0date: b", record, "a true", "4: a space of another kind, U+00A0 - delete it, and type a plain space"},
		{"{date: a}", record, " true", `2: key has no title - add "title: T"`},
		{"\n  title:\n", record, " true", `3: title is empty - write "title: T"`},
	}
	for _, test := range tests {
		t.Run(test.yaml, func(t *testing.T) {
			var problems []string
			d, ok := read("---\nkey: "+test.yaml+"\n---\n", &problems)
			if !ok {
				t.Fatalf("got the problems %q", problems)
			}
			keys, ok := d.Record(d.Front, "key")
			if !ok {
				t.Fatalf("got the problems %q", problems)
			}
			if got := test.read(d, keys["key"]); got != test.want {
				t.Errorf("got %#v, want %#v", got, test.want)
			}
			var want []string
			if test.problem != "" {
				want = []string{test.problem}
			}
			if !slices.Equal(problems, want) {
				t.Errorf("got the problems %q, want %q", problems, want)
			}
		})
	}
}

// TestTheZeroField reads a key that was not written: there is nothing to report.
func TestTheZeroField(t *testing.T) {
	var problems []string
	d, _ := read("---\n---\n", &problems)
	var none Field
	text, ok := d.Text(none)
	entries, whole := d.Entries(none, "")
	if text != "" || ok || !d.Truth(none, true) || d.Truth(none, false) || d.List(none, "") != nil || entries != nil || !whole || none.IsWritten() || none.IsEmpty() {
		t.Errorf("got %q, %v, %v, %v", text, ok, entries, whole)
	}
	if len(problems) > 0 {
		t.Errorf("got the problems %q", problems)
	}
}

func TestWhatAFieldIs(t *testing.T) {
	tests := []struct{ yaml, want string }{
		{"a", ""},
		{"true", "truth"},
		{"'true'", ""},
		{"[a]", "list"},
		{"{a: b}", "keys"},
		{"", "empty"},
		{"~", "empty"},
	}
	for _, test := range tests {
		var problems []string
		d, _ := read("---\nkey: "+test.yaml+"\n---\n", &problems)
		keys, _ := d.Record(d.Front, "key")
		f, got := keys["key"], ""
		for name, is := range map[string]bool{"truth": f.IsTruth(), "list": f.IsList(), "keys": f.HasKeys(), "empty": f.IsEmpty()} {
			if is {
				got += name
			}
		}
		if got != test.want || !f.IsWritten() {
			t.Errorf("%s is %q, want %q", test.yaml, got, test.want)
		}
	}
}
