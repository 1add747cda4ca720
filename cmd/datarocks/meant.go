package main

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"datarocks/history/gate"

	"github.com/agnivade/levenshtein"
)

// Names that nobody writes, and more than anybody reads.
const (
	longestName = 256
	mostNames   = 30
)

// meant gives a hint for a name that is none of those there are.
func meant(name string, all []string) string {
	best, distance := "", 0
	if folded := gate.FoldName(name); len(folded) <= longestName {
		for _, other := range all {
			n := levenshtein.ComputeDistance(folded, gate.FoldName(other))
			if n <= max(1, utf8.RuneCountInString(folded)/3) && (best == "" || n < distance) {
				best, distance = other, n
			}
		}
	}
	switch {
	case best != "":
		return fmt.Sprintf("did you mean %s?", best)
	case len(all) == 0:
		return ""
	case len(all) > mostNames:
		all = append(all[:mostNames:mostNames], "...")
	}
	return "there are " + strings.Join(all, ", ")
}
