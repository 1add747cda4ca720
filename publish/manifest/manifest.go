// Package manifest is manifest.json: what the renderer writes of a site, and a
// publisher of what it wrote into a bucket.
//
// A publisher compares the facts of two sites by it without reading a page, and
// its next run learns from it which objects are datarocks', with which headers,
// and what an earlier run left undone. The renderer, the publisher, the command
// line and the benchmarks all read and write the structs of this package.
package manifest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"
)

// Name is the file's name in the root of a site.
const Name = "manifest.json"

// SchemaVersion is that of the files this datarocks writes.
const SchemaVersion = 1

// Manifest is manifest.json, the record of what datarocks wrote into a bucket.
//
// In a rendered site it holds only facts of the site. In a bucket it lists the
// files too; it never lists itself.
type Manifest struct {
	SchemaVersion int `json:"schemaVersion"`

	// Site holds the Facts of the site. They are the renderer's, and a publisher
	// carries them over as they are.
	Site json.RawMessage `json:"site,omitempty"`

	// Next holds the facts of the site that a run has begun to publish. A run
	// of an older one then knows that it comes too late.
	Next json.RawMessage `json:"next,omitempty"`

	// Owed are the paths that a CDN should have dropped and did not.
	Owed []string `json:"owed,omitempty"`

	// Files is keyed by path below the root of the site. A rendered site has
	// none.
	Files map[string]File `json:"files,omitzero"`
}

// File is what the manifest records of a file. Without headers it was claimed
// by a run that did not end: the object may be the old one, the new one or
// absent.
type File struct {
	MD5  string `json:"md5"`  // lower-case hex
	Size int64  `json:"size"` // bytes
	Headers

	// Unused is since when the site does without it.
	Unused time.Time `json:"unused,omitzero"`
}

// Headers are the HTTP headers an object is served with. The zero value means
// that they are not known.
type Headers struct {
	ContentType  string `json:"contentType,omitempty"`
	CacheControl string `json:"cacheControl,omitempty"`
}

// Decode refuses whatever it does not wholly understand, and names the cure for
// a file that datarocks cannot have written so. A manifest taken for an
// absent one would make our own files look foreign, and a foreign one taken for
// ours would permit to delete.
func Decode(data []byte, cure string) (*Manifest, error) {
	var m Manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, fmt.Errorf("decode %s: %w: it was cut or changed; %s", Name, err, cure)
	}
	switch {
	case m.SchemaVersion < 1:
		return nil, fmt.Errorf("decode %s: no schemaVersion: datarocks did not write it; %s", Name, cure)
	case m.SchemaVersion > SchemaVersion:
		return nil, fmt.Errorf("decode %s: schemaVersion is %d, this datarocks knows %d: use a newer datarocks",
			Name, m.SchemaVersion, SchemaVersion)
	}
	if _, ok := m.Files[Name]; ok {
		return nil, errors.New("decode " + Name + ": it lists itself")
	}
	return &m, nil
}

// Encode returns the same bytes for the same manifest: sorted, and on one line,
// since a roster of thousands makes it the largest file of the site.
func (m Manifest) Encode() ([]byte, error) {
	data, err := encode(m)
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", Name, err)
	}
	return data, nil
}

func encode(v any) ([]byte, error) {
	var buf bytes.Buffer
	e := json.NewEncoder(&buf)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return buf.Bytes(), err
}

// About is what a site's manifest records of the site as a whole.
type About struct {
	Version string    `json:"version"` // of datarocks
	Demo    bool      `json:"demo,omitempty"`
	Path    string    `json:"path,omitempty"`   // on its host, as in a URL: "/counts/"; "" where it is not known
	Newest  Day       `json:"newest"`           // last day with any row; "" before the first
	Updated time.Time `json:"updated,omitzero"` // newest count; zero before the first
}

// Facts are About and the extent of every series.
type Facts struct {
	About
	Artists map[string]map[string]Series `json:"artists"` // by id, then source: every artist of the content
}

// Series is the extent of an artist's counts on a source.
type Series struct {
	First  Day `json:"first"`
	Last   Day `json:"last"`
	Counts int `json:"counts"` // days with a count

	// Withdrawn are the days of which a person took the count back, so that a
	// publisher can distinguish that from a loss.
	Withdrawn []Day `json:"withdrawn,omitempty"`
}

// Day is a day as in "2026-11-23", so days compare as text. "" is no day, and
// null in JSON.
type Day string

// MarshalJSON returns the day as JSON.
func (d Day) MarshalJSON() ([]byte, error) {
	if d == "" {
		return []byte("null"), nil
	}
	return json.Marshal(string(d))
}

func (d Day) or(none string) string {
	if d == "" {
		return none
	}
	return string(d)
}

// Rendered returns the manifest of a rendered site.
func Rendered(f Facts) (Manifest, error) {
	facts, err := encode(f)
	return Manifest{SchemaVersion: SchemaVersion, Site: facts}, err
}

// Read reads the facts of a site, or only what there is About it: all facts of a
// large roster take a while. No facts are no error.
func Read[T About | Facts](site json.RawMessage) (facts T, err error) {
	if site != nil {
		err = json.Unmarshal(site, &facts)
	}
	return facts, err
}

// Older reports how a site is older than another one. Without any counts it is
// not: then its series are what differs.
func (f Facts) Older(was Facts) []string {
	switch {
	case f.Newest < was.Newest:
		return []string{fmt.Sprintf("this site ends on %s, the published one on %s", f.Newest.or("no day"), was.Newest)}
	case f.Updated.Before(was.Updated) && !f.withdrewSince(was):
		return []string{fmt.Sprintf("the newest count of this site is of %s, that of the published one of %s",
			f.Updated.UTC().Format(time.RFC3339), was.Updated.UTC().Format(time.RFC3339))}
	}
	return nil
}

// withdrewSince reports whether a person took a count back.
func (f Facts) withdrewSince(was Facts) bool {
	for id, sources := range f.Artists {
		for source, s := range sources {
			if len(s.withdrawnSince(was.Artists[id][source])) > 0 {
				return true
			}
		}
	}
	return false
}

// Lost names what another site has and this one lacks.
func (f Facts) Lost(was Facts) (problems []string) {
	for _, id := range slices.Sorted(maps.Keys(was.Artists)) {
		sources, stays := f.Artists[id]
		if !stays {
			problems = append(problems, id+" is published, and no artist of this site")
			continue
		}
		for _, source := range slices.Sorted(maps.Keys(was.Artists[id])) {
			if problem := sources[source].lost(was.Artists[id][source]); problem != "" {
				problems = append(problems, id+" on "+source+": "+problem)
			}
		}
	}
	return problems
}

// lost names what a series lacks that another one has, but for counts that a
// person took back since.
func (s Series) lost(was Series) string {
	withdrawn := s.withdrawnSince(was)
	gone := func(day Day) bool { return !slices.Contains(withdrawn, day) }
	switch {
	case s.Counts+len(withdrawn) < was.Counts:
		return fmt.Sprintf("%d counts are published, this site has %d", was.Counts, s.Counts)
	case s.Last < was.Last && gone(was.Last):
		return fmt.Sprintf("the published counts end on %s, those of this site on %s", was.Last, s.Last.or("no day"))
	case s.First > was.First && gone(was.First):
		return fmt.Sprintf("the published counts begin on %s, those of this site on %s", was.First, s.First)
	}
	return ""
}

func (s Series) withdrawnSince(was Series) []Day {
	return slices.DeleteFunc(slices.Clone(s.Withdrawn), func(day Day) bool { return slices.Contains(was.Withdrawn, day) })
}
