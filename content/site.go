package content

import (
	"fmt"
	"slices"

	"datarocks/content/frontmatter"
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
	if d.Body != "" {
		d.Report(d.BodyLine, "text below the keys, which no page shows", "move it to a file in pages/, or make it a comment: # ...")
	}
	keys, ok := d.Record(d.Front, "title", "language", "base_url", "default", "sources", "window", "embed", "visibility")
	if !ok {
		return site
	}
	site.Title = d.Require(d.Front, keys, "title", "title: datarocks")
	site.Language = frontmatter.OneOf(d.Document, keys["language"], Languages...)
	site.BaseURL = d.baseURL(keys["base_url"])
	site.Default = d.defaultArtist(keys["default"], artists)
	site.Window = frontmatter.OneOf(d.Document, keys["window"], Windows...)
	site.Embed = d.embed(keys["embed"])
	site.Visibility = frontmatter.OneOf(d.Document, keys["visibility"], Public, Private)
	if !d.Missing(d.Front, keys, "sources", "sources: [spotify, twitter]") {
		site.Sources = d.sources(keys["sources"], site.Visibility)
	}
	return site
}

func (d *document) baseURL(f frontmatter.Field) string {
	text, ok := d.Phrase(f)
	if !ok {
		return ""
	}
	base, wrong := weburl.Base(text)
	if wrong != nil {
		d.Report(f.Line, "base_url "+wrong.What, wrong.Instead)
	}
	return base
}

// ParseBaseURL reads the address a site is served at, see weburl.Base.
func ParseBaseURL(s string) (string, error) {
	base, wrong := weburl.Base(s)
	if wrong != nil {
		return "", (*fault)(wrong)
	}
	return base, nil
}

// defaultArtist returns the id of the artist shown first: the first by id where
// site.md names none.
func (d *document) defaultArtist(f frontmatter.Field, artists []Artist) string {
	if len(artists) == 0 {
		return ""
	}
	if !f.IsWritten() {
		return artists[0].ID
	}
	id, ok := d.Phrase(f)
	if !ok {
		return ""
	}
	if slices.ContainsFunc(artists, func(a Artist) bool { return a.ID == id }) || slices.Contains(d.loader.meant, id) {
		return id
	}
	d.Report(f.Line, fmt.Sprintf("default %s is no artist's id", legible.Quote(id)), suggestArtist(id, artists))
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
	return name.Suggest(id, ids, "write the name of a file in artists/ without .md")
}

// embed returns the origins that may frame embed pages: all where site.md has
// nothing, none where it has an empty list.
func (d *document) embed(f frontmatter.Field) []string {
	if !f.IsWritten() {
		return []string{everyone}
	}
	origins := []string{}
	for _, item := range d.List(f, `write "*" or a list of origins such as https://blog.example.org`) {
		text, ok := d.Phrase(item)
		if !ok {
			continue
		}
		if text == everyone {
			origins = append(origins, text)
			continue
		}
		origin, wrong := weburl.Origin(text)
		if wrong != nil {
			d.Report(item.Line, "embed "+wrong.What, wrong.Instead)
			continue
		}
		origins = append(origins, origin)
	}
	if len(origins) > 1 && slices.Contains(origins, everyone) {
		d.Report(f.Line, `embed has "*", which is everyone, and more`, `write "*" alone, or only the others`)
	}
	return origins
}

const everyone = "*"

// sources reads which sources are asked and shown, in the order written. It
// may be a list, or a mapping where a source needs settings of its own.
func (d *document) sources(f frontmatter.Field, visibility Visibility) []SourceSetting {
	var entries []frontmatter.Field
	if f.IsList() {
		entries = d.sourceList(f)
	} else if mapping, ok := d.Entries(f, "write a list such as [spotify, twitter]"); ok {
		entries = mapping
	} else {
		return nil
	}
	if len(entries) == 0 {
		d.Report(f.Line, "sources is empty", "name at least one, such as spotify")
	}
	var settings []SourceSetting
	for _, entry := range entries {
		if info, ok := d.source(entry.Name, entry.Line); ok {
			settings = append(settings, d.sourceSetting(info, entry, visibility))
		}
	}
	return settings
}

// sourceList returns the entries of a mapping that would mean the same.
func (d *document) sourceList(f frontmatter.Field) []frontmatter.Field {
	var entries []frontmatter.Field
	for _, item := range d.List(f, "") {
		if item.HasKeys() {
			d.Report(item.Line, "an entry of sources has settings", `write sources without hyphens, one "twitter: {every: week}" a line`)
			continue
		}
		name, ok := d.Phrase(item)
		if !ok {
			continue
		}
		if slices.ContainsFunc(entries, func(e frontmatter.Field) bool { return e.Name == name }) {
			d.Report(item.Line, fmt.Sprintf("source %s is listed twice", legible.Quote(name)), "keep one of the two")
			continue
		}
		entries = append(entries, frontmatter.Field{Name: name, Line: item.Line})
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
