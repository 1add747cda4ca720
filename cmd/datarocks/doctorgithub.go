package main

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"datarocks/content/legible"
	"datarocks/fetch"
)

// askSubject asks GitHub for a token, as a role is asked with, and gives whom it
// says it is of. The token itself goes nowhere.
func (d *doctor) askSubject() (string, error) {
	address, key := d.getenv("ACTIONS_ID_TOKEN_REQUEST_URL"), fetch.NewSecret(d.getenv("ACTIONS_ID_TOKEN_REQUEST_TOKEN"))
	if address == "" || key.IsZero() {
		return "", &failure{exitFailed, errors.New("the job may not ask for one"), "give the job `permissions: id-token: write`; pull requests of forks never get it"}
	}
	u, err := url.Parse(address)
	if err != nil {
		return "", errors.New("ACTIONS_ID_TOKEN_REQUEST_URL is no address")
	}
	query := u.Query()
	query.Set("audience", gitHubAudience)
	u.RawQuery = query.Encode()
	req, err := http.NewRequestWithContext(d.ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return "", errors.New("ACTIONS_ID_TOKEN_REQUEST_URL is no address to ask")
	}
	req.Header.Set("Authorization", "Bearer "+key.Reveal())
	body, err := fetch.Do(fetch.NewClient(fetch.Options{UserAgent: "datarocks/" + version(), Patience: -1}), req)
	if err != nil {
		return "", errors.New("GitHub gives none: " + fetch.Reason(err))
	}
	return subjectOf(body)
}

// subjectOf reads the subject out of the token in GitHub's answer. Whether its
// signature is right is for AWS to say.
func subjectOf(answer []byte) (string, error) {
	var token struct {
		Value string `json:"value"`
	}
	var claims struct {
		Subject string `json:"sub"`
	}
	err := json.Unmarshal(answer, &token)
	parts := strings.Split(token.Value, ".")
	if err != nil || len(parts) != 3 {
		return "", errors.New("GitHub's answer holds none")
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil || json.Unmarshal(payload, &claims) != nil || claims.Subject == "" {
		return "", errors.New("GitHub's token has no subject")
	}
	return legible.OneLine(claims.Subject, 0), nil
}

// trustedForms are the subjects that a token of this repository and branch may
// have: GitHub's first form, and that of repositories made, renamed or moved
// since July 2026.
func (d *doctor) trustedForms() []string {
	owner, name, _ := strings.Cut(d.getenv("GITHUB_REPOSITORY"), "/")
	ownerID, id, ref := d.getenv("GITHUB_REPOSITORY_OWNER_ID"), d.getenv("GITHUB_REPOSITORY_ID"), d.getenv("GITHUB_REF")
	forms := []string{fmt.Sprintf("repo:%s/%s:ref:%s", owner, name, ref)}
	if ownerID != "" && id != "" {
		forms = append(forms, fmt.Sprintf("repo:%s@%s/%s@%s:ref:%s", owner, ownerID, name, id, ref))
	}
	return forms
}

// gitHubToken compares who GitHub says asks with whom a role trusts. AWS refuses
// without telling either.
func (d *doctor) gitHubToken() []finding {
	const check = "GitHub token"
	if !d.onGitHub() || !d.onAWS {
		return nil
	}
	loggedIn := d.login().works
	subject, err := d.subject()
	if err != nil {
		if f := d.trouble(check, exitFailed, err); !loggedIn {
			return []finding{f}
		}
		return []finding{note(check, "%v; the login to AWS works without it", err)}
	}
	matches := slices.Contains(d.trustedForms(), subject)
	switch forms := strings.Join(d.trustedForms(), " or "); {
	case loggedIn && matches:
		return []finding{fine(check, "its subject is %s", subject)}
	case loggedIn:
		return []finding{note(check, "its subject is %s, and not %s; the login to AWS works all the same", subject, forms)}
	case matches:
		f := note(check, "its subject is %s, which is as it should be", subject)
		f.Cure = "if AWS does not let the role be taken on, it trusts another: " + d.trustCure(subject)
		return []finding{f}
	default:
		return []finding{{check, stateWrong, fmt.Sprintf("its subject is %s, and a role trusts %s", subject, forms), d.trustCure(subject), exitFailed}}
	}
}

// roleCure and regionCure are what to do in a workflow, where nobody can log in.
func (d *doctor) roleCure() string {
	if role := d.getenv("DATAROCKS_ROLE_ARN"); role != "" {
		return "AWS did not let the job take on " + role + ": GitHub's token has to be one that it trusts, and `datarocks setup` tells its name"
	}
	return "no role is named: `datarocks setup` prints the command, gh variable set DATAROCKS_ROLE_ARN"
}

func (d *doctor) regionCure() string {
	if d.onGitHub() {
		return "`datarocks setup` prints the command, gh variable set DATAROCKS_REGION"
	}
	return "set AWS_REGION to the region of the buckets"
}

var (
	subjectForm = regexp.MustCompile(`^repo:([^/@:]+)(?:@([0-9]+))?/([^/@:]+)(?:@([0-9]+))?:(.+)$`)
	trustable   = regexp.MustCompile(`^(?:ref:refs/heads/|environment:)[A-Za-z0-9._/-]+$`) // as in the template
)

// trustCure tells how a stack comes to trust a subject.
func (d *doctor) trustCure(subject string) string {
	found := subjectForm.FindStringSubmatch(subject)
	if found == nil {
		repo := cmp.Or(d.getenv("GITHUB_REPOSITORY"), "OWNER/REPO")
		return "it is not GitHub's own form: gh api --method PUT repos/" + repo + "/actions/oidc/customization/sub -F use_default=true"
	}
	owner, name, context := found[1], found[3], found[5]
	if !trustable.MatchString(context) {
		return "start the workflow on a branch: a stack trusts ref:refs/heads/NAME or environment:NAME alone"
	}
	ownerID := cmp.Or(found[2], d.getenv("GITHUB_REPOSITORY_OWNER_ID"), "*")
	id := cmp.Or(found[4], d.getenv("GITHUB_REPOSITORY_ID"), "*")
	if branch, ok := strings.CutPrefix(context, "ref:refs/heads/"); ok && ownerID != "*" && id != "*" {
		return fmt.Sprintf("`datarocks setup --repository %s/%s --owner-id %s --repository-id %s --branch %s` lets it publish", owner, name, ownerID, id, branch)
	}
	return fmt.Sprintf("the stack's parameters are to be GitHubOwner=%s GitHubRepository=%s GitHubOwnerId=%s GitHubRepositoryId=%s GitHubSubject=%s",
		owner, name, ownerID, id, context)
}

var (
	comment    = regexp.MustCompile(`(?m)(?:^|\s)#.*$`)
	cronKey    = regexp.MustCompile(`[\s{,]cron:\s`)
	idleLimit  = 60 * 24 * time.Hour // after which GitHub disables the schedules of a public repository
	idleNotice = 50 * 24 * time.Hour
)

// schedule looks for what starts a run every night.
func (d *doctor) schedule() []finding {
	const check = "schedule"
	root, err := d.git(d.flags.Content, "rev-parse", "--show-toplevel")
	if err != nil {
		return []finding{note(check, "not looked at: %s is in no repository of git", d.flags.Content)}
	}
	if _, err := d.findRepository(d.flags.Content); err != nil && !d.onGitHub() {
		return []finding{note(check, "not looked at: the git remote origin is no repository on GitHub")}
	}
	name, times := scheduled(root)
	if name == "" {
		return []finding{warn(check, "`datarocks init DIR --uses OWNER/REPO@REF` writes one", "no workflow in .github/workflows runs datarocks by a schedule")}
	}
	return []finding{d.idle(name, fmt.Sprintf("%s has %s", name, plural(times, "slot")))}
}

// scheduled finds the workflow that runs datarocks, and how many slots it has.
func scheduled(root string) (name string, times int) {
	files, _ := filepath.Glob(filepath.Join(root, ".github", "workflows", "*.y*ml")) // the pattern is not malformed
	for _, file := range files {
		text, err := os.ReadFile(file)
		text = comment.ReplaceAll(text, nil)
		if err != nil || !bytes.Contains(text, []byte("schedule:")) || !bytes.Contains(text, []byte("datarocks")) {
			continue
		}
		if n := len(cronKey.FindAll(text, -1)); n > times {
			name, times = filepath.Base(file), n
		}
	}
	return name, times
}

// idle tells how long ago somebody committed.
func (d *doctor) idle(workflow, text string) finding {
	const check = "schedule"
	date, err := d.git(d.flags.Content, "log", "-1", "--format=%cI", "refs/remotes/origin/HEAD", "--")
	if err != nil {
		date, err = d.git(d.flags.Content, "log", "-1", "--format=%cI")
	}
	last, malformed := time.Parse(time.RFC3339, date)
	if err != nil || malformed != nil {
		return warn(check, "commit, and push it", "%s, but nothing is committed", text)
	}
	text += ", last commit " + last.UTC().Format(time.DateOnly)
	switch age := d.now.Sub(last); {
	case age > idleLimit:
		return warn(check, "commit something; `gh workflow enable "+workflow+"` starts the schedule again",
			"%s, %s ago: GitHub disables the schedules of a public repository after 60", text, ageText(age))
	case age > idleNotice:
		return warn(check, "commit something", "%s, %s ago: after 60 GitHub disables the schedules of a public repository", text, ageText(age))
	}
	return fine(check, "%s", text)
}
