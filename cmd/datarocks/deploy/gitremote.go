package deploy

import (
	"errors"
	"fmt"
	"net/url"
	"os/exec"
	"regexp"
	"strings"

	"datarocks/cmd/datarocks/shell"
)

// Repository is a repository on GitHub.
type Repository struct{ owner, name string }

func (r Repository) String() string { return r.owner + "/" + r.name }

// What GitHub allows as names.
var (
	ownerName = regexp.MustCompile(`^[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?$`)
	repoName  = regexp.MustCompile(`^[A-Za-z0-9._-]+$`)
)

// parseRepository reads OWNER/REPO.
func parseRepository(text string) (Repository, bool) {
	owner, name, _ := strings.Cut(text, "/")
	ok := ownerName.MatchString(owner) && repoName.MatchString(name) && name != "." && name != ".."
	return Repository{owner, name}, ok
}

// parseRemote reads the address of a remote, in any form that git takes:
// https://github.com/OWNER/REPO.git, git@github.com:OWNER/REPO,
// ssh://git@ssh.github.com:443/OWNER/REPO. shown is it without what may be a
// password.
func parseRemote(remote string) (r Repository, shown string, ok bool) {
	host, path := "", ""
	before, after, hasColon := strings.Cut(remote, ":")
	u, err := url.Parse(remote)
	switch {
	case err == nil && u.Host != "":
		host, path = u.Hostname(), u.Path
	case hasColon && !strings.Contains(before, "/") && !strings.HasPrefix(after, "//"):
		host, path = before[strings.LastIndexByte(before, '@')+1:], after
	default:
		return r, "a folder", false
	}
	path = strings.TrimSuffix(strings.Trim(path, "/"), ".git")
	r, ok = parseRepository(path)
	switch strings.ToLower(host) {
	case "github.com", "www.github.com", "ssh.github.com":
	default:
		ok = false
	}
	return r, host + "/" + path, ok
}

const nameRepository = "name it with --repository OWNER/REPO"

// FindRepository asks git which repository on GitHub a folder belongs to.
func FindRepository(w *shell.World, folder string) (Repository, error) {
	remote, err := Git(w, folder, "remote", "get-url", "origin")
	if err != nil {
		return Repository{}, shell.Refuse(nameRepository, "which repository publishes is not known: %w", err)
	}
	r, shown, ok := parseRemote(remote)
	if !ok {
		return r, shell.Refuse(nameRepository, "the git remote origin is %s, and no repository on github.com", shown)
	}
	return r, nil
}

// findBranch asks git for the branch that GitHub runs schedules on; "" where it
// does not know.
func findBranch(w *shell.World, folder string) string {
	branch, err := Git(w, folder, "symbolic-ref", "--short", "refs/remotes/origin/HEAD")
	if err != nil {
		return "" // a clone need not know it
	}
	return strings.TrimPrefix(branch, "origin/")
}

// Git runs a command of git that only reads, and returns its first line.
func Git(w *shell.World, folder string, args ...string) (string, error) {
	out, err := gitOutput(w, folder, args...)
	line, _, _ := strings.Cut(out, "\n")
	return strings.TrimSpace(line), err
}

// gitOutput runs a command of git that only reads, and returns what it prints.
func gitOutput(w *shell.World, folder string, args ...string) (string, error) {
	out, err := exec.CommandContext(w.Ctx, "git", append([]string{"-C", folder}, args...)...).Output()
	var failed *exec.ExitError
	switch {
	case errors.As(err, &failed):
		text, _, _ := strings.Cut(strings.TrimSpace(string(failed.Stderr)), "\n")
		return "", fmt.Errorf("git says %q", text)
	case err != nil:
		return "", fmt.Errorf("run git: %w", err)
	}
	return string(out), nil
}
