package content

import (
	"fmt"
	"slices"

	"github.com/goccy/go-yaml/ast"

	"datarocks/content/legible"
	"datarocks/content/name"
	"datarocks/content/weburl"
)

// site reads site.md. The artists are those of the folder, sorted by id.
func (l *loader) site(artists []Artist) *Site {
	site := &Site{}
	d, ok := open(l, "site.md")
	if !ok {
		return site
	}
	if d.body != "" {
		d.report(d.bodyLine, "text below the keys, which no page shows", "move it to a file in pages/, or make it a comment: # ...")
	}
	keys, ok := d.record(d.front, "title", "language", "base_url", "default", "sources", "window", "embed", "visibility")
	if !ok {
		return site
	}
	site.Title = d.require(d.front, keys, "title", "title: datarocks")
	site.Language = oneOf(d, keys["language"], Languages...)
	site.BaseURL = d.baseURL(keys["base_url"])
	site.Default = d.defaultArtist(keys["default"], artists)
	site.Window = oneOf(d, keys["window"], Windows...)
	site.Embed = d.embed(keys["embed"])
	site.Visibility = oneOf(d, keys["visibility"], Public, Private)
	if !d.missing(d.front, keys, "sources", "sources: [spotify, twitter]") {
		site.Sources = d.sources(keys["sources"], site.Visibility)
	}
	return site
}

func (d *document) baseURL(f field) string {
	text, ok := d.phrase(f)
	if !ok {
		return ""
	}
	base, wrong := weburl.Base(text)
	if wrong != nil {
		d.report(f.line, "base_url "+wrong.What, wrong.Instead)
	}
	return base
}

// ParseBaseURL reads the address a site is served at, see weburl.Base.
func ParseBaseURL(s string) (string, error) {
	base, wrong := weburl.Base(s)
	if wrong != nil {
		return "", &fault{wrong.What, wrong.Instead}
	}
	return base, nil
}

// defaultArtist returns the id of the artist shown first: the first by id where
// site.md names none.
func (d *document) defaultArtist(f field, artists []Artist) string {
	if len(artists) == 0 {
		return ""
	}
	if f.value == nil {
		return artists[0].ID
	}
	id, ok := d.phrase(f)
	if !ok {
		return ""
	}
	if slices.ContainsFunc(artists, func(a Artist) bool { return a.ID == id }) || slices.Contains(d.loader.meant, id) {
		return id
	}
	d.report(f.line, fmt.Sprintf("default %s is no artist's id", legible.Quote(id)), suggestArtist(id, artists))
	return ""
}

// suggestArtist returns what to write for an id that no artist has: the id of the
// artist of that name, or one spelled much like it.
func suggestArtist(id string, artists []Artist) string {
	ids := make([]string, len(artists))
	for i, artist := range artists {
		ids[i] = artist.ID
		for _, other := range slices.Concat([]string{artist.Name}, artist.Aliases) {
			if name.Same(other, id) {
				return "write " + artist.ID
			}
		}
	}
	return suggest(id, ids, "write the name of a file in artists/ without .md")
}

// embed returns the origins that may frame embed pages: all where site.md has
// nothing, none where it has an empty list.
func (d *document) embed(f field) []string {
	if f.value == nil {
		return []string{everyone}
	}
	origins := []string{}
	for _, item := range d.list(f, `write "*" or a list of origins such as https://blog.example.org`) {
		text, ok := d.phrase(item)
		if !ok {
			continue
		}
		if text == everyone {
			origins = append(origins, text)
			continue
		}
		origin, wrong := weburl.Origin(text)
		if wrong != nil {
			d.report(item.line, "embed "+wrong.What, wrong.Instead)
			continue
		}
		origins = append(origins, origin)
	}
	if len(origins) > 1 && slices.Contains(origins, everyone) {
		d.report(f.line, `embed has "*", which is everyone, and more`, `write "*" alone, or only the others`)
	}
	return origins
}

const everyone = "*"

// sources reads which sources are asked and shown, in the order written. It
// may be a list, or a mapping where a source needs settings of its own.
func (d *document) sources(f field, visibility Visibility) []SourceSetting {
	var entries []field
	if _, isList := f.value.(*ast.SequenceNode); isList {
		entries = d.sourceList(f)
	} else if mapping, ok := d.entries(f, "write a list such as [spotify, twitter]"); ok {
		entries = mapping
	} else {
		return nil
	}
	if len(entries) == 0 {
		d.report(f.line, "sources is empty", "name at least one, such as spotify")
	}
	var settings []SourceSetting
	for _, entry := range entries {
		if info, ok := d.source(entry.name, entry.line); ok {
			settings = append(settings, d.sourceSetting(info, entry, visibility))
		}
	}
	return settings
}

// sourceList returns the entries of a mapping that would mean the same.
func (d *document) sourceList(f field) []field {
	var entries []field
	for _, item := range d.list(f, "") {
		if _, ok := item.value.(*ast.MappingNode); ok {
			d.report(item.line, "an entry of sources has settings", `write sources without hyphens, one "twitter: {every: week}" a line`)
			continue
		}
		name, ok := d.phrase(item)
		if !ok {
			continue
		}
		if slices.ContainsFunc(entries, func(e field) bool { return e.name == name }) {
			d.report(item.line, fmt.Sprintf("source %s is listed twice", legible.Quote(name)), "keep one of the two")
			continue
		}
		entries = append(entries, field{name: name, line: item.line})
	}
	return entries
}

// Artist returns the artist with an id.
func (s *Site) Artist(id string) (a Artist, ok bool) {
	i := slices.IndexFunc(s.Artists, func(a Artist) bool { return a.ID == id })
	if i < 0 {
		return a, false
	}
	return s.Artists[i], true
}

// FreeID makes an id of a name that no artist has or had; "" where none can be made.
func (s *Site) FreeID(of string) string {
	id := name.ID(of)
	for n := 2; id != ""; n++ {
		taken := func(a Artist) bool { return a.ID == id || slices.Contains(a.Formerly, id) }
		if !name.IsDevice(id) && !slices.ContainsFunc(s.Artists, taken) {
			break
		}
		id = fmt.Sprintf("%s-%d", name.ID(of), n)
	}
	return id
}
