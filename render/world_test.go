package render

import (
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"datarocks/content"
	"datarocks/render/rendertest"
	"datarocks/render/words"
)

var en, de = words.In(content.English), words.In(content.German)

// siteOf renders the site of a world and returns its files.
func siteOf(t testing.TB, w *rendertest.World) fs.FS {
	t.Helper()
	return rendertest.Files(t, func(root *os.Root) error {
		return Site(root, Input{Site: &w.Site, History: w.History(t), Version: "test"})
	})
}

// document is a page as a browser reads it.
func document(t testing.TB, files fs.FS, name string) *html.Node {
	t.Helper()
	return rendertest.Page(t, files, name).Nodes[0]
}

// find returns the elements with a tag and a class; "" is any.
func find(under *html.Node, tag, class string) []*html.Node {
	var found []*html.Node
	for n := range under.Descendants() {
		if n.Type == html.ElementNode && (tag == "" || n.Data == tag) &&
			(class == "" || slices.Contains(strings.Fields(attribute(n, "class")), class)) {
			found = append(found, n)
		}
	}
	return found
}

func attribute(n *html.Node, name string) string {
	value, _ := hasAttribute(n, name)
	return value
}

func hasAttribute(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

// textOf is the text of elements, with single spaces.
func textOf(nodes ...*html.Node) string {
	var text strings.Builder
	for _, n := range nodes {
		for d := range n.Descendants() {
			if d.Type == html.TextNode {
				text.WriteString(d.Data + " ")
			}
		}
	}
	return strings.Join(strings.Fields(text.String()), " ")
}
