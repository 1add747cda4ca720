package edit

import (
	"bytes"
	"errors"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"datarocks/content"
)

// ErrForm means that the accounts, or the timeline, stand in the file in a form into
// which nothing can be written without changing more.
var ErrForm = errors.New("its front matter is written in a form that only a person can change")

// AddAccounts returns an artist's file with more accounts below those that it has. All
// other bytes stay as they are: comments, order, line ends. The caller reads the result
// as content.Load does before it is written.
func AddAccounts(file []byte, added map[content.Source]string) ([]byte, error) {
	lines := splitLines(string(file))
	accounts, err := findAccounts(lines)
	if err != nil {
		return nil, err
	}
	var items []string
	for _, info := range content.Sources {
		account, ok := added[info.Source]
		if !ok {
			continue
		}
		text, err := line(item(info.Source, account), accounts.IsFlowStyle)
		if err != nil {
			return nil, err
		}
		items = append(items, text)
	}
	if len(items) == 0 {
		return file, nil
	}
	if accounts.IsFlowStyle {
		err = addInBraces(lines, accounts, items)
	} else {
		lines, err = addBelow(lines, accounts, items)
	}
	return []byte(strings.Join(lines, "")), err
}

// findAccounts returns the accounts in the front matter.
func findAccounts(lines []string) (*ast.MappingNode, error) {
	keys, _, ok := parseFront(lines)
	if !ok {
		return nil, ErrForm
	}
	pair, _ := find(keys, "accounts")
	if pair == nil {
		return nil, ErrForm
	}
	accounts, ok := pair.Value.(*ast.MappingNode)
	if !ok || len(accounts.Values) == 0 {
		return nil, ErrForm
	}
	return accounts, nil
}

// line returns an account as a line has it, without its end.
func line(item yaml.MapItem, inBraces bool) (string, error) {
	if text, ok := item.Value.(scalar); ok && inBraces && strings.ContainsAny(string(text), ",[]{}") {
		item.Value = quoted(text)
	}
	text, err := yaml.Marshal(yaml.MapSlice{item})
	return string(bytes.TrimSpace(text)), err
}

// addBelow adds lines below the last account, as far to the right as the first.
func addBelow(lines []string, accounts *ast.MappingNode, items []string) ([]string, error) {
	first, last := accounts.Values[0].Key.GetToken().Position, accounts.Values[len(accounts.Values)-1].Key.GetToken().Position
	at := last.Line // of the file, from 0: the first line of all is before the front matter
	end := lineEnd(lines[at])
	indent := strings.Repeat(" ", first.Column-1)
	for i := range items {
		items[i] = indent + items[i] + end
	}
	return slices.Insert(lines, at+1, items...), nil
}

// addInBraces adds accounts before the brace that ends the others.
func addInBraces(lines []string, accounts *ast.MappingNode, items []string) error {
	if accounts.End == nil {
		return ErrForm
	}
	at := accounts.End.Position.Line
	brace := strings.LastIndex(lines[at], "}")
	if brace < 0 {
		return ErrForm
	}
	before := strings.TrimRight(lines[at][:brace], " \t")
	for before == "" && at > accounts.Start.Position.Line {
		// The brace stands alone: the last account is in a line above.
		at--
		brace = len(strings.TrimRight(lines[at], " \t\r\n"))
		before = lines[at][:brace]
	}
	comma := ", "
	if strings.HasSuffix(before, ",") {
		comma = " "
	}
	lines[at] = before + comma + strings.Join(items, ", ") + lines[at][len(before):]
	return nil
}
