package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
	"github.com/aws/smithy-go"

	"datarocks/templates"
)

// stackFlags say which stack.
type stackFlags struct {
	Stack  string `default:"datarocks" placeholder:"NAME" help:"Name of the CloudFormation stack (${default})."`
	Region string `placeholder:"REGION" help:"AWS region (as AWS_REGION or the profile says)."`
}

// stack is a CloudFormation stack, which may not be there yet.
type stack struct {
	*world
	account *account
	client  *cloudformation.Client
	name    string
	flags   stackFlags
	now     *types.Stack // nil where there is none
	seen    string       // id of the newest event that was told
}

func (f stackFlags) open(w *world) (*stack, error) {
	a, err := w.openAccount(f.Region)
	if err != nil {
		return nil, err
	}
	s := &stack{world: w, account: a, client: cloudformation.NewFromConfig(a.cfg), name: f.Stack, flags: f}
	return s, s.settle()
}

func (s *stack) String() string {
	return fmt.Sprintf("stack %s in %s of account %s", s.name, s.account.cfg.Region, s.account.id)
}

// flags name the stack on a command line, as far as that is needed.
func (f stackFlags) String() string {
	text := ""
	if f.Stack != "datarocks" {
		text += " --stack " + f.Stack
	}
	if f.Region != "" {
		text += " --region " + f.Region
	}
	return text
}

// look asks for a stack by its name or id; nil where there is none.
func (s *stack) look(name string) (*types.Stack, error) {
	found, err := s.client.DescribeStacks(s.ctx, &cloudformation.DescribeStacksInput{StackName: aws.String(name)})
	if isInvalid(err, "does not exist") {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if len(found.Stacks) == 0 || found.Stacks[0].StackStatus == types.StackStatusDeleteComplete {
		return nil, nil
	}
	return &found.Stacks[0], nil
}

// isInvalid says whether CloudFormation refused a request with this text, which
// is all that tells such refusals apart.
func isInvalid(err error, text string) bool {
	var api smithy.APIError
	return errors.As(err, &api) && api.ErrorCode() == "ValidationError" && strings.Contains(api.ErrorMessage(), text)
}

// settle looks at the stack. One that somebody else changes, as a setup that
// was interrupted, is waited for.
func (s *stack) settle() error {
	now, err := s.look(s.name)
	if err != nil {
		return err
	}
	if s.now = now; now == nil {
		return nil
	}
	if !isBusy(now.StackStatus) {
		return s.mark()
	}
	s.say("%s is being changed already (%s): waiting for that", s, now.StackStatus)
	if err := s.mark(); err != nil {
		return err
	}
	_, err = s.watch(*now.StackId)
	return err
}

func isBusy(status types.StackStatus) bool {
	return strings.HasSuffix(string(status), "_IN_PROGRESS") && status != types.StackStatusReviewInProgress
}

// parameters says what a stack is made with, by the names of the template.
type parameters map[string]string

// was gives the parameters that the stack was made with.
func (s *stack) was() parameters {
	p := make(parameters)
	if s.now != nil {
		for _, one := range s.now.Parameters {
			p[aws.ToString(one.ParameterKey)] = aws.ToString(one.ParameterValue)
		}
	}
	return p
}

// outputs gives what the stack tells of itself.
func (s *stack) outputs() map[string]string {
	o := make(map[string]string)
	if s.now != nil {
		for _, one := range s.now.Outputs {
			o[aws.ToString(one.OutputKey)] = aws.ToString(one.OutputValue)
		}
	}
	return o
}

// hidden is what AWS tells of a parameter that nobody is to see.
const hidden = "****"

// merged gives what to send: p, and the rest as it was.
func (s *stack) merged(p parameters) []types.Parameter {
	var all []types.Parameter
	was := s.was()
	for _, name := range templateKeys("Parameters") {
		value, given := p[name]
		if !given {
			value, given = was[name]
		}
		switch {
		case given && value == hidden:
			all = append(all, types.Parameter{ParameterKey: aws.String(name), UsePreviousValue: aws.Bool(true)})
		case given:
			all = append(all, types.Parameter{ParameterKey: aws.String(name), ParameterValue: aws.String(value)})
		}
	}
	return all
}

// templateKeys gives the names in a section of the template, sorted.
func templateKeys(section string) []string {
	_, text, _ := strings.Cut(templates.Stack(), "\n"+section+":\n")
	keys := make(map[string]bool)
	for line := range strings.SplitSeq(text, "\n") {
		name, isKey := strings.CutPrefix(line, "  ")
		switch {
		case line != "" && line[0] != ' ' && line[0] != '#':
			return slices.Sorted(maps.Keys(keys)) // the next section
		case isKey && name != "" && !strings.HasPrefix(name, " ") && !strings.HasPrefix(name, "#"):
			name, _, _ = strings.Cut(name, ":")
			keys[name] = true
		}
	}
	return slices.Sorted(maps.Keys(keys))
}

// put creates or updates the stack, and says which: created, updated or
// unchanged.
func (s *stack) put(p parameters) (outcome string, err error) {
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

// isMade says whether the stack is as it would become. So whoever may read it
// gets the names in it, also without the right to change it.
func (s *stack) isMade(p parameters) (bool, error) {
	was := s.was()
	for name, value := range p {
		if before, known := was[name]; !known || before != value {
			return false, nil
		}
	}
	made, err := s.client.GetTemplate(s.ctx, &cloudformation.GetTemplateInput{StackName: s.now.StackId})
	if err != nil {
		return false, err
	}
	return aws.ToString(made.TemplateBody) == templates.Stack(), nil
}

// The token of a request makes one that is sent again, for want of an answer,
// the same request.

func (s *stack) create(p parameters) (id string, err error) {
	s.say("creating %s", s)
	made, err := s.client.CreateStack(s.ctx, &cloudformation.CreateStackInput{
		StackName: aws.String(s.name), TemplateBody: aws.String(templates.Stack()), Parameters: s.merged(p),
		Capabilities: []types.Capability{types.CapabilityCapabilityIam}, ClientRequestToken: aws.String(rand.Text()),
	})
	if err != nil {
		return "", err
	}
	return aws.ToString(made.StackId), nil
}

func (s *stack) update(p parameters) error {
	s.say("updating %s", s)
	_, err := s.client.UpdateStack(s.ctx, &cloudformation.UpdateStackInput{
		StackName: s.now.StackId, TemplateBody: aws.String(templates.Stack()), Parameters: s.merged(p),
		Capabilities: []types.Capability{types.CapabilityCapabilityIam}, ClientRequestToken: aws.String(rand.Text()),
	})
	return err
}

// finish waits for a stack that was created or updated, and gives the first
// reason why it was not.
func (s *stack) finish(id, outcome string) error {
	reason, err := s.watch(id)
	switch {
	case err != nil:
		return err
	case s.now == nil:
		return fmt.Errorf("%s was deleted meanwhile", s)
	case s.now.StackStatus == types.StackStatusCreateComplete, s.now.StackStatus == types.StackStatusUpdateComplete:
		return nil
	}
	if reason == "" {
		reason = aws.ToString(s.now.StackStatusReason)
	}
	cure := cureStack(reason)
	if s.now.StackStatus == types.StackStatusRollbackComplete {
		cure = join("; ", cure, "then remove what is left with "+s.teardown()+", and set up again")
	}
	return &failure{exitFailed, fmt.Errorf("the stack was not %s (%s): %s", outcome, s.now.StackStatus, reason), cure}
}

// teardown is the command that removes the stack.
func (s *stack) teardown() string { return "`datarocks teardown" + s.flags.String() + " --yes`" }

// join joins what is not empty.
func join(by string, texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(text string) bool { return text == "" }), by)
}

// delete deletes the stack. What the template retains stays.
func (s *stack) delete() error {
	s.say("deleting %s", s)
	id := aws.ToString(s.now.StackId)
	_, err := s.client.DeleteStack(s.ctx, &cloudformation.DeleteStackInput{
		StackName: aws.String(id), ClientRequestToken: aws.String(rand.Text()),
	})
	if err != nil {
		return err
	}
	reason, err := s.watch(id)
	if err != nil || s.now == nil {
		return err
	}
	return &failure{exitFailed, fmt.Errorf("the stack was not deleted (%s): %s", s.now.StackStatus, reason), cureStack(reason)}
}

// watch tells the stack's events until it is settled, and gives the first
// failure among them.
func (s *stack) watch(id string) (reason string, err error) {
	for {
		// The status first: events that come before it are read after it.
		now, err := s.look(id)
		if err == nil {
			var first string
			first, err = s.tell(id)
			if reason == "" {
				reason = first
			}
		}
		if err == nil && (now == nil || !isBusy(now.StackStatus)) {
			s.now = now
			return reason, nil
		}
		if err == nil {
			err = s.rest()
		}
		if err != nil {
			return reason, &failure{exitFailed, err, "AWS goes on by itself; the same command again waits for it"}
		}
	}
}

// rest waits until it is worth to look again.
func (s *stack) rest() error {
	select {
	case <-s.ctx.Done():
		return fmt.Errorf("stopped: %w", context.Cause(s.ctx))
	case <-time.After(s.poll):
		return nil
	}
}
