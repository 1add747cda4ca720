package artists

import (
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"

	"datarocks/cmd/datarocks/settings"
	"datarocks/content"
	"datarocks/templates"
)

// TestWorkflowsAgree: the workflows that init writes are those here, but for
// where the action is.
func TestWorkflowsAgree(t *testing.T) {
	const uses = "uses: ./.github/actions/datarocks\n"
	names, err := fs.Glob(templates.Init(), workflows+"*")
	if err != nil || len(names) != 3 {
		t.Fatalf("init writes the workflows %v: %v", names, err)
	}
	for _, name := range names {
		here := readIn(t, os.DirFS("../../.."), name)
		if strings.Count(here, uses) != 1 {
			t.Errorf("%s does not have one line %q", name, uses)
		}
		want := strings.Replace(here, uses, "uses: "+templates.Uses+"\n", 1)
		if diff := cmp.Diff(want, readIn(t, templates.Init(), name)); diff != "" {
			t.Errorf("templates/init/%s is not the workflow here; copy it (-want +got):\n%s", name, diff)
		}
	}
}

// workflowFile is what is looked at in a workflow, and actionFile in the action.
type (
	workflowFile struct {
		Concurrency struct {
			Group string `yaml:"group"`
		} `yaml:"concurrency"`
		Permissions map[string]string `yaml:"permissions"`
		Jobs        map[string]struct {
			Minutes int               `yaml:"timeout-minutes"`
			Outputs map[string]string `yaml:"outputs"`
			Steps   []workflowStep    `yaml:"steps"`
		} `yaml:"jobs"`
	}
	workflowStep struct {
		Uses string            `yaml:"uses"`
		Run  string            `yaml:"run"`
		With map[string]string `yaml:"with"`
		Env  map[string]string `yaml:"env"`
	}
	actionFile struct {
		Inputs  map[string]struct{} `yaml:"inputs"`
		Outputs map[string]struct{} `yaml:"outputs"`
		Runs    struct {
			Steps []workflowStep `yaml:"steps"`
		} `yaml:"runs"`
	}
)

func readYAML[T any](t *testing.T, text string) (file T) {
	t.Helper()
	if err := yaml.Unmarshal([]byte(text), &file); err != nil {
		t.Fatal(err)
	}
	return file
}

func readAction(t *testing.T) actionFile {
	t.Helper()
	return readYAML[actionFile](t, readIn(t, os.DirFS("../../.."), ".github/actions/datarocks/action.yml"))
}

// ofAction returns the step of a workflow that runs datarocks.
func (w workflowFile) ofAction(t *testing.T) workflowStep {
	t.Helper()
	for _, job := range w.Jobs {
		for _, step := range job.Steps {
			if strings.Contains(step.Uses, "/.github/actions/datarocks") {
				return step
			}
		}
	}
	t.Fatal("no step runs datarocks")
	return workflowStep{}
}

// TestWorkflowsFitTheAction: the workflows of today, and the one that init wrote before,
// pass what the action takes and read what it has. Nothing that somebody typed is put
// into a script, where it would be run.
func TestWorkflowsFitTheAction(t *testing.T) {
	action := readAction(t)
	texts := map[string]string{"nightly-2026.yml": readIn(t, os.DirFS("testdata"), "nightly-2026.yml")}
	for _, name := range []string{"nightly.yml", "settle.yml", "check.yml"} {
		texts[name] = readIn(t, templates.Init(), workflows+name)
	}
	for name, text := range texts {
		file := readYAML[workflowFile](t, text)
		for input := range file.ofAction(t).With {
			if _, ok := action.Inputs[input]; !ok {
				t.Errorf("%s: the action has no input %s", name, input)
			}
		}
		for _, job := range file.Jobs {
			for _, value := range job.Outputs {
				output := strings.TrimSuffix(strings.TrimPrefix(value, "${{ steps.night.outputs."), " }}")
				if _, ok := action.Outputs[output]; !ok {
					t.Errorf("%s: the action has no output %s", name, output)
				}
			}
			for _, step := range job.Steps {
				if strings.Contains(step.Run, "${{") {
					t.Errorf("%s: a script has an expression in it: %s", name, step.Run)
				}
			}
		}
		if name != "check.yml" && file.Concurrency.Group != "datarocks" {
			t.Errorf("%s is in the group %q: it could run beside the others", name, file.Concurrency.Group)
		}
	}
	for _, output := range []string{"result", "day"} {
		if _, ok := action.Outputs[output]; !ok {
			t.Errorf("the output %s is gone", output)
		}
	}
	for _, step := range action.Runs.Steps {
		if strings.Contains(step.Run, "${{") {
			t.Errorf("action.yml: a script has an expression in it: %s", step.Run)
		}
	}
}

// TestKeysOfTheWorkflow: every key that a source has is an input of the action, comes from
// the secret of its name, and reaches the steps that ask, and no other.
func TestKeysOfTheWorkflow(t *testing.T) {
	keys := []string{settings.NotifyVariable, "DATAROCKS_PING_URL"}
	for _, p := range settings.Platforms {
		keys = append(keys, p.Keys...)
	}
	action := readAction(t)
	night := readYAML[workflowFile](t, readIn(t, templates.Init(), workflow)).ofAction(t)
	if len(night.Env) > 0 {
		t.Errorf("every step of the action has %v", night.Env)
	}
	for _, key := range keys {
		input := strings.ReplaceAll(strings.ToLower(strings.TrimPrefix(key, "DATAROCKS_")), "_", "-")
		if want, got := "${{ secrets."+key+" }}", night.With[input]; got != want {
			t.Errorf("the input %s is %q, want %q", input, got, want)
		}
		for _, step := range action.Runs.Steps {
			asks := strings.Contains(step.Run, "$GITHUB_ACTION_PATH/run") || strings.Contains(step.Run, "$GITHUB_ACTION_PATH/doctor") && !strings.HasPrefix(key, "DATAROCKS_")
			if got, want := step.Env["KEY_"+key], "${{ inputs."+input+" }}"; asks && got != want || !asks && got != "" {
				t.Errorf("KEY_%s is %q where it says %q", key, got, step.Run+step.Uses)
			}
		}
	}
}

// TestAJobHasTimeForANight: GitHub cancels a job at its limit, with what it has not
// stored.
func TestAJobHasTimeForANight(t *testing.T) {
	text := readIn(t, templates.Init(), workflow)
	minutes := readYAML[workflowFile](t, text).Jobs["run"].Minutes
	limit := time.Duration(minutes) * time.Minute
	need := 15 * time.Minute // to build the program before, to render and publish after
	for file, constant := range map[string]string{"cmd/datarocks/nightly/night.go": "askingAtMost", "history/commit/commit.go": "Patience"} {
		found := regexp.MustCompile(constant + ` += (\d+) \* time\.Minute`).FindStringSubmatch(readIn(t, os.DirFS("../../.."), file))
		if found == nil {
			t.Fatalf("%s has no %s any more", file, constant)
		}
		most, err := strconv.Atoi(found[1])
		if err != nil {
			t.Fatal(err)
		}
		need += time.Duration(most) * time.Minute
	}
	if limit < need {
		t.Errorf("the job may take %v, and a night %v", limit, need)
	}
	if !strings.Contains(text, fmt.Sprintf("at its limit of %d minutes", minutes)) {
		t.Error("the issue names another limit")
	}
}

// TestWorkflowOfTheTopic: the short workflow of the documentation passes to the action what it takes,
// from the variables that setup prints.
func TestWorkflowOfTheTopic(t *testing.T) {
	_, text, _ := strings.Cut(readIn(t, os.DirFS("../../.."), "cmd/datarocks/help/start.md"), "```yaml\non: {schedule")
	text, _, _ = strings.Cut(text, "```")
	short := readYAML[workflowFile](t, "on: {schedule"+text)
	action := readAction(t)
	steps := short.Jobs["run"].Steps
	if len(steps) != 2 || !strings.HasSuffix(steps[1].Uses, "/.github/actions/datarocks@REF") || short.Permissions["id-token"] != "write" {
		t.Fatalf("the topic's workflow cannot be read: %+v", short)
	}
	for _, name := range []string{"history", "site"} {
		if steps[1].With[name] == "" {
			t.Errorf("it lacks the input %s", name)
		}
	}
	for name, value := range steps[1].With {
		if _, known := action.Inputs[name]; !known {
			t.Errorf("the action has no input %s", name)
		}
		if !strings.HasPrefix(value, "${{ secrets.") && !strings.Contains(readIn(t, os.DirFS("../deploy"), "setupstack.go"), `"`+strings.Trim(value, "${} vars.")+`"`) {
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
