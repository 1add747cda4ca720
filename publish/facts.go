package publish

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"

	"datarocks/publish/manifest"
)

// About returns what a rendered site's manifest records of the whole site. An
// error is a *SiteError, and wraps fs.ErrNotExist if there is no manifest.
func About(site fs.FS) (about manifest.About, err error) {
	facts, err := readRendered(site)
	if err == nil {
		about, err = readAbout(facts)
	}
	if err != nil {
		return about, &SiteError{err}
	}
	return about, nil
}

func readAbout(site json.RawMessage) (manifest.About, error) {
	about, err := manifest.Read[manifest.About](site)
	if err != nil {
		err = fmt.Errorf("read %s: %w", manifest.Name, err)
	}
	return about, err
}

// readRendered takes from the rendered manifest only the facts. A list of files
// in it would be that of another bucket, from which the site was copied. If a
// run into that one ended early, its files are some of this site, some of that.
func readRendered(site fs.FS) (json.RawMessage, error) {
	data, err := fs.ReadFile(site, manifest.Name)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", manifest.Name, err)
	}
	rendered, err := manifest.Decode(data, "render the site again")
	if err != nil {
		return nil, err
	}
	if rendered.Next != nil {
		return nil, fmt.Errorf("read %s: this site was not finished: render it again", manifest.Name)
	}
	return rendered.Site, nil
}

// allFacts are those that a plan is judged by: of the site that is published,
// of the one that a run has begun to publish, and of the one to be published.
type allFacts struct{ was, next, now manifest.Facts }

func readAllFacts(was, want manifest.Manifest) (all allFacts, err error) {
	var errs [3]error
	all.was, errs[0] = readFacts[manifest.Facts](was.Site)
	all.next, errs[1] = readFacts[manifest.Facts](was.Next)
	all.now, errs[2] = readFacts[manifest.Facts](want.Site)
	return all, errors.Join(errs[:]...)
}

func readFacts[T manifest.About | manifest.Facts](site json.RawMessage) (T, error) {
	facts, err := manifest.Read[T](site)
	if err != nil {
		err = fmt.Errorf("read facts of %s: %w", manifest.Name, err)
	}
	return facts, err
}

// SiteError is why a folder is no site to be published.
type SiteError struct{ Err error }

func (e *SiteError) Error() string { return "read site: " + e.Err.Error() }

// Unwrap returns what was met in it.
func (e *SiteError) Unwrap() error { return e.Err }
