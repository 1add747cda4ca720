package render

import (
	"bytes"
	"errors"
	"fmt"
	"html"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"

	"datarocks/content"
	"datarocks/render/roster"
)

// links are what the pages point to, and what there is: a site with a dead link
// is not finished. Those that people wrote become text, see mendLinks. Only addresses without a host are looked at, so notes can
// link to what others keep beside the site by its full address.
type links struct {
	base string   // path of the site's address, with slashes around
	kept []string // folders that stay as they were last published

	mu    sync.Mutex
	files map[string]bool
	from  map[string]dead // by address as from the root: those to what is not written yet
}

// dead is a link that leads nowhere.
type dead struct{ page, address string }

func newLinks(site *content.Site) *links {
	l := &links{base: "/", kept: roster.Kept(site), files: make(map[string]bool), from: make(map[string]dead)}
	if u, err := url.Parse(site.BaseURL); err == nil && u.Path != "" {
		l.base = strings.TrimSuffix(u.Path, "/") + "/"
	}
	return l
}

// wrote notes a file, and what it links to if it is a page.
func (l *links) wrote(name string, data []byte) {
	var addresses []string
	if path.Ext(name) == ".html" {
		addresses = addressesIn(data)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.files[name] = true
	delete(l.from, name)
	if folder, ok := strings.CutSuffix(name, "/index.html"); ok {
		delete(l.from, folder) // servers lead there also without a slash
	}
	for _, address := range addresses {
		l.follow(name, address)
	}
}

// linkAttributes hold addresses.
var linkAttributes = []string{"href", "src", "data-charts", "data-crosshair", "data-echarts", "data-embedding", "data-names"}

// addressesIn returns what a page links to. Templates and goldmark write attributes
// alike: after a space, in double quotes, which are escaped wherever they are text.
func addressesIn(page []byte) (addresses []string) {
	for rest := page; ; {
		before, after, found := bytes.Cut(rest, []byte(`="`))
		if !found {
			return addresses
		}
		rest = after
		name := before[bytes.LastIndexByte(before, ' ')+1:]
		if slices.Contains(linkAttributes, string(name)) {
			var address []byte
			address, rest, _ = bytes.Cut(after, []byte(`"`))
			addresses = append(addresses, string(address))
		}
	}
}

// follow notes a link that should lead to a file.
func (l *links) follow(page, address string) {
	address = html.UnescapeString(address)
	place, ours := l.place(page, address)
	if !ours || l.has(place) {
		return
	}
	if _, known := l.from[place]; !known {
		l.from[place] = dead{page, address}
	}
}

// has reports whether there is a file at a place by now, or will be.
func (l *links) has(place string) bool {
	return l.files[place] || l.files[path.Join(place, "index.html")] ||
		slices.ContainsFunc(l.kept, func(folder string) bool { return strings.HasPrefix(place+"/", folder) })
}

// place returns where a link of a page leads, as from the root; ours is false where
// that is not on the site.
func (l *links) place(page, address string) (place string, ours bool) {
	place, _, _ = strings.Cut(address, "#")
	place, _, _ = strings.Cut(place, "?")
	if place == "" || strings.HasPrefix(place, "//") {
		return "", false
	}
	if before, _, _ := strings.Cut(place, "/"); strings.Contains(before, ":") {
		return "", false // a scheme
	}
	if decoded, err := url.PathUnescape(place); err == nil {
		place = decoded
	}
	folder := strings.HasSuffix(place, "/") || path.Base(place) == ".." || path.Base(place) == "."
	if strings.HasPrefix(place, "/") {
		below, ours := strings.CutPrefix(place+"/", l.base)
		if !ours {
			return "", false // somebody else's, on the same host
		}
		place = path.Clean("./" + below)
	} else {
		place = path.Join(path.Dir(page), place)
	}
	if folder {
		place = path.Join(place, "index.html")
	}
	return place, true
}

// isDead reports whether a link of a page leads nowhere, once all is written.
func (l *links) isDead(page, address string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	place, ours := l.place(page, address)
	return ours && !l.has(place)
}

// mended forgets the dead links of a page that is written again without them.
func (l *links) mended(page string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	maps.DeleteFunc(l.from, func(_ string, link dead) bool { return link.page == page })
}

// none reports whether no link is dead.
func (l *links) none() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.from) == 0
}

// check returns an error that names every dead link, of many to one place the
// first.
func (l *links) check() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	var problems []error
	for _, place := range slices.Sorted(maps.Keys(l.from)) {
		link := l.from[place]
		problems = append(problems, fmt.Errorf("%s links to %s, which the site does not have: correct the link, or write its full address",
			link.page, link.address))
	}
	return errors.Join(problems...)
}
