// Package notes converts what people wrote in Markdown, the notes on an artist and
// pages of text, to HTML.
package notes

import (
	"bytes"
	"html/template"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	gold "github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// converter leaves out the targets of links that would run a script: goldmark
// does so unless it is made unsafe. Raw HTML is text, or what its author wrote
// would be gone without a word; only comments are left out. Two more things that
// the site's content policy forbids are written in another way: the alignment of
// a table's cells as a style, and pictures from elsewhere.
var converter = goldmark.New(
	goldmark.WithExtensions(
		extension.Linkify, extension.Strikethrough, extension.TaskList,
		extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute)),
	),
	goldmark.WithRendererOptions(gold.WithNodeRenderers(util.Prioritized(plainly{}, 0))),
)

// HTML converts a text that stands below a heading of some level; its own
// headings come below that one. Of links that are dead only the words are left; none
// is where dead is nil.
func HTML(source string, below int, dead func(address string) bool) (template.HTML, error) {
	doc := converter.Parser().Parse(text.NewReader([]byte(source)))
	if err := nest(doc, below); err != nil {
		return "", err
	}
	if dead != nil {
		for _, link := range linksIn(doc) {
			if dead(addressOf(link)) {
				unlink(link)
			}
		}
	}
	var html bytes.Buffer
	if err := converter.Renderer().Render(&html, []byte(source), doc); err != nil {
		return "", err
	}
	return template.HTML(html.String()), nil
}

// Link is a link of a text.
type Link struct {
	Address string
	Line    int // of the text, from 0
}

// Links returns the links of a text in its order, but for those that are plain
// addresses: they lead elsewhere.
func Links(source string) (links []Link) {
	for _, link := range linksIn(converter.Parser().Parse(text.NewReader([]byte(source)))) {
		links = append(links, Link{addressOf(link), lineIn(source, link)})
	}
	return links
}

// linksIn returns the links of a document in the order of its text.
func linksIn(doc ast.Node) (links []*ast.Link) {
	// The function returns no error, so there is none.
	_ = ast.Walk(doc, func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		if link, ok := node.(*ast.Link); ok && entering {
			links = append(links, link)
		}
		return ast.WalkContinue, nil
	})
	return links
}

// addressOf returns where a link leads, as a page has it.
func addressOf(link *ast.Link) string { return string(util.URLEscape(link.Destination, true)) }

// unlink leaves what a link holds in its place.
func unlink(link *ast.Link) {
	parent := link.Parent()
	for child := link.FirstChild(); child != nil; child = link.FirstChild() {
		parent.InsertBefore(parent, link, child)
	}
	parent.RemoveChild(parent, link)
}

// lineIn returns the line of a text, from 0, that a link begins in.
func lineIn(source string, link *ast.Link) int {
	start := 0
	_ = ast.Walk(link, func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		if inner, ok := node.(*ast.Text); ok && entering {
			start = inner.Segment.Start
			return ast.WalkStop, nil
		}
		return ast.WalkContinue, nil
	})
	for block := ast.Node(link); start == 0 && block != nil; block = block.Parent() {
		if block.Type() == ast.TypeBlock && block.Lines().Len() > 0 {
			start = block.Lines().At(0).Start
			break
		}
	}
	return strings.Count(source[:start], "\n")
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

// plainly writes the words that describe a picture in its place, and raw HTML as
// text.
type plainly struct{}

func (plainly) RegisterFuncs(r gold.NodeRendererFuncRegisterer) {
	r.Register(ast.KindImage, func(util.BufWriter, []byte, ast.Node, bool) (ast.WalkStatus, error) {
		return ast.WalkContinue, nil
	})
	r.Register(ast.KindRawHTML, func(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			writeTags(w, node.(*ast.RawHTML).Segments.Value(source), "", "")
		}
		return ast.WalkSkipChildren, nil
	})
	r.Register(ast.KindHTMLBlock, func(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
		if block := node.(*ast.HTMLBlock); entering {
			tags := block.Lines().Value(source)
			if block.HasClosure() {
				tags = append(tags, block.ClosureLine.Value(source)...)
			}
			writeTags(w, tags, "<p>", "</p>\n")
		}
		return ast.WalkSkipChildren, nil
	})
}

// writeTags writes raw HTML as text between a beginning and an end. There is
// nowhere for an error: the writer keeps it, and flushing returns it.
func writeTags(w util.BufWriter, tags []byte, before, after string) {
	tags = bytes.TrimSpace(tags)
	if bytes.HasPrefix(tags, []byte("<!--")) && bytes.HasSuffix(tags, []byte("-->")) {
		return
	}
	_, _ = w.WriteString(before)
	_, _ = w.Write(util.EscapeHTML(tags))
	_, _ = w.WriteString(after)
}
