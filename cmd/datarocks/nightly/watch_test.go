package nightly

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"datarocks/cmd/datarocks/shell"
)

// TestCrashIsReported: a fault of the program leaves a page, and a good exit code is
// not what comes of it.
func TestCrashIsReported(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	page, outputs := filepath.Join(folder, "page.md"), filepath.Join(folder, "outputs")
	env := map[string]string{"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": page, "GITHUB_OUTPUT": outputs}
	var out bytes.Buffer
	now := time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)
	w := &shell.World{
		Ctx: context.Background(), Stdout: &out, Stderr: &out,
		Getenv: func(name string) string { return env[name] }, Clock: func() time.Time { return now },
	}
	var f Flags
	f.History = filepath.Join(folder, "data")
	err := New(w, f, filepath.Join(folder, "public")).Watch(func() error { panic("a nil map") })
	if got := shell.AsFailure(err); got == nil || got.Code != shell.ExitFailed || !strings.Contains(err.Error(), "datarocks crashed: a nil map") {
		t.Errorf("the run ended with %v", err)
	}
	if !strings.Contains(out.String(), "watch_test.go") {
		t.Errorf("where it crashed is not printed: %s", out.String())
	}
	for file, wants := range map[string][]string{
		page: {
			"## The run of 23 November 2026 failed", "**datarocks crashed: this is a fault of the program.**", "datarocks crashed: a nil map",
			"- the end of the log shows where; please report that with the output of `datarocks version`", "```sh\ndatarocks run --history ",
		},
		outputs: {"result=failed\n", "code=1\n", "failure<<"},
	} {
		text, err := os.ReadFile(file)
		for _, want := range wants {
			if err != nil || !strings.Contains(string(text), want) {
				t.Errorf("%s does not have %q: %v\n%s", filepath.Base(file), want, err, text)
			}
		}
	}
}
