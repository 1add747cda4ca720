package doctor

import (
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"datarocks/cmd/datarocks/shell"
)

func TestClaimsOf(t *testing.T) {
	token := func(payload string) string {
		return `{"value":"e30.` + base64.RawURLEncoding.EncodeToString([]byte(payload)) + `.e30"}`
	}
	got, err := claimsOf([]byte(token(`{"sub":"repo:a/b:ref:refs/heads/main","repository_id":"22","jti":1}`)))
	if want := (claims{"repo:a/b:ref:refs/heads/main", "22"}); err != nil || got != want {
		t.Errorf("%v, %v", got, err)
	}
	for name, answer := range map[string]string{
		"nothing": "", "a page": "<html>", "no value": "{}", "two parts": `{"value":"e30.e30"}`, "no base64": `{"value":"e30.*.e30"}`,
		"no JSON": token("sub"), "no subject": token("{}"), "a number": token(`{"sub":1}`),
	} {
		if got, err := claimsOf([]byte(answer)); err == nil {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestTrustCure(t *testing.T) {
	d := &doctor{World: &shell.World{Getenv: func(name string) string {
		return map[string]string{"GITHUB_REPOSITORY": "label/counts", "GITHUB_REPOSITORY_OWNER_ID": "11"}[name]
	}}}
	for subject, want := range map[string]string{
		"repo:label/counts:ref:refs/heads/main":       "GitHubOwner=label GitHubRepository=counts GitHubOwnerId=11 GitHubRepositoryId=* GitHubSubject=ref:refs/heads/main",
		"repo:label@1/counts@2:ref:refs/heads/next":   "`datarocks setup --repository label/counts --owner-id 1 --repository-id 2 --branch next`",
		"repo:label@1/counts@2:environment:live":      "GitHubOwner=label GitHubRepository=counts GitHubOwnerId=1 GitHubRepositoryId=2 GitHubSubject=environment:live",
		"repo:label/counts:pull_request":              "start the workflow on a branch",
		"repo:label/counts:ref:refs/tags/v1":          "start the workflow on a branch",
		"repository_owner:label:ref:refs/heads/main":  "repos/label/counts/actions/oidc/customization/sub",
		"repo:label/counts/x:ref:refs/heads/main":     "repos/label/counts/actions/oidc/customization/sub",
		"repo:label@one/counts@2:ref:refs/heads/main": "repos/label/counts/actions/oidc/customization/sub",
	} {
		if got := trustCure(d, subject); !strings.Contains(got, want) {
			t.Errorf("%s: %s, want %s", subject, got, want)
		}
	}
}

func TestVerdict(t *testing.T) {
	f := func(code int) finding { return finding{code: code} }
	for _, test := range []struct {
		found findings
		want  int
	}{
		{nil, shell.ExitDone},
		{findings{f(shell.ExitDone)}, shell.ExitDone},
		{findings{f(shell.ExitDone), f(shell.ExitIncomplete)}, shell.ExitIncomplete},
		{findings{f(shell.ExitIncomplete), f(shell.ExitFailed)}, shell.ExitFailed},
		{findings{f(shell.ExitFailed), f(shell.ExitUsage), f(shell.ExitIncomplete)}, shell.ExitUsage},
	} {
		if got := test.found.verdict(); got != test.want {
			t.Errorf("%v: %d, want %d", test.found, got, test.want)
		}
	}
}

func TestScheduled(t *testing.T) {
	root := t.TempDir()
	find := func(text string, want int) {
		t.Helper()
		file := filepath.Join(root, ".github", "workflows", "counts.yaml")
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
		name, times := scheduled(root)
		if times != want || (name == "counts.yaml") != (want > 0) {
			t.Errorf("%s has %d slots, want %d, in\n%s", name, times, want, text)
		}
	}
	const uses = "jobs: {run: {steps: [{uses: label/datarocks/.github/actions/datarocks@v1}]}}\n"
	find("on:\n  schedule:\n    - cron: \"23 1 * * *\" # early\n    -   cron: '43 7 * * *'\n"+uses, 2)
	find("on: {schedule: [{cron: \"23 1 * * *\"}, {cron: \"43 7 * * *\"}], workflow_dispatch: {}}\n"+uses, 2)
	find("on:\n  # schedule:\n  #  - cron: \"23 1 * * *\"\n  workflow_dispatch:\n"+uses, 0)
	find("on:\n  workflow_dispatch:\n"+uses, 0)
	find("on: {schedule: [{cron: \"23 1 * * *\"}]}\n# datarocks\njobs: {}\n", 0)
	if name, times := scheduled(t.TempDir()); name != "" || times != 0 {
		t.Errorf("nothing has %s, %d", name, times)
	}
}

func TestAgeText(t *testing.T) {
	for age, want := range map[time.Duration]string{
		0: "0 hours", 59 * time.Minute: "0 hours", time.Hour: "1 hour", 47*time.Hour + 59*time.Minute: "47 hours", 48 * time.Hour: "2 days",
		60 * 24 * time.Hour: "60 days",
	} {
		if got := ageText(age); got != want {
			t.Errorf("%v: %s, want %s", age, got, want)
		}
	}
}
