package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// script returns the script of the step of a workflow that has a text in it.
func script(t *testing.T, workflow, with string) string {
	t.Helper()
	text, err := os.ReadFile("../../.github/workflows/" + workflow)
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Jobs map[string]struct {
			Steps []struct {
				Run string `yaml:"run"`
			} `yaml:"steps"`
		} `yaml:"jobs"`
	}
	if err := yaml.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	for _, job := range file.Jobs {
		for _, step := range job.Steps {
			if strings.Contains(step.Run, with) {
				return step.Run
			}
		}
	}
	t.Fatalf("%s has no script with %s", workflow, with)
	return ""
}

// gh stands in for GitHub's program: it writes down what it is asked, and prints what
// stands in the file of that name.
const gh = `#!/bin/bash
echo "gh $*" >> "$HOME/log"
case $* in *--body-file*) cat >> "$HOME/log" ;; esac
file=$HOME/"$1 $2 $4"
if [ -e "$file" ]; then cat "$file"; fi
`

// runScript runs a script as a step does, beside a gh with these answers, and
// returns what gh was asked and what was printed.
func runScript(t *testing.T, script string, env []string, answers map[string]string) (asked, printed string, err error) {
	t.Helper()
	home := t.TempDir()
	answers["gh"] = gh
	for name, text := range answers {
		if err := os.WriteFile(filepath.Join(home, name), []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script)
	cmd.Dir = home
	cmd.Env = append(env, "HOME="+home, "PATH="+home+":"+os.Getenv("PATH"))
	out, err := cmd.CombinedOutput()
	log, _ := os.ReadFile(filepath.Join(home, "log")) // gh was not asked
	if _, err := os.Stat(filepath.Join(home, "hacked")); err == nil {
		t.Error("a text was run as a command")
	}
	return string(log), string(out), err
}

// TestIssues: one issue on failures and one on silence, edited while that lasts and
// closed once it is over, and a text also where the program could leave none.
func TestIssues(t *testing.T) {
	t.Parallel()
	const hostile = "**X** `touch hacked` $(touch hacked) @everyone\nsecond line"
	report := script(t, "nightly.yml", "gh issue create")
	for name, test := range map[string]struct {
		env     []string
		answers map[string]string
		want    []string // in this order
		not     string
	}{
		"first failure": {
			env:  []string{"RESULT=failure", "FAILURE=" + hostile, "SILENCE_KNOWN=false"},
			want: []string{"gh label create datarocks-failure ", "gh issue create --title The nightly run fails --label datarocks-failure", hostile, "Last run: https://github.com/o/r/actions/runs/9"},
			not:  "silence",
		},
		"again": {
			env:     []string{"RESULT=failure", "FAILURE=" + hostile},
			answers: map[string]string{"issue list datarocks-failure": "7"},
			want:    []string{"gh issue edit 7 --body-file -", hostile},
			not:     "comment",
		},
		"cancelled at its limit": {
			env:  []string{"RESULT=cancelled"},
			want: []string{"gh issue create", "before datarocks could say why (cancelled)", "\n```sh\ngh run view 9 --repo o/r --log-failed\ngh run rerun 9 --repo o/r\n```\n", "[its page](https://github.com/o/r/actions/runs/9)", "Last run: "},
		},
		"works again": {
			env:     []string{"RESULT=success", "SILENCE_KNOWN=true"},
			answers: map[string]string{"issue list datarocks-failure": "7", "issue list datarocks-silence": "8"},
			want:    []string{"gh issue close 7 --comment Works again: https", "gh issue close 8 --comment Nothing is amiss any more: https"},
		},
		"silent": {
			env:  []string{"RESULT=success", "SILENCE=" + hostile, "SILENCE_KNOWN=true"},
			want: []string{"gh issue create --title The nightly run lacks something --label datarocks-silence", hostile},
		},
		"still silent": {
			env:     []string{"RESULT=success", "SILENCE=" + hostile, "SILENCE_KNOWN=true"},
			answers: map[string]string{"issue list datarocks-silence": "8"},
			want:    []string{"gh issue edit 8", hostile},
			not:     "create",
		},
		"nobody knows": {
			env:     []string{"RESULT=failure", "SILENCE_KNOWN=false"},
			answers: map[string]string{"issue list datarocks-silence": "8"},
			want:    []string{"gh issue create"},
			not:     "silence",
		},
		"nothing new": {
			env: []string{"RESULT=success", "SILENCE_KNOWN=true"},
			not: "issue create",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			answers := test.answers
			if answers == nil {
				answers = make(map[string]string)
			}
			asked, printed, err := runScript(t, report, append(test.env, "GH_REPO=o/r", "RUN=https://github.com/o/r/actions/runs/9"), answers)
			if err != nil {
				t.Fatalf("%v: %s", err, printed)
			}
			rest := asked
			for _, want := range test.want {
				_, after, found := strings.Cut(rest, want)
				if !found {
					t.Errorf("%q is not in its place in\n%s", want, asked)
				}
				rest = after
			}
			if test.not != "" && strings.Contains(asked, test.not) {
				t.Errorf("%q is in\n%s", test.not, asked)
			}
		})
	}
}

// TestUnsavedOfWhom: counts are taken in of a run of the default branch that the
// schedule or a person started. Those of a pull request could be anybody's.
func TestUnsavedOfWhom(t *testing.T) {
	t.Parallel()
	download := script(t, "settle.yml", "gh run download")
	for name, test := range map[string]struct {
		run, began string
		ok         bool
	}{
		"by number":            {"123", "schedule main", true},
		"by address":           {"https://github.com/o/r/actions/runs/123/attempts/2", "workflow_dispatch main", true},
		"of a job":             {"https://github.com/o/r/actions/runs/123/job/45", "schedule main", true},
		"of a pull request":    {"123", "pull_request patch", false},
		"of another branch":    {"123", "workflow_dispatch other", false},
		"of a branch so named": {"123", "pull_request_target main", false},
		"an option":            {"--help", "schedule main", false},
		"a command":            {"123; touch hacked", "schedule main", false},
		"nothing":              {"https://github.com/o/r/actions/runs/", "schedule main", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			asked, printed, err := runScript(t, download, []string{"RUN=" + test.run, "BRANCH=main", "FOLDER=unsaved"},
				map[string]string{"run view --json": test.began})
			if got := err == nil && strings.Contains(asked, "gh run download 123 --pattern unsaved-* --dir unsaved"); got != test.ok {
				t.Errorf("downloaded: %v\n%s%s", got, asked, printed)
			}
			if !test.ok && (strings.Contains(asked, "download") || !strings.Contains(printed, "::error title=datarocks::")) {
				t.Errorf("%s%s", asked, printed)
			}
		})
	}
}
