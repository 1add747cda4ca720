package main

import (
	"bytes"
	"compress/gzip"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"path"
	"slices"
	"strings"

	"datarocks/cmd/datarocks/devserver"
)

// compressed are the types that CloudFront compresses, of those a site has.
var compressed = []string{".css", ".csv", ".html", ".js", ".json", ".svg", ".txt", ".webmanifest", ".xml"}

// serve serves a site with the headers of a CDN, by HTTP/1.1 and gzip: a little
// worse than what visitors get.
func serve(site fs.FS) http.HandlerFunc {
	plain := &devserver.Server{}
	plain.Show(devserver.Site{Files: site, Embed: []string{"*"}})
	return func(w http.ResponseWriter, r *http.Request) {
		answer := httptest.NewRecorder()
		plain.ServeHTTP(answer, r)
		maps.Copy(w.Header(), answer.Header())
		body := answer.Body.Bytes()
		isPage := strings.HasSuffix(r.URL.Path, "/") || answer.Code == http.StatusNotFound
		if (isPage || slices.Contains(compressed, path.Ext(r.URL.Path))) && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			w.Header().Set("Content-Encoding", "gzip")
			w.Header().Del("Content-Length")
			body = zip(body)
		}
		w.WriteHeader(answer.Code)
		_, _ = w.Write(body) // who has gone away needs no answer
	}
}

func zip(data []byte) []byte {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = w.Write(data) // a bytes.Buffer does not fail
	_ = w.Close()
	return packed.Bytes()
}
