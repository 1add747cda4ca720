package publish

import (
	"bytes"
	"cmp"
	"crypto/md5"
	"encoding/hex"
	"fmt"
	"io/fs"
	"maps"
	"slices"
)

// Published is what a bucket holds before a run.
type Published struct {
	Objects  []Object
	Manifest *Manifest // nil if datarocks never wrote here
}

// Why says why a file is uploaded.
type Why string

// The reasons for an upload.
const (
	WhyNew            Why = "new"
	WhyContentDiffers Why = "content differs"
	WhyHeadersDiffer  Why = "headers differ"
	WhyHeadersUnknown Why = "headers unknown" // same bytes as far as is known, but not by a run that ended
)

// Upload is a file to be written.
type Upload struct {
	Path    string
	Size    int64  // bytes
	MD5     string // lower-case hex
	Headers Headers
	Kind    Kind
	Why     Why
}

// Plan is what has to happen for a bucket to hold exactly a site. It is made
// by NewPlan, printed by String, and carried out by Apply.
type Plan struct {
	Uploads []Upload // by kind, then path: the order of upload

	// Deletes are files that datarocks wrote and the site no longer has, in
	// the order of deletion: pages, then data, then assets.
	Deletes []string

	// Vanished are files that the manifest lists but neither the bucket nor
	// the site has: an ended run has deleted them, but perhaps not invalidated.
	Vanished []string

	Unchanged int // files

	// Claim is the manifest to write before the first upload, and Manifest
	// the one to write last. Each is nil if the bucket then has it already.
	Claim, Manifest []byte
}

// NewPlan compares a rendered site with what is published. It reads each file
// of the site once and keeps none. It refuses a site without index.html, one
// with a manifest it cannot read, and one that holds anything but regular
// files; it reports every problem at once.
func NewPlan(site fs.FS, have Published) (Plan, error) {
	want, err := scan(site)
	if err != nil {
		return Plan{}, fmt.Errorf("read site: %w", err)
	}
	was := published(have)
	var p Plan
	for _, name := range slices.Sorted(maps.Keys(want.Files)) {
		file := want.Files[name]
		why := was.whyUpload(name, file)
		if why == "" {
			p.Unchanged++
			continue
		}
		p.Uploads = append(p.Uploads, Upload{
			Path: name, Size: file.Size, MD5: file.MD5, Headers: file.Headers, Kind: KindOf(name), Why: why,
		})
	}
	for _, name := range slices.Sorted(maps.Keys(was.manifest.Files)) {
		_, stays := want.Files[name]
		_, exists := was.objects[name]
		switch {
		case stays:
		case exists:
			p.Deletes = append(p.Deletes, name)
		default:
			p.Vanished = append(p.Vanished, name)
		}
	}
	slices.SortStableFunc(p.Uploads, func(a, b Upload) int { return cmp.Compare(a.Kind, b.Kind) })
	slices.SortStableFunc(p.Deletes, func(a, b string) int { return cmp.Compare(KindOf(b), KindOf(a)) })

	if err := p.addManifests(was, want); err != nil {
		return Plan{}, err
	}
	return p, nil
}

func (p *Plan) addManifests(was state, want Manifest) (err error) {
	if len(p.Uploads)+len(p.Deletes) > 0 {
		if p.Claim, err = was.unlessStored(was.claim(want, *p)); err != nil {
			return err
		}
	}
	if p.Claim != nil {
		// The claim will have replaced whatever is there now.
		p.Manifest, err = want.encode()
	} else {
		p.Manifest, err = was.unlessStored(want)
	}
	return err
}

// Empty reports whether the bucket holds exactly the site already.
func (p Plan) Empty() bool {
	return len(p.Uploads) == 0 && len(p.Deletes) == 0 && p.Manifest == nil
}

// Bytes returns how many bytes of the site are uploaded.
func (p Plan) Bytes() int64 {
	var sum int64
	for _, u := range p.Uploads {
		sum += u.Size
	}
	return sum
}

// state is Published, ready to be asked.
type state struct {
	objects  map[string]Object // by key
	manifest Manifest          // the zero value if none
}

func published(have Published) state {
	s := state{objects: make(map[string]Object, len(have.Objects))}
	for _, o := range have.Objects {
		s.objects[o.Key] = o
	}
	if have.Manifest != nil {
		s.manifest = *have.Manifest
	}
	return s
}

// whyUpload returns "" for a file that is published as it is.
func (s state) whyUpload(name string, want File) Why {
	object, exists := s.objects[name]
	recorded := s.manifest.Files[name].Headers
	switch {
	case !exists:
		return WhyNew
	case !sameContent(object, s.manifest.Files[name], want):
		return WhyContentDiffers
	case recorded == Headers{}:
		return WhyHeadersUnknown
	case recorded != want.Headers:
		return WhyHeadersDiffer
	default:
		return ""
	}
}

// sameContent reports whether an object holds the file want, as far as can be
// known. If the bucket does not tell its MD5, what was recorded of it counts,
// and the size: a change by hand that keeps the size is then not noticed.
func sameContent(object Object, recorded, want File) bool {
	if object.ETag != "" {
		return object.ETag == want.MD5
	}
	return recorded.MD5 == want.MD5 && object.Size == want.Size
}

// claim returns the manifest that is true from the first upload to the last
// delete, wherever the run ends between them.
func (s state) claim(want Manifest, p Plan) Manifest {
	files := maps.Clone(want.Files)
	for _, u := range p.Uploads {
		_, exists := s.objects[u.Path]
		_, ours := s.manifest.Files[u.Path]
		if exists && !ours {
			// Somebody else's until it is overwritten. Claimed, it could be
			// deleted by a run that comes before that.
			delete(files, u.Path)
			continue
		}
		files[u.Path] = File{MD5: u.MD5, Size: u.Size}
	}
	for _, name := range slices.Concat(p.Deletes, p.Vanished) {
		files[name] = s.manifest.Files[name]
	}
	return Manifest{SchemaVersion: schemaVersion, Site: s.manifest.Site, Files: files}
}

// unlessStored returns m's bytes, or nil if these are what the bucket has.
func (s state) unlessStored(m Manifest) ([]byte, error) {
	data, err := m.encode()
	if err != nil {
		return nil, err
	}
	stored, err := s.manifest.encode()
	if err != nil || bytes.Equal(stored, data) {
		return nil, err
	}
	return data, nil
}

func hexMD5(data []byte) string {
	sum := md5.Sum(data)
	return hex.EncodeToString(sum[:])
}
