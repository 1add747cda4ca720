package settings

import (
	"cmp"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"datarocks/cmd/datarocks/shell"
)

// Place is where a history or a site is: a folder, or a bucket and a prefix.
type Place struct {
	Folder         string // "" for a bucket
	Bucket, Prefix string
}

// ParsePlace reads DIR or s3://bucket/prefix.
func ParsePlace(flag, where string) (Place, error) {
	scheme, rest, ok := strings.Cut(where, "://")
	if !ok && strings.HasPrefix(where, "s3:") {
		return Place{}, shell.Refuse("write s3://bucket/prefix", "%s: cannot use %s", flag, withoutPassword(where))
	}
	if !ok {
		return Place{Folder: where}, CheckFolder(flag, where)
	}
	bucket, prefix, deep := strings.Cut(rest, "/")
	if scheme != "s3" || bucket == "" {
		shown := scheme + "://" + bucket[strings.LastIndexByte(bucket, '@')+1:]
		if deep {
			shown += "/..." // a webhook's address in the wrong place is a secret there, too
		}
		return Place{}, shell.Refuse("write a folder, or s3://bucket/prefix", "%s: cannot use %s", flag, shown)
	}
	return Place{Bucket: bucket, Prefix: strings.Trim(prefix, "/")}, nil
}

// password is what stands before the host of an address.
var password = regexp.MustCompile(`://[^/?#]*@`)

// withoutPassword is an address that may be shown to everybody.
func withoutPassword(address string) string { return password.ReplaceAllString(address, "://…@") }

// String is the place as a flag has it.
func (p Place) String() string {
	if p.Folder != "" {
		return p.Folder
	}
	return strings.TrimSuffix("s3://"+p.Bucket+"/"+p.Prefix, "/")
}

// Key is the key of an object in the bucket.
func (p Place) Key(name string) string { return strings.TrimPrefix(p.Prefix+"/"+name, "/") }

// CheckFolder refuses what is not the name of a folder.
func CheckFolder(flag, where string) error {
	if where == "" {
		return shell.Refuse("name one", "%s: no folder named", flag)
	}
	if scheme, _, ok := strings.Cut(where, "://"); ok {
		return shell.Refuse("name a folder", "%s: %s:// is no folder", flag, scheme)
	}
	if info, err := os.Stat(where); err == nil && !info.IsDir() {
		return shell.Refuse("", "%s: %s is not a folder", flag, where)
	}
	return nil
}

// KeepApart refuses places that overlap: a history in the site, where every visitor
// could read it, a site in the content folder or around it, and a history in the
// content folder, which the next run would read as content. A place of "" is not used,
// and one that is malformed is refused when it is opened.
func KeepApart(historyAt, contentAt, siteAt string) (problems []error) {
	h, hasHistory := placeOf(historyAt)
	s, hasSite := placeOf(siteAt)
	if hasHistory && hasSite && isWithin(h, s) {
		problems = append(problems, shell.Refuse("keep them apart: visitors could read the history", "the history %s is inside the site %s", historyAt, siteAt))
	}
	if contentAt == "" {
		return problems
	}
	switch {
	case !hasSite || s.Folder == "":
	case IsInside(s.Folder, contentAt):
		problems = append(problems, shell.Refuse("write the site beside the content", "the site %s is inside the content %s", siteAt, contentAt))
	case IsInside(contentAt, s.Folder):
		problems = append(problems, shell.Refuse("write the site beside the content", "the content %s is inside the site %s", contentAt, siteAt))
	}
	if hasHistory && h.Folder != "" && IsInside(h.Folder, contentAt) {
		problems = append(problems, shell.Refuse("keep the history beside the content", "the history %s is inside the content %s", historyAt, contentAt))
	}
	return problems
}

func placeOf(where string) (p Place, ok bool) {
	p, err := ParsePlace("", where)
	return p, err == nil
}

// KeepApartFromOurs does so for a verb that writes a site and takes no content and no
// history: their places are those that the other verbs use here.
func KeepApartFromOurs(w *shell.World, siteAt string) []error {
	historyAt, contentAt := cmp.Or(w.Getenv("DATAROCKS_HISTORY"), "data"), cmp.Or(w.Getenv("DATAROCKS_CONTENT"), "content")
	for _, place := range []*string{&historyAt, &contentAt} {
		if _, err := os.Stat(*place); err != nil {
			*place = "" // there is none
		}
	}
	return KeepApart(historyAt, contentAt, siteAt)
}

// RefuseItself refuses to publish a folder into itself or around itself, where each run
// would take what the one before wrote for a part of the site.
func RefuseItself(from, siteAt string) error {
	site, ok := placeOf(siteAt)
	switch {
	case !ok || site.Folder == "":
		return nil
	case IsInside(site.Folder, from):
		return shell.Refuse("name a folder beside it", "the site %s is inside --from %s", siteAt, from)
	case IsInside(from, site.Folder):
		return shell.Refuse("name a folder beside it", "--from %s is inside the site %s", from, siteAt)
	}
	return nil
}

// isWithin reports whether a place is another one, or in it.
func isWithin(p, other Place) bool {
	switch {
	case (p.Folder == "") != (other.Folder == ""):
		return false
	case p.Folder != "":
		return IsInside(p.Folder, other.Folder)
	}
	return p.Bucket == other.Bucket && (other.Prefix == "" || strings.HasPrefix(p.Prefix+"/", other.Prefix+"/"))
}

// IsInside reports whether a folder is another one, or in it.
func IsInside(folder, other string) bool {
	rest, err := filepath.Rel(realPath(other), realPath(folder))
	return err == nil && filepath.IsLocal(rest)
}

// realPath follows the links on the way to a folder, as far as it exists.
func realPath(folder string) string {
	full, err := filepath.Abs(folder)
	if err != nil {
		return folder
	}
	rest := ""
	for at := full; ; at, rest = filepath.Dir(at), filepath.Join(filepath.Base(at), rest) {
		if found, err := filepath.EvalSymlinks(at); err == nil {
			return filepath.Join(found, rest)
		}
		if at == filepath.Dir(at) {
			return full
		}
	}
}
