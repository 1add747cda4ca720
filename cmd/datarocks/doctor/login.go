package doctor

import (
	"errors"
	"strings"

	"datarocks/cmd/datarocks/deploy"
	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
)

// logIn asks AWS who is logged in, which everybody may.
func logIn(d *doctor) login {
	cfg, err := settings.LoadAWS(d.Ctx)
	switch {
	case err != nil:
		return login{found: d.trouble(shell.ExitFailed, err)}
	case d.Getenv("AWS_ENDPOINT_URL_S3") != "":
		return login{cfg: cfg, works: true, found: note("not looked at: AWS_ENDPOINT_URL_S3 leads to another server, with logins of its own")}
	case cfg.Region == "":
		return login{cfg: cfg, found: wrong(regionCure(d), "no region is set")}
	}
	arn, account, err := deploy.WhoAmI(d.Ctx, cfg)
	if err == nil {
		return login{cfg: cfg, works: true, account: account, found: fine("%s in %s", arn, cfg.Region)}
	}
	if settings.IsAnswer(err) && !settings.IsLoginRefused(err) {
		text, _ := settings.Describe(err)
		return login{cfg: cfg, works: true, found: note("cannot look: %s", text)} // as on servers that have no more than S3
	}
	found := d.trouble(shell.ExitFailed, err)
	if d.OnGitHub() && strings.HasSuffix(found[0].Text, settings.NoCredentials) {
		found[0].Cure = roleCure(d)
	}
	return login{cfg: cfg, found: found}
}

func checkLogin(d *doctor) findings {
	if !d.onAWS {
		return nil
	}
	return d.login().found
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
