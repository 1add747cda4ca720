package publish

import (
	"testing"
)

func TestHeadersAndKind(t *testing.T) {
	const (
		forever     = "public, max-age=31536000, immutable"
		invalidated = "public, max-age=0, s-maxage=86400, must-revalidate"
	)
	tests := []struct {
		name    string
		kind    Kind
		headers [2]string // Content-Type, Cache-Control
	}{
		{"index.html", Index, [2]string{"text/html; charset=utf-8", invalidated}},
		{"artists/index.html", Page, [2]string{"text/html; charset=utf-8", invalidated}},
		{"404.html", Page, [2]string{"text/html; charset=utf-8", invalidated}},
		{"assets/style.0123abcd.css", Asset, [2]string{"text/css; charset=utf-8", forever}},
		{"assets/app.0123456789abcdef.js", Asset, [2]string{"text/javascript; charset=utf-8", forever}},
		{"assets/fonts/plain.0123abcd.woff2", Asset, [2]string{"font/woff2", forever}},
		{"assets/a.b.0123abcd.png", Asset, [2]string{"image/png", forever}},
		{"assets/style.css", Data, [2]string{"text/css; charset=utf-8", invalidated}},
		{"assets/app.min.js", Data, [2]string{"text/javascript; charset=utf-8", invalidated}},
		{"assets/short.0123abc.js", Data, [2]string{"text/javascript; charset=utf-8", invalidated}},
		{"assets/upper.0123ABCD.js", Data, [2]string{"text/javascript; charset=utf-8", invalidated}},
		{"assets/.0123abcd.js", Data, [2]string{"text/javascript; charset=utf-8", invalidated}},
		{"other/app.0123abcd.js", Data, [2]string{"text/javascript; charset=utf-8", invalidated}},
		{"artists/a/data.json", Data, [2]string{"application/json", invalidated}},
		{"artists/a/oembed.json", Data, [2]string{"application/json", invalidated}},
		{"artists/a/data.csv", Data, [2]string{"text/csv; charset=utf-8", invalidated}},
		{"artists/a/card.svg", Data, [2]string{"image/svg+xml", invalidated}},
		{"api/v1/all.ndjson", Data, [2]string{"application/x-ndjson", invalidated}},
		{"feed.xml", Data, [2]string{"application/xml", invalidated}},
		{"robots.txt", Data, [2]string{"text/plain; charset=utf-8", invalidated}},
		{"site.webmanifest", Data, [2]string{"application/manifest+json", invalidated}},
		{"calendar.ics", Data, [2]string{"text/calendar; charset=utf-8", invalidated}},
		{"favicon.ico", Data, [2]string{"image/vnd.microsoft.icon", invalidated}},
		{"cover.JPG", Data, [2]string{"image/jpeg", invalidated}},
		{"cover.webp", Data, [2]string{"image/webp", invalidated}},
		{"unknown.zzz", Data, [2]string{"application/octet-stream", invalidated}},
		{"no-extension", Data, [2]string{"application/octet-stream", invalidated}},
		{"manifest.json", Data, [2]string{"application/json", "no-cache"}},
		{"artists/a/manifest.json", Data, [2]string{"application/json", invalidated}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := kindOf(test.name); got != test.kind {
				t.Errorf("kind is %d, want %d", got, test.kind)
			}
			if h := HeadersFor(test.name); h.ContentType != test.headers[0] || h.CacheControl != test.headers[1] {
				t.Errorf("headers are %+v, want %q", h, test.headers)
			}
		})
	}
}
