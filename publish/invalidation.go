package publish

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// invalidations returns the URL paths of which a CDN may hold a copy that the
// plan makes wrong, sorted, each as CloudFront wants it: from the root of the
// host, escaped.
//
// A new file is among them, because a CDN also keeps the error page of a file
// that was absent. A new asset is not: only a page leads to it, and that
// comes later. Nor is an unused one, of which every copy is right.
//
// CloudFront keeps a page under the path that was asked for and under the one
// its viewer-request function made of it, so x/index.html is also x/.
//
// A run asks for them in two parts: before it deletes, no copy of a page may
// lead to what it deletes, and after that there may be none of the deleted.
func (p Plan) invalidations() []string {
	return tidy(slices.Concat(p.replaced(), p.deleted()))
}

// Asked returns what so many distributions are asked for, in both parts.
func (p Plan) Asked(distributions int) []string {
	return slices.Concat(collapse(p.replaced(), distributions), collapse(p.deleted(), distributions))
}

// replaced are the paths to drop before anything is deleted.
func (p Plan) replaced() []string {
	var names []string
	for _, u := range p.Uploads {
		if kindOf(u.Path) != Asset || u.Why != WhyNew {
			names = append(names, u.Path)
		}
	}
	return tidy(slices.Concat(p.Owed, p.urlPaths(names), p.urlPaths(withoutAssets(p.Vanished))))
}

// deleted are the paths to drop after the deletes.
func (p Plan) deleted() []string { return tidy(p.urlPaths(withoutAssets(p.Deletes))) }

func withoutAssets(names []string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool { return kindOf(name) == Asset })
}

// urlPaths returns the paths of files, and of folders for their index.html.
func (p Plan) urlPaths(names []string) (paths []string) {
	root := cmp.Or(p.path, "/")
	for _, name := range names {
		urlPath := root + escapePath(name)
		paths = append(paths, urlPath)
		if folder, ok := strings.CutSuffix(urlPath, "/"+indexName); ok {
			paths = append(paths, folder+"/")
		}
	}
	return paths
}

// tidy sorts paths and names each once, as CloudFront takes it, and none that a
// wildcard has.
func tidy(paths []string) []string {
	paths = slices.Clone(paths)
	for i := range paths {
		paths[i] = askable(paths[i])
	}
	for _, path := range slices.Clone(paths) {
		if begin, ok := strings.CutSuffix(path, "*"); ok {
			paths = slices.DeleteFunc(paths, func(p string) bool { return p != path && strings.HasPrefix(p, begin) })
		}
	}
	slices.Sort(paths)
	return slices.Compact(paths)
}

// freePaths is how many paths a run may name. An account has 1,000 paths a
// month free, over all its distributions, and a run a night should be within.
const freePaths = 30

// collapse returns the paths to ask so many distributions to drop. A wildcard
// costs as much as one path, so more than are free become all that is in the
// folder they share, as in "/*", at the price of assets that are fetched again
// from the bucket.
func collapse(paths []string, distributions int) []string {
	if len(paths)*distributions > freePaths {
		return []string{sharedFolder(paths) + "*"}
	}
	return paths
}

// sharedFolder returns the innermost folder, as in "/label/", that has all paths.
func sharedFolder(paths []string) string {
	folder := paths[0]
	for {
		folder = folder[:strings.LastIndexByte(folder, '/')+1]
		if !slices.ContainsFunc(paths, func(path string) bool { return !strings.HasPrefix(path, folder) }) {
			return folder
		}
		folder = strings.TrimSuffix(folder, "/")
	}
}

// owed returns the paths that a CDN still has to drop after a run: those that
// failed, or were asked of nobody.
func (p Plan) owed(failed *InvalidationError) []string {
	if failed == nil {
		return nil
	}
	return collapse(failed.Paths, 1)
}

// ErrNotNamed means that no CDN is named, though one stands before the bucket.
var ErrNotNamed = errors.New("no distribution is named, and one keeps copies of this site")

// unnamed returns what a run without a CDN owes to the one that stands before the
// bucket; nil where there is none.
func (p Plan) unnamed() error {
	if len(p.behind)+len(p.Owed) == 0 {
		return nil
	}
	return &InvalidationError{Distributions: p.behind, Paths: p.invalidations(), Err: ErrNotNamed}
}

// escapePath escapes what CloudFront wants escaped in the path of an
// invalidation, and nothing else, since it compares paths as they are written:
// what is not ASCII and what RFC 1738 calls unsafe. A "?" would begin a query,
// and a "*" is a wildcard, which is refused anywhere but at the end.
func escapePath(name string) string {
	var b strings.Builder
	for i := range len(name) {
		c := name[i]
		if c <= ' ' || c >= 0x7f || strings.IndexByte("\"#%*<>?[\\]^`{|}~", c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// askable returns a path as CloudFront takes it. That of an address is escaped for a
// browser, which sends more characters as they are. A "*" is a wildcard there and must
// be the last one: of a path that has one, all that begins like it is dropped.
func askable(path string) string {
	begin, _, wild := strings.Cut(path, "*")
	var b strings.Builder
	for i := 0; i < len(begin); i++ {
		if escaped.MatchString(begin[i:]) {
			b.WriteString(begin[i : i+3])
			i += 2
		} else {
			b.WriteString(escapePath(begin[i : i+1]))
		}
	}
	if wild {
		b.WriteByte('*')
	}
	return b.String()
}

var escaped = regexp.MustCompile(`^%[0-9A-Fa-f]{2}`)

// InvalidationError means that the site was uploaded, but that a CDN may go on
// serving copies of what was there before. Until they expire, visitors may see
// the former site or a mix of both. The next run drops them: the manifest records
// that it is owed.
type InvalidationError struct {
	Distributions []string // those that failed, by id
	Paths         []string // as they were asked for
	Undeleted     []string // files that are left to the next run, because former pages may lead to them
	Err           error
}

func (e *InvalidationError) Error() string { return e.Err.Error() }

// Unwrap returns the errors of the distributions, joined.
func (e *InvalidationError) Unwrap() error { return e.Err }

// Commands returns, for each distribution, the command of the AWS CLI that asks
// it again, quoted for a POSIX shell; none where no page is out of date.
func (e *InvalidationError) Commands() []string {
	if len(e.Paths) == 0 {
		return nil
	}
	var quoted []string
	for _, path := range e.Paths {
		quoted = append(quoted, "'"+strings.ReplaceAll(path, "'", `'\''`)+"'")
	}
	var commands []string
	for _, id := range e.Distributions {
		commands = append(commands, "aws cloudfront create-invalidation --distribution-id "+id+" --paths "+strings.Join(quoted, " "))
	}
	return commands
}
