package deploy

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"datarocks/cmd/datarocks/shell"
	"datarocks/fetch"
)

// identified is a repository as GitHub knows it. The numbers are never those of
// another repository or owner; names can be given up and taken by others.
type identified struct {
	name        Repository // as GitHub writes it, capitals too
	id, ownerID string
}

// identify asks GitHub for a repository. One that is private is shown to who sends
// a token, which is taken from the variables that GitHub's own program takes.
func identify(w *shell.World, repo Repository) (found identified, err error) {
	address, err := gitHubAPI(w)
	if err != nil {
		return found, err
	}
	token := fetch.NewSecret(cmp.Or(w.Getenv("GH_TOKEN"), w.Getenv("GITHUB_TOKEN")))
	body, err := askGitHub(w, address, repo, token)
	if err != nil {
		return found, unidentified(repo, err, !token.IsZero())
	}
	var answer struct {
		ID    json.Number `json:"id"`
		Name  string      `json:"full_name"`
		Owner struct {
			ID json.Number `json:"id"`
		} `json:"owner"`
	}
	err = json.Unmarshal(body, &answer)
	found = identified{id: answer.ID.String(), ownerID: answer.Owner.ID.String()}
	name, ok := parseRepository(answer.Name)
	if found.name = name; err != nil || !ok || !idNumber.MatchString(found.id) || !idNumber.MatchString(found.ownerID) {
		return found, notIdentified(repo, errors.New("its answer describes no repository"), "")
	}
	if !strings.EqualFold(name.String(), repo.String()) {
		return found, shell.Refuse("name it with --repository "+name.String(), "GitHub calls %s %s now", repo, name)
	}
	return found, nil
}

// askGitHub returns what GitHub answers on a repository to who has a token; a zero one is
// nobody's.
func askGitHub(w *shell.World, address string, repo Repository, token fetch.Secret) ([]byte, error) {
	client := fetch.NewClient(fetch.Options{UserAgent: shell.Agent(), Patience: -1})
	return fetch.Get(w.Ctx, client, address+"/repos/"+repo.String(), func(r *http.Request) {
		r.Header.Set("Accept", "application/vnd.github+json")
		if !token.IsZero() {
			r.Header.Set("Authorization", "Bearer "+token.Reveal())
		}
	})
}

// gitHubAPI is the address of GitHub's API, which GITHUB_API_URL moves, as it does in
// a workflow.
func gitHubAPI(w *shell.World) (string, error) {
	address := cmp.Or(w.Getenv("GITHUB_API_URL"), "https://api.github.com")
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || u.User != nil {
		return "", shell.Refuse("unset it", "GITHUB_API_URL: not an address such as https://api.github.com")
	}
	return strings.TrimSuffix(address, "/"), nil
}

// unidentified is why GitHub did not describe a repository.
func unidentified(repo Repository, err error, loggedIn bool) error {
	status, _ := errors.AsType[*fetch.StatusError](err)
	switch {
	case status == nil:
	case status.Status == http.StatusNotFound && !loggedIn:
		return notIdentified(repo, errors.New("it shows no such repository without a login"), "for a private repository, put `GH_TOKEN=$(gh auth token)` before the command")
	case status.Status == http.StatusNotFound:
		return notIdentified(repo, errors.New("the token in GH_TOKEN or GITHUB_TOKEN cannot see it"), "correct --repository, or take a token that may read it")
	case status.Status == http.StatusUnauthorized:
		return notIdentified(repo, errors.New("it refuses the token in GH_TOKEN or GITHUB_TOKEN"), "`gh auth login`, then put `GH_TOKEN=$(gh auth token)` before the command")
	case status.Status >= 300 && status.Status < 400:
		return notIdentified(repo, errors.New("the repository has another name now"), "`gh repo view "+repo.String()+" --json nameWithOwner` prints it; name it with --repository")
	}
	return notIdentified(repo, errors.New(fetch.Reason(err)), "")
}

// notIdentified is an error with what does without GitHub's answer.
func notIdentified(repo Repository, err error, cure string) error {
	return shell.Fail(shell.ExitFailed, fmt.Errorf("ask GitHub for the number of %s: %w", repo, err),
		shell.Join("; or ", cure, "name the numbers with --owner-id N --repository-id N: "+idHint(repo.String())))
}

// IsBound reports whether a role trusts a repository by its number. One that was set
// up by an older version may trust whoever has the name.
func (p Parameters) IsBound() bool {
	return idNumber.MatchString(p["GitHubOwnerId"]) && idNumber.MatchString(p["GitHubRepositoryId"])
}

// bind adds the numbers of a repository, as far as neither a flag nor the stack has
// them. moved reports whether those of the stack are of another repository.
func (c *Setup) bind(w *shell.World, repo Repository, was, p Parameters, moved bool) error {
	named := c.OwnerID != "" && c.RepositoryID != ""
	kept := !moved && (was.IsBound() || c.OwnerID != "" && idNumber.MatchString(was["GitHubRepositoryId"]) ||
		c.RepositoryID != "" && idNumber.MatchString(was["GitHubOwnerId"]))
	if named || kept {
		return nil
	}
	found, err := identify(w, repo)
	if err != nil {
		return err
	}
	// The role compares names as GitHub writes them.
	p["GitHubOwner"], p["GitHubRepository"] = found.name.owner, found.name.name
	p["GitHubOwnerId"] = cmp.Or(c.OwnerID, found.ownerID)
	p["GitHubRepositoryId"] = cmp.Or(c.RepositoryID, found.id)
	return nil
}
