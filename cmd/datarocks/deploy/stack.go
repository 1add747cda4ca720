// Package deploy makes what the nightly run needs on AWS: a CloudFormation stack
// with the buckets, the distribution and the role that GitHub's workflow takes on.
//
// An update changes only what a flag or the content names; everything else stays as
// the stack was made. What AWS would refuse minutes later is refused here before it
// is asked. A stack of something else is never touched, and one that is being
// changed, as by a setup that was interrupted, is waited for. The buckets outlive
// the stack: the counts cannot be made again.
package deploy

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
	"github.com/aws/smithy-go"

	"datarocks/cmd/datarocks/shell"
	"datarocks/templates"
)

// StackFlags name a stack.
type StackFlags struct {
	Stack  string `default:"datarocks" placeholder:"NAME" help:"Name of the CloudFormation stack (${default})."`
	Region string `placeholder:"REGION" help:"AWS region (as AWS_REGION or the profile says)."`
}

// Stack is a CloudFormation stack, which may not be there yet.
type Stack struct {
	*shell.World
	account *account
	client  *cloudformation.Client
	flags   StackFlags
	now     *types.Stack // nil where there is none
	seen    string       // id of the newest event that was printed
}

// open looks at the stack. One that is being changed already, as by a setup that
// was interrupted, is waited for.
func (f StackFlags) open(w *shell.World) (*Stack, error) {
	a, err := openAccount(w, f.Region)
	if err != nil {
		return nil, err
	}
	s, err := look(w, a, f)
	if err != nil || s.now == nil {
		return s, err
	}
	busy := IsBusy(s.now.StackStatus)
	if busy {
		s.Say("%s is being changed already (%s): waiting for that", s, s.now.StackStatus)
	}
	if err = s.mark(); err == nil && busy {
		_, err = s.watch(*s.now.StackId)
	}
	return s, err
}

// Look looks at a stack of the account that cfg is logged in to.
func Look(w *shell.World, cfg aws.Config, id, name string) (*Stack, error) {
	return look(w, &account{cfg, id}, StackFlags{Stack: name})
}

func look(w *shell.World, a *account, f StackFlags) (s *Stack, err error) {
	s = &Stack{World: w, account: a, client: cloudformation.NewFromConfig(a.cfg), flags: f}
	s.now, err = s.look(f.Stack)
	return s, err
}

// identity names a stack.
type identity struct {
	Stack   string `json:"stack"`
	Region  string `json:"region"`
	Account string `json:"account"`
}

func (i identity) String() string {
	return fmt.Sprintf("stack %s in %s of account %s", i.Stack, i.Region, i.Account)
}

// Other names the stack on a command line, unless it is the usual one.
func (i identity) Other() string { return StackFlags{Stack: i.Stack}.String() }

func (s *Stack) identity() identity {
	return identity{s.flags.Stack, s.account.cfg.Region, s.account.id}
}

func (s *Stack) String() string { return s.identity().String() }

// String names the stack on a command line, as far as that is needed.
func (f StackFlags) String() string {
	text := ""
	if f.Stack != "datarocks" {
		text += " --stack " + shell.Quote(f.Stack)
	}
	if f.Region != "" {
		text += " --region " + shell.Quote(f.Region)
	}
	return text
}

// look asks for a stack by its name or id; nil where there is none.
func (s *Stack) look(name string) (*types.Stack, error) {
	found, err := s.client.DescribeStacks(s.Ctx, &cloudformation.DescribeStacksInput{StackName: aws.String(name)})
	switch {
	case isInvalid(err, "does not exist"):
		return nil, nil
	case err != nil:
		return nil, err
	case len(found.Stacks) == 0, found.Stacks[0].StackStatus == types.StackStatusDeleteComplete:
		return nil, nil
	}
	return &found.Stacks[0], nil
}

// isInvalid reports whether CloudFormation refused a request with this text: such
// refusals differ in nothing else.
func isInvalid(err error, text string) bool {
	api, ok := errors.AsType[smithy.APIError](err)
	return ok && api.ErrorCode() == "ValidationError" && strings.Contains(api.ErrorMessage(), text)
}

// IsBusy reports whether a stack is being changed.
func IsBusy(status types.StackStatus) bool {
	return strings.HasSuffix(string(status), "_IN_PROGRESS") && status != types.StackStatusReviewInProgress
}

// Parameters are what a stack is made with, by the names of the template.
type Parameters map[string]string

// Repository is the one that may publish.
func (p Parameters) Repository() Repository {
	return Repository{p["GitHubOwner"], p["GitHubRepository"]}
}

// Exists reports whether there is such a stack.
func (s *Stack) Exists() bool { return s.now != nil }

// Status is how the stack is, as CloudFormation names it.
func (s *Stack) Status() types.StackStatus { return s.now.StackStatus }

// Was are the parameters that the stack was made with.
func (s *Stack) Was() Parameters {
	p := make(Parameters)
	if s.now != nil {
		for _, one := range s.now.Parameters {
			p[aws.ToString(one.ParameterKey)] = aws.ToString(one.ParameterValue)
		}
	}
	return p
}

// Outputs are what the stack made, by the names of the template.
func (s *Stack) Outputs() map[string]string {
	o := make(map[string]string)
	if s.now != nil {
		for _, one := range s.now.Outputs {
			o[aws.ToString(one.OutputKey)] = aws.ToString(one.OutputValue)
		}
	}
	return o
}

// hidden is what AWS shows of a parameter that is secret.
const hidden = "****"

// merged are the parameters to send: p, and the rest as they were.
func (s *Stack) merged(p Parameters) []types.Parameter {
	var all []types.Parameter
	was := s.Was()
	for _, name := range templateKeys("Parameters") {
		value, known := p[name]
		if !known {
			value, known = was[name]
		}
		switch {
		case known && value == hidden:
			all = append(all, types.Parameter{ParameterKey: aws.String(name), UsePreviousValue: aws.Bool(true)})
		case known:
			all = append(all, types.Parameter{ParameterKey: aws.String(name), ParameterValue: aws.String(value)})
		}
	}
	return all
}

// Differing names what the template of this version has otherwise than the stack,
// sorted: resources, and parameters that the stack does not know yet.
func (s *Stack) Differing() ([]string, error) {
	made, err := s.client.GetTemplate(s.Ctx, &cloudformation.GetTemplateInput{StackName: s.now.StackId})
	if err != nil {
		return nil, err
	}
	body := aws.ToString(made.TemplateBody)
	if body == templates.Stack() {
		return nil, nil
	}
	before, now := entries(body, "Resources"), entries(templates.Stack(), "Resources")
	var names []string
	for name := range now {
		if before[name] != now[name] {
			names = append(names, name)
		}
	}
	for name := range before {
		if _, ok := now[name]; !ok {
			names = append(names, name)
		}
	}
	was := s.Was()
	for _, name := range templateKeys("Parameters") {
		if _, ok := was[name]; !ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names, nil
}

// put creates or updates the stack. outcome is created, updated or unchanged.
func (s *Stack) put(p Parameters) (outcome string, err error) {
	if s.now == nil {
		id, err := s.create(p)
		if err != nil {
			return "", err
		}
		return "created", s.finish(id, "created")
	}
	same, err := s.isMade(p)
	if err == nil && !same {
		err = s.update(p)
	}
	switch {
	case same, isInvalid(err, "No updates are to be performed"):
		return "unchanged", nil
	case err != nil:
		return "", err
	}
	return "updated", s.finish(aws.ToString(s.now.StackId), "updated")
}

// isMade reports whether the stack is as it would become. So a login that may only
// read it learns the names in it, too.
func (s *Stack) isMade(p Parameters) (bool, error) {
	was := s.Was()
	for name, value := range p {
		if before, known := was[name]; !known || before != value {
			return false, nil
		}
	}
	made, err := s.client.GetTemplate(s.Ctx, &cloudformation.GetTemplateInput{StackName: s.now.StackId})
	if err != nil {
		return false, err
	}
	return aws.ToString(made.TemplateBody) == templates.Stack(), nil
}

// The token of a request makes one that is sent again, for want of an answer,
// the same request.

func (s *Stack) create(p Parameters) (id string, err error) {
	s.Say("creating %s", s)
	made, err := s.client.CreateStack(s.Ctx, &cloudformation.CreateStackInput{
		StackName: aws.String(s.flags.Stack), TemplateBody: aws.String(templates.Stack()), Parameters: s.merged(p),
		Capabilities: []types.Capability{types.CapabilityCapabilityIam}, ClientRequestToken: aws.String(rand.Text()),
	})
	if err != nil {
		return "", err
	}
	return aws.ToString(made.StackId), nil
}

func (s *Stack) update(p Parameters) error {
	s.Say("updating %s", s)
	_, err := s.client.UpdateStack(s.Ctx, &cloudformation.UpdateStackInput{
		StackName: s.now.StackId, TemplateBody: aws.String(templates.Stack()), Parameters: s.merged(p),
		Capabilities: []types.Capability{types.CapabilityCapabilityIam}, ClientRequestToken: aws.String(rand.Text()),
	})
	return err
}

// finish waits for a stack that is created or updated, and returns the first
// reason why it was not.
func (s *Stack) finish(id, outcome string) error {
	reason, err := s.watch(id)
	switch {
	case err != nil:
		return err
	case s.now == nil:
		return fmt.Errorf("%s was deleted meanwhile", s)
	case s.now.StackStatus == types.StackStatusCreateComplete, s.now.StackStatus == types.StackStatusUpdateComplete:
		return nil
	}
	reason = cmp.Or(reason, aws.ToString(s.now.StackStatusReason))
	cure := cureStack(reason)
	if s.now.StackStatus == types.StackStatusRollbackComplete {
		cure = shell.Join("; ", cure, "then remove what is left with "+s.teardown()+", and set up again")
	}
	return shell.Fail(shell.ExitFailed, fmt.Errorf("the stack was not %s (%s): %s", outcome, s.now.StackStatus, reason), cure)
}

// teardown is the command that removes the stack.
func (s *Stack) teardown() string { return "`datarocks teardown" + s.flags.String() + " --yes`" }

// delete deletes the stack. What the template retains stays.
func (s *Stack) delete() error {
	s.Say("deleting %s", s)
	id := aws.ToString(s.now.StackId)
	_, err := s.client.DeleteStack(s.Ctx, &cloudformation.DeleteStackInput{
		StackName: aws.String(id), ClientRequestToken: aws.String(rand.Text()),
	})
	if err != nil {
		return err
	}
	reason, err := s.watch(id)
	if err != nil || s.now == nil {
		return err
	}
	return shell.Fail(shell.ExitFailed, fmt.Errorf("the stack was not deleted (%s): %s", s.now.StackStatus, reason), cureStack(reason))
}

// watch prints the stack's events until it rests, and returns the first failure
// among them.
func (s *Stack) watch(id string) (reason string, err error) {
	for {
		// The status first: events that come before it are read after it.
		now, err := s.look(id)
		first := ""
		if err == nil {
			first, err = s.printEvents(id)
			reason = cmp.Or(reason, first)
		}
		if err == nil && (now == nil || !IsBusy(now.StackStatus)) {
			s.now = now
			return reason, nil
		}
		if err == nil {
			err = s.rest()
		}
		if err != nil {
			return reason, shell.Fail(shell.ExitFailed, err, "AWS goes on by itself; the same command again waits for it")
		}
	}
}

// rest waits until the next look.
func (s *Stack) rest() error {
	select {
	case <-s.Ctx.Done():
		return fmt.Errorf("stopped: %w", context.Cause(s.Ctx))
	case <-time.After(s.Poll):
		return nil
	}
}
