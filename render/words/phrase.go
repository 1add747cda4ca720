package words

import (
	"encoding/json"
	"strings"

	"golang.org/x/text/feature/plural"
)

// A phrase is a text of the table with places to fill: {1}, {2} and so on, in
// any order, each at least once. How many it has is its type, so a call that
// fills too few does not compile.
type (
	Phrase1 string
	Phrase2 string
	Phrase3 string
	Phrase4 string
)

func (p Phrase1) With(a string) string          { return fill(string(p), a) }
func (p Phrase2) With(a, b string) string       { return fill(string(p), a, b) }
func (p Phrase3) With(a, b, c string) string    { return fill(string(p), a, b, c) }
func (p Phrase4) With(a, b, c, d string) string { return fill(string(p), a, b, c, d) }

// fill reads a text once, so that a name which holds "{2}" stays a name.
func fill(text string, args ...string) string {
	size := len(text)
	for _, arg := range args {
		size += len(arg)
	}
	filled := make([]byte, 0, size)
	for i := 0; i < len(text); i++ {
		if text[i] == '{' && i+2 < len(text) && text[i+2] == '}' {
			if n := int(text[i+1] - '1'); 0 <= n && n < len(args) {
				filled = append(filled, args[n]...)
				i += 2
				continue
			}
		}
		filled = append(filled, text[i])
	}
	return string(filled)
}

// Counted is a text about a number of things, in the forms that a language has
// for them. A form that the language does not have is empty.
type counted[P Phrase1 | Phrase2] struct {
	Zero, One, Two, Few, Many, Other P
}

// forms lists them in the order of plural.Form: Other is the first.
func (c counted[P]) forms() [6]P { return [6]P{c.Other, c.Zero, c.One, c.Two, c.Few, c.Many} }

// of gives the form for a whole number. Which one that is are the rules of
// Unicode's CLDR, which x/text keeps; it wants no more than the last digits.
func (c counted[P]) Of(l *Language, n int64) P {
	n = max(n, -n)
	if n >= 10_000_000 {
		n = n%1_000_000 + 1_000_000
	}
	return c.forms()[plural.Cardinal.MatchPlural(l.Tag, int(n), 0, 0, 0, 0)]
}

// JSON is the text for a script: the forms of the language by the names that
// browsers have for them.
func (c counted[P]) JSON() string {
	forms := make(map[string]P)
	for i, form := range c.forms() {
		if form != "" {
			forms[strings.Fields("other zero one two few many")[i]] = form
		}
	}
	data, err := json.Marshal(forms)
	if err != nil {
		panic(err) // strings are JSON
	}
	return string(data)
}
