package deploy

import (
	"regexp"
	"slices"
	"strings"
)

// stackCures are in order: the first of which a sign, in lower case, is in the reason
// of AWS why a resource could not be made.
var stackCures = []struct {
	signs []string
	cure  string
}{
	{
		[]string{"provider with url"},
		"an account can have one such provider: name it with --oidc-provider ARN; `aws iam list-open-id-connect-providers` lists it",
	},
	{
		[]string{"account must be verified"},
		"new accounts wait for CloudFront: open a case at https://console.aws.amazon.com/support and ask for \"account verification\"",
	},
	{
		[]string{"cname you provided", "cnames you provided", "cnamealreadyexists", "already associated with a different resource"},
		"another distribution has this domain: take it away there first",
	},
	{
		[]string{"certificate"},
		"the certificate must be issued, for this domain, and in us-east-1 wherever the stack is: `aws acm list-certificates --region us-east-1`",
	},
	{
		[]string{"limitexceeded", "limit exceeded", "quota", "toomany", "too many", "maximum number", "than allowed"},
		"ask for more at https://console.aws.amazon.com/servicequotas, or delete what nobody uses",
	},
	{
		[]string{"alreadyexists", "already exists", "already owned"},
		"names of CloudFront hold for all regions of an account: take another one with --stack NAME",
	},
}

// deniedAction finds the right that was missing.
var deniedAction = regexp.MustCompile(`not authorized to perform:? \[?([a-z0-9-]+:[A-Za-z*]+)`)

// cureStack returns the cure of a resource's failure; "" where none is known.
func cureStack(reason string) string {
	if denied := deniedAction.FindStringSubmatch(reason); denied != nil {
		return "give the login the right " + denied[1] + ", or ask an administrator to run this"
	}
	if strings.Contains(reason, "AccessDenied") || strings.Contains(reason, "Access Denied") {
		return "the login lacks a right; ask an administrator to run this"
	}
	reason = strings.ToLower(reason)
	for _, c := range stackCures {
		if slices.ContainsFunc(c.signs, func(sign string) bool { return strings.Contains(reason, sign) }) {
			return c.cure
		}
	}
	return ""
}
