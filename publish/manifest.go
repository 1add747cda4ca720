package publish

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

const (
	manifestName  = "manifest.json"
	schemaVersion = 1
)

// Manifest is manifest.json, the record of what datarocks wrote into a bucket.
//
// In a rendered site it holds only facts of the site. In a bucket it lists the
// files too; it never lists itself.
type Manifest struct {
	SchemaVersion int `json:"schemaVersion"`

	// Site holds facts of the site, such as where each series ends. They are
	// the renderer's, and are carried over as they are.
	Site json.RawMessage `json:"site,omitempty"`

	// Next holds the facts of the site that a run has begun to publish. A run
	// of an older one then knows that it comes too late.
	Next json.RawMessage `json:"next,omitempty"`

	// Owed are the paths that a CDN should have dropped and did not.
	Owed []string `json:"owed,omitempty"`

	// Files is keyed by path below the root of the site.
	Files map[string]File `json:"files"`
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

// decodeManifest refuses whatever it does not wholly understand, and says what to
// do about one that datarocks cannot have written so. A manifest taken for an
// absent one would make our own files look foreign, and a foreign one taken for
// ours would give leave to delete.
func decodeManifest(data []byte, cure string) (*Manifest, error) {
	var m Manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, fmt.Errorf("decode %s: %w: it was cut or changed; %s", manifestName, err, cure)
	}
	switch {
	case m.SchemaVersion < 1:
		return nil, fmt.Errorf("decode %s: no schemaVersion: datarocks did not write it; %s", manifestName, cure)
	case m.SchemaVersion > schemaVersion:
		return nil, fmt.Errorf("decode %s: schemaVersion is %d, this datarocks knows %d: use a newer datarocks",
			manifestName, m.SchemaVersion, schemaVersion)
	}
	if _, ok := m.Files[manifestName]; ok {
		return nil, errors.New("decode " + manifestName + ": it lists itself")
	}
	return &m, nil
}

// encode writes the same bytes for the same manifest: sorted, and on one line,
// since a roster of thousands makes it the largest file of the site.
func (m Manifest) encode() ([]byte, error) {
	var buf bytes.Buffer
	e := json.NewEncoder(&buf)
	e.SetEscapeHTML(false)
	if err := e.Encode(m); err != nil {
		return nil, fmt.Errorf("encode %s: %w", manifestName, err)
	}
	return buf.Bytes(), nil
}
