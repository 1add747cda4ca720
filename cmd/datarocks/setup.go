package main

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"datarocks/content"
	"datarocks/templates"
)

type setupCommand struct {
	stackFlags
	jsonFlag
	Content      string `default:"content" env:"DATAROCKS_CONTENT" placeholder:"DIR" help:"Content folder (${env}; ${default})."`
	Repository   string `placeholder:"OWNER/REPO" help:"Repository on GitHub that publishes (the git remote origin)."`
	Branch       string `placeholder:"NAME" help:"Branch whose workflow may publish (GitHub's default branch)."`
	OwnerID      string `name:"owner-id" placeholder:"N" help:"Numeric id of the owner (any)."`
	RepositoryID string `name:"repository-id" placeholder:"N" help:"Numeric id of the repository (any)."`
	Domain       string `placeholder:"NAME" help:"Domain of your own, such as counts.example.org; none takes it away."`
	Certificate  string `placeholder:"ARN" help:"ACM certificate of the domain, in us-east-1."`
	Private      *bool  `negatable:"" help:"Ask readers for a name and a password (as visibility in site.md)."`
	User         string `placeholder:"NAME" help:"Let somebody in, by the password in DATAROCKS_PASSWORD, or typed."`
	OIDCProvider string `name:"oidc-provider" placeholder:"ARN" help:"OIDC provider of GitHub (found, or made)."`
	DryRun       bool   `help:"Ask AWS nothing; print parameters and template."`
}

// Run finds out what it can, makes the stack as that says, and tells what is
// left to do on GitHub.
func (c *setupCommand) Run(w *world) error {
	if err := c.check(); err != nil {
		return err
	}
	site, err := contentFlags{Content: c.Content}.load()
	if err != nil {
		return err
	}
	repo, err := c.repository(w)
	if err != nil {
		return err
	}
	p, err := c.parameters(site)
	if err != nil {
		return err
	}
	if c.DryRun {
		return c.rehearse(w, repo, p)
	}
	u, err := w.readUser(c.User)
	if err != nil {
		return err
	}
	s, err := c.open(w)
	if err != nil {
		return err
	}
	if err := c.refuse(s); err != nil {
		return err
	}
	if err := c.complete(s, repo, p); err != nil {
		return err
	}
	if c.User != "" && !isPrivate(s.was(), p) {
		return settingsError("add --private", "--user: %s is open to everybody", s)
	}
	outcome, err := s.put(p)
	if err != nil {
		return err
	}
	if u != nil {
		if err := s.account.letIn(w.ctx, s.outputs()["UsersStoreArn"], u); err != nil {
			return &failure{exitFailed, err, "the stack was " + outcome + "; only this is left: the same command again"}
		}
	}
	return c.tell(s, newSetupResult(s, outcome, site, c.User))
}

var (
	stackName   = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]{0,39}$`) // CloudFront's names of 64 begin with it
	domainName  = regexp.MustCompile(`^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]+$`)
	certificate = regexp.MustCompile(`^arn:aws[a-z-]*:acm:([a-z0-9-]+):[0-9]{12}:certificate/.+$`)
	provider    = regexp.MustCompile(`^arn:aws[a-z-]*:iam::[0-9]{12}:oidc-provider/` + regexp.QuoteMeta(gitHubIssuer) + `$`)
	idNumber    = regexp.MustCompile(`^[0-9]+$`)
	branchName  = regexp.MustCompile(`^[A-Za-z0-9._/-]+$`) // as in the template
)

// noDomain takes a domain away.
const noDomain = "none"

// check refuses flags that AWS would refuse minutes later, or never.
func (c *setupCommand) check() error {
	arn := certificate.FindStringSubmatch(c.Certificate)
	own := c.Domain != "" && c.Domain != noDomain
	switch {
	case !stackName.MatchString(c.Stack):
		return settingsError("it is like datarocks: letters, digits and hyphens, at most 40", "--stack: cannot use %q", c.Stack)
	case c.OwnerID != "" && !idNumber.MatchString(c.OwnerID), c.RepositoryID != "" && !idNumber.MatchString(c.RepositoryID):
		return settingsError(idHint("OWNER/REPO"), "--owner-id, --repository-id: an id is a number")
	case c.Branch != "" && !branchName.MatchString(c.Branch):
		return settingsError("", "--branch: cannot use %q", c.Branch)
	case own && !domainName.MatchString(c.Domain):
		return settingsError("it is like counts.example.org", "--domain: cannot use %q", c.Domain)
	case own && c.Certificate == "":
		return settingsError("`aws acm request-certificate --region us-east-1 --validation-method DNS --domain-name "+c.Domain+"` makes one", "--domain needs --certificate")
	case c.Certificate != "" && !own:
		return settingsError("add --domain NAME", "--certificate needs --domain")
	case c.Certificate != "" && arn == nil:
		return settingsError("it is like arn:aws:acm:us-east-1:123456789012:certificate/...", "--certificate: %q is no certificate of ACM", c.Certificate)
	case arn != nil && arn[1] != "us-east-1":
		return settingsError("CloudFront takes certificates from us-east-1 alone, wherever the stack is: make one there", "--certificate is in %s", arn[1])
	case c.OIDCProvider != "" && !provider.MatchString(c.OIDCProvider):
		return settingsError("`aws iam list-open-id-connect-providers` lists them", "--oidc-provider: %q is not that of GitHub", c.OIDCProvider)
	}
	return nil
}

func (c *setupCommand) repository(w *world) (repository, error) {
	if c.Repository == "" {
		return w.findRepository(c.Content)
	}
	r, ok := parseRepository(c.Repository)
	if !ok {
		return r, settingsError("it is like label/counts", "--repository: cannot use %q", c.Repository)
	}
	return r, nil
}

// parameters gives what flags and content say of the stack.
func (c *setupCommand) parameters(site *content.Site) (parameters, error) {
	p := parameters{"EmbedFrameAncestors": cmp.Or(strings.Join(site.Embed, " "), "'none'")}
	for name, value := range map[string]string{
		"GitHubOwnerId": c.OwnerID, "GitHubRepositoryId": c.RepositoryID, "OidcProviderArn": c.OIDCProvider,
		"DomainName": c.Domain, "CertificateArn": c.Certificate,
	} {
		if value != "" {
			p[name] = value
		}
	}
	if c.Branch != "" {
		p["GitHubSubject"] = "ref:refs/heads/" + c.Branch
	}
	if c.Domain == noDomain {
		p["DomainName"], p["CertificateArn"] = "", ""
	}
	private := site.Visibility == content.Private
	if c.Private != nil && !*c.Private && private {
		return nil, settingsError("correct site.md first", "--no-private: site.md says visibility: private")
	}
	if c.Private != nil || private {
		p["PrivateSite"] = fmt.Sprint(private || *c.Private)
	}
	return p, nil
}

func isPrivate(was, p parameters) bool {
	return cmp.Or(p["PrivateSite"], was["PrivateSite"]) == "true"
}

// rehearse prints a template that anybody can deploy, and with which parameters.
func (c *setupCommand) rehearse(w *world, repo repository, p parameters) error {
	p["GitHubOwner"], p["GitHubRepository"] = repo.owner, repo.name
	if branch := w.findBranch(c.Content); p["GitHubSubject"] == "" && branchName.MatchString(branch) {
		p["GitHubSubject"] = "ref:refs/heads/" + branch
	}
	if c.JSON {
		return w.printJSON(struct {
			Stack      string     `json:"stack"`
			Parameters parameters `json:"parameters"`
			Template   string     `json:"template"`
		}{c.Stack, p, templates.Stack()})
	}
	w.print("# dry run: AWS was not asked. What a stack has already stays, unless it is named here, and a provider that")
	w.print("# the account has is used: OidcProviderArn. To deploy it without datarocks:")
	region := ""
	if c.Region != "" {
		region = " --region " + quoteShell(c.Region)
	}
	w.print("# aws cloudformation deploy --stack-name %s%s --template-file THIS --capabilities CAPABILITY_IAM --parameter-overrides \\", c.Stack, region)
	names := slices.Sorted(maps.Keys(p))
	for i, name := range names {
		end := ` \`
		if i == len(names)-1 {
			end = ""
		}
		w.print("#   %s%s", quoteShell(name+"="+p[name]), end)
	}
	w.print("%s", strings.TrimRight(templates.Stack(), "\n"))
	return nil
}

// quoteShell makes a word of a shell's command line.
func quoteShell(text string) string {
	if !strings.ContainsAny(text, " '\"*$`\\&;|<>()#~?[]{}!") {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

func idHint(repo string) string {
	return "`gh api repos/" + repo + " --jq '.owner.id, .id'` tells both"
}
