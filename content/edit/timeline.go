package edit

import (
	"cmp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"datarocks/content"
)

// AddEvents returns an artist's file with more events in its timeline. All other bytes
// stay as they are: entries, their order, comments, line ends. A new entry stands where
// its day belongs if the entries are in the order of their days, or in the reverse, and
// below them if they are not, or stand in brackets.
//
// The error is ErrForm. The caller reads the result as content.Load does before it is
// written.
func AddEvents(file []byte, events []content.Event) ([]byte, error) {
	if len(events) == 0 {
		return file, nil
	}
	lines := splitLines(string(file))
	keys, end, ok := parseFront(lines)
	if !ok || keys.IsFlowStyle {
		return nil, ErrForm
	}
	events = slices.Clone(events)
	slices.SortStableFunc(events, byDay)
	lines, err := (&timeline{lines, keys, end}).add(events)
	return []byte(strings.Join(lines, "")), err
}

func byDay(a, b content.Event) int { return cmp.Compare(a.Day, b.Day) }

// timeline is where events are added: the lines of a file, the keys of its front matter
// and the line that closes it.
type timeline struct {
	lines []string
	keys  *ast.MappingNode
	end   int
}

func (t *timeline) add(events []content.Event) ([]string, error) {
	pair, at := find(t.keys, "timeline")
	column := t.keys.Values[0].Key.GetToken().Position.Column
	below := entryForm{lead: strings.Repeat(" ", column-1) + "  - ", braces: true}
	if pair == nil {
		key := strings.Repeat(" ", column-1) + "timeline:"
		return t.insert(t.end, append([]string{key}, below.lines(events)...)), nil
	}
	list, ok := pair.Value.(*ast.SequenceNode)
	switch {
	case !ok:
		return nil, ErrForm
	case list.IsFlowStyle && len(list.Values) > 0:
		return t.addInBrackets(list, events)
	case list.IsFlowStyle:
		return t.fill(pair, list, below, events)
	}
	end := t.end
	if at+1 < len(t.keys.Values) {
		end = lineOf(t.keys.Values[at+1].Key)
	}
	return t.addAmong(pair, list, end, events)
}

// insert puts lines before one, with the ends that the line above it has.
func (t *timeline) insert(at int, added []string) []string {
	end := lineEnd(t.lines[at-1])
	for i := range added {
		added[i] += end
	}
	return slices.Insert(t.lines, at, added...)
}

// fill adds the first events to a list that is empty brackets. Where these stand beside
// their key, lines below it take their place.
func (t *timeline) fill(pair *ast.MappingValueNode, list *ast.SequenceNode, below entryForm, events []content.Event) ([]string, error) {
	at := list.Start.Position.Line
	before, _, opened := cut(t.lines[at], list.Start.Position.Column, "[")
	_, after, closed := cut(t.lines[list.End.Position.Line], list.End.Position.Column, "]")
	switch {
	case !opened || !closed:
		return nil, ErrForm
	case at != lineOf(pair.Key) || at != list.End.Position.Line:
		t.lines[at] = before + "[" + strings.Join(entryForm{braces: true}.lines(events), ", ") + t.lines[at][len(before)+1:]
		return t.lines, nil
	}
	t.lines[at] = strings.TrimRight(before, " \t") + after
	return t.insert(at+1, below.lines(events)), nil
}

// addInBrackets adds events behind the last of a list in brackets: each in a line of its
// own if that one has one.
func (t *timeline) addInBrackets(list *ast.SequenceNode, events []content.Event) ([]string, error) {
	last, ok := list.Values[len(list.Values)-1].(*ast.MappingNode)
	if !ok || !last.IsFlowStyle || last.End == nil {
		return nil, ErrForm
	}
	at := last.End.Position.Line
	indent, _, opened := cut(t.lines[last.Start.Position.Line], last.Start.Position.Column, "{")
	before, after, closed := cut(t.lines[at], last.End.Position.Column, "}")
	if !opened || !closed {
		return nil, ErrForm
	}
	rest, comma := strings.CutPrefix(strings.TrimLeft(after, " \t"), ",")
	rest = strings.TrimSpace(rest)
	if strings.TrimLeft(indent, " \t") != "" || rest != "" && !strings.HasPrefix(rest, "#") {
		t.lines[at] = before + "}, " + strings.Join(entryForm{braces: true}.lines(events), ", ") + after
		return t.lines, nil
	}
	if !comma {
		t.lines[at] = before + "}," + after
	}
	added := entryForm{lead: indent, braces: true}.lines(events)
	for i := range added {
		if comma || i < len(added)-1 {
			added[i] += ","
		}
	}
	return t.insert(at+1, added), nil
}

// addAmong adds events to a list whose entries begin with dashes. end is the line below
// the list.
func (t *timeline) addAmong(pair *ast.MappingValueNode, list *ast.SequenceNode, end int, events []content.Event) ([]string, error) {
	starts := make([]int, 0, len(list.Entries)+1)
	for _, entry := range list.Entries {
		at := entry.Start.Position.Line
		if _, _, ok := cut(t.lines[at], entry.Start.Position.Column, "-"); !ok || at <= lineOf(pair.Key) {
			return nil, ErrForm
		}
		starts = append(starts, at)
	}
	starts = append(starts, end)
	form, place := t.formOf(list), placing(list)
	for n := len(list.Entries); n >= 0; n-- {
		batch := slices.DeleteFunc(slices.Clone(events), func(e content.Event) bool { return place.of(e.Day) != n })
		if len(batch) == 0 {
			continue
		}
		if place.newestFirst {
			slices.SortStableFunc(batch, func(a, b content.Event) int { return byDay(b, a) })
		}
		at := t.above(starts[0])
		if n > 0 {
			at = t.below(starts[n], list.Start.Position.Column)
		}
		t.lines = t.insert(at, form.lines(batch))
	}
	return t.lines, nil
}

// above returns where an entry begins, with the comment above it.
func (t *timeline) above(at int) int {
	for isComment(t.lines[at-1]) {
		at--
	}
	return at
}

// below returns where an entry ends: above the empty lines, and above the comments that
// are no further to the right than its dash, before a line.
func (t *timeline) below(at, column int) int {
	for {
		line := t.lines[at-1]
		indent := len(line) - len(strings.TrimLeft(line, " \t"))
		if strings.TrimSpace(line) != "" && (!isComment(line) || indent >= column) {
			return at
		}
		at--
	}
}

func isComment(line string) bool { return strings.HasPrefix(strings.TrimLeft(line, " \t"), "#") }

// formOf returns how the last entry of a list is written.
func (t *timeline) formOf(list *ast.SequenceNode) entryForm {
	entry := list.Entries[len(list.Entries)-1].Start.Position
	before, after, _ := cut(t.lines[entry.Line], entry.Column, "-")
	gap := after[:len(after)-len(strings.TrimLeft(after, " "))]
	if gap == "" || strings.TrimSpace(after) == "" {
		gap = " "
	}
	last, ok := list.Values[len(list.Values)-1].(*ast.MappingNode)
	return entryForm{lead: before + "-" + gap, braces: ok && last.IsFlowStyle}
}

// entryForm is how entries of a timeline are written.
type entryForm struct {
	lead   string // what stands before the first key, or brace: "  - "
	braces bool
}

// lines returns events as the lines of entries, without their ends.
func (f entryForm) lines(events []content.Event) []string {
	var lines []string
	for _, e := range events {
		keys := []string{"date: " + e.Day.String(), titleKey(e.Title, f.braces)}
		if e.Kind != "" {
			keys = append(keys, "kind: "+string(e.Kind))
		}
		if f.braces {
			lines = append(lines, f.lead+"{"+strings.Join(keys, ", ")+"}")
			continue
		}
		lines = append(lines, f.lead+keys[0])
		for _, key := range keys[1:] {
			lines = append(lines, strings.Repeat(" ", len(f.lead))+key)
		}
	}
	return lines
}

// titleKey returns a title and its key. One that YAML cannot write stands in quotes.
func titleKey(title string, inBraces bool) string {
	text, err := line(yaml.MapItem{Key: "title", Value: scalar(title)}, inBraces)
	if err != nil {
		text, _ = line(yaml.MapItem{Key: "title", Value: quoted(title)}, inBraces)
	}
	return text
}

// Lines returns events as entries of a timeline, which can be pasted below its key.
func Lines(events []content.Event) []string {
	return entryForm{lead: "  - ", braces: true}.lines(events)
}
