package publish

import (
	"crypto/md5"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
)

// scan reads a rendered site once, and returns the manifest it will have when
// it is published. It reports every problem at once.
func scan(site fs.FS) (Manifest, error) {
	m := Manifest{SchemaVersion: schemaVersion, Files: make(map[string]File)}
	var problems []error
	err := fs.WalkDir(site, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil {
			err = m.scanFile(site, name, entry)
		}
		if err != nil {
			problems = append(problems, err)
		}
		return nil
	})
	if err := errors.Join(append(problems, err)...); err != nil {
		return Manifest{}, err
	}
	return m, m.refuseEmpty()
}

func (m *Manifest) scanFile(site fs.FS, name string, entry fs.DirEntry) error {
	switch {
	case !fs.ValidPath(name):
		return fmt.Errorf("read %q: not a valid path: use UTF-8 and no empty, \".\" or \"..\" parts", name)
	case entry.IsDir() || isTemp(name):
		return nil
	case !entry.Type().IsRegular():
		return fmt.Errorf("read %s: not a regular file: a site holds no links, pipes or devices", name)
	case name == manifestName:
		return m.scanFacts(site)
	}
	file, err := hashFile(site, name)
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	file.Headers = HeadersFor(name)
	m.Files[name] = file
	return nil
}

// scanFacts takes from the rendered manifest only the facts. A list of files
// in it would be that of another bucket, from which the site was copied.
func (m *Manifest) scanFacts(site fs.FS) error {
	data, err := fs.ReadFile(site, manifestName)
	if err != nil {
		return fmt.Errorf("read %s: %w", manifestName, err)
	}
	rendered, err := decodeManifest(data)
	if err != nil {
		return err
	}
	m.Site = rendered.Site
	return nil
}

// refuseEmpty stops what is most often a mistaken folder or a failed render
// from taking down a good site.
func (m *Manifest) refuseEmpty() error {
	if len(m.Files) == 0 {
		return errors.New("no files: publishing would delete the site, check the folder")
	}
	if _, ok := m.Files[indexName]; !ok {
		return fmt.Errorf("no %s: this is not a whole site, check the folder", indexName)
	}
	return nil
}

// hashFile reads a file without keeping it. MD5 guards against nothing here;
// it is what S3 lists as the ETag of an object that came by a plain PUT.
func hashFile(fsys fs.FS, name string) (_ File, err error) {
	f, err := fsys.Open(name)
	if err != nil {
		return File{}, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	sum := md5.New()
	size, err := io.Copy(sum, f)
	if err != nil {
		return File{}, err
	}
	return File{MD5: hex.EncodeToString(sum.Sum(nil)), Size: size}, nil
}
