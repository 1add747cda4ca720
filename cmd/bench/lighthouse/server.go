package main

import (
	"bytes"
	"compress/gzip"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strings"

	"datarocks/publish"
	"datarocks/templates"
)

// compressed are the types that CloudFront compresses, of those a site has.
var compressed = []string{".css", ".csv", ".html", ".js", ".json", ".svg", ".txt", ".webmanifest", ".xml"}

// serve serves a site with the headers of a CDN, by HTTP/1.1 and gzip: a little
// worse than what visitors get.
func serve(site fs.FS) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, "/")
		if name == "" || strings.HasSuffix(name, "/") {
			name += "index.html"
		}
		status := http.StatusOK
		data, err := fs.ReadFile(site, name)
		if err != nil {
			name, status = "404.html", http.StatusNotFound
			data, err = fs.ReadFile(site, name)
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		headers := publish.HeadersFor(name)
		w.Header().Set("Content-Type", headers.ContentType)
		w.Header().Set("Cache-Control", headers.CacheControl)
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Content-Security-Policy", templates.PartOf(r.URL.Path).Policy("*"))
		if slices.Contains(compressed, path.Ext(name)) && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			w.Header().Set("Content-Encoding", "gzip")
			data = zip(data)
		}
		w.WriteHeader(status)
		_, _ = w.Write(data) // who has gone away needs no answer
	}
}

func zip(data []byte) []byte {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = w.Write(data) // a bytes.Buffer does not fail
	_ = w.Close()
	return packed.Bytes()
}
