package stacks

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"datarocks/publish/awstest/wire"
)

// maxTemplate is the most that a request may bring as TemplateBody. From the
// quotas of CloudFormation.
const maxTemplate = 51_200 // bytes

func (s *Stacks) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	action := r.PostFormValue("Action")
	one, refusal := s.find(r)
	var result any
	operation := map[string]func(*stack, *http.Request) (any, *wire.Failure){
		"UpdateStack": s.update, "GetTemplate": getTemplate, "DescribeStacks": describe, "DescribeStackEvents": describeEvents, "ListStackResources": listResources,
	}[action]
	switch {
	case action == "CreateStack":
		result, refusal = s.create(one, r)
	case action == "DeleteStack":
		refusal = nil // one that is not there is deleted already
		s.delete(one)
	case operation == nil:
		refusal = wire.BadRequest("InvalidAction", "Could not find operation "+action)
	case refusal == nil:
		result, refusal = operation(one, r)
	}
	if refusal != nil {
		refusal.Write(w, r)
		return
	}
	wire.AnswerQuery(w, r, action, result)
}

func invalid(format string, args ...any) *wire.Failure {
	return wire.BadRequest("ValidationError", fmt.Sprintf(format, args...))
}

// find returns a stack by id or, unless it is deleted, by name.
func (s *Stacks) find(r *http.Request) (*stack, *wire.Failure) {
	name := r.PostFormValue("StackName")
	for _, one := range slices.Backward(s.all) {
		if one.id == name || one.name == name && one.status != "DELETE_COMPLETE" {
			return one, nil
		}
	}
	return nil, invalid("Stack with id %s does not exist", name)
}

type stackID struct {
	ID string `xml:"StackId"`
}

// create makes a stack, unless there is a former one of its name.
func (s *Stacks) create(former *stack, r *http.Request) (any, *wire.Failure) {
	name := r.PostFormValue("StackName")
	if former != nil {
		if token := r.PostFormValue("ClientRequestToken"); token != "" && token == former.token {
			return stackID{former.id}, nil
		}
		return nil, wire.BadRequest("AlreadyExistsException", "Stack ["+name+"] already exists")
	}
	id := fmt.Sprintf("arn:aws:cloudformation:%s:%s:stack/%s/%08d-0000-4000-8000-000000000000", wire.Region, wire.Account, name, len(s.all)+1)
	one := &stack{id: id, name: name, token: r.PostFormValue("ClientRequestToken")}
	if refusal := one.take(r); refusal != nil {
		return nil, refusal
	}
	s.all = append(s.all, one)
	s.beginCreate(one)
	return stackID{one.id}, nil
}

func (s *Stacks) update(one *stack, r *http.Request) (any, *wire.Failure) {
	switch one.status {
	case "CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE":
	default:
		return nil, invalid("Stack:%s is in %s state and can not be updated.", one.id, one.status)
	}
	next := &stack{parameters: one.parameters}
	if refusal := next.take(r); refusal != nil {
		return nil, refusal
	}
	if changed := one.changed(next); len(changed) == 0 && next.body == one.body {
		return nil, invalid("No updates are to be performed.")
	}
	s.beginUpdate(one, next)
	return stackID{one.id}, nil
}

func (s *Stacks) delete(one *stack) {
	if one != nil && one.status != "DELETE_COMPLETE" {
		s.beginDelete(one)
	}
}

// take reads template and parameters of a request. The parameters of one are
// those before it.
func (one *stack) take(r *http.Request) *wire.Failure {
	one.body = r.PostFormValue("TemplateBody")
	one.template = parseTemplate(one.body)
	values, refusal := one.requested(r)
	switch {
	case len(one.body) > maxTemplate:
		return invalid("1 validation error detected: Value at 'templateBody' failed to satisfy constraint: "+
			"Member must have length less than or equal to %d", maxTemplate)
	case len(one.template.resources) == 0:
		return invalid("Template format error: At least one Resources member must be defined.")
	case r.PostFormValue("Capabilities.member.1") != "CAPABILITY_IAM":
		return wire.BadRequest("InsufficientCapabilitiesException", "Requires capabilities : [CAPABILITY_IAM]")
	case refusal != nil:
		return refusal
	}
	one.parameters = make(map[string]string)
	for _, p := range one.template.parameters {
		value, ok := values[p.name]
		if !ok {
			value, ok = p.attribute("Default")
		}
		if !ok {
			return invalid("Parameters: [%s] must have values", p.name)
		}
		one.parameters[p.name] = value
	}
	return nil
}

// requested reads the parameters of a request.
func (one *stack) requested(r *http.Request) (map[string]string, *wire.Failure) {
	values := make(map[string]string)
	for i := 1; ; i++ {
		member := "Parameters.member." + strconv.Itoa(i) + "."
		name := r.PostFormValue(member + "ParameterKey")
		if name == "" {
			return values, nil
		}
		value := r.PostFormValue(member + "ParameterValue")
		if r.PostFormValue(member+"UsePreviousValue") == "true" {
			var known bool
			if value, known = one.parameters[name]; !known {
				return nil, invalid("Invalid input for parameter key %s. Cannot specify usePreviousValue as true for a parameter key not in the previous template", name)
			}
		}
		if !slices.ContainsFunc(one.template.parameters, func(p block) bool { return p.name == name }) {
			return nil, invalid("Parameters: [%s] do not exist in the template", name)
		}
		values[name] = value
	}
}

type stackDescription struct {
	ID         string           `xml:"StackId"`
	Name       string           `xml:"StackName"`
	Created    string           `xml:"CreationTime"`
	Status     string           `xml:"StackStatus"`
	Parameters []stackParameter `xml:"Parameters>member"`
	Outputs    []stackOutput    `xml:"Outputs>member"`
}

type stackParameter struct {
	Key   string `xml:"ParameterKey"`
	Value string `xml:"ParameterValue"`
}

type stackOutput struct {
	Key   string `xml:"OutputKey"`
	Value string `xml:"OutputValue"`
}

var beginning = time.Date(2026, 11, 23, 3, 17, 42, 0, time.UTC).Format(time.RFC3339)

// describe carries the stack on after it has answered where it is.
func describe(one *stack, _ *http.Request) (any, *wire.Failure) {
	d := stackDescription{ID: one.id, Name: one.name, Created: beginning, Status: one.status, Outputs: one.outputs()}
	for _, p := range one.template.parameters {
		value := one.parameters[p.name]
		if secret, _ := p.attribute("NoEcho"); secret == "true" {
			value = "****"
		}
		d.Parameters = append(d.Parameters, stackParameter{p.name, value})
	}
	one.carryOn()
	return struct {
		Stacks []stackDescription `xml:"Stacks>member"`
	}{[]stackDescription{d}}, nil
}

func getTemplate(one *stack, _ *http.Request) (any, *wire.Failure) {
	return struct{ TemplateBody string }{one.body}, nil
}

// eventsOnPage is much less than AWS's hundred, for there to be pages.
const eventsOnPage = 7

func describeEvents(one *stack, r *http.Request) (any, *wire.Failure) {
	newest := slices.Clone(one.events)
	slices.Reverse(newest)
	page := struct {
		Events []stackEvent `xml:"StackEvents>member"`
		Next   string       `xml:"NextToken,omitempty"`
	}{}
	begin, _ := strconv.Atoi(strings.TrimPrefix(r.PostFormValue("NextToken"), "after-")) // none is 0
	end := min(begin+eventsOnPage, len(newest))
	page.Events = newest[min(begin, end):end]
	if end < len(newest) {
		page.Next = fmt.Sprintf("after-%d", end)
	}
	return page, nil
}

type resourceSummary struct {
	Name    string `xml:"LogicalResourceId"`
	ID      string `xml:"PhysicalResourceId"`
	Kind    string `xml:"ResourceType"`
	Status  string `xml:"ResourceStatus"`
	Updated string `xml:"LastUpdatedTimestamp"`
}

func listResources(one *stack, _ *http.Request) (any, *wire.Failure) {
	list := struct {
		Resources []resourceSummary `xml:"StackResourceSummaries>member"`
	}{}
	for _, b := range one.template.resources {
		if id := one.made[b.name]; id != "" {
			kind, _ := b.attribute("Type")
			list.Resources = append(list.Resources, resourceSummary{Name: b.name, ID: id, Kind: kind, Status: "CREATE_COMPLETE", Updated: beginning})
		}
	}
	return list, nil
}
