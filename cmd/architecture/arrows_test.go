// Package architecture holds the house to its plan: which package may import
// which, where a library is used, and how large a room may get. A feature that
// needs a room of its own draws it here, with its arrows; the bars stay.
package architecture

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"datarocks/content"
)

// anyone lists the leaves that every package may import, as they import none.
var anyone = []string{"content/name", "content/legible"}

// arrows lists, for each package, the others that it may import, and imports. A
// stage imports only stages before it, and publish none.
var arrows = map[string][]string{
	"content/link":        {},
	"content/weburl":      {},
	"content/phrase":      {},
	"content/frontmatter": {"content/phrase"},
	"content":             {"content/frontmatter", "content/link", "content/phrase", "content/weburl"},
	"content/edit":        {"content"},

	"fetch":          {"content"},
	"fetch/wikidata": {"content", "fetch"},
	"fetch/lookup":   {"content", "content/link", "fetch", "fetch/wikidata"},

	"fetch/wikipedia": {"content", "content/link", "fetch", "fetch/wikidata"},

	"history/store":        {"publish/object"},
	"history/row":          {"content", "fetch"},
	"history/series":       {"content", "history/row"},
	"history/flow":         {"content", "history/series"},
	"history/trend":        {"content", "history/flow", "history/series"},
	"history/archive":      {"content", "history/archive/fold", "history/row", "history/series", "history/store"},
	"history/archive/fold": {"content", "fetch", "history/row", "history/series"},
	"history/commit":       {"content", "history/row", "history/store"},
	"history/backfill":     {"content", "fetch", "history/archive", "history/commit", "history/row", "history/store"},
	"history/purge":        {"history", "history/archive", "history/row", "history/store"},
	"history/restore":      {"content", "history/archive", "history/row", "history/store"},
	"history":              {"content", "fetch", "history/archive", "history/backfill", "history/commit", "history/row", "history/series", "history/store"},
	"history/gate":         {"content", "fetch", "history", "history/series"},
	"history/rollback":     {"content", "history/store"},
	"history/importer":     {"content", "fetch", "history", "history/row"},

	"templates":         {},
	"templates/echarts": {},
	"templates/aws":     {"templates"},

	"render/words":    {"content"},
	"render/notes":    {},
	"render/roster":   {"content", "history", "history/flow", "history/series", "history/trend"},
	"render/sentence": {"content", "history", "history/flow", "history/row", "history/series", "history/trend", "render/roster", "render/words"},
	"render/chart":    {"content", "history/flow", "history/series", "render/words"},
	"render/weekly":   {"content", "history/trend", "render/roster", "render/sentence", "render/words"},
	"render/data":     {"content", "history/flow", "history/series", "history/trend", "publish/manifest", "render/roster", "render/sentence", "render/words"},
	"render/cards": {
		"content", "history/row", "history/series", "history/trend",
		"render/chart", "render/data", "render/roster", "render/sentence", "render/words",
	},
	"render": {
		"content", "history", "history/flow", "history/trend",
		"render/cards", "render/chart", "render/data", "render/notes", "render/roster", "render/sentence", "render/weekly", "render/words", "templates",
	},

	"publish/object":   {},
	"publish/manifest": {},
	"publish":          {"publish/manifest", "publish/object"},

	"cmd/datarocks/shell": {"publish/object"},
	"cmd/datarocks/settings": {
		"cmd/datarocks/shell", "content", "fetch", "history", "history/archive", "history/store", "publish", "publish/object",
		"fetch/lookup", "fetch/bluesky", "fetch/deezer", "fetch/instagram", "fetch/lastfm", "fetch/listenbrainz", "fetch/mastodon", "fetch/spotify", "fetch/twitter",
		"fetch/wikipedia", "fetch/youtube",
	},
	"cmd/datarocks/devserver": {"cmd/datarocks/shell", "publish", "templates"},
	"cmd/datarocks/notify":    {"cmd/datarocks/settings", "cmd/datarocks/shell", "content", "fetch", "history/store", "render/sentence"},
	"cmd/datarocks/report": {
		"cmd/datarocks/notify", "cmd/datarocks/settings", "cmd/datarocks/shell", "content", "fetch", "history", "history/series",
		"publish", "render/roster", "render/sentence",
	},
	"cmd/datarocks/nightly": {
		"cmd/datarocks/notify", "cmd/datarocks/report", "cmd/datarocks/settings", "cmd/datarocks/shell", "content", "fetch", "history",
		"history/archive", "history/gate", "history/rollback", "history/row", "history/store",
		"publish", "publish/manifest", "render", "render/roster", "render/sentence",
	},
	"cmd/datarocks/rollback": {
		"cmd/datarocks/nightly", "cmd/datarocks/settings", "cmd/datarocks/shell", "content", "history/rollback", "history/store", "render",
	},
	"cmd/datarocks/deploy": {"cmd/datarocks/settings", "cmd/datarocks/shell", "content", "fetch", "templates"},
	"cmd/datarocks/doctor": {
		"cmd/datarocks/deploy", "cmd/datarocks/nightly", "cmd/datarocks/notify", "cmd/datarocks/settings", "cmd/datarocks/shell",
		"content", "fetch", "history", "history/archive", "history/gate", "history/row", "history/series", "history/store", "publish", "publish/manifest", "render/roster",
	},
	"cmd/datarocks/demo": {
		"cmd/datarocks/nightly", "cmd/datarocks/settings", "cmd/datarocks/shell", "content", "fetch", "fetch/fetchtest",
		"history", "history/archive", "history/gate", "history/row", "history/store", "publish/manifest", "render",
	},
	"cmd/datarocks/artists": {
		"cmd/datarocks/settings", "cmd/datarocks/shell", "content", "content/edit", "fetch", "fetch/lookup", "history", "publish/object", "templates",
	},
	"cmd/datarocks/records": {
		"cmd/datarocks/settings", "cmd/datarocks/shell", "content", "fetch/lookup", "history", "history/importer", "history/purge",
		"history/restore", "history/row", "history/store",
	},
	"cmd/datarocks/help": {},
	"cmd/datarocks": {
		"cmd/datarocks/artists", "cmd/datarocks/demo", "cmd/datarocks/deploy", "cmd/datarocks/devserver", "cmd/datarocks/doctor", "cmd/datarocks/help",
		"cmd/datarocks/nightly", "cmd/datarocks/notify", "cmd/datarocks/records", "cmd/datarocks/rollback", "cmd/datarocks/settings", "cmd/datarocks/shell",
		"content", "fetch", "history", "history/row", "history/store", "publish", "render", "render/roster", "render/sentence",
	},

	// Help for tests.
	"fetch/fetchtest":             {"content"},
	"fetch/countertest":           {"fetch", "fetch/fetchtest"},
	"fetch/fetchtest/musicbrainz": {"fetch/fetchtest"},
	"history/store/storetest":     {"history/store"},
	"history/store/s3test":        {"history/store", "publish/awstest"},
	"history/historytest":         {"content", "fetch", "history/row", "history/series", "history/store/storetest"},
	"history/trendtest":           {"content"},
	"render/rendertest":           {"content", "fetch", "history", "history/store", "history/store/storetest"},
	"publish/awstest/wire":        {},
	"publish/awstest/cdn":         {"publish/awstest/wire"},
	"publish/awstest/iam":         {"publish/awstest/wire"},
	"publish/awstest/stacks":      {"publish/awstest/wire"},
	"publish/awstest":             {"publish/awstest/cdn", "publish/awstest/iam", "publish/awstest/stacks", "publish/awstest/wire"},
	"publish/awstest/gateway":     {"publish/awstest"},

	// Programs of CI.
	"cmd/axe":                  {},
	"cmd/notices":              {},
	"cmd/bench/programs":       {},
	"cmd/bench/nights":         {"cmd/bench/programs", "content", "fetch/fetchtest"},
	"cmd/bench/history":        {"cmd/bench/nights", "cmd/bench/programs", "content"},
	"cmd/bench/history/past":   {"cmd/bench/nights", "cmd/bench/programs", "content", "fetch", "history", "history/store"},
	"cmd/bench/lighthouse":     {"cmd/datarocks/devserver"},
	"cmd/bench/publish":        {"cmd/bench/programs", "content", "publish/manifest"},
	"cmd/bench/publish/bare":   {"cmd/bench/programs"},
	"cmd/bench/publish/server": {"cmd/bench/programs"},
	"cmd/bench/render":         {"cmd/bench/nights", "cmd/bench/programs", "content"},
	"cmd/bench/render/pages":   {"cmd/bench/programs", "content", "history", "history/store", "render"},
	"cmd/bench/sources":        {"cmd/bench/nights", "cmd/bench/programs", "content"},
}

// ofSource is what the package of any one source imports.
var ofSource = []string{"content", "fetch"}

func arrowsOf(name string) (to []string, drawn bool) {
	if slices.Contains(anyone, name) {
		return nil, true
	}
	if to, drawn = arrows[name]; drawn {
		return to, true
	}
	if source, ok := strings.CutPrefix(name, "fetch/"); ok {
		_, drawn = content.Source(source).Info()
	}
	return ofSource, drawn
}

func TestArrows(t *testing.T) {
	for _, p := range listPackages(t) {
		if len(p.GoFiles) == 0 {
			continue // tests only, which nothing can import
		}
		to, drawn := arrowsOf(p.name())
		if !drawn {
			t.Errorf("package %s is not drawn: add it to arrows, with what it may import", p.name())
			continue
		}
		for _, imported := range p.ours() {
			if !slices.Contains(to, imported) && !slices.Contains(anyone, imported) {
				t.Errorf("%s must not import %s", p.name(), imported)
			}
		}
		for _, name := range to {
			if !slices.Contains(p.ours(), name) {
				t.Errorf("%s does not import %s: take the arrow away", p.name(), name)
			}
		}
	}
}

// only lists the places that may import a library: where a library is in one
// place, it can be replaced there. A folder stands for all that is in it.
var only = map[string][]string{
	"github.com/zmb3/spotify":          {"fetch/spotify"},
	"github.com/go-echarts/go-echarts": {"render/chart/echarts.go"},
	"github.com/yuin/goldmark":         {"render/notes"},
	"github.com/goccy/go-yaml":         {"content", "render/words", "cmd/datarocks/deploy", "publish/awstest/stacks"},
	"github.com/alecthomas/kong":       {"cmd/datarocks"},
	"github.com/rclone/gofakes3":       {"publish/awstest", "cmd/bench/publish/server"},
	"github.com/aws/": {
		"history/store", "publish",
		"cmd/datarocks/settings", "cmd/datarocks/deploy", "cmd/datarocks/doctor", "cmd/bench",
	},
}

func TestLibrariesAreInOnePlace(t *testing.T) {
	for _, p := range listPackages(t) {
		for _, file := range p.GoFiles {
			source, err := os.ReadFile(filepath.Join(p.Dir, file))
			if err != nil {
				t.Fatal(err)
			}
			name := p.name() + "/" + file
			for library, places := range only {
				allowed := slices.ContainsFunc(places, func(place string) bool { return name == place || strings.HasPrefix(name, place+"/") })
				if !allowed && bytes.Contains(source, []byte("\t\""+library)) {
					t.Errorf("%s must not import %s, which belongs to %s", name, library, strings.Join(places, ", "))
				}
			}
		}
	}
}

// listed is a package as `go list` has it.
type listed struct {
	ImportPath, Dir                             string
	GoFiles, TestGoFiles, XTestGoFiles, Imports []string
}

// name is the package's folder.
func (p listed) name() string { return strings.TrimPrefix(p.ImportPath, "datarocks/") }

// ours lists the imported packages that are of this module.
func (p listed) ours() []string {
	var names []string
	for _, imported := range p.Imports {
		if name, ok := strings.CutPrefix(imported, "datarocks/"); ok {
			names = append(names, name)
		}
	}
	return names
}

func listPackages(t *testing.T) []listed {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Dir,GoFiles,TestGoFiles,XTestGoFiles,Imports", "datarocks/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var packages []listed
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
}
