package nightly

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
)

// job is a job of GitHub: the workflow that it runs, its pages, and commands of gh on its
// repository. Outside of GitHub it has none of them.
type job struct{ *shell.World }

// workflowFile is the file of a workflow, of "owner/name/.github/workflows/x.yml@ref".
func workflowFile(ref string) string {
	file, _, ok := strings.Cut(ref, "@")
	if !ok {
		return ""
	}
	return path.Base(file)
}

// download brings the file of unsaved counts here, where the run is one on GitHub.
func (j job) download() string {
	run, repository := j.Getenv("GITHUB_RUN_ID"), j.Getenv("GITHUB_REPOSITORY")
	if !j.OnGitHub() || run == "" || repository == "" {
		return ""
	}
	return "gh run download " + shell.Quote(run) + " --repo " + shell.Quote(repository) +
		" --name " + shell.Quote("unsaved-"+run+"-"+j.Getenv("GITHUB_RUN_ATTEMPT"))
}

// settleWorkflow is the file of the workflow that decides on counts, see init.
const settleWorkflow = "settle.yml"

// workflow is a workflow of the repository; "" where it has none of that name, or
// is not here.
func (j job) workflow(file string) string {
	text, err := os.ReadFile(filepath.Join(j.Getenv("GITHUB_WORKSPACE"), ".github", "workflows", file))
	if err != nil {
		return ""
	}
	return string(text)
}

// page is where a browser starts a workflow; "" where the repository has none
// of that name.
func (j job) page(file string) string {
	server, repository := j.Getenv("GITHUB_SERVER_URL"), j.Getenv("GITHUB_REPOSITORY")
	if !j.OnGitHub() || server == "" || repository == "" || file == "" || j.workflow(file) == "" {
		return ""
	}
	return server + "/" + repository + "/actions/workflows/" + file
}

// takes reports whether the workflow of this run has inputs, which older ones may lack:
// GitHub refuses to start it with one that it does not know.
func (j job) takes(more ...string) bool {
	text := j.workflow(workflowFile(j.Getenv("GITHUB_WORKFLOW_REF")))
	for i := 0; i+1 < len(more) && text != ""; i += 2 {
		if !strings.Contains(text, "\n      "+more[i]+":") {
			return false
		}
	}
	return true
}

// onGitHub are the settings that a workflow keeps as variables of its repository.
var onGitHub = []string{"history", "site", "distribution", "base-url"}

// secretNames are those that it keeps as secrets.
func secretNames() []string {
	names := []string{settings.NotifyVariable, settings.PingVariable}
	for _, p := range settings.Platforms {
		names = append(names, p.Keys...)
		if p.Optional != "" {
			names = append(names, p.Optional)
		}
	}
	return names
}

// variable is the name of an environment variable in a text.
var variable = regexp.MustCompile(`\b[A-Z]+(?:_[A-Z]+)+\b`)

// resetting are the commands that set anew what a workflow has wrong. They ask for the
// value.
func (j job) resetting(text string) (commands []string) {
	repository := j.Getenv("GITHUB_REPOSITORY")
	if !j.OnGitHub() || repository == "" {
		return nil
	}
	add := func(kind, name string) {
		command := "gh " + kind + " set " + name + " --repo " + shell.Quote(repository)
		if !slices.Contains(commands, command) {
			commands = append(commands, command)
		}
	}
	secrets := secretNames()
	for line := range strings.Lines(text) {
		for _, flag := range onGitHub {
			if strings.HasPrefix(line, "--"+flag+":") {
				add("variable", "DATAROCKS_"+strings.ToUpper(strings.ReplaceAll(flag, "-", "_")))
			}
		}
		what, _, _ := strings.Cut(line, "; it needs")
		for _, name := range variable.FindAllString(what, -1) {
			switch {
			case slices.Contains(secrets, name):
				add("secret", name)
			case name == settings.ContactVariable:
				add("variable", name)
			}
		}
	}
	return commands
}
