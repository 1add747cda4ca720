package main

import (
	"regexp"
	"strings"
)

// stackCure is what to do about a resource that could not be made. reason is
// how AWS tells it.
type stackCure struct {
	reason *regexp.Regexp
	cure   string
}

// stackCures are in order: the first that fits.
var stackCures = []stackCure{
	{
		regexp.MustCompile(`(?i)provider with url .* already exists`),
		"an account can have one such provider: name it with --oidc-provider ARN; `aws iam list-open-id-connect-providers` lists it",
	},
	{
		regexp.MustCompile(`(?i)account must be verified`),
		"new accounts wait for CloudFront: open a case at https://console.aws.amazon.com/support and ask for \"account verification\"",
	},
	{
		regexp.MustCompile(`(?i)CNAMEs? you provided|CNAMEAlreadyExists|already associated with a different resource`),
		"another distribution has this domain: take it away there first",
	},
	{
		regexp.MustCompile(`(?i)certificate`),
		"the certificate must be issued, for this domain, and in us-east-1 wherever the stack is: `aws acm list-certificates --region us-east-1`",
	},
	{
		regexp.MustCompile(`(?i)limit ?exceeded|quota|too ?many|maximum number|more .* than allowed`),
		"ask for more at https://console.aws.amazon.com/servicequotas, or delete what nobody uses",
	},
	{
		regexp.MustCompile(`(?i)already ?exists|already owned`),
		"names of CloudFront hold for all regions of an account: take another one with --stack NAME",
	},
}

// deniedAction finds the right that was missing.
var deniedAction = regexp.MustCompile(`not authorized to perform:? \[?([a-z0-9-]+:[A-Za-z*]+)`)

// cureStack gives the cure of a resource's failure; "" where none is known.
func cureStack(reason string) string {
	if denied := deniedAction.FindStringSubmatch(reason); denied != nil {
		return "give the login the right " + denied[1] + ", or ask an administrator to run this"
	}
	if strings.Contains(reason, "AccessDenied") || strings.Contains(reason, "Access Denied") {
		return "the login lacks a right; ask an administrator to run this"
	}
	for _, c := range stackCures {
		if c.reason.MatchString(reason) {
			return c.cure
		}
	}
	return ""
}
