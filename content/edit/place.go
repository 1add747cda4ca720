package edit

import (
	"slices"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"

	"datarocks/content"
)

// places holds the days of a list's entries, by which new ones find their place.
type places struct {
	days        []content.Day
	newestFirst bool
	ordered     bool // by day, either way
}

// placing returns the places of a list.
func placing(list *ast.SequenceNode) places {
	p := places{days: make([]content.Day, 0, len(list.Values)), ordered: true}
	for _, entry := range list.Values {
		day, ok := dayOf(entry)
		p.ordered = p.ordered && ok
		p.days = append(p.days, day)
	}
	if !slices.IsSorted(p.days) {
		newest := slices.Clone(p.days)
		slices.Reverse(newest)
		p.newestFirst = p.ordered && slices.IsSorted(newest)
		p.ordered = p.newestFirst
	}
	return p
}

// of returns how many entries stand before one of a day that is new.
func (p places) of(day content.Day) (n int) {
	for _, d := range p.days {
		if !p.ordered || !p.newestFirst && d <= day || p.newestFirst && d >= day {
			n++
		}
	}
	return n
}

func dayOf(entry ast.Node) (content.Day, bool) {
	keys, ok := entry.(*ast.MappingNode)
	if !ok {
		return 0, false
	}
	pair, _ := find(keys, "date")
	if pair == nil {
		return 0, false
	}
	day, err := content.ParseDay(pair.Value.GetToken().Value)
	return day, err == nil
}

// lineOf returns the line of a file, from 0, that a node of its front matter stands in.
func lineOf(node ast.Node) int { return node.GetToken().Position.Line }

// cut returns what stands before and after a sign in a column, counted in characters
// from 1; ok is false where another one stands there.
func cut(line string, column int, sign string) (before, after string, ok bool) {
	at := 0
	for range column - 1 {
		_, size := utf8.DecodeRuneInString(line[at:])
		at += size
	}
	if at+len(sign) > len(line) || line[at:at+len(sign)] != sign {
		return "", "", false
	}
	return line[:at], line[at+len(sign):], true
}
