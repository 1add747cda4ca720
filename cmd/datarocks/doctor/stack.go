package doctor

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"datarocks/cmd/datarocks/deploy"
	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
)

// checkStack compares the settings of a run with what the stack made.
func checkStack(d *doctor) findings {
	if !d.onAWS || d.Getenv("AWS_ENDPOINT_URL_S3") != "" {
		return nil
	}
	l := d.login()
	if !l.works || l.account == "" {
		return note("%s: %v", d.flags.Stack, errNoLogin)
	}
	s, err := deploy.Look(d.World, l.cfg, l.account, d.flags.Stack)
	switch {
	case settings.IsDenied(err):
		return note("%s: cannot look: this login lacks cloudformation:DescribeStacks, which a run does not need", d.flags.Stack)
	case err != nil:
		text, _ := settings.Describe(err)
		return note("%s: cannot look: %s", d.flags.Stack, text)
	case !s.Exists():
		return note("there is no %s; `datarocks setup` makes one, --stack names another", s)
	case s.RefuseForeign() != nil:
		return note("%s is none of datarocks", s)
	}
	found := resting(d, s)
	found = append(found, compareSettings(d, s)...)
	found = append(found, compareTrust(d, s)...)
	if len(found) == 0 {
		found = append(found, fine("%s: %s, and the settings are its own", s, s.Status())...)
	}
	return found
}

// resting is what hinders a stack from being updated.
func resting(d *doctor, s *deploy.Stack) findings {
	if deploy.IsBusy(s.Status()) {
		return note("%s is being changed (%s)", s, s.Status())
	}
	if cure := s.Stuck(); cure != "" {
		return warn(cure, "%s is %s: it cannot be updated", s, s.Status())
	}
	return nil
}

// compareSettings finds settings that are not those of the stack. Of a place the
// prefix is free.
func compareSettings(d *doctor, s *deploy.Stack) (found findings) {
	out, was := s.Outputs(), s.Was()
	repo := was.Repository()
	differ := func(name, have, want string) {
		cure := fmt.Sprintf("gh variable set %s --repo %s --body %s; or --stack names the stack that %s is of", name, repo, shell.Quote(want), cmp.Or(have, "it"))
		found = append(found, warn(cure, "%s made %s, and %s", s, want, states(name, have))...)
	}
	for _, p := range []struct{ name, have, bucket string }{
		{"DATAROCKS_HISTORY", d.flags.History, out["HistoryBucketName"]},
		{"DATAROCKS_SITE", d.flags.Site, out["SiteBucketName"]},
	} {
		if at, err := settings.ParsePlace("", p.have); err == nil && at.Folder == "" && p.bucket != "" && at.Bucket != p.bucket {
			differ(p.name, p.have, "s3://"+p.bucket)
		}
	}
	ids := settings.Distributions(d.flags.Distribution)
	if id := out["DistributionId"]; id != "" && !slices.Contains(ids, id) && strings.HasPrefix(d.flags.Site, "s3://") {
		differ("DATAROCKS_DISTRIBUTION", strings.Join(ids, ","), id)
	}
	if role := d.Getenv("DATAROCKS_ROLE_ARN"); role != "" && out["RoleArn"] != "" && role != out["RoleArn"] {
		differ("DATAROCKS_ROLE_ARN", role, out["RoleArn"])
	}
	if base := baseURL(d); base != "" && out["SiteUrl"] != "" && base != out["SiteUrl"] {
		found = append(found, note("%s serves %s, and the site says that it is at %s", s, out["SiteUrl"], base)...)
	}
	return found
}

func states(name, have string) string {
	if have == "" {
		return name + " is not set"
	}
	return name + " says " + have
}

// compareTrust compares the subject of GitHub's token with what the role trusts,
// where a workflow runs this.
func compareTrust(d *doctor, s *deploy.Stack) findings {
	if !d.OnGitHub() {
		return nil
	}
	subject, err := d.subject()
	if err != nil {
		return nil // which the check of the token reports
	}
	was := s.Was()
	forms := subjectForms(was["GitHubOwner"], was["GitHubOwnerId"], was["GitHubRepository"], was["GitHubRepositoryId"], was["GitHubSubject"])
	for _, form := range forms {
		// An id may be open, and is no path.
		if ok, err := path.Match(form, subject); ok && err == nil {
			return nil
		}
	}
	return warn(trustCure(d, subject), "its role trusts %s, and GitHub's token says %s", strings.Join(forms, " or "), subject)
}
