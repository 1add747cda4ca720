package doctor

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"datarocks/cmd/datarocks/deploy"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content/legible"
	"datarocks/fetch"
)

// claims are what GitHub's token has on a job, as far as a role looks at it.
type claims struct {
	Subject      string `json:"sub"`
	RepositoryID string `json:"repository_id"`
}

// askToken asks GitHub for a token, as a role is asked with, and returns its claims.
// The token itself goes nowhere.
func askToken(d *doctor) (claims, error) {
	address, key := d.Getenv("ACTIONS_ID_TOKEN_REQUEST_URL"), fetch.NewSecret(d.Getenv("ACTIONS_ID_TOKEN_REQUEST_TOKEN"))
	if address == "" || key.IsZero() {
		return claims{}, shell.Fail(shell.ExitFailed, errors.New("the job may not ask for one"), "give the job `permissions: id-token: write`; pull requests of forks never get it")
	}
	u, err := url.Parse(address)
	if err != nil {
		return claims{}, errors.New("ACTIONS_ID_TOKEN_REQUEST_URL is no address")
	}
	query := u.Query()
	query.Set("audience", deploy.GitHubAudience)
	u.RawQuery = query.Encode()
	client := fetch.NewClient(fetch.Options{UserAgent: shell.Agent(), Patience: -1})
	body, err := fetch.Get(d.Ctx, client, u.String(), func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+key.Reveal()) })
	if err != nil {
		return claims{}, errors.New("GitHub gives none: " + fetch.Reason(err))
	}
	return claimsOf(body)
}

// claimsOf reads the token in GitHub's answer. Whether its signature is right is for
// AWS to decide.
func claimsOf(answer []byte) (said claims, err error) {
	var token struct {
		Value string `json:"value"`
	}
	err = json.Unmarshal(answer, &token)
	parts := strings.Split(token.Value, ".")
	if err != nil || len(parts) != 3 {
		return said, errors.New("GitHub's answer holds none")
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil || json.Unmarshal(payload, &said) != nil || said.Subject == "" {
		return said, errors.New("GitHub's token has no subject")
	}
	return claims{legible.OneLine(said.Subject, 0), legible.OneLine(said.RepositoryID, 0)}, nil
}

// subjectForms are those of GitHub's tokens: the first one, and that of repositories
// made, renamed or moved since July 2026.
func subjectForms(owner, ownerID, name, id, context string) []string {
	return []string{
		fmt.Sprintf("repo:%s/%s:%s", owner, name, context),
		fmt.Sprintf("repo:%s@%s/%s@%s:%s", owner, ownerID, name, id, context),
	}
}

// trustedForms are the subjects that a token of this repository and branch may have.
func trustedForms(d *doctor) []string {
	owner, name, _ := strings.Cut(d.Getenv("GITHUB_REPOSITORY"), "/")
	ownerID, id := d.Getenv("GITHUB_REPOSITORY_OWNER_ID"), d.Getenv("GITHUB_REPOSITORY_ID")
	forms := subjectForms(owner, ownerID, name, id, "ref:"+d.Getenv("GITHUB_REF"))
	if ownerID == "" || id == "" {
		return forms[:1]
	}
	return forms
}

// checkToken compares the subject of GitHub's token with what a role trusts. AWS
// refuses without a word on either.
func checkToken(d *doctor) findings {
	if !d.OnGitHub() || !d.onAWS {
		return nil
	}
	loggedIn := d.login().works
	token, err := d.token()
	subject := token.Subject
	if err != nil {
		if f := d.trouble(shell.ExitFailed, err); !loggedIn {
			return f
		}
		return note("%v; the login to AWS works without it", err)
	}
	matches := slices.Contains(trustedForms(d), subject)
	switch forms := strings.Join(trustedForms(d), " or "); {
	case loggedIn && matches:
		return fine("its subject is %s", subject)
	case loggedIn:
		return note("its subject is %s, and not %s; the login to AWS works all the same", subject, forms)
	case matches:
		f := note("its subject is %s, which is as it should be", subject)
		f[0].Cure = "if AWS does not let the role be taken on, it trusts another: " + trustCure(d, subject)
		return f
	default:
		return wrong(trustCure(d, subject), "its subject is %s, and a role trusts %s", subject, forms)
	}
}

var (
	subjectForm = regexp.MustCompile(`^repo:([^/@:]+)(?:@([0-9]+))?/([^/@:]+)(?:@([0-9]+))?:(.+)$`)
	trustable   = regexp.MustCompile(`^(?:ref:refs/heads/|environment:)[A-Za-z0-9._/-]+$`) // as in the template
)

// trustCure is how a stack comes to trust a subject.
func trustCure(d *doctor, subject string) string {
	found := subjectForm.FindStringSubmatch(subject)
	if found == nil {
		repo := cmp.Or(d.Getenv("GITHUB_REPOSITORY"), "OWNER/REPO")
		return "it is not GitHub's own form: gh api --method PUT repos/" + repo + "/actions/oidc/customization/sub -F use_default=true"
	}
	owner, name, context := found[1], found[3], found[5]
	if !trustable.MatchString(context) {
		return "start the workflow on a branch: a stack trusts ref:refs/heads/NAME or environment:NAME alone"
	}
	ownerID := cmp.Or(found[2], d.Getenv("GITHUB_REPOSITORY_OWNER_ID"), "*")
	id := cmp.Or(found[4], d.Getenv("GITHUB_REPOSITORY_ID"), "*")
	if branch, ok := strings.CutPrefix(context, "ref:refs/heads/"); ok && ownerID != "*" && id != "*" {
		return fmt.Sprintf("`datarocks setup --repository %s/%s --owner-id %s --repository-id %s --branch %s` lets it publish", owner, name, ownerID, id, branch)
	}
	return fmt.Sprintf("the stack's parameters are to be GitHubOwner=%s GitHubRepository=%s GitHubOwnerId=%s GitHubRepositoryId=%s GitHubSubject=%s",
		owner, name, ownerID, id, context)
}
