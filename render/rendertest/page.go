package rendertest

import (
	"encoding/xml"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
)

// Read returns the text of a file.
func Read(t testing.TB, files fs.FS, name string) string {
	t.Helper()
	data, err := fs.ReadFile(files, name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// All returns the texts of all files by name.
func All(t testing.TB, files fs.FS) map[string]string {
	t.Helper()
	all := make(map[string]string)
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			all[name] = Read(t, files, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Pages lists the HTML files of a site.
func Pages(t testing.TB, files fs.FS) (pages []string) {
	t.Helper()
	for name := range All(t, files) {
		if path.Ext(name) == ".html" {
			pages = append(pages, name)
		}
	}
	slices.Sort(pages)
	return pages
}

// Page parses a page as a browser does.
func Page(t testing.TB, files fs.FS, name string) *goquery.Document {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(Read(t, files, name)))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// Words is the text of all selected elements, with one space between words and
// between elements.
func Words(s *goquery.Selection) string {
	var text strings.Builder
	for _, n := range s.Nodes {
		for d := range n.Descendants() {
			if d.Type == html.TextNode {
				text.WriteString(d.Data + " ")
			}
		}
	}
	return strings.Join(strings.Fields(text.String()), " ")
}

// Texts are the words of each element that a selector finds on a page.
func Texts(t testing.TB, files fs.FS, page, selector string) []string {
	t.Helper()
	return Page(t, files, page).Find(selector).Map(func(_ int, s *goquery.Selection) string { return Words(s) })
}

// XML returns the texts of the elements of a file by their names, and the values of
// attributes by "element@attribute". It reports a file that is not well-formed.
func XML(t testing.TB, files fs.FS, name string) map[string][]string {
	t.Helper()
	found := make(map[string][]string)
	var open []string
	for dec := xml.NewDecoder(strings.NewReader(Read(t, files, name))); ; {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return found
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return found
		}
		switch token := token.(type) {
		case xml.StartElement:
			open = append(open, token.Name.Local)
			found[token.Name.Local] = append(found[token.Name.Local], "")
			for _, a := range token.Attr {
				found[token.Name.Local+"@"+a.Name.Local] = append(found[token.Name.Local+"@"+a.Name.Local], a.Value)
			}
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) > 0 {
				texts := found[open[len(open)-1]]
				texts[len(texts)-1] += string(token)
			}
		}
	}
}
