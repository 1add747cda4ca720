package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"datarocks/content"
)

// refuse refuses a stack that cannot be updated, or must not be.
func (c *setupCommand) refuse(s *stack) error {
	for flag, arn := range map[string]string{"--certificate": c.Certificate, "--oidc-provider": c.OIDCProvider} {
		if err := s.account.owns(flag, arn); err != nil {
			return err
		}
	}
	if s.now == nil {
		return nil
	}
	if hint := s.stuck(); hint != "" {
		return &failure{exitFailed, fmt.Errorf("%s is %s: it cannot be updated", s, s.now.StackStatus), hint}
	}
	return s.refuseForeign()
}

// stuck gives the cure of a stack that cannot be updated as it is; "" where it
// can.
func (s *stack) stuck() (cure string) {
	switch string(s.now.StackStatus) {
	case "ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED":
		return "remove what is left with " + s.teardown() + ", and set up again"
	case "UPDATE_ROLLBACK_FAILED":
		return "aws cloudformation continue-update-rollback --stack-name " + s.name + " --region " + s.account.cfg.Region
	case "REVIEW_IN_PROGRESS":
		return "carry its change set out, or: aws cloudformation delete-stack --stack-name " + s.name + " --region " + s.account.cfg.Region
	}
	return ""
}

// refuseForeign refuses a stack that something else made.
func (s *stack) refuseForeign() error {
	if _, ours := s.was()["GitHubRepository"]; ours {
		return nil
	}
	return settingsError("name another with --stack NAME", "%s is none of datarocks", s)
}

// complete adds what the clone and the account say, as far as the stack does
// not have it already.
func (c *setupCommand) complete(s *stack, repo repository, p parameters) error {
	was := s.was()
	before := repository{was["GitHubOwner"], was["GitHubRepository"]}
	moved := s.now != nil && !strings.EqualFold(before.String(), repo.String())
	if moved && c.Repository == "" {
		return settingsError(fmt.Sprintf("hand it over with --repository %s, or name another with --stack NAME", repo),
			"%s publishes %s, and this is a clone of %s", s, before, repo)
	}
	// The role compares names as GitHub writes them, capitals too. Only who
	// names the repository is sure to have looked.
	if s.now == nil || c.Repository != "" {
		p["GitHubOwner"], p["GitHubRepository"] = repo.owner, repo.name
	}
	for name, id := range map[string]string{"GitHubOwnerId": c.OwnerID, "GitHubRepositoryId": c.RepositoryID} {
		if moved && id == "" {
			p[name] = "*" // the former ones are of another repository
		}
	}
	if s.now == nil && c.Branch == "" {
		if branch := s.findBranch(c.Content); branchName.MatchString(branch) {
			p["GitHubSubject"] = "ref:refs/heads/" + branch
		}
	}
	return c.completeProvider(s, p)
}

// completeProvider names the account's OIDC provider of GitHub. An account can
// have one, so the stack makes it only where there is none. One that the stack
// made stays the stack's: an update that names it would take it out of the
// stack.
func (c *setupCommand) completeProvider(s *stack, p parameters) error {
	was, known := s.was()["OidcProviderArn"]
	if c.OIDCProvider != "" || known && was == "" {
		return nil
	}
	found, err := s.account.findProvider(s.ctx)
	if err != nil {
		return err
	}
	if found != was {
		s.say("the account's OIDC provider of GitHub: %s", cmp.Or(found, "none, so the stack makes it"))
		p["OidcProviderArn"] = found
	}
	return nil
}

// setupResult is what is left to do, and with which names.
type setupResult struct {
	Stack      string            `json:"stack"`
	Region     string            `json:"region"`
	Account    string            `json:"account"`
	Outcome    string            `json:"outcome"` // created, updated or unchanged
	Repository string            `json:"repository"`
	Outputs    map[string]string `json:"outputs"`
	Variables  []setting         `json:"variables"`
	Secrets    []string          `json:"secrets"` // names
	User       string            `json:"user,omitempty"`

	private, idsOpen       bool
	subject, domain, cname string
	optional               map[string]bool // secrets that a source can do without
}

type setting struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

func newSetupResult(s *stack, outcome string, site *content.Site, user string) setupResult {
	out, was := s.outputs(), s.was()
	r := setupResult{
		Stack: s.name, Region: s.account.cfg.Region, Account: s.account.id, Outcome: outcome, Outputs: out, User: user,
		Repository: repository{was["GitHubOwner"], was["GitHubRepository"]}.String(),
		Variables: []setting{
			{"DATAROCKS_ROLE_ARN", out["RoleArn"]},
			{"DATAROCKS_REGION", s.account.cfg.Region},
			{"DATAROCKS_HISTORY", "s3://" + out["HistoryBucketName"]},
			{"DATAROCKS_SITE", "s3://" + out["SiteBucketName"]},
			{"DATAROCKS_DISTRIBUTION", out["DistributionId"]},
			{"DATAROCKS_BASE_URL", out["SiteUrl"]},
		},
		Secrets: []string{}, optional: make(map[string]bool),
		private: was["PrivateSite"] == "true", idsOpen: was["GitHubOwnerId"] == "*" || was["GitHubRepositoryId"] == "*",
		subject: was["GitHubSubject"], domain: was["DomainName"], cname: out["CloudFrontDomain"],
	}
	for _, source := range site.Sources {
		i := slices.IndexFunc(platforms, func(p platform) bool { return p.source == source.Source })
		if i < 0 {
			continue
		}
		r.Secrets = append(r.Secrets, platforms[i].keys...)
		if key := platforms[i].optional; key != "" {
			r.Secrets = append(r.Secrets, key)
			r.optional[key] = true
		}
	}
	r.Secrets = append(r.Secrets, notifyVariable)
	r.optional[notifyVariable] = true
	return r
}

// tell prints the outcome, as commands to type.
func (c *setupCommand) tell(s *stack, r setupResult) error {
	if c.JSON {
		if err := s.printJSON(r); err != nil {
			return err
		}
	} else {
		r.print(s.world)
	}
	if r.idsOpen {
		s.hint("an owner's name that becomes free can be taken by others: bind the role to the numbers with --owner-id and --repository-id; " + idHint(r.Repository))
	}
	if r.private && r.User == "" && r.Outcome != "unchanged" {
		s.hint("the site is private: `datarocks setup" + c.stackFlags.String() + " --user NAME` lets somebody in")
	}
	return nil
}

func (r setupResult) print(w *world) {
	w.print("# stack %s in %s of account %s: %s", r.Stack, r.Region, r.Account, r.Outcome)
	w.print("# the site: %s", r.Outputs["SiteUrl"])
	w.print("# who may publish: %s, %s", r.Repository, r.subject)
	if r.User != "" {
		w.print("# %s may read it, from now on or a few seconds later", r.User)
	}
	if r.domain != "" {
		w.print("# in the DNS, if it is not there yet: %s. CNAME %s.", r.domain, r.cname)
	}
	w.print("\n# the variables of the workflow:")
	for _, v := range r.Variables {
		w.print("gh variable set %s --repo %s --body %s", v.Name, r.Repository, quoteShell(v.Value))
	}
	if len(r.Secrets) > 0 {
		w.print("\n# the keys of the platforms, and webhooks to tell what is new: each asks for its value")
	}
	for _, name := range r.Secrets {
		note := ""
		if r.optional[name] {
			note = " # optional"
		}
		w.print("gh secret set %s --repo %s%s", name, r.Repository, note)
	}
	w.print("\n# the first night:")
	w.print("gh workflow run nightly.yml --repo %s", r.Repository)
	w.print("\n# whether all is well, at any time:")
	w.print("%s", r.doctor())
}

// doctor is the command that looks at what was made. The variables are
// GitHub's, so that it has to be told.
func (r setupResult) doctor() string {
	text := "AWS_REGION=" + r.Region + " datarocks doctor"
	if r.Stack != "datarocks" {
		text += " --stack " + r.Stack
	}
	return text + fmt.Sprintf(" --history s3://%s --site s3://%s --distribution %s --base-url %s",
		r.Outputs["HistoryBucketName"], r.Outputs["SiteBucketName"], r.Outputs["DistributionId"], r.Outputs["SiteUrl"])
}
