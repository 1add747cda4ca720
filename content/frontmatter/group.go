package frontmatter

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"datarocks/content/legible"
	"datarocks/content/name"
)

// List returns the entries of a list. A text alone counts as a list of one.
func (d *Document) List(f Field, instead string) []Field {
	if _, ok := f.scalar(); ok {
		return []Field{f}
	}
	sequence, ok := f.value.(*ast.SequenceNode)
	if !ok {
		if f.value != nil {
			d.wrongKind(f, instead)
		}
		return nil
	}
	items := make([]Field, len(sequence.Values))
	for i, item := range sequence.Values {
		items[i] = Field{Name: "an entry of " + f.Name, Line: lineOf(item, f.Line), value: item}
	}
	return items
}

// Entries returns the keys of a mapping in the order they were written, each
// once. It returns false, after reporting why, where f is no mapping.
func (d *Document) Entries(f Field, instead string) ([]Field, bool) {
	if f.value == nil {
		return nil, true
	}
	mapping, ok := f.value.(*ast.MappingNode)
	if !ok {
		d.wrongKind(f, instead)
		return nil, false
	}
	var entries []Field
	for _, pair := range mapping.Values {
		line := lineOf(pair.Key, f.Line)
		key, ok := d.Text(Field{Name: "a key of " + f.Name, Line: line, value: pair.Key})
		if !ok {
			continue
		}
		same := func(e Field) bool { return e.Name == key }
		if i := slices.IndexFunc(entries, same); i >= 0 {
			d.Report(line, fmt.Sprintf("%s is written twice, first in line %d", legible.Quote(key), entries[i].Line), "keep one of the two")
			continue
		}
		entries = append(entries, Field{Name: key, Line: line, value: pair.Value})
	}
	return entries, true
}

// Record returns a mapping by its keys, which must be among the known ones.
func (d *Document) Record(f Field, known ...string) (map[string]Field, bool) {
	entries, ok := d.Entries(f, fmt.Sprintf(`write "key: value" lines; the keys are %s`, strings.Join(known, ", ")))
	keys := make(map[string]Field, len(entries))
	for _, entry := range entries {
		if slices.Contains(known, entry.Name) {
			keys[entry.Name] = entry
			continue
		}
		if hint := unseen(entry.Name, entry.Line); hint != nil {
			d.report(*hint)
			continue
		}
		d.Report(entry.Line, "unknown key "+legible.Quote(entry.Name), name.Suggest(entry.Name, known, "the keys here are "+strings.Join(known, ", ")))
	}
	return keys, ok
}

// Require returns the phrase of a key that must be there.
func (d *Document) Require(of Field, keys map[string]Field, key, example string) string {
	if d.Missing(of, keys, key, example) {
		return ""
	}
	text, _ := d.Words(keys[key])
	return text
}

// Missing reports a key that must be there and is not, or has no value.
func (d *Document) Missing(of Field, keys map[string]Field, key, example string) bool {
	f, ok := keys[key]
	if !ok {
		d.Report(of.Line, fmt.Sprintf("%s has no %s", of.Name, key), fmt.Sprintf("add %q", example))
		return true
	}
	if f.IsEmpty() {
		d.Empty(f, fmt.Sprintf("write %q", example))
		return true
	}
	return false
}
