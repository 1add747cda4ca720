package architecture

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Bars of the house. A feature that needs more room draws a package of its own
// in the table of arrows; no bar moves for it.
const (
	mostFiles = 25    // files of a package
	mostLines = 2_500 // lines of a package

	// A package of more lines than largeLines cannot be read whole, so its
	// files may depend less on each other.
	largeLines      = 2_000
	largeKnot       = 8   // files that all depend on each other
	largeReferences = 3.0 // other files that a file refers to, on average
	smallKnot       = 13
	smallReferences = 4.0

	mostMethodFiles = 4 // files with methods of one type

	// The verbs in package main of cmd/datarocks.
	mainFiles     = 40
	mainFileLines = 120
	mainLines     = 2_000

	historyEntries = 25  // of `go doc -short ./history`
	talkative      = 5.0 // words of talk in 10,000 words of comments
)

// room is a package as the bars see it.
type room struct {
	listed
	lines      map[string]int             // of each file
	references map[string]map[string]bool // the files that a file refers to
	methods    map[string]map[string]bool // the files with methods of a type
}

func TestRooms(t *testing.T) {
	for _, p := range listPackages(t) {
		r := enter(t, p)
		r.checkSize(t)
		r.checkKnots(t)
		for typ, files := range r.methods {
			if len(files) > mostMethodFiles {
				t.Errorf("%s: type %s has methods in %d files, at most %d: %v", r.name(), typ, len(files), mostMethodFiles, slices.Sorted(maps.Keys(files)))
			}
		}
	}
}

func (r *room) total() (lines int) {
	for _, n := range r.lines {
		lines += n
	}
	return lines
}

func (r *room) checkSize(t *testing.T) {
	t.Helper()
	files, lines := mostFiles, mostLines
	if r.name() == "cmd/datarocks" {
		files, lines = mainFiles, mainLines
		for file, n := range r.lines {
			if n > mainFileLines {
				t.Errorf("%s/%s has %d lines, at most %d", r.name(), file, n, mainFileLines)
			}
		}
	}
	if n := len(r.lines); n > files {
		t.Errorf("%s has %d files, at most %d", r.name(), n, files)
	}
	if n := r.total(); n > lines {
		t.Errorf("%s has %d lines, at most %d", r.name(), n, lines)
	}
}

func (r *room) checkKnots(t *testing.T) {
	t.Helper()
	knot, most := smallKnot, smallReferences
	if r.total() > largeLines {
		knot, most = largeKnot, largeReferences
	}
	references := 0
	for _, to := range r.references {
		references += len(to)
	}
	if mean := float64(references) / float64(max(1, len(r.lines))); mean > most {
		t.Errorf("%s: a file refers to %.1f others on average, at most %.0f", r.name(), mean, most)
	}
	if largest := largestKnot(r.references); len(largest) > knot {
		t.Errorf("%s: %d files all depend on each other, at most %d: %v", r.name(), len(largest), knot, largest)
	}
}

// enter type-checks the files of a package by themselves: references between
// them need no other package.
func enter(t *testing.T, p listed) *room {
	t.Helper()
	r := &room{listed: p, lines: make(map[string]int), references: make(map[string]map[string]bool), methods: make(map[string]map[string]bool)}
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range p.GoFiles {
		file, err := parser.ParseFile(fset, filepath.Join(p.Dir, name), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
		r.lines[name] = fset.File(file.Pos()).LineCount()
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv != nil {
				add(r.methods, receiver(f), name)
			}
		}
	}
	info := &types.Info{Uses: make(map[*ast.Ident]types.Object)}
	conf := types.Config{Importer: nothing{}, FakeImportC: true, Error: func(error) {}}
	// Errors are those of packages that nothing imports; the compiler has the others.
	pkg, _ := conf.Check(p.ImportPath, fset, files, info)
	for id, object := range info.Uses {
		if object.Pkg() != pkg || object.Parent() != nil && object.Parent() != pkg.Scope() {
			continue
		}
		if _, ok := object.(*types.PkgName); ok {
			continue
		}
		from, to := filepath.Base(fset.Position(id.Pos()).Filename), filepath.Base(fset.Position(object.Pos()).Filename)
		if from != to {
			add(r.references, from, to)
		}
	}
	return r
}

func receiver(f *ast.FuncDecl) string {
	name := types.ExprString(f.Recv.List[0].Type)
	name, _, _ = strings.Cut(strings.TrimPrefix(name, "*"), "[")
	return name
}

func add(sets map[string]map[string]bool, key, value string) {
	if sets[key] == nil {
		sets[key] = make(map[string]bool)
	}
	sets[key][value] = true
}

// nothing imports an empty package in place of each.
type nothing struct{}

func (nothing) Import(name string) (*types.Package, error) {
	p := types.NewPackage(name, path.Base(name))
	p.MarkComplete()
	return p, nil
}

// largestKnot returns the most files that all depend on each other, directly or
// by others. There are few files, so reachability is worked out in full.
func largestKnot(references map[string]map[string]bool) []string {
	reached := make(map[string]map[string]bool)
	for from := range references {
		reached[from] = make(map[string]bool)
		reach(references, from, reached[from])
	}
	var largest []string
	for a := range reached {
		knot := []string{a}
		for b := range reached {
			if a != b && reached[a][b] && reached[b][a] {
				knot = append(knot, b)
			}
		}
		slices.Sort(knot)
		if len(knot) > len(largest) {
			largest = knot
		}
	}
	if len(largest) < 2 {
		return nil
	}
	return largest
}

func reach(references map[string]map[string]bool, from string, reached map[string]bool) {
	for to := range references[from] {
		if !reached[to] {
			reached[to] = true
			reach(references, to, reached)
		}
	}
}

func TestLargestKnot(t *testing.T) {
	edges := func(pairs ...string) map[string]map[string]bool {
		references := make(map[string]map[string]bool)
		for _, pair := range pairs {
			add(references, pair[:1], pair[1:])
		}
		return references
	}
	for _, test := range []struct {
		references map[string]map[string]bool
		want       []string
	}{
		{edges(), nil},
		{edges("ab", "bc"), nil},
		{edges("ab", "ba", "bc"), []string{"a", "b"}},
		{edges("ab", "bc", "ca", "de", "ed", "cd"), []string{"a", "b", "c"}},
	} {
		if got := largestKnot(test.references); !slices.Equal(got, test.want) {
			t.Errorf("largestKnot(%v) = %v, want %v", test.references, got, test.want)
		}
	}
}

func TestHistoryIsSmallFromOutside(t *testing.T) {
	out, err := exec.Command("go", "doc", "-short", "datarocks/history").Output()
	if err != nil {
		t.Fatalf("go doc: %v", err)
	}
	if n := bytes.Count(out, []byte("\n")); n > historyEntries {
		t.Errorf("`go doc -short ./history` has %d entries, at most %d:\n%s", n, historyEntries, out)
	}
}

// talk is what comments do not do: code returns, reports and is.
var talk = regexp.MustCompile(`(?i)\b(tells?|told|says?|said|gives?|gave)\b`)

func TestCommentsAreInTheDialectOfGo(t *testing.T) {
	words, places := 0, []string(nil)
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	fset := token.NewFileSet()
	for _, p := range listPackages(t) {
		for _, name := range slices.Concat(p.GoFiles, p.TestGoFiles, p.XTestGoFiles) {
			file, err := parser.ParseFile(fset, filepath.Join(p.Dir, name), nil, parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			for _, group := range file.Comments {
				for _, comment := range group.List {
					words += len(strings.Fields(comment.Text))
					for range talk.FindAllString(comment.Text, -1) {
						position := fset.Position(comment.Pos())
						name, _ := filepath.Rel(root, position.Filename)
						places = append(places, fmt.Sprintf("%s:%d: %s", name, position.Line, comment.Text))
					}
				}
			}
		}
	}
	if rate := float64(len(places)) * 10_000 / float64(words); rate > talkative {
		t.Errorf("%.1f in 10,000 words of comments tell, say or give, at most %.0f:\n%s", rate, talkative, strings.Join(places[:min(40, len(places))], "\n"))
	}
}
