package templates

import (
	"regexp"
	"strings"
)

// Part is a part of the site whose files are served with the same headers,
// beside those that are kept with each file. CloudFront takes them from the
// stack, which is made from these.
type Part struct {
	Name    string   // of its headers in the stack
	Paths   []string // its addresses; "*" stands for any text, as in CloudFront
	policy  string
	framers string // who may frame it; "" where the label decides it, beside the site itself
	Shared  bool   // scripts of other sites may read it
}

// Policy returns the Content-Security-Policy. Where the label decides who may frame
// the part, those are the chosen origins, with spaces between, and the site itself:
// an artist's page has a preview of the embedded one.
func (p Part) Policy(chosen string) string {
	framers := p.framers
	if framers == "" {
		framers = strings.TrimSpace("'self' " + chosen)
	}
	return p.policy + "; frame-ancestors " + framers
}

// pagePolicy lets a page load from its own site alone, and run nothing inline.
const pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"manifest-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'"

// dataPolicy is for a file that is opened by itself: card.svg holds its style.
const dataPolicy = "default-src 'none'; style-src 'unsafe-inline'"

var (
	page   = Part{Name: "Page", Paths: []string{"*.html"}, policy: pagePolicy, framers: "'self'"}
	embeds = Part{Name: "Embed", Paths: []string{"/artists/*/embed/*"}, policy: pagePolicy}
	data   = Part{Name: "Data", Paths: []string{"*.*", "/oembed"}, policy: dataPolicy, framers: "*", Shared: true}
)

// Parts lists the parts of the site. An address belongs to the first that has
// it; where none has, as for a folder's, it is a page's.
func Parts() []Part { return []Part{embeds, page, data} }

// PartOf returns the part that an address belongs to, such as "/artists/vola/".
func PartOf(address string) Part {
	for _, part := range Parts() {
		for _, pattern := range part.Paths {
			if matches(pattern, address) {
				return part
			}
		}
	}
	return page
}

func matches(pattern, address string) bool {
	texts := strings.Split(pattern, "*")
	for i, text := range texts {
		texts[i] = regexp.QuoteMeta(text)
	}
	return regexp.MustCompile("^" + strings.Join(texts, ".*") + "$").MatchString(address)
}
