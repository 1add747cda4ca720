package doctor

import (
	"errors"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"

	"datarocks/cmd/datarocks/deploy"
	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
)

// login is the identity that AWS sees.
type login struct {
	cfg     aws.Config
	account string // "" where that is not known
	finding finding
	works   bool // as far as can be told
}

// logIn asks AWS who is logged in, which everybody may.
func logIn(d *doctor) login {
	const check = "AWS login"
	cfg, err := settings.LoadAWS(d.Ctx)
	if err != nil {
		return login{finding: d.trouble(check, shell.ExitFailed, err)}
	}
	l := login{cfg: cfg, works: true}
	if d.Getenv("AWS_ENDPOINT_URL_S3") != "" {
		l.finding = note(check, "not looked at: AWS_ENDPOINT_URL_S3 leads to another server, with logins of its own")
		return l
	}
	if cfg.Region == "" {
		l.works = false
		l.finding = wrong(check, regionCure(d), "no region is set")
		return l
	}
	arn, account, err := deploy.WhoAmI(d.Ctx, cfg)
	if err == nil {
		l.account = account
		l.finding = fine(check, "%s in %s", arn, cfg.Region)
		return l
	}
	if settings.IsAnswer(err) && !settings.IsLoginRefused(err) {
		text, _ := settings.Describe(err)
		l.finding = note(check, "cannot look: %s", text) // as on servers that have no more than S3
		return l
	}
	l.works = false
	l.finding = d.trouble(check, shell.ExitFailed, err)
	if d.OnGitHub() && strings.HasSuffix(l.finding.Text, settings.NoCredentials) {
		l.finding.Cure = roleCure(d)
	}
	return l
}

func checkLogin(d *doctor) []finding {
	if !d.onAWS {
		return nil
	}
	return []finding{d.login().finding}
}

// withAccount adds the account to a refusal: AWS answers the same for a bucket of
// another one.
func withAccount(d *doctor, err error) error {
	if !settings.IsDenied(err) || d.login().account == "" {
		return err
	}
	text, _ := settings.Describe(err)
	return shell.Fail(shell.ExitFailed, errors.New(text), "is it of the account "+d.login().account+"? then "+settings.Denied)
}

// roleCure and regionCure are what to do in a workflow, where no person can log in.
func roleCure(d *doctor) string {
	if role := d.Getenv("DATAROCKS_ROLE_ARN"); role != "" {
		return "AWS did not let the job take on " + role + ": GitHub's token has to be one that it trusts, and `datarocks setup` tells its name"
	}
	return "no role is named: `datarocks setup` prints the command, gh variable set DATAROCKS_ROLE_ARN"
}

func regionCure(d *doctor) string {
	if d.OnGitHub() {
		return "`datarocks setup` prints the command, gh variable set DATAROCKS_REGION"
	}
	return "set AWS_REGION to the region of the buckets"
}
