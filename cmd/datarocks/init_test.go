package main

import (
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/templates"
)

// TestWorkflowsAgree: the workflow that init writes is the one here, but for
// where the action is.
func TestWorkflowsAgree(t *testing.T) {
	const uses = "uses: ./.github/actions/datarocks\n"
	here := readIn(t, os.DirFS("../.."), workflow)
	if strings.Count(here, uses) != 1 {
		t.Errorf("%s does not have one line %q", workflow, uses)
	}
	want := strings.Replace(here, uses, "uses: "+templates.Uses+"\n", 1)
	if diff := cmp.Diff(want, readIn(t, templates.Init(), workflow)); diff != "" {
		t.Errorf("templates/init/%s is not the workflow here; copy it (-want +got):\n%s", workflow, diff)
	}
}

func TestEverySourceSaysWhereToFindAnAccount(t *testing.T) {
	for _, info := range content.Sources {
		if whereToFind[info.Source] == "" {
			t.Errorf("nothing is said of %s", info.Source)
		}
	}
}

// TestBegunSiteNamesEverySource: each stands there, and loads once its line is
// no comment any more.
func TestBegunSiteNamesEverySource(t *testing.T) {
	site := strings.ReplaceAll(readIn(t, templates.Init(), "content/site.md"), "\n  # ", "\n  ")
	site = strings.ReplaceAll(site, "\n  #   ", "\n    ")
	loaded, err := content.LoadWith(fstest.MapFS{"site.md": {Data: []byte(site)}}, content.Draft{})
	if err != nil {
		t.Fatal(err)
	}
	for _, info := range content.Sources {
		if !slices.ContainsFunc(loaded.Sources, func(s content.SourceSetting) bool { return s.Source == info.Source }) {
			t.Errorf("site.md does not name %s", info.Source)
		}
	}
}

func readIn(t *testing.T, files fs.FS, name string) string {
	t.Helper()
	data, err := fs.ReadFile(files, name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
