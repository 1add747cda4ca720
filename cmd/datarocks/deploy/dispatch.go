package deploy

import (
	"cmp"
	"errors"
	"maps"
	"net/http"
	"strings"

	"github.com/goccy/go-yaml"

	"datarocks/cmd/datarocks/shell"
	"datarocks/fetch"
)

// dispatchVariable has the token by which EventBridge starts the workflow. A flag
// would stay in the shell's history, and be seen by all who may list processes.
const dispatchVariable = "DATAROCKS_DISPATCH_TOKEN"

// readDispatchToken reads GitHub's token where --dispatch asks for it.
func (c *Setup) readDispatchToken(w *shell.World, repo Repository, p Parameters) error {
	switch {
	case c.Dispatch == nil:
		return nil
	case !*c.Dispatch:
		p["DispatchToken"] = ""
		return nil
	}
	token := w.Getenv(dispatchVariable)
	if token == "" {
		var err error
		if token, err = w.AskSecret("Token of GitHub"); err != nil {
			return shell.Refuse("type it, or set "+dispatchVariable, "read the token of GitHub: %w", err)
		}
	}
	const another = "make one at https://github.com/settings/personal-access-tokens/new, for this repository, with Actions: read and write"
	token = strings.TrimSpace(token)
	if token == "" || token == hidden || strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return shell.Refuse(another, "what was typed, or is in %s, is no token of GitHub", dispatchVariable)
	}
	// Only a start shows whether it may start something, but one that has ended is
	// better found now than by a night that is missing.
	address, err := gitHubAPI(w)
	if err != nil {
		return err
	}
	_, err = askGitHub(w, address, repo, fetch.NewSecret(token))
	if status, ok := errors.AsType[*fetch.StatusError](err); ok && (status.Status == http.StatusUnauthorized || status.Status == http.StatusNotFound) {
		return shell.Refuse(another, "GitHub does not show %s to the token for EventBridge (typed, or in %s)", repo, dispatchVariable)
	}
	p["DispatchToken"] = token
	return nil
}

// What EventBridge sends to a workflow with and without the input refresh.
const (
	withoutInputs = "{}"
	notRefreshed  = `{"refresh": "false"}`
)

// DispatchInputs are the inputs with which EventBridge should start a workflow: its
// starts ask only for what the day lacks, if the workflow has an input for that. GitHub
// refuses inputs that a workflow does not have, so one that was written before there
// was this input is started without. known is false where the clone does not have the
// branch as GitHub has it.
func DispatchInputs(w *shell.World, folder string, p Parameters) (inputs string, known bool) {
	name := "refs/remotes/origin/" + cmp.Or(p["DispatchBranch"], "main") + ":.github/workflows/" + cmp.Or(p["DispatchWorkflow"], "nightly.yml")
	root, err := Git(w, folder, "rev-parse", "--show-toplevel")
	if err != nil {
		return "", false
	}
	text, err := gitOutput(w, root, "show", name)
	if err != nil {
		return "", false
	}
	if takesRefresh([]byte(text)) {
		return notRefreshed, true
	}
	return withoutInputs, true
}

// takesRefresh reports whether a workflow has the input refresh.
func takesRefresh(workflow []byte) bool {
	var on struct {
		On struct {
			Dispatch struct {
				Inputs map[string]any `yaml:"inputs"`
			} `yaml:"workflow_dispatch"`
		} `yaml:"on"`
	}
	if err := yaml.Unmarshal(workflow, &on); err != nil {
		return false // such as a list of events, which has no inputs
	}
	_, ok := on.On.Dispatch.Inputs["refresh"]
	return ok
}

// completeDispatch adds what EventBridge starts, and how, where it does.
func (c *Setup) completeDispatch(s *Stack, repo Repository, p Parameters) error {
	was, err := s.IsOnTime()
	if err != nil || p["DispatchToken"] == "" && (!was || c.Dispatch != nil) {
		return err
	}
	all := s.Was()
	maps.Copy(all, p)
	branch, isBranch := strings.CutPrefix(all["GitHubSubject"], "ref:refs/heads/")
	if isBranch && (c.Branch != "" || !was) {
		p["DispatchBranch"], all["DispatchBranch"] = branch, branch // another one is not trusted
	}
	if clone, err := FindRepository(s.World, c.Content); err != nil || !strings.EqualFold(clone.String(), repo.String()) {
		return nil // what the workflow takes is in another clone
	}
	if inputs, known := DispatchInputs(s.World, c.Content, all); known {
		p["DispatchInputs"] = inputs
	}
	return nil
}

// checkEmail refuses what is no address to write to. It need not be a real one: AWS
// asks its owner before it answers anything.
func checkEmail(address string) error {
	before, after, ok := strings.Cut(address, "@")
	if !ok || before == "" || after == "" || strings.ContainsAny(address, " \t\r\n,;") || strings.Contains(after, "@") {
		return errors.New("no address of e-mail")
	}
	return nil
}
