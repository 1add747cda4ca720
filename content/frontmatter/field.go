package frontmatter

import (
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// Field is a value in the front matter, with what messages call it and where
// it stands. The zero Field is a key that was not written: reading it returns
// nothing and reports nothing.
type Field struct {
	Name  string
	Line  int // of its key, in the whole file
	value ast.Node
}

// IsEmpty recognizes a key that was written without a value, or with one that YAML
// takes for none: null or ~.
func (f Field) IsEmpty() bool {
	_, empty := f.value.(*ast.NullNode)
	return empty
}

// nullWord returns the word that YAML takes for no value; "" where there is none.
func (f Field) nullWord() string {
	if node, ok := f.value.(*ast.NullNode); ok && node.GetToken().Type == token.NullType {
		return node.GetToken().Value
	}
	return ""
}

// scalar returns a value that is neither a list nor keys, exactly as it was
// written. Read as YAML means it, the band 311 would be a number and the
// account 007 would be 7.
func (f Field) scalar() (text string, ok bool) {
	switch node := f.value.(type) {
	case *ast.StringNode:
		return node.Value, true
	case *ast.LiteralNode:
		return node.Value.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return node.GetToken().Value, true
	}
	return "", false
}

// IsWritten reports whether the key was written, be it without a value.
func (f Field) IsWritten() bool { return f.value != nil }

// IsTruth reports whether the value is true or false, without quotes.
func (f Field) IsTruth() bool {
	_, ok := f.value.(*ast.BoolNode)
	return ok
}

// IsList reports whether the value is a list.
func (f Field) IsList() bool {
	_, ok := f.value.(*ast.SequenceNode)
	return ok
}

// HasKeys reports whether the value is a group of keys.
func (f Field) HasKeys() bool {
	_, ok := f.value.(*ast.MappingNode)
	return ok
}

// isPlain reports whether a scalar was written without quotes, in one line.
func isPlain(value ast.Node) bool {
	switch value.GetToken().Type {
	case token.SingleQuoteType, token.DoubleQuoteType, token.LiteralType, token.FoldedType:
		return false
	}
	return true
}

// lineOf returns the line a node stands in, in the whole file.
func lineOf(node ast.Node, otherwise int) int {
	if node == nil || node.GetToken() == nil {
		return otherwise
	}
	return node.GetToken().Position.Line + frontStart
}
