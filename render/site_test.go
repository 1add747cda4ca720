package render

import (
	"encoding/json"
	"io/fs"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"datarocks/render/rendertest"
)

func TestPages(t *testing.T) {
	t.Parallel()
	files := siteOf(t, rendertest.Full())
	want := []string{"404.html", "about/index.html", "artists/dream-theater/index.html", "artists/dream-theater/embed/index.html", "index.html"}
	pages := rendertest.Pages(t, files)
	for _, name := range want {
		if !slices.Contains(pages, name) {
			t.Errorf("no %s", name)
		}
	}
	for _, name := range pages {
		t.Run(name, func(t *testing.T) {
			text := rendertest.Read(t, files, name)
			for _, broken := range []string{"ZgotmplZ", "&amp;amp;", "&amp;lt;", "%!", "<no value>", "{{"} {
				if strings.Contains(text, broken) {
					t.Errorf("holds %q", broken)
				}
			}
			doc := document(t, files, name)
			checkBalance(t, text)
			checkIDs(t, doc)
			checkPolicy(t, doc)
			checkNames(t, doc)
			checkHeadings(t, doc)
			checkLinks(t, files, name, doc)
		})
	}
}

// voidElements have no end tag.
var voidElements = []string{"meta", "link", "br", "hr", "img", "input"}

// checkBalance reads the tags themselves, since a parser mends what is wrong.
func checkBalance(t *testing.T, page string) {
	t.Helper()
	var open []string
	for tokens := html.NewTokenizer(strings.NewReader(page)); ; {
		switch tokens.Next() {
		case html.ErrorToken:
			if len(open) > 0 {
				t.Errorf("never closed: %v", open)
			}
			return
		case html.StartTagToken:
			if tag := tokens.Token().Data; !slices.Contains(voidElements, tag) {
				open = append(open, tag)
			}
		case html.EndTagToken:
			tag := tokens.Token().Data
			if len(open) == 0 || open[len(open)-1] != tag {
				t.Errorf("</%s> closes %v", tag, open)
				return
			}
			open = open[:len(open)-1]
		}
	}
}

func checkIDs(t *testing.T, doc *html.Node) {
	t.Helper()
	seen := make(map[string]bool)
	for n := range doc.Descendants() {
		if id, ok := hasAttribute(n, "id"); ok {
			if seen[id] || id == "" {
				t.Errorf("id %q stands twice, or is empty", id)
			}
			seen[id] = true
		}
	}
	for n := range doc.Descendants() {
		for _, refers := range []string{"for", "aria-labelledby", "aria-describedby"} {
			if id, ok := hasAttribute(n, refers); ok && !seen[id] {
				t.Errorf("%s=%q leads nowhere", refers, id)
			}
		}
		if target, ok := strings.CutPrefix(attribute(n, "href"), "#"); ok && !seen[target] {
			t.Errorf("#%s leads nowhere", target)
		}
	}
}

// checkPolicy looks for what the content security policy would block.
func checkPolicy(t *testing.T, doc *html.Node) {
	t.Helper()
	for _, n := range find(doc, "", "") {
		if style, ok := hasAttribute(n, "style"); ok || n.Data == "style" {
			t.Errorf("<%s> has inline style %q", n.Data, style)
		}
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || strings.HasPrefix(strings.TrimSpace(strings.ToLower(a.Val)), "javascript:") {
				t.Errorf("<%s> has %s=%q", n.Data, a.Key, a.Val)
			}
		}
		if n.Data != "script" || attribute(n, "src") != "" {
			continue
		}
		if attribute(n, "type") != "application/json" {
			t.Error("an inline script")
		} else if !json.Valid([]byte(n.FirstChild.Data)) {
			t.Errorf("data is no JSON: %.200s", n.FirstChild.Data)
		}
	}
}

// checkNames makes sure that there are words for those who cannot see.
func checkNames(t *testing.T, doc *html.Node) {
	t.Helper()
	for _, n := range find(doc, "", "") {
		named := attribute(n, "aria-label") != "" || attribute(n, "aria-labelledby") != "" || attribute(n, "aria-hidden") == "true"
		for p := n.Parent; p != nil && !named; p = p.Parent {
			named = attribute(p, "aria-hidden") == "true" || p.Data == "svg"
		}
		switch n.Data {
		case "svg", "nav":
			if !named {
				t.Errorf("a <%s> has no name", n.Data)
			}
		case "button", "a", "h1", "h2", "th", "summary":
			if !named && textOf(n) == "" {
				t.Errorf("a <%s> has no text", n.Data)
			}
		case "img":
			t.Error("an <img>, of which there are none")
		}
	}
	if html := find(doc, "html", "")[0]; attribute(html, "lang") == "" {
		t.Error("no language")
	}
	// Pictures have titles of their own.
	if title := find(find(doc, "head", "")[0], "title", ""); len(title) != 1 || textOf(title...) == "" {
		t.Error("not one title")
	}
}

func checkHeadings(t *testing.T, doc *html.Node) {
	t.Helper()
	last := 0
	for _, n := range find(doc, "", "") {
		if len(n.Data) != 2 || n.Data[0] != 'h' || n.Data[1] < '1' || n.Data[1] > '6' {
			continue
		}
		level := int(n.Data[1] - '0')
		if level > last+1 || level == 1 && last > 0 {
			t.Errorf("<%s> %q follows a heading of level %d", n.Data, textOf(n), last)
		}
		last = level
	}
	if last == 0 {
		t.Error("no heading")
	}
}

// checkLinks resolves every address of a page below the site's base path.
func checkLinks(t *testing.T, files fs.FS, page string, doc *html.Node) {
	t.Helper()
	const root = "https://counts.example.org/label/"
	base, err := url.Parse(root + strings.TrimSuffix(page, "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range find(doc, "", "") {
		for _, key := range []string{"href", "src", "data-charts", "data-echarts", "data-names", "data-crosshair", "data-embedding"} {
			value, ok := hasAttribute(n, key)
			if !ok || strings.HasPrefix(value, "#") {
				continue
			}
			target, err := base.Parse(value)
			if err != nil {
				t.Errorf("%s=%q: %v", key, value, err)
				continue
			}
			target.Fragment = ""
			name, ours := strings.CutPrefix(target.String(), root)
			if !ours {
				if n.Data != "a" {
					t.Errorf("<%s> loads %s from elsewhere", n.Data, target)
				}
				continue
			}
			if name == "" || strings.HasSuffix(name, "/") {
				name += "index.html"
			}
			if _, err := fs.Stat(files, name); err != nil {
				t.Errorf("%s=%q: %v", key, value, err)
			}
		}
	}
}
