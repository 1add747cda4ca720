package deploy

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/templates"
)

// Setup is the verb that makes the stack, or brings it up to date.
type Setup struct {
	StackFlags
	settings.JSONFlag
	Content      string `default:"content" env:"DATAROCKS_CONTENT" placeholder:"DIR" help:"Content folder (${env}; ${default})."`
	Repository   string `placeholder:"OWNER/REPO" help:"Repository on GitHub that publishes (the git remote origin)."`
	Branch       string `placeholder:"NAME" help:"Branch whose workflow may publish (GitHub's default branch)."`
	OwnerID      string `name:"owner-id" placeholder:"N" help:"Numeric id of the owner (GitHub is asked)."`
	RepositoryID string `name:"repository-id" placeholder:"N" help:"Numeric id of the repository (GitHub is asked)."`
	Domain       string `placeholder:"NAME" help:"Domain of your own, such as counts.example.org; none takes it away."`
	Certificate  string `placeholder:"ARN" help:"ACM certificate of the domain, in us-east-1."`
	Private      *bool  `negatable:"" help:"Ask readers for a name and a password (as visibility in site.md)."`
	User         string `placeholder:"NAME" help:"Let somebody in, by the password in DATAROCKS_PASSWORD, or typed."`
	Generate     bool   `help:"Make the password of --user, and print it once."`
	Dispatch     *bool  `negatable:"" help:"Let EventBridge start the workflow on time, by the GitHub token in DATAROCKS_DISPATCH_TOKEN, or typed."`
	AlarmEmail   string `placeholder:"ADDRESS" help:"Who is told when nothing is published for 36 hours; none takes it away."`
	AccessLogs   *bool  `negatable:"" help:"Keep CloudFront's access logs for 30 days, in a private bucket."`
	OIDCProvider string `name:"oidc-provider" placeholder:"ARN" help:"OIDC provider of GitHub (found, or made)."`
	DryRun       bool   `help:"Ask AWS nothing; print parameters and template."`
}

// Run finds out what it can, makes or updates the stack, and prints what is left
// to do on GitHub.
func (c *Setup) Run(w *shell.World) error {
	if err := c.check(); err != nil {
		return err
	}
	site, err := settings.ContentFlags{Content: c.Content}.LoadSite()
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
		return c.dryRun(w, repo, p)
	}
	if err := c.readDispatchToken(w, repo, p); err != nil {
		return err
	}
	u, err := readUser(w, c.User, c.Generate)
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
	if c.User != "" && cmp.Or(p["PrivateSite"], s.Was()["PrivateSite"]) != "true" {
		return shell.Refuse("add --private", "--user: %s is open to everybody", s)
	}
	outcome, err := s.put(p)
	if err != nil {
		return err
	}
	if u != nil {
		if err := s.account.letIn(w.Ctx, s.Outputs()["UsersStoreArn"], u); err != nil {
			return shell.Fail(shell.ExitFailed, err, "the stack was "+outcome+"; only this is left: the same command again")
		}
	}
	r := newSetupResult(s, outcome, site, c.User)
	if c.Generate {
		r.Password = u.password.Reveal()
	}
	return c.print(s, r)
}

var (
	stackName   = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]{0,39}$`) // CloudFront's names of 64 begin with it
	domainName  = regexp.MustCompile(`^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]+$`)
	certificate = regexp.MustCompile(`^arn:aws[a-z-]*:acm:([a-z0-9-]+):[0-9]{12}:certificate/.+$`)
	provider    = regexp.MustCompile(`^arn:aws[a-z-]*:iam::[0-9]{12}:oidc-provider/` + regexp.QuoteMeta(GitHubIssuer) + `$`)
	idNumber    = regexp.MustCompile(`^[0-9]+$`)
	branchName  = regexp.MustCompile(`^[A-Za-z0-9._/-]+$`) // as in the template
)

// none takes a domain or an address away.
const none = "none"

// check refuses flags that AWS would refuse minutes later, or never.
func (c *Setup) check() error {
	arn := certificate.FindStringSubmatch(c.Certificate)
	own := c.Domain != "" && c.Domain != none
	switch {
	case !stackName.MatchString(c.Stack):
		return shell.Refuse("it is like datarocks: letters, digits and hyphens, at most 40", "--stack: cannot use %q", c.Stack)
	case c.OwnerID != "" && !idNumber.MatchString(c.OwnerID), c.RepositoryID != "" && !idNumber.MatchString(c.RepositoryID):
		return shell.Refuse(idHint("OWNER/REPO"), "--owner-id, --repository-id: an id is a number")
	case c.Branch != "" && !branchName.MatchString(c.Branch):
		return shell.Refuse("", "--branch: cannot use %q", c.Branch)
	case own && !domainName.MatchString(c.Domain):
		return shell.Refuse("it is like counts.example.org", "--domain: cannot use %q", c.Domain)
	case own && c.Certificate == "":
		return shell.Refuse("`aws acm request-certificate --region us-east-1 --validation-method DNS --domain-name "+c.Domain+"` makes one", "--domain needs --certificate")
	case c.Certificate != "" && !own:
		return shell.Refuse("add --domain NAME", "--certificate needs --domain")
	case c.Certificate != "" && arn == nil:
		return shell.Refuse("it is like arn:aws:acm:us-east-1:123456789012:certificate/...", "--certificate: %q is no certificate of ACM", c.Certificate)
	case arn != nil && arn[1] != "us-east-1":
		return shell.Refuse("CloudFront takes certificates from us-east-1 alone, wherever the stack is: make one there", "--certificate is in %s", arn[1])
	case c.AlarmEmail != "" && c.AlarmEmail != none && checkEmail(c.AlarmEmail) != nil:
		return shell.Refuse("it is like me@example.org", "--alarm-email: cannot use %q", c.AlarmEmail)
	case c.OIDCProvider != "" && !provider.MatchString(c.OIDCProvider):
		return shell.Refuse("`aws iam list-open-id-connect-providers` lists them", "--oidc-provider: %q is not that of GitHub", c.OIDCProvider)
	}
	return nil
}

func (c *Setup) repository(w *shell.World) (Repository, error) {
	if c.Repository == "" {
		return FindRepository(w, c.Content)
	}
	r, ok := parseRepository(c.Repository)
	if !ok {
		return r, shell.Refuse("it is like label/counts", "--repository: cannot use %q", c.Repository)
	}
	return r, nil
}

// FrameAncestors are who may frame embed pages, as the stack has it.
func FrameAncestors(site *content.Site) string {
	return cmp.Or(strings.Join(site.Embed, " "), "'none'")
}

// Limits are the stack's parameters of sources whose terms limit how many days a count is
// kept. S3 ends an object at the midnight after so many days, hence one fewer.
func Limits(site *content.Site) Parameters {
	p := make(Parameters)
	for _, info := range content.Sources {
		if info.Terms.KeptDays > 0 {
			p[info.Name+"Days"] = fmt.Sprint(int(site.TermsOf(info.Source).KeptDays) - 1)
		}
	}
	return p
}

// parameters are what flags and content decide.
func (c *Setup) parameters(site *content.Site) (Parameters, error) {
	p := Limits(site)
	p["EmbedFrameAncestors"] = FrameAncestors(site)
	for name, value := range map[string]string{
		"GitHubOwnerId": c.OwnerID, "GitHubRepositoryId": c.RepositoryID, "OidcProviderArn": c.OIDCProvider,
		"DomainName": c.Domain, "CertificateArn": c.Certificate, "AlarmEmail": c.AlarmEmail,
	} {
		if value != "" {
			p[name] = value
		}
	}
	if c.Branch != "" {
		p["GitHubSubject"] = "ref:refs/heads/" + c.Branch
	}
	if c.Domain == none {
		p["DomainName"], p["CertificateArn"] = "", ""
	}
	if c.AlarmEmail == none {
		p["AlarmEmail"] = ""
	}
	if c.AccessLogs != nil {
		p["AccessLogs"] = fmt.Sprint(*c.AccessLogs)
	}
	private := site.Visibility == content.Private
	if c.Private != nil && !*c.Private && private {
		return nil, shell.Refuse("correct site.md first", "--no-private: site.md says visibility: private")
	}
	if c.Private != nil || private {
		p["PrivateSite"] = fmt.Sprint(private || *c.Private)
	}
	return p, nil
}

// dryRun is what setup would deploy.
type dryRun struct {
	Stack      string     `json:"stack"`
	Region     string     `json:"-"`
	Parameters Parameters `json:"parameters"`
	Template   string     `json:"template"`
}

// dryRun prints a template that anybody can deploy, and with which parameters.
func (c *Setup) dryRun(w *shell.World, repo Repository, p Parameters) error {
	p["GitHubOwner"], p["GitHubRepository"] = repo.owner, repo.name
	if err := c.bind(w, repo, nil, p, false); err != nil {
		text, _ := settings.Describe(err)
		w.Say("%s; the role would trust whoever has the name %s", text, repo)
		if f, ok := errors.AsType[*shell.Failure](err); ok {
			w.Hint(f.Hint)
		}
	}
	if branch := findBranch(w, c.Content); p["GitHubSubject"] == "" && branchName.MatchString(branch) {
		p["GitHubSubject"] = "ref:refs/heads/" + branch
	}
	plan := dryRun{Stack: c.Stack, Region: c.Region, Parameters: p, Template: templates.Stack()}
	return w.Result(c.JSON, plan, func() {
		plan.Template = strings.TrimRight(plan.Template, "\n")
		printCommands(w, "dry run", plan)
	})
}

func idHint(repo string) string {
	return "`gh api repos/" + repo + " --jq '.owner.id, .id'` prints both"
}
