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
	"datarocks/content"
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
	found = append(found, compareSite(d, s)...)
	found = append(found, compareStart(d, s)...)
	found = append(found, compareTemplate(d, s)...)
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

// compareTrust looks at whom the role trusts, and compares that with GitHub's token
// where a workflow runs this.
func compareTrust(d *doctor, s *deploy.Stack) (found findings) {
	was := s.Was()
	if !was.IsBound() {
		found = warn("`"+setupCommand(d)+"` binds it to the number of the repository",
			"its role trusts whoever has the name %s, and the name can be given up and taken by others", was.Repository())
	}
	if !d.OnGitHub() {
		return found
	}
	token, err := d.token()
	if err != nil {
		return found // which the check of the token reports
	}
	forms := subjectForms(was["GitHubOwner"], was["GitHubOwnerId"], was["GitHubRepository"], was["GitHubRepositoryId"], was["GitHubSubject"])
	matches := func(form string) bool {
		ok, err := path.Match(form, token.Subject) // an id may be open, and is no path
		return ok && err == nil
	}
	switch id := was["GitHubRepositoryId"]; {
	case !slices.ContainsFunc(forms, matches):
		found = append(found, warn(trustCure(d, token.Subject), "its role trusts %s, and GitHub's token says %s", strings.Join(forms, " or "), token.Subject)...)
	case id != "*" && token.RepositoryID != "" && token.RepositoryID != id:
		found = append(found, warn(trustCure(d, token.Subject), "its role trusts the repository of the number %s, and GitHub's token is of number %s", id, token.RepositoryID)...)
	}
	return found
}

// compareSite compares site.md with what the stack does: who may frame
// embeds, and whether readers are asked for a password.
func compareSite(d *doctor, s *deploy.Stack) (found findings) {
	if d.site == nil {
		return nil
	}
	if was, wanted := s.Was()["EmbedFrameAncestors"], deploy.FrameAncestors(d.site); was != wanted {
		found = warn("`"+setupCommand(d)+"` brings it up to date", "site.md lets %s frame embeds, and %s lets %s", inWords(wanted), s, inWords(was))
	}
	asks, wanted := s.Was()["PrivateSite"] == "true", d.site.Visibility == content.Private
	switch {
	case wanted && !asks:
		found = append(found, warn("`"+setupCommand(d)+"` makes it ask", "site.md says visibility: private, and %s lets everybody in", s)...)
	case asks && !wanted:
		f := note("%s asks readers for a password, and site.md does not say visibility: private", s)
		f[0].Cure = "say so there, so that pages and summaries keep to it; or `" + setupCommand(d) + " --no-private`"
		found = append(found, f...)
	}
	return found
}

// inWords are those who may frame embeds, in words.
func inWords(ancestors string) string {
	switch ancestors {
	case "*":
		return "everybody"
	case "'none'":
		return "nobody"
	}
	return ancestors
}

// compareStart compares what EventBridge sends to the workflow with what that takes.
func compareStart(d *doctor, s *deploy.Stack) findings {
	was := s.Was()
	if onTime, err := s.IsOnTime(); err != nil || !onTime {
		return nil // or this login may not look
	}
	if branch, ok := strings.CutPrefix(was["GitHubSubject"], "ref:refs/heads/"); ok && branch != was["DispatchBranch"] {
		return warn("`"+setupCommand(d)+" --branch "+shell.Quote(branch)+"`", "EventBridge starts the workflow on %s, and the role trusts %s", was["DispatchBranch"], branch)
	}
	wanted, known := deploy.DispatchInputs(d.World, d.flags.Content, was)
	switch sent := cmp.Or(was["DispatchInputs"], "{}"); {
	case !known || sent == wanted:
		return nil
	case wanted == "{}":
		return warn("`"+setupCommand(d)+"`, or bring the workflow up to date", "EventBridge sends the workflow the input refresh, which it does not have, so GitHub refuses the start")
	default:
		return warn("`"+setupCommand(d)+"`", "EventBridge does not say refresh: false to the workflow, so each of its starts asks again for counts that are there, paid ones too")
	}
}

// compareTemplate names what another version of datarocks made.
func compareTemplate(d *doctor, s *deploy.Stack) findings {
	differ, err := s.Differing()
	if err != nil || len(differ) == 0 {
		return nil // or this login may not look
	}
	f := note("another version of datarocks made it; what differs: %s", strings.Join(differ, ", "))
	f[0].Cure = "`" + setupCommand(d) + "` brings it up to date"
	return f
}
