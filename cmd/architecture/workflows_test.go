package architecture

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// step is a step of a workflow or of an action.
type step struct {
	Uses string            `yaml:"uses"`
	Run  string            `yaml:"run"`
	With map[string]string `yaml:"with"`
}

// steps returns those of every workflow and action, by file.
func steps(t *testing.T) map[string][]step {
	t.Helper()
	found := make(map[string][]step)
	for _, pattern := range []string{"../../.github/workflows/*.yml", "../../.github/actions/*/action.yml", "../../templates/init/.github/workflows/*.yml"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v, %v", pattern, files, err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var text struct {
				Jobs map[string]struct {
					Steps []step `yaml:"steps"`
				} `yaml:"jobs"`
				Runs struct {
					Steps []step `yaml:"steps"`
				} `yaml:"runs"`
			}
			if err := yaml.Unmarshal(data, &text); err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			found[file] = text.Runs.Steps
			for _, job := range text.Jobs {
				found[file] = append(found[file], job.Steps...)
			}
		}
	}
	return found
}

// TestWorkflowsTakeThePatchesOfGo: the version in go.mod is the oldest that will do,
// and an exact one for setup-go; releases and nightly runs are built by the newest
// patch release of it, in which what is known to be wrong is mended.
func TestWorkflowsTakeThePatchesOfGo(t *testing.T) {
	mod, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	minor := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindStringSubmatch(string(mod))[1]
	seen := 0
	for file, steps := range steps(t) {
		for _, s := range steps {
			if !strings.HasPrefix(s.Uses, "actions/setup-go@") {
				continue
			}
			seen++
			if s.With["go-version"] != minor+".x" || s.With["check-latest"] != "true" || s.With["go-version-file"] != "" {
				t.Errorf("%s: setup-go takes %v, not the newest of %s.x", file, s.With, minor)
			}
		}
	}
	if seen < 3 {
		t.Errorf("%d steps of setup-go, too few", seen)
	}
}

// TestCIHasItsJobs: what is known to be wrong is looked for, and fuzzers have time.
func TestCIHasItsJobs(t *testing.T) {
	var runs []string
	for _, s := range steps(t)["../../.github/workflows/ci.yml"] {
		runs = append(runs, s.Run)
	}
	for _, want := range []string{".ci/run", ".ci/fuzz", "govulncheck"} {
		if !slices.ContainsFunc(runs, func(run string) bool { return strings.Contains(run, want) }) {
			t.Errorf("ci.yml does not run %s", want)
		}
	}
}
