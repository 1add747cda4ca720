package render

import (
	"bytes"
	"html/template"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	gold "github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// converter leaves out raw HTML and links that would run a script: goldmark
// does so unless told to be unsafe. Two more things that the site's content
// policy forbids are written in another way: the alignment of a table's cells
// as a style, and pictures from elsewhere.
var converter = goldmark.New(
	goldmark.WithExtensions(
		extension.Linkify, extension.Strikethrough, extension.TaskList,
		extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute)),
	),
	goldmark.WithRendererOptions(gold.WithNodeRenderers(util.Prioritized(imageWords{}, 0))),
)

// markdown converts a text that stands below a heading of some level; its own
// headings come below that one.
func markdown(source string, below int) (template.HTML, error) {
	doc := converter.Parser().Parse(text.NewReader([]byte(source)))
	if err := nest(doc, below); err != nil {
		return "", err
	}
	var html bytes.Buffer
	if err := converter.Renderer().Render(&html, []byte(source), doc); err != nil {
		return "", err
	}
	return template.HTML(html.String()), nil
}

// nest moves the headings of a document to the levels below one, without
// leaving a level out.
func nest(doc ast.Node, below int) error {
	var open []int // levels, as written, of the headings that the next one is in
	return ast.Walk(doc, func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		if heading, ok := node.(*ast.Heading); ok && entering {
			for len(open) > 0 && open[len(open)-1] >= heading.Level {
				open = open[:len(open)-1]
			}
			open = append(open, heading.Level)
			heading.Level = min(6, below+len(open))
		}
		return ast.WalkContinue, nil
	})
}

// imageWords writes the words that describe a picture in its place.
type imageWords struct{}

func (imageWords) RegisterFuncs(r gold.NodeRendererFuncRegisterer) {
	r.Register(ast.KindImage, func(util.BufWriter, []byte, ast.Node, bool) (ast.WalkStatus, error) {
		return ast.WalkContinue, nil
	})
}
