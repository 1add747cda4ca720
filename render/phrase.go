package render

import (
	"golang.org/x/text/feature/plural"
)

// A phrase is a text of the table with places to fill: {1}, {2} and so on, in
// any order, each at least once. How many it has is its type, so a call that
// fills too few does not compile.
type (
	phrase1 string
	phrase2 string
	phrase3 string
	phrase4 string
)

func (p phrase1) with(a string) string          { return fill(string(p), a) }
func (p phrase2) with(a, b string) string       { return fill(string(p), a, b) }
func (p phrase3) with(a, b, c string) string    { return fill(string(p), a, b, c) }
func (p phrase4) with(a, b, c, d string) string { return fill(string(p), a, b, c, d) }

// With is for templates.
func (p phrase1) With(a string) string { return p.with(a) }

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
type counted[P phrase1 | phrase2] struct {
	Zero, One, Two, Few, Many, Other P
}

// forms lists them in the order of plural.Form: Other is the first.
func (c counted[P]) forms() [6]P { return [6]P{c.Other, c.Zero, c.One, c.Two, c.Few, c.Many} }

// of gives the form for a whole number. Which one that is are the rules of
// Unicode's CLDR, which x/text keeps; it wants no more than the last digits.
func (c counted[P]) of(l *Language, n int64) P {
	n = max(n, -n)
	if n >= 10_000_000 {
		n = n%1_000_000 + 1_000_000
	}
	return c.forms()[plural.Cardinal.MatchPlural(l.tag, int(n), 0, 0, 0, 0)]
}
