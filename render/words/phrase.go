package words

import (
	"encoding/json"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
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

func (Phrase1) places() int { return 1 }
func (Phrase2) places() int { return 2 }
func (Phrase3) places() int { return 3 }
func (Phrase4) places() int { return 4 }

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

// counted is a text about a number of things, in the forms that a language has
// for them. A form that the language does not have is empty.
type counted[P Phrase1 | Phrase2 | Phrase3] struct {
	Zero, One, Two, Few, Many, Other P
}

// formNames are the names of the forms in Unicode's CLDR, and in browsers, in the
// order of plural.Form.
var formNames = [6]string{"other", "zero", "one", "two", "few", "many"}

// forms lists the texts in the same order.
func (c counted[P]) forms() [6]P { return [6]P{c.Other, c.Zero, c.One, c.Two, c.Few, c.Many} }

// Of returns the text for a whole number.
func (c counted[P]) Of(l *Language, n int64) P { return c.forms()[form(l.tag, n)] }

// form is the form for a whole number, by the rules of Unicode's CLDR, which x/text
// keeps. They look at no more than the last digits.
func form(tag language.Tag, n int64) plural.Form {
	n = max(n, -n)
	if n >= 10_000_000 {
		n = n%1_000_000 + 1_000_000
	}
	return plural.Cardinal.MatchPlural(tag, int(n), 0, 0, 0, 0)
}

// JSON is the text for a script: its forms by their names.
func (c counted[P]) JSON() string {
	forms := make(map[string]P)
	for i, text := range c.forms() {
		if text != "" {
			forms[formNames[i]] = text
		}
	}
	data, err := json.Marshal(forms)
	if err != nil {
		panic(err) // strings are JSON
	}
	return string(data)
}
