package deploy

import (
	"cmp"
	"fmt"
	"strings"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
)

// refuse refuses a stack that cannot be updated, or must not be.
func (c *Setup) refuse(s *Stack) error {
	for flag, arn := range map[string]string{"--certificate": c.Certificate, "--oidc-provider": c.OIDCProvider} {
		if err := s.account.owns(flag, arn); err != nil {
			return err
		}
	}
	if s.now == nil {
		return nil
	}
	if hint := s.Stuck(); hint != "" {
		return shell.Fail(shell.ExitFailed, fmt.Errorf("%s is %s: it cannot be updated", s, s.now.StackStatus), hint)
	}
	return s.RefuseForeign()
}

// Stuck returns the cure of a stack that cannot be updated as it is; "" where it
// can.
func (s *Stack) Stuck() (cure string) {
	switch string(s.now.StackStatus) {
	case "ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED":
		return "remove what is left with " + s.teardown() + ", and set up again"
	case "UPDATE_ROLLBACK_FAILED":
		return "aws cloudformation continue-update-rollback --stack-name " + s.flags.Stack + " --region " + s.account.cfg.Region
	case "REVIEW_IN_PROGRESS":
		return "carry its change set out, or: aws cloudformation delete-stack --stack-name " + s.flags.Stack + " --region " + s.account.cfg.Region
	}
	return ""
}

// RefuseForeign refuses a stack that something else made.
func (s *Stack) RefuseForeign() error {
	if _, ours := s.Was()["GitHubRepository"]; ours {
		return nil
	}
	return shell.Refuse("name another with --stack NAME", "%s is none of datarocks", s)
}

// complete adds what the clone and the account decide, as far as the stack does
// not have it already.
func (c *Setup) complete(s *Stack, repo Repository, p Parameters) error {
	was := s.Was()
	before := was.Repository()
	moved := s.now != nil && !strings.EqualFold(before.String(), repo.String())
	if moved && c.Repository == "" {
		return shell.Refuse(fmt.Sprintf("hand it over with --repository %s, or name another with --stack NAME", repo),
			"%s publishes %s, and this is a clone of %s", s, before, repo)
	}
	// The role compares names as GitHub writes them, capitals too. Only who
	// names the repository is sure to have looked.
	if s.now == nil || c.Repository != "" {
		p["GitHubOwner"], p["GitHubRepository"] = repo.owner, repo.name
	}
	if err := c.bind(s.World, repo, was, p, moved); err != nil {
		return err
	}
	if s.now == nil && c.Branch == "" {
		if branch := findBranch(s.World, c.Content); branchName.MatchString(branch) {
			p["GitHubSubject"] = "ref:refs/heads/" + branch
		}
	}
	if err := c.completeDispatch(s, repo, p); err != nil {
		return err
	}
	return c.completeProvider(s, p)
}

// completeProvider names the account's OIDC provider of GitHub. An account can
// have one, so the stack makes it only where there is none. One that the stack
// made stays the stack's: an update that names it would take it out of the
// stack.
func (c *Setup) completeProvider(s *Stack, p Parameters) error {
	was, known := s.Was()["OidcProviderArn"]
	if c.OIDCProvider != "" || known && was == "" {
		return nil
	}
	found, err := s.account.findProvider(s.Ctx)
	if err != nil {
		return err
	}
	if found != was {
		s.Say("the account's OIDC provider of GitHub: %s", cmp.Or(found, "none, so the stack makes it"))
		p["OidcProviderArn"] = found
	}
	return nil
}

// setupResult is what is left to do, and with which names.
type setupResult struct {
	identity
	Outcome    string            `json:"outcome"` // created, updated or unchanged
	Repository string            `json:"repository"`
	Outputs    map[string]string `json:"outputs"`
	Variables  []setting         `json:"variables"`
	Secrets    []string          `json:"secrets"` // names
	User       string            `json:"user,omitempty"`
	Password   string            `json:"password,omitempty"` // that was made

	Made     Parameters      `json:"-"` // what the stack is made with
	Optional map[string]bool `json:"-"` // secrets that a source can do without
}

type setting struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

func newSetupResult(s *Stack, outcome string, site *content.Site, user string) setupResult {
	out, was := s.Outputs(), s.Was()
	r := setupResult{
		identity: s.identity(), Outcome: outcome, Outputs: out, User: user,
		Repository: was.Repository().String(),
		Variables: []setting{
			{"DATAROCKS_ROLE_ARN", out["RoleArn"]},
			{"DATAROCKS_REGION", s.account.cfg.Region},
			{"DATAROCKS_HISTORY", "s3://" + out["HistoryBucketName"]},
			{"DATAROCKS_SITE", "s3://" + out["SiteBucketName"]},
			{"DATAROCKS_DISTRIBUTION", out["DistributionId"]},
			{"DATAROCKS_BASE_URL", out["SiteUrl"]},
		},
		Secrets: []string{}, Made: was, Optional: make(map[string]bool),
	}
	for _, source := range site.Sources {
		p, _ := settings.PlatformOf(source.Source)
		r.Secrets = append(r.Secrets, p.Keys...)
		if p.Optional != "" {
			r.Secrets = append(r.Secrets, p.Optional)
			r.Optional[p.Optional] = true
		}
	}
	for _, name := range []string{settings.NotifyVariable, settings.PingVariable} {
		r.Secrets = append(r.Secrets, name)
		r.Optional[name] = true
	}
	return r
}

// print prints the outcome, as commands to type.
func (c *Setup) print(s *Stack, r setupResult) error {
	if err := s.Result(c.JSON, r, func() { printCommands(s.World, "setup", r) }); err != nil {
		return err
	}
	if r.Made["PrivateSite"] == "true" && r.User == "" && r.Outcome != "unchanged" {
		s.Hint("the site is private: `datarocks setup" + c.StackFlags.String() + " --user NAME` lets somebody in")
	}
	return nil
}
