package publish

import (
	"path"
	"regexp"
	"strings"

	"datarocks/publish/manifest"
)

// Kind is what a file is to a page. Kinds are in the order in which they need
// each other: none needs one of the next.
type Kind int

// The kinds of files.
const (
	Asset Kind = iota // assets/NAME.HASH.EXT: another content is another name
	Data              // what pages load or link to, and any other file
	Page              // .html
	Index             // the root's index.html, which leads to all the rest
)

// kindOf returns the kind of the file name, a slash-separated path below the
// root of the site.
func kindOf(name string) Kind {
	switch {
	case hashedName.MatchString(name):
		return Asset
	case name == indexName:
		return Index
	case path.Ext(name) == ".html":
		return Page
	default:
		return Data
	}
}

const indexName = "index.html"

// hashedName wants a hash of 32 bits or more in lower-case hex. A file below
// assets/ without one is Data: its name does not change with its content, so
// nothing may keep it forever.
var hashedName = regexp.MustCompile(`^assets/(.+/)?[^/]+\.[0-9a-f]{8,64}\.[^./]+$`)

// The rules for caches.
const (
	// cacheForever is for a name that never gets another content.
	cacheForever = "public, max-age=31536000, immutable"

	// cacheUntilInvalidated lets browsers keep a copy but ask before each use,
	// since nothing can take it back from them; the answer is mostly a short
	// 304. A CDN may serve its copy unasked, since a run invalidates what it
	// changed. A day bounds the harm of an invalidation that was lost: it is
	// how often counts change.
	cacheUntilInvalidated = "public, max-age=0, s-maxage=86400, must-revalidate"

	// cacheNever is for the manifest, which a run writes twice. It spares its
	// invalidation, which costs money.
	cacheNever = "no-cache"
)

// contentTypes names a charset for text/*, where a browser would guess. JSON
// is always UTF-8, and XML (so SVG) unless it names another itself.
var contentTypes = map[string]string{
	".css":         "text/css; charset=utf-8",
	".csv":         "text/csv; charset=utf-8",
	".html":        "text/html; charset=utf-8",
	".ico":         "image/vnd.microsoft.icon",
	".ics":         "text/calendar; charset=utf-8",
	".jpg":         "image/jpeg",
	".js":          "text/javascript; charset=utf-8",
	".json":        "application/json",
	".ndjson":      "application/x-ndjson",
	".png":         "image/png",
	".svg":         "image/svg+xml",
	".txt":         "text/plain; charset=utf-8",
	".webmanifest": "application/manifest+json",
	".webp":        "image/webp",
	".woff2":       "font/woff2",
	".xml":         "application/xml",
}

// HeadersFor returns the headers of the file name, a slash-separated path
// below the root of the site. They depend on the name alone. A type it does
// not know is served as bytes to download, never guessed from the content.
func HeadersFor(name string) manifest.Headers {
	h := manifest.Headers{
		ContentType:  "application/octet-stream",
		CacheControl: cacheUntilInvalidated,
	}
	if t, ok := contentTypes[strings.ToLower(path.Ext(name))]; ok {
		h.ContentType = t
	}
	switch {
	case kindOf(name) == Asset:
		h.CacheControl = cacheForever
	case name == manifest.Name:
		h.CacheControl = cacheNever
	}
	return h
}
