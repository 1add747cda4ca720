package templates_test

import (
	"testing"

	"datarocks/templates"
)

func TestPartOf(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"/":                                 "Page",
		"/index.html":                       "Page",
		"/artists/vola/":                    "Page",
		"/artists/vola/embed":               "Page",
		"/artists/vola/index.html":          "Page",
		"/nowhere":                          "Page",
		"/artists/vola/embed/":              "Embed",
		"/artists/vola/embed/index.html":    "Embed",
		"/embed.js":                         "Data",
		"/oembed":                           "Data",
		"/oembed/":                          "Page",
		"/feed.xml":                         "Data",
		"/artists/vola/card.svg":            "Data",
		"/artists/vola/oembed.json":         "Data",
		"/assets/style.1281ad98d7.css":      "Data",
		"/artists/vola/htmlx":               "Page",
		"/artists/vola/page.html/data.json": "Data",
	} {
		if got := templates.PartOf(address).Name; got != want {
			t.Errorf("%s is served as %s, not as %s", address, got, want)
		}
	}
}

func TestPolicy(t *testing.T) {
	t.Parallel()
	const page = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
		"manifest-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors "
	for address, want := range map[string]string{
		"/artists/vola/":         page + "'self'",
		"/artists/vola/embed/":   page + "'self' https://a.example https://b.example",
		"/artists/vola/card.svg": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors *",
	} {
		if got := templates.PartOf(address).Policy("https://a.example https://b.example"); got != want {
			t.Errorf("%s: %s, not %s", address, got, want)
		}
	}
}
