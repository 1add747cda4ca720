package main

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
)

// stackNow compares what a run is told with what the stack made.
func (d *doctor) stackNow() []finding {
	const check = "stack"
	l := d.login
	if !d.onAWS || d.getenv("AWS_ENDPOINT_URL_S3") != "" {
		return nil
	}
	if !l().works || l().account == "" {
		return []finding{note(check, "%s: %v", d.flags.Stack, errNoLogin)}
	}
	s, err := d.findStack()
	switch {
	case isDenied(err):
		return []finding{note(check, "%s: cannot look: this login lacks cloudformation:DescribeStacks, which a run does not need", d.flags.Stack)}
	case err != nil:
		text, _ := describe(err)
		return []finding{note(check, "%s: cannot look: %s", d.flags.Stack, text)}
	case s.now == nil:
		return []finding{note(check, "there is no %s; `datarocks setup` makes one, --stack names another", s)}
	case s.refuseForeign() != nil:
		return []finding{note(check, "%s is none of datarocks", s)}
	}
	found := d.settled(s)
	found = append(found, d.compare(s)...)
	found = append(found, d.trust(s)...)
	if len(found) == 0 {
		found = append(found, fine(check, "%s: %s, and the settings are its own", s, s.now.StackStatus))
	}
	return found
}

// settled tells of a stack that is not as it should be.
func (d *doctor) settled(s *stack) []finding {
	const check = "stack"
	if isBusy(s.now.StackStatus) {
		return []finding{note(check, "%s is being changed (%s)", s, s.now.StackStatus)}
	}
	if cure := s.stuck(); cure != "" {
		return []finding{warn(check, cure, "%s is %s: it cannot be updated", s, s.now.StackStatus)}
	}
	return nil
}

// compare tells which settings are not those of the stack. Of a place the
// prefix is free.
func (d *doctor) compare(s *stack) (found []finding) {
	out, was := s.outputs(), s.was()
	repo := repository{was["GitHubOwner"], was["GitHubRepository"]}
	differ := func(name, have, want string) {
		cure := fmt.Sprintf("gh variable set %s --repo %s --body %s; or --stack names the stack that %s is of", name, repo, quoteShell(want), cmp.Or(have, "it"))
		found = append(found, warn("stack", cure, "%s made %s, and %s", s, want, states(name, have)))
	}
	for _, p := range []struct{ name, have, bucket string }{
		{"DATAROCKS_HISTORY", d.flags.History, out["HistoryBucketName"]},
		{"DATAROCKS_SITE", d.flags.Site, out["SiteBucketName"]},
	} {
		if at, err := parsePlace("", p.have); err == nil && at.folder == "" && p.bucket != "" && at.bucket != p.bucket {
			differ(p.name, p.have, "s3://"+p.bucket)
		}
	}
	ids := named(d.flags.Distribution)
	if id := out["DistributionId"]; id != "" && !slices.Contains(ids, id) && strings.HasPrefix(d.flags.Site, "s3://") {
		differ("DATAROCKS_DISTRIBUTION", strings.Join(ids, ","), id)
	}
	if role := d.getenv("DATAROCKS_ROLE_ARN"); role != "" && out["RoleArn"] != "" && role != out["RoleArn"] {
		differ("DATAROCKS_ROLE_ARN", role, out["RoleArn"])
	}
	if base := d.base(); base != "" && out["SiteUrl"] != "" && base != out["SiteUrl"] {
		found = append(found, note("stack", "%s serves %s, and the site says that it is at %s", s, out["SiteUrl"], base))
	}
	return found
}

func states(name, have string) string {
	if have == "" {
		return name + " is not set"
	}
	return name + " says " + have
}

// trust compares whom the role trusts with who asks, where a workflow runs this.
func (d *doctor) trust(s *stack) []finding {
	if !d.onGitHub() {
		return nil
	}
	subject, err := d.subject()
	if err != nil {
		return nil // which the check of the token tells
	}
	was := s.was()
	forms := []string{
		fmt.Sprintf("repo:%s/%s:%s", was["GitHubOwner"], was["GitHubRepository"], was["GitHubSubject"]),
		fmt.Sprintf("repo:%s@%s/%s@%s:%s", was["GitHubOwner"], was["GitHubOwnerId"], was["GitHubRepository"], was["GitHubRepositoryId"], was["GitHubSubject"]),
	}
	for _, form := range forms {
		// An id may be open, and is no path.
		if ok, err := path.Match(form, subject); ok && err == nil {
			return nil
		}
	}
	return []finding{warn("stack", d.trustCure(subject), "its role trusts %s, and GitHub's token says %s", strings.Join(forms, " or "), subject)}
}
