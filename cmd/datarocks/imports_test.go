package main

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"

	"datarocks/content"
)

// walkFiles calls f for every file of a folder; one that does not exist has
// none.
func walkFiles(root fs.FS, f func(name string, info os.FileInfo, data []byte)) error {
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		data, err := fs.ReadFile(root, name)
		if err == nil {
			f(name, info, data)
		}
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// before lists, for each stage, the stages it may import: only earlier ones,
// and publish none.
var before = map[string][]string{
	"content":           {},
	"fetch":             {"content"},
	"fetch/lookup":      {"content", "fetch"},
	"fetch/fetchtest":   {"content"},
	"fetch/countertest": {"fetch", "fetch/fetchtest"},
	"history/store":     {"publish/object"},
	"history/row":       {"content", "fetch"},
	"history/series":    {"content", "history/row"},
	"history/trend":     {"content", "history/series"},
	"history/archive":   {"content", "fetch", "history/store", "history/row", "history/series"},
	"history":           {"content", "fetch", "history/store", "history/row", "history/series", "history/trend", "history/archive"},
	"history/gate":      {"content", "fetch", "history", "history/series"},
	"history/importer":  {"content", "fetch", "history", "history/row"},

	"history/historytest":     {"content", "fetch", "history/store", "history/store/storetest", "history/row", "history/series"},
	"history/store/storetest": {"history/store"},
	"history/trendtest":       {"content"},
	"history/store/s3test":    {"history/store", "publish/awstest"},

	"templates":         {},
	"templates/echarts": {},
	"templates/aws":     {"templates"},
	"render/words":      {"content"},
	"render/roster":     {"content", "history"},
	"render/sentence":   {"content", "history", "history/trend", "render/roster", "render/words"},
	"render/chart":      {"content", "history", "render/words"},
	"render/weekly":     {"content", "history", "history/trend", "render/roster", "render/sentence", "render/words"},
	"render/data":       {"content", "history", "render/roster", "render/sentence", "render/words"},
	"render":            {"content", "history", "render/chart", "render/data", "render/roster", "render/sentence", "render/weekly", "render/words", "templates"},
	"render/rendertest": {"content", "fetch", "history", "history/store", "history/store/storetest"},
	"publish":           {},
	"publish/awstest":   {},

	"cmd/datarocks/shell":    {},
	"cmd/datarocks/settings": {"content", "fetch", "fetch/*", "history", "history/store", "publish", "cmd/datarocks/shell"},
	"cmd/datarocks/nightly": {
		"content", "fetch", "history", "history/gate", "publish", "render", "render/roster", "render/sentence",
		"cmd/datarocks/settings", "cmd/datarocks/shell",
	},
	"cmd/datarocks/deploy": {"content", "fetch", "templates", "cmd/datarocks/settings", "cmd/datarocks/shell"},
	"cmd/datarocks/doctor": {
		"content", "fetch", "history", "history/gate", "history/store", "publish", "render/roster",
		"cmd/datarocks/deploy", "cmd/datarocks/nightly", "cmd/datarocks/settings", "cmd/datarocks/shell",
	},
	"cmd/datarocks/demo": {
		"content", "fetch", "fetch/fetchtest", "history", "history/gate", "render",
		"cmd/datarocks/nightly", "cmd/datarocks/settings", "cmd/datarocks/shell",
	},
	"cmd/datarocks/devserver": {"publish", "templates", "cmd/datarocks/shell"},
}

// leaves import none of ours, and every stage may import them.
var leaves = []string{"content/name", "content/legible", "publish/manifest"}

// beforeSource is what the package of any one source may import.
var beforeSource = []string{"content", "fetch"}

func allowed(name string) (stages []string, known bool) {
	if slices.Contains(leaves, name) {
		return nil, true
	}
	if stages, known = before[name]; known {
		return slices.Concat(stages, leaves), true
	}
	if source, ok := strings.CutPrefix(name, "fetch/"); ok {
		_, known = content.Source(source).Info()
	}
	return slices.Concat(beforeSource, leaves), known
}

// only lists the packages that may import a library: where a library is in one
// place, it can be replaced there.
var only = map[string][]string{
	"github.com/zmb3/spotify":          {"fetch/spotify"},
	"github.com/go-echarts/go-echarts": {"render/chart"},
	"github.com/yuin/goldmark":         {"render"},
	"github.com/goccy/go-yaml":         {"content", "render/words"},
	"github.com/alecthomas/kong":       {"cmd/datarocks"},
	"github.com/aws/":                  {"history/store", "history/store/s3test", "publish/object", "publish", "publish/awstest", "cmd/datarocks/settings", "cmd/datarocks/deploy", "cmd/datarocks/doctor"},
	"github.com/rclone/gofakes3":       {"publish/awstest"},
}

// onlyFiles lists the files of a package that may.
var onlyFiles = map[string][]string{
	"github.com/go-echarts/go-echarts": {"echarts.go"},
	"github.com/yuin/goldmark":         {"markdown.go"},
	"github.com/aws/":                  {"s3.go", "cloudfront.go", "aws.go", "awserror.go", "account.go", "stack.go", "stackevents.go", "readers.go", "bucket.go", "distribution.go", "needs.go", "list.go"},
}

func TestImports(t *testing.T) {
	for _, p := range listPackages(t) {
		name := strings.TrimPrefix(p.ImportPath, "datarocks/")
		if isBench := strings.HasPrefix(name, "cmd/bench/"); isBench {
			continue // it stands beside the program, and may measure anything
		}
		for _, imported := range p.Imports {
			ours, isOurs := strings.CutPrefix(imported, "datarocks/")
			stages, known := allowed(name)
			switch {
			case isOurs && !known && !strings.HasPrefix(name, "cmd/"):
				t.Errorf("package %s has no place in the order of stages", name)
			case isOurs && known && !slices.Contains(stages, ours) && !(path.Dir(ours) == "fetch" && slices.Contains(stages, "fetch/*")):
				t.Errorf("%s must not import %s", name, ours)
			}
			for library, places := range only {
				if strings.HasPrefix(imported, library) && !slices.Contains(places, name) {
					t.Errorf("%s must not import %s, which belongs to %s", name, imported, strings.Join(places, ", "))
				}
			}
		}
		for library, files := range onlyFiles {
			checkFiles(t, p, library, files)
		}
	}
}

func checkFiles(t *testing.T, p listed, library string, files []string) {
	t.Helper()
	for _, file := range p.GoFiles {
		source, err := os.ReadFile(path.Join(p.Dir, file))
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(source), `"`+library) && !slices.Contains(files, file) {
			t.Errorf("%s/%s must not import %s, which belongs to %s", p.ImportPath, file, library, strings.Join(files, ", "))
		}
	}
}

type listed struct {
	ImportPath, Dir  string
	GoFiles, Imports []string
}

func listPackages(t *testing.T) []listed {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Dir,GoFiles,Imports", "datarocks/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var packages []listed
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
}
