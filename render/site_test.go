package render

import (
	"encoding/json"
	"io/fs"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
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
			doc := rendertest.Page(t, files, name)
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

func checkIDs(t *testing.T, doc *goquery.Document) {
	t.Helper()
	seen := make(map[string]bool)
	for _, e := range doc.Find("[id]").EachIter() {
		id := e.AttrOr("id", "")
		if seen[id] || id == "" {
			t.Errorf("id %q stands twice, or is empty", id)
		}
		seen[id] = true
	}
	for _, refers := range []string{"for", "aria-labelledby", "aria-describedby"} {
		for _, e := range doc.Find("[" + refers + "]").EachIter() {
			if id := e.AttrOr(refers, ""); !seen[id] {
				t.Errorf("%s=%q leads nowhere", refers, id)
			}
		}
	}
	for _, e := range doc.Find("[href^='#']").EachIter() {
		if target := e.AttrOr("href", ""); !seen[target[1:]] {
			t.Errorf("%s leads nowhere", target)
		}
	}
}

// checkPolicy looks for what the content security policy would block.
func checkPolicy(t *testing.T, doc *goquery.Document) {
	t.Helper()
	if n := doc.Find("[style], style").Length(); n > 0 {
		t.Errorf("%d inline styles", n)
	}
	for _, n := range doc.Find("*").Nodes {
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || strings.HasPrefix(strings.TrimSpace(strings.ToLower(a.Val)), "javascript:") {
				t.Errorf("<%s> has %s=%q", n.Data, a.Key, a.Val)
			}
		}
	}
	for _, script := range doc.Find("script:not([src])").EachIter() {
		if !script.Is("[type='application/json']") {
			t.Error("an inline script")
		} else if !json.Valid([]byte(script.Text())) {
			t.Errorf("data is no JSON: %.200s", script.Text())
		}
	}
}

// checkNames makes sure that there are words for those who cannot see.
func checkNames(t *testing.T, doc *goquery.Document) {
	t.Helper()
	for _, e := range doc.Find("svg, nav, button, a, h1, h2, th, summary").Not("[aria-label], [aria-labelledby], [aria-hidden=true], [aria-hidden=true] *, svg *").EachIter() {
		if e.Is("svg, nav") || rendertest.Words(e) == "" {
			t.Errorf("a <%s> has no words", goquery.NodeName(e))
		}
	}
	if doc.Find("img").Length() > 0 {
		t.Error("an <img>, of which there are none")
	}
	if doc.Find("html[lang]").Length() == 0 {
		t.Error("no language")
	}
	if title := doc.Find("head title"); title.Length() != 1 || rendertest.Words(title) == "" {
		t.Error("not one title")
	}
}

func checkHeadings(t *testing.T, doc *goquery.Document) {
	t.Helper()
	last := 0
	for _, h := range doc.Find("h1, h2, h3, h4, h5, h6").EachIter() {
		level := int(goquery.NodeName(h)[1] - '0')
		if level > last+1 || level == 1 && last > 0 {
			t.Errorf("<h%d> %q follows a heading of level %d", level, rendertest.Words(h), last)
		}
		last = level
	}
	if last == 0 {
		t.Error("no heading")
	}
}

// checkLinks resolves every address of a page below the site's base path.
func checkLinks(t *testing.T, files fs.FS, page string, doc *goquery.Document) {
	t.Helper()
	const root = "https://counts.example.org/label/"
	base, err := url.Parse(root + strings.TrimSuffix(page, "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"href", "src", "data-charts", "data-echarts", "data-names", "data-crosshair", "data-embedding"} {
		for _, e := range doc.Find("[" + key + "]:not([" + key + "^='#'])").EachIter() {
			target, err := base.Parse(e.AttrOr(key, ""))
			if err != nil {
				t.Errorf("%s: %v", key, err)
				continue
			}
			target.Fragment = ""
			name, ours := strings.CutPrefix(target.String(), root)
			if !ours {
				if !e.Is("a") {
					t.Errorf("<%s> loads %s from elsewhere", goquery.NodeName(e), target)
				}
				continue
			}
			if name == "" || strings.HasSuffix(name, "/") {
				name += "index.html"
			}
			if _, err := fs.Stat(files, name); err != nil {
				t.Errorf("%s of %s: %v", key, target, err)
			}
		}
	}
}
