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
	"slices"
	"time"
)

// Name is the file's name in the root of a site.
const Name = "manifest.json"

// Witness is the file of a site's API that has some of About, too: demo, newest, updated.
const Witness = "api/v1/index.json"

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

	// Distributions are those of CloudFront that stand before the bucket, as the last
	// run that knew of any has named them.
	Distributions []string `json:"distributions,omitempty"`

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

// ErrBroken means that a file is no JSON, or says nothing: it was cut or changed.
var ErrBroken = errors.New("it was cut or changed")

// Decode refuses whatever it does not wholly understand, and names the cure for
// a file that datarocks cannot have written so. A foreign manifest taken for ours
// would permit to delete, and so could that of a newer datarocks; one that says nothing
// is ErrBroken.
func Decode(data []byte, cure string) (*Manifest, error) {
	var m Manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, fmt.Errorf("decode %s: %w: %w; %s", Name, err, ErrBroken, cure)
	}
	switch {
	case m.SchemaVersion < 1 && slices.Contains([]string{"{}", "null"}, string(bytes.TrimSpace(data))):
		return nil, fmt.Errorf("decode %s: no schemaVersion: %w; %s", Name, ErrBroken, cure)
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
