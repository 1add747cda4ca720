package main

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"datarocks/content"
)

// TestCancelledJob: GitHub cancels a step with SIGINT to its first process, and
// SIGTERM some seconds later. The program gets one of them, has the time in between to
// keep its counts, and its exit code is that of the step.
func TestCancelledJob(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there are no signals")
	}
	t.Parallel()
	dir := t.TempDir()
	program := `#!/bin/bash
trap 'echo signalled' TERM
echo asking
until [ -e "$RUNNER_TEMP/stored" ]; do sleep 0.02; done
echo kept
exit 4
`
	if err := os.WriteFile(filepath.Join(dir, "datarocks"), []byte(program), 0o755); err != nil {
		t.Fatal(err)
	}
	action, err := filepath.Abs("../../.github/actions/datarocks")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", `exec "$GITHUB_ACTION_PATH/run"`)
	cmd.Env = append(os.Environ(), "GITHUB_ACTION_PATH="+action, "RUNNER_TEMP="+dir)
	for _, name := range []string{"REGION", "HISTORY", "SITE", "DISTRIBUTION", "BASE_URL", "CONTENT", "ARTIST", "SOURCE", "REFRESH", "DRY_RUN", "ALLOW_REMOVAL"} {
		cmd.Env = append(cmd.Env, name+"=")
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	var printed []string
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		if !lines.Scan() {
			t.Fatalf("it ended after %v", printed)
		}
		printed = append(printed, lines.Text())
		if err := cmd.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "stored"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for lines.Scan() {
		printed = append(printed, lines.Text())
	}
	_ = cmd.Wait() // its exit code is looked at
	if got := strings.Join(printed, ", "); got != "asking, signalled, kept" || cmd.ProcessState.ExitCode() != 4 {
		t.Errorf("it printed %s and ended with %v", got, cmd.ProcessState)
	}
}

// TestUnsavedCountsEnd: a platform's terms hold for a count that could not be stored, too.
func TestUnsavedCountsEnd(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../.github/actions/datarocks/action.yml")
	if err != nil {
		t.Fatal(err)
	}
	uploads := strings.Count(string(text), "actions/upload-artifact@")
	found := regexp.MustCompile(`(?m)^ +retention-days: ([0-9]+)`).FindAllStringSubmatch(string(text), -1)
	if len(found) != uploads || uploads == 0 {
		t.Fatalf("%d uploads, and %d of them end", uploads, len(found))
	}
	for _, one := range found {
		days, err := strconv.Atoi(one[1])
		if err != nil {
			t.Fatal(err)
		}
		for _, info := range content.Sources {
			if kept := int(info.Terms.KeptDays); kept > 0 && days > kept {
				t.Errorf("counts that could not be stored stay for %d days, those of %s may for %d", days, info.Name, kept)
			}
		}
	}
}
