package publish

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestHeadersAndKind(t *testing.T) {
	const (
		forever     = "public, max-age=31536000, immutable"
		invalidated = "public, max-age=0, s-maxage=86400, must-revalidate"
	)
	tests := []struct {
		name    string
		kind    Kind
		headers Headers
	}{
		{"index.html", Index, Headers{"text/html; charset=utf-8", invalidated}},
		{"artists/index.html", Page, Headers{"text/html; charset=utf-8", invalidated}},
		{"404.html", Page, Headers{"text/html; charset=utf-8", invalidated}},
		{"assets/style.0123abcd.css", Asset, Headers{"text/css; charset=utf-8", forever}},
		{"assets/app.0123456789abcdef.js", Asset, Headers{"text/javascript; charset=utf-8", forever}},
		{"assets/fonts/plain.0123abcd.woff2", Asset, Headers{"font/woff2", forever}},
		{"assets/a.b.0123abcd.png", Asset, Headers{"image/png", forever}},
		{"assets/style.css", Data, Headers{"text/css; charset=utf-8", invalidated}},
		{"assets/app.min.js", Data, Headers{"text/javascript; charset=utf-8", invalidated}},
		{"assets/short.0123abc.js", Data, Headers{"text/javascript; charset=utf-8", invalidated}},
		{"assets/upper.0123ABCD.js", Data, Headers{"text/javascript; charset=utf-8", invalidated}},
		{"assets/.0123abcd.js", Data, Headers{"text/javascript; charset=utf-8", invalidated}},
		{"other/app.0123abcd.js", Data, Headers{"text/javascript; charset=utf-8", invalidated}},
		{"artists/a/data.json", Data, Headers{"application/json", invalidated}},
		{"artists/a/oembed.json", Data, Headers{"application/json", invalidated}},
		{"artists/a/data.csv", Data, Headers{"text/csv; charset=utf-8", invalidated}},
		{"artists/a/card.svg", Data, Headers{"image/svg+xml", invalidated}},
		{"api/v1/all.ndjson", Data, Headers{"application/x-ndjson", invalidated}},
		{"feed.xml", Data, Headers{"application/xml", invalidated}},
		{"robots.txt", Data, Headers{"text/plain; charset=utf-8", invalidated}},
		{"site.webmanifest", Data, Headers{"application/manifest+json", invalidated}},
		{"calendar.ics", Data, Headers{"text/calendar; charset=utf-8", invalidated}},
		{"favicon.ico", Data, Headers{"image/vnd.microsoft.icon", invalidated}},
		{"cover.JPG", Data, Headers{"image/jpeg", invalidated}},
		{"cover.webp", Data, Headers{"image/webp", invalidated}},
		{"unknown.zzz", Data, Headers{"application/octet-stream", invalidated}},
		{"no-extension", Data, Headers{"application/octet-stream", invalidated}},
		{"manifest.json", Data, Headers{"application/json", "no-cache"}},
		{"artists/a/manifest.json", Data, Headers{"application/json", invalidated}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := KindOf(test.name); got != test.kind {
				t.Errorf("kind is %d, want %d", got, test.kind)
			}
			if diff := cmp.Diff(test.headers, HeadersFor(test.name)); diff != "" {
				t.Errorf("headers (-want +got):\n%s", diff)
			}
		})
	}
}
