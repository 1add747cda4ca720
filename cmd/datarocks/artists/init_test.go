package artists

import (
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"

	"datarocks/cmd/datarocks/settings"
	"datarocks/content"
	"datarocks/templates"
)

// TestWorkflowsAgree: the workflow that init writes is the one here, but for
// where the action is.
func TestWorkflowsAgree(t *testing.T) {
	const uses = "uses: ./.github/actions/datarocks\n"
	here := readIn(t, os.DirFS("../../.."), workflow)
	if strings.Count(here, uses) != 1 {
		t.Errorf("%s does not have one line %q", workflow, uses)
	}
	want := strings.Replace(here, uses, "uses: "+templates.Uses+"\n", 1)
	if diff := cmp.Diff(want, readIn(t, templates.Init(), workflow)); diff != "" {
		t.Errorf("templates/init/%s is not the workflow here; copy it (-want +got):\n%s", workflow, diff)
	}
}

// TestWorkflowOfTheReadme: the short workflow passes to the action what it takes,
// from the variables that setup prints.
func TestWorkflowOfTheReadme(t *testing.T) {
	_, text, _ := strings.Cut(readIn(t, os.DirFS("../../.."), "README.md"), "```yaml\non: {schedule")
	text, _, _ = strings.Cut(text, "```")
	var short struct {
		Permissions map[string]string `yaml:"permissions"`
		Jobs        map[string]struct {
			Steps []struct {
				Uses string            `yaml:"uses"`
				With map[string]string `yaml:"with"`
				Env  map[string]string `yaml:"env"`
			} `yaml:"steps"`
		} `yaml:"jobs"`
	}
	var action struct {
		Inputs map[string]struct {
			Required bool `yaml:"required"`
		} `yaml:"inputs"`
	}
	for _, err := range []error{
		yaml.Unmarshal([]byte("on: {schedule"+text), &short),
		yaml.Unmarshal([]byte(readIn(t, os.DirFS("../../.."), ".github/actions/datarocks/action.yml")), &action),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	steps := short.Jobs["run"].Steps
	if len(steps) != 2 || !strings.HasSuffix(steps[1].Uses, "/.github/actions/datarocks@REF") || short.Permissions["id-token"] != "write" {
		t.Fatalf("the README's workflow cannot be read: %+v", short)
	}
	for name, input := range action.Inputs {
		if input.Required && steps[1].With[name] == "" {
			t.Errorf("it lacks the input %s", name)
		}
	}
	for name, value := range steps[1].With {
		if _, known := action.Inputs[name]; !known {
			t.Errorf("the action has no input %s", name)
		}
		if !strings.Contains(readIn(t, os.DirFS("../deploy"), "setupstack.go"), `"`+strings.Trim(value, "${} vars.")+`"`) {
			t.Errorf("setup does not print %s", value)
		}
	}
	for name := range steps[1].Env {
		if !slices.ContainsFunc(settings.Platforms, func(p settings.Platform) bool { return slices.Contains(p.Keys, name) }) {
			t.Errorf("no source has the key %s", name)
		}
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
