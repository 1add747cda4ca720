package publish

import (
	"bytes"

	"datarocks/publish/manifest"
)

// state is Published, ready to be asked.
type state struct {
	objects  map[string]Object // by key
	manifest manifest.Manifest // the zero value if none
	stored   []byte            // the manifest's bytes, if known
}

func published(have Published) state {
	s := state{objects: make(map[string]Object, len(have.Objects)), stored: have.stored}
	for _, o := range have.Objects {
		s.objects[o.Key] = o
	}
	if have.Manifest != nil {
		s.manifest = *have.Manifest
	}
	return s
}

// whyUpload returns "" for a file that is published as it is.
func (s state) whyUpload(name string, want manifest.File) Why {
	object, exists := s.objects[name]
	recorded := s.manifest.Files[name].Headers
	switch {
	case !exists:
		return WhyNew
	case !sameContent(object, s.manifest.Files[name], want):
		return WhyContentDiffers
	case recorded == manifest.Headers{}:
		return WhyHeadersUnknown
	case recorded != want.Headers:
		return WhyHeadersDiffer
	default:
		return ""
	}
}

// sameContent reports whether an object holds the file want, as far as can be
// known. If the bucket does not know its MD5, what was recorded of it counts,
// and the size: a change by hand that keeps the size is then not noticed.
func sameContent(object Object, recorded, want manifest.File) bool {
	if object.MD5 != "" {
		return object.MD5 == want.MD5
	}
	return recorded.MD5 == want.MD5 && object.Size == want.Size
}

// version is that of an object, "" if there is none.
func (s state) version(name string) string {
	object, exists := s.objects[name]
	if exists && object.Version == "" {
		return AnyVersion
	}
	return object.Version
}

// unlessStored returns m's bytes, or nil if these are what the bucket has.
func (s state) unlessStored(m manifest.Manifest) ([]byte, error) {
	data, err := m.Encode()
	if err != nil {
		return nil, err
	}
	stored := s.stored
	if stored == nil {
		if stored, err = s.manifest.Encode(); err != nil {
			return nil, err
		}
	}
	if bytes.Equal(stored, data) {
		return nil, nil
	}
	return data, nil
}
