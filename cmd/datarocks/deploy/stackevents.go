package deploy

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"

	"datarocks/content/legible"
)

// mark takes all events up to now as printed.
func (s *Stack) mark() error {
	page, err := s.client.DescribeStackEvents(s.Ctx, &cloudformation.DescribeStackEventsInput{StackName: s.now.StackId})
	if err != nil {
		return err
	}
	if len(page.StackEvents) > 0 {
		s.seen = aws.ToString(page.StackEvents[0].EventId)
	}
	return nil
}

// unseen returns the events since the last one that was printed, oldest first. A
// stack's id leads to them also when it is deleted.
func (s *Stack) unseen(id string) ([]types.StackEvent, error) {
	var events []types.StackEvent
	pages := cloudformation.NewDescribeStackEventsPaginator(s.client, &cloudformation.DescribeStackEventsInput{StackName: aws.String(id)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(s.Ctx)
		if err != nil {
			return nil, err
		}
		for _, e := range page.StackEvents {
			if aws.ToString(e.EventId) == s.seen {
				slices.Reverse(events)
				return events, nil
			}
			events = append(events, e)
		}
	}
	slices.Reverse(events)
	return events, nil
}

// printEvents prints the events that are new, and returns the first failure in
// them.
func (s *Stack) printEvents(id string) (failed string, err error) {
	events, err := s.unseen(id)
	if err != nil {
		return "", err
	}
	for _, e := range events {
		s.seen = aws.ToString(e.EventId)
		name, status, reason := aws.ToString(e.LogicalResourceId), string(e.ResourceStatus), aws.ToString(e.ResourceStatusReason)
		isStack := aws.ToString(e.PhysicalResourceId) == aws.ToString(e.StackId)
		switch {
		case isStack, strings.HasSuffix(status, "_IN_PROGRESS") && strings.HasSuffix(reason, "Initiated"):
			continue // the latter repeats that a resource is begun
		case !strings.HasSuffix(status, "_FAILED"):
			s.Say("%s: %s%s", name, event(status), patience(e))
			continue
		}
		reason = legible.OneLine(reason, 0)
		s.Say("%s: %s: %s", name, event(status), reason)
		if failed == "" && !strings.Contains(reason, "cancelled") {
			failed = fmt.Sprintf("%s: %s", name, reason)
		}
	}
	return failed, nil
}

// patience is asked for where a resource takes long.
func patience(e types.StackEvent) string {
	if aws.ToString(e.ResourceType) == "AWS::CloudFront::Distribution" && strings.HasSuffix(string(e.ResourceStatus), "_IN_PROGRESS") {
		return ", which takes some minutes"
	}
	return ""
}

// event is a status in words.
func event(status string) string {
	if status == "DELETE_SKIPPED" {
		return "kept"
	}
	for _, verb := range [][2]string{{"CREATE", "creat"}, {"UPDATE", "updat"}, {"DELETE", "delet"}} {
		switch strings.TrimPrefix(status, verb[0]) {
		case "_IN_PROGRESS":
			return verb[1] + "ing"
		case "_COMPLETE":
			return verb[1] + "ed"
		case "_FAILED":
			return "not " + verb[1] + "ed"
		}
	}
	return strings.ToLower(strings.ReplaceAll(status, "_", " "))
}

// resources lists the parts of the stack.
func (s *Stack) resources() ([]resource, error) {
	var all []resource
	pages := cloudformation.NewListStackResourcesPaginator(s.client, &cloudformation.ListStackResourcesInput{StackName: s.now.StackId})
	for pages.HasMorePages() {
		page, err := pages.NextPage(s.Ctx)
		if err != nil {
			return nil, err
		}
		for _, r := range page.StackResourceSummaries {
			gone := r.ResourceStatus == types.ResourceStatusDeleteComplete || aws.ToString(r.PhysicalResourceId) == ""
			all = append(all, resource{name: aws.ToString(r.LogicalResourceId), kind: aws.ToString(r.ResourceType), id: aws.ToString(r.PhysicalResourceId), gone: gone})
		}
	}
	return all, nil
}

// IsOnTime reports whether EventBridge starts the workflow. AWS shows no token, be
// it empty or not.
func (s *Stack) IsOnTime() (bool, error) {
	if s.now == nil {
		return false, nil
	}
	all, err := s.resources()
	return slices.ContainsFunc(all, func(r resource) bool { return r.name == "DispatchRule" && !r.gone }), err
}

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
