package legible

import (
	"fmt"
	"regexp"
	"slices"
)

var digits = regexp.MustCompile(`[0-9]+`)

// Kind is what a message has in common with others that differ only in what they
// quote, and in numbers.
func Kind(message string) string {
	return digits.ReplaceAllString(quotation.ReplaceAllString(message, `""`), "0")
}

// MostOfAKind is how many of one kind are shown.
const MostOfAKind = 20

// Shorten returns the first lines of one kind, and in a last one how many more there
// are: "and 13 more", and what is added to that.
func Shorten(lines []string, added string) []string {
	more := len(lines) - MostOfAKind
	if more <= 0 {
		return lines
	}
	return append(slices.Clone(lines[:MostOfAKind]), fmt.Sprintf("and %d more%s", more, added))
}

// More are those of a kind that are not shown.
type More[T any] struct {
	First T // of the kind; it is shown
	N     int
}

// String shows the first of them: "and 13 more like artists/vola.md:4: ...".
func (m More[T]) String() string { return fmt.Sprintf("and %d more like %v", m.N, m.First) }

// Few returns the first of each kind, in their order, and how many more of it there
// are.
func Few[T any](all []T, kind func(T) string) (few []T, more []More[T]) {
	at := make(map[string]int)
	for _, one := range all {
		i, ok := at[kind(one)]
		if !ok {
			i = len(more)
			at[kind(one)] = i
			more = append(more, More[T]{First: one, N: -MostOfAKind})
		}
		if more[i].N++; more[i].N <= 0 {
			few = append(few, one)
		}
	}
	return few, slices.DeleteFunc(more, func(m More[T]) bool { return m.N <= 0 })
}
