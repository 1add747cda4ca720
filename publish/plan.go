package publish

import (
	"cmp"
	"errors"
	"io/fs"
	"maps"
	"slices"
	"sync"
	"time"

	"datarocks/publish/manifest"
)

// Why is the reason of an upload.
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
	Headers manifest.Headers
	Kind    Kind
	Why     Why
	Former  string // version of the object it replaces; "" for none
}

// turns is how many turns there are.
const turns = 6

// turn is when a file is uploaded: after all those of the turns before. What is
// new comes before whatever is replaced, since only the latter can be found, and
// may lead to any of the former.
func (u Upload) turn() int {
	switch {
	case u.Kind == Asset:
		return 0
	case u.Kind == Index:
		return turns - 1
	case u.Why == WhyNew && u.Kind == Data:
		return 1
	case u.Why == WhyNew:
		return 2
	case u.Kind == Data:
		return 3
	}
	return 4
}

// Plan is what has to happen for a bucket to hold exactly a site. It is made
// by NewPlan, printed by String, judged by Check, and carried out by Publish.
type Plan struct {
	Uploads []Upload // by turn, then path: the order of upload

	// Deletes are files that datarocks wrote and the site no longer has, in
	// the order of deletion: pages, then data, then assets.
	Deletes []string

	// Vanished are files that the manifest lists but neither the bucket nor
	// the site has: another run has deleted them, but perhaps not invalidated,
	// or has not come to write them.
	Vanished []string

	// Kept are files that the site no longer has, and since when, which are deleted
	// later: visitors who have an older page open may still need its assets, and
	// where CloudFront stands before the bucket, it may still hold pages that lead to
	// any of them.
	Kept map[string]time.Time

	// Owed are paths that a former run could not invalidate.
	Owed []string

	Unchanged int // files

	// Former is the version of the manifest that the plan was made with.
	Former string

	// Claim is the manifest to write before the first upload, and Manifest
	// the one to write last. Each is nil if the bucket then has it already.
	Claim, Manifest []byte

	was   state
	want  manifest.Manifest
	facts func() (allFacts, error)
	files map[string]manifest.File // of Manifest
	path  string                   // of the site on its host, with slashes around; "" is the root
	about manifest.About           // the site to be published
	going []string                 // files but assets that the site no longer has, since now

	behind []string // distributions before the bucket
}

// NewPlan compares a rendered site with what is published. It reads each file
// of the site once and keeps none. It refuses a site without index.html, one
// with a manifest it cannot read, and one that holds anything but regular
// files, by a *SiteError; it reports every problem at once. Whether the site may
// replace the former one is decided by Check.
//
// Now is the time of the run. It decides when an asset that nobody uses any
// more has been kept long enough, and nothing else.
func NewPlan(site fs.FS, have Published, now time.Time) (Plan, error) {
	want, err := manifestOf(site)
	if err != nil {
		return Plan{}, &SiteError{err}
	}
	was := published(have)
	p := Plan{Owed: was.manifest.Owed, Former: have.Version, was: was, want: want, behind: was.manifest.Distributions}
	if have.Behind != nil {
		p.behind = have.Behind
		if len(p.behind) == 0 {
			p.Owed = nil // to none that there still is
		}
	}
	if have.Behind != nil && len(have.Behind) == 0 {
		p.Owed = nil // to nobody any more
	}
	about, err := readFacts[manifest.About](want.Site)
	if err != nil {
		return Plan{}, &SiteError{err}
	}
	p.path, p.about = about.Path, about
	if have.Unreadable != nil && len(p.behind) > 0 {
		p.Owed = []string{cmp.Or(p.path, "/") + "*"} // it may have been owed
	}
	if err := p.keepFacts(); err != nil {
		return Plan{}, &SiteError{err}
	}
	p.addUploads()
	p.addRest(now.UTC().Truncate(time.Second))
	p.facts = sync.OnceValues(func() (allFacts, error) { return readAllFacts(was.manifest, p.want) })
	if len(p.Uploads)+len(p.Deletes) > 0 {
		go p.facts() // for Check, while the manifests are encoded: of a large roster both take a while
	}
	if err := p.addManifests(); err != nil {
		return Plan{}, err
	}
	return p, nil
}

func (p *Plan) addUploads() {
	for _, name := range slices.Sorted(maps.Keys(p.want.Files)) {
		file := p.want.Files[name]
		why := p.was.whyUpload(name, file)
		if why == "" {
			p.Unchanged++
			continue
		}
		p.Uploads = append(p.Uploads, Upload{
			Path: name, Size: file.Size, MD5: file.MD5, Headers: file.Headers, Kind: kindOf(name), Why: why,
			Former: p.was.version(name),
		})
	}
	slices.SortStableFunc(p.Uploads, func(a, b Upload) int { return cmp.Compare(a.turn(), b.turn()) })
}

const (
	// keepAssets is how long an asset stays that the site no longer has.
	keepAssets = 7 * 24 * time.Hour

	// keepLinked is how long any other file stays where CloudFront stands before the
	// bucket. It takes some minutes to drop the pages that lead to it, so that it is the
	// next night's run which deletes it.
	keepLinked = time.Hour
)

// addRest adds what becomes of the files that the site no longer has.
func (p *Plan) addRest(now time.Time) {
	p.files = maps.Clone(p.want.Files)
	mended := sync.OnceValue(p.mended)
	for _, name := range slices.Sorted(maps.Keys(p.was.manifest.Files)) {
		if _, stays := p.want.Files[name]; stays {
			continue
		}
		file := p.was.manifest.Files[name]
		_, exists := p.was.objects[name]
		if file.Unused.IsZero() && exists && kindOf(name) != Asset && !p.about.Keeps(name) {
			p.going = append(p.going, name)
		}
		if file.Unused.IsZero() || p.mayBeLinked(name) {
			file.Unused = now
		}
		switch {
		case exists && p.about.Keeps(name):
			file.Unused = time.Time{}
			p.files[name] = file
			p.Unchanged++
		case !exists:
			p.Vanished = append(p.Vanished, name)
			if p.overtakes() {
				// The run before may be under way and write it yet. Nobody
				// would delete a file that no manifest has.
				p.files[name] = file
			}
		case kindOf(name) == Asset && (now.Sub(file.Unused) < keepAssets || len(p.about.Kept) > 0):
			// A page that is kept may need any of them.
			p.keep(name, file)
		case kindOf(name) == Asset && mended():
			// It was needed until now.
			file.Unused = now
			p.keep(name, file)
		case len(p.behind) > 0 && kindOf(name) != Asset && now.Sub(file.Unused) < keepLinked:
			p.keep(name, file)
		default:
			p.Deletes = append(p.Deletes, name)
		}
	}
	slices.SortStableFunc(p.Deletes, func(a, b string) int { return cmp.Compare(kindOf(b), kindOf(a)) })
}

// mended reports whether the published site kept pages of which this one keeps none.
func (p *Plan) mended() bool {
	was, err := readFacts[manifest.About](p.was.manifest.Site)
	return err == nil && len(was.Kept) > 0 && len(p.about.Kept) == 0
}

func (p *Plan) keep(name string, file manifest.File) {
	if p.Kept == nil {
		p.Kept = make(map[string]time.Time)
	}
	p.Kept[name] = file.Unused
	p.files[name] = file
}

// mayBeLinked reports whether the run that did without a file first, but for an asset,
// has not had the pages dropped that lead to it.
func (p *Plan) mayBeLinked(name string) bool {
	return kindOf(name) != Asset && (len(p.Owed) > 0 || p.overtakes())
}

// keepFacts takes over what is known of the artists whose pages stay as they are.
func (p *Plan) keepFacts() error {
	if len(p.about.Kept) == 0 {
		return nil
	}
	was, errWas := readFacts[manifest.Facts](p.was.manifest.Site)
	want, errWant := readFacts[manifest.Facts](p.want.Site)
	if err := errors.Join(errWas, errWant); err != nil {
		return err
	}
	want = want.Keeping(was)
	kept, err := manifest.Rendered(want)
	p.want.Site, p.about = kept.Site, want.About
	return err
}

func (p *Plan) addManifests() (err error) {
	if len(p.Uploads)+len(p.Deletes) > 0 {
		if p.Claim, err = p.was.unlessStored(p.claim()); err != nil {
			return err
		}
	}
	p.Manifest, err = p.receipt(nil, true)
	return err
}

// receipt returns the manifest of the site, or nil if the bucket then has it
// already. It goes on listing what was to be deleted and was not.
func (p Plan) receipt(owed []string, deleted bool) ([]byte, error) {
	m := manifest.Manifest{SchemaVersion: manifest.SchemaVersion, Site: p.want.Site, Files: p.files, Owed: owed, Distributions: p.behind}
	if !deleted {
		m.Files = maps.Clone(p.files)
		for _, name := range p.Deletes {
			m.Files[name] = p.was.manifest.Files[name]
		}
	}
	if p.Claim != nil {
		return m.Encode() // the claim has replaced whatever was there
	}
	return p.was.unlessStored(m)
}

// Waiting is how many files but assets the site no longer has, and yet are not deleted
// while CloudFront may hold pages that lead to them.
func (p Plan) Waiting() (n int) {
	for name := range p.Kept {
		if kindOf(name) != Asset {
			n++
		}
	}
	return n
}

// Empty reports whether the bucket holds exactly the site already.
func (p Plan) Empty() bool {
	return len(p.Uploads) == 0 && len(p.Deletes) == 0 && p.Manifest == nil
}

// overtakes reports whether a former run has not ended: it failed, or it is
// under way.
func (p Plan) overtakes() bool { return p.was.manifest.Next != nil }

// Bytes returns how many bytes of the site are uploaded.
func (p Plan) Bytes() int64 {
	var sum int64
	for _, u := range p.Uploads {
		sum += u.Size
	}
	return sum
}

// claim returns the manifest that is true from the first upload to the last
// delete, wherever the run ends between them.
func (p Plan) claim() manifest.Manifest {
	files := maps.Clone(p.files)
	for _, u := range p.Uploads {
		_, exists := p.was.objects[u.Path]
		_, ours := p.was.manifest.Files[u.Path]
		if exists && !ours {
			// Somebody else's until it is overwritten. Claimed, it could be
			// deleted by a run that comes before that.
			delete(files, u.Path)
			continue
		}
		files[u.Path] = manifest.File{MD5: u.MD5, Size: u.Size}
	}
	for _, name := range slices.Concat(p.Deletes, p.Vanished) {
		files[name] = p.was.manifest.Files[name]
	}
	return manifest.Manifest{
		SchemaVersion: manifest.SchemaVersion, Site: p.was.manifest.Site, Next: p.want.Site, Files: files, Owed: p.Owed,
		Distributions: p.behind,
	}
}
