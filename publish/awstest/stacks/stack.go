// Package stacks simulates CloudFormation.
package stacks

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"datarocks/publish/awstest/wire"
)

// Stacks is CloudFormation: it makes what templates describe as far as the other
// services here know it, and names for the rest.
type Stacks struct {
	cloud Cloud

	mu     sync.Mutex
	all    []*stack // oldest first, deleted ones too
	broken map[string]string
}

// Cloud is what stacks make besides names.
type Cloud interface {
	HasProvider() bool
	CreateProvider(audiences ...string)
	MakeStore(arn string)
	RemoveStore(arn string)
	PutRole(arn string, trust any) error
}

// New returns CloudFormation without stacks.
func New(cloud Cloud) *Stacks { return &Stacks{cloud: cloud, broken: make(map[string]string)} }

// stack is a stack as CloudFormation keeps it.
type stack struct {
	id, name, status, token string
	body                    string
	template                template
	parameters              map[string]string
	made                    map[string]string // ids in AWS by names in the template
	events                  []stackEvent      // oldest first
	coming                  []step
}

// step is something that is going to happen.
type step struct {
	event stackEvent
	then  func()
}

type stackEvent struct {
	StackID string `xml:"StackId"`
	ID      string `xml:"EventId"`
	Stack   string `xml:"StackName"`
	Name    string `xml:"LogicalResourceId"`
	Made    string `xml:"PhysicalResourceId"`
	Kind    string `xml:"ResourceType"`
	Time    string `xml:"Timestamp"`
	Status  string `xml:"ResourceStatus"`
	Reason  string `xml:"ResourceStatusReason,omitempty"`
}

// BreakResource makes every change of the resource of that name in a template
// fail from now on. "" as the reason mends it.
func (s *Stacks) BreakResource(name, reason string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.broken[name] = reason
}

// SetStackStatus puts the newest stack into a status. One that is in progress
// is complete after somebody has looked at it.
func (s *Stacks) SetStackStatus(status string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	one := s.all[len(s.all)-1]
	one.status = status
	if settled, busy := strings.CutSuffix(status, "_IN_PROGRESS"); busy && settled != "REVIEW" {
		one.plan("", settled+"_COMPLETE", "", nil)
	}
}

// StackParameters returns the parameters of the newest stack; nil where there
// was none or it is deleted.
func (s *Stacks) StackParameters() map[string]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n := len(s.all); n > 0 && s.all[n-1].status != "DELETE_COMPLETE" {
		return maps.Clone(s.all[n-1].parameters)
	}
	return nil
}

// SetStackParameter changes a parameter of the newest stack, as in the console.
func (s *Stacks) SetStackParameter(name, value string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all[len(s.all)-1].parameters[name] = value
}

// plan lets a resource, or the stack where name is "", come to a status.
func (one *stack) plan(name, status, reason string, then func()) {
	e := stackEvent{StackID: one.id, Stack: one.name, Name: name, Kind: "AWS::CloudFormation::Stack", Status: status, Reason: reason, Time: beginning}
	if name == "" {
		e.Name, e.Made = one.name, one.id
	}
	for _, b := range one.template.resources {
		if b.name == name {
			e.Kind, _ = b.attribute("Type")
			e.Made = one.made[name]
		}
	}
	one.coming = append(one.coming, step{e, then})
}

// stepsAtOnce is how far a stack comes between two looks at it.
const stepsAtOnce = 4

func (one *stack) carryOn() {
	for range min(stepsAtOnce, len(one.coming)) {
		next := one.coming[0]
		one.coming = one.coming[1:]
		next.event.ID = fmt.Sprintf("%s-%d", next.event.Name, len(one.events)+1)
		one.events = append(one.events, next.event)
		if next.event.Made == one.id {
			one.status = next.event.Status
		}
		if next.then != nil {
			next.then()
		}
	}
}

func (s *Stacks) beginCreate(one *stack) {
	one.made = make(map[string]string)
	one.status = "CREATE_IN_PROGRESS"
	one.plan("", one.status, "User Initiated", nil)
	for _, b := range one.template.resources {
		if one.template.holds(b, one.parameters) && !s.planCreate(one, b) {
			one.plan("", "ROLLBACK_IN_PROGRESS", "The following resource(s) failed to create: ["+b.name+"]. Rollback requested by user.", nil)
			s.planRemoval(one, func(block) bool { return true })
			one.plan("", "ROLLBACK_COMPLETE", "", nil)
			return
		}
	}
	one.plan("", "CREATE_COMPLETE", "", nil)
}

// planCreate reports whether the resource can be made.
func (s *Stacks) planCreate(one *stack, b block) bool {
	kind, _ := b.attribute("Type")
	one.plan(b.name, "CREATE_IN_PROGRESS", "", nil)
	reason := s.broken[b.name]
	if kind == "AWS::IAM::OIDCProvider" && s.cloud.HasProvider() {
		reason = `Resource handler returned message: "Provider with url https://token.actions.githubusercontent.com already exists. ` +
			`(Service: Iam, Status Code: 409)" (HandlerErrorCode: AlreadyExists)`
	}
	one.made[b.name] = s.physical(one, b.name, kind)
	if reason == "" && kind == "AWS::IAM::Role" {
		reason = s.putRole(one, b.name)
	}
	if reason != "" {
		delete(one.made, b.name)
		one.plan(b.name, "CREATE_FAILED", reason, nil)
		return false
	}
	one.plan(b.name, "CREATE_IN_PROGRESS", "Resource creation Initiated", nil)
	one.plan(b.name, "CREATE_COMPLETE", "", func() {
		switch kind {
		case "AWS::IAM::OIDCProvider":
			s.cloud.CreateProvider("sts.amazonaws.com")
		case "AWS::CloudFront::KeyValueStore":
			s.cloud.MakeStore(storeARN(one))
		}
	})
	return true
}

// physical makes up the id of a resource.
func (s *Stacks) physical(one *stack, name, kind string) string {
	switch kind {
	case "AWS::S3::Bucket":
		return strings.ToLower(fmt.Sprintf("%s-%s-%d", one.name, name, len(s.all)))
	case "AWS::CloudFront::Distribution":
		return fmt.Sprintf("E%d", len(s.all))
	case "AWS::IAM::OIDCProvider":
		return wire.GitHubProvider
	}
	return one.name + "-" + name
}

// putRole makes a role as the stack has it now, and returns why that is refused.
func (s *Stacks) putRole(one *stack, name string) (refusal string) {
	resources, err := Evaluate(one.body, one.parameters, func(resource, attribute string) string {
		if attribute == "" {
			return one.made[resource]
		}
		return "arn:aws:" + one.made[resource]
	})
	if err == nil {
		err = s.cloud.PutRole(roleARN(one.made[name]), resources[name].Properties["AssumeRolePolicyDocument"])
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

// restoreRoles makes the roles as they were before an update that is taken back.
func (s *Stacks) restoreRoles(one *stack) {
	for _, b := range one.template.resources {
		if kind, _ := b.attribute("Type"); kind == "AWS::IAM::Role" && one.made[b.name] != "" {
			_ = s.putRole(one, b.name) // it was made so before
		}
	}
}

func roleARN(name string) string { return "arn:aws:iam::" + wire.Account + ":role/" + name }

func storeARN(one *stack) string {
	return "arn:aws:cloudfront::" + wire.Account + ":key-value-store/" + one.name + "-users"
}

// planRemoval removes the resources chosen that were made, last first.
func (s *Stacks) planRemoval(one *stack, chosen func(block) bool) (failed bool) {
	for _, b := range slices.Backward(one.template.resources) {
		if one.made[b.name] == "" || !chosen(b) {
			continue
		}
		if reason := s.broken[b.name]; reason != "" {
			one.plan(b.name, "DELETE_FAILED", reason, nil)
			return true
		}
		if one.status == "UPDATE_IN_PROGRESS" && retained(b) {
			one.plan(b.name, "DELETE_SKIPPED", "", func() { delete(one.made, b.name) })
			continue
		}
		one.plan(b.name, "DELETE_IN_PROGRESS", "", nil)
		one.plan(b.name, "DELETE_COMPLETE", "", func() {
			if kind, _ := b.attribute("Type"); kind == "AWS::CloudFront::KeyValueStore" {
				s.cloud.RemoveStore(storeARN(one))
			}
			delete(one.made, b.name)
		})
	}
	return false
}

// changed returns the parameters that differ.
func (one *stack) changed(next *stack) []string {
	var names []string
	for name, value := range next.parameters {
		if before, known := one.parameters[name]; !known || before != value {
			names = append(names, name)
		}
	}
	return names
}

func (s *Stacks) beginUpdate(one, next *stack) {
	former := *one
	changed := one.changed(next)
	one.status = "UPDATE_IN_PROGRESS"
	one.body, one.template, one.parameters = next.body, next.template, next.parameters
	one.plan("", one.status, "User Initiated", nil)
	for _, b := range one.template.resources {
		made, wanted := one.made[b.name] != "", one.template.holds(b, one.parameters)
		touched := made && (former.template.textOf(b.name) != b.text ||
			slices.ContainsFunc(changed, func(name string) bool { return one.template.touches(b, name) }))
		ok := true
		switch kind, _ := b.attribute("Type"); {
		case wanted && !made:
			ok = s.planCreate(one, b)
		case wanted && touched && s.broken[b.name] != "":
			one.plan(b.name, "UPDATE_IN_PROGRESS", "", nil)
			one.plan(b.name, "UPDATE_FAILED", s.broken[b.name], nil)
			ok = false
		case wanted && touched && kind == "AWS::IAM::Role" && s.putRole(one, b.name) != "":
			one.plan(b.name, "UPDATE_FAILED", s.putRole(one, b.name), nil)
			ok = false
		case wanted && touched:
			one.plan(b.name, "UPDATE_IN_PROGRESS", "", nil)
			one.plan(b.name, "UPDATE_COMPLETE", "", nil)
		}
		if !ok {
			one.plan("", "UPDATE_ROLLBACK_IN_PROGRESS", "The following resource(s) failed to update: ["+b.name+"].", nil)
			one.plan("", "UPDATE_ROLLBACK_COMPLETE", "", func() {
				one.body, one.template, one.parameters = former.body, former.template, former.parameters
				s.restoreRoles(one)
			})
			return
		}
	}
	one.plan("", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "", nil)
	s.planRemoval(one, func(b block) bool { return !one.template.holds(b, one.parameters) })
	one.plan("", "UPDATE_COMPLETE", "", nil)
}

// retained reports whether a resource outlives its entry in the template.
func retained(b block) bool {
	policy, _ := b.attribute("DeletionPolicy")
	return strings.HasPrefix(policy, "Retain")
}

func (s *Stacks) beginDelete(one *stack) {
	one.status = "DELETE_IN_PROGRESS"
	one.plan("", one.status, "User Initiated", nil)
	failed := s.planRemoval(one, func(b block) bool { return !retained(b) })
	if failed {
		one.plan("", "DELETE_FAILED", "The following resource(s) failed to delete.", nil)
		return
	}
	for _, b := range one.template.resources {
		if one.made[b.name] != "" && retained(b) {
			one.plan(b.name, "DELETE_SKIPPED", "", nil)
		}
	}
	one.plan("", "DELETE_COMPLETE", "", nil)
}

// outputs returns the values of the outputs whose names are known here; they are
// there when the stack is.
func (one *stack) outputs() []stackOutput {
	if !strings.HasSuffix(one.status, "_COMPLETE") || strings.HasPrefix(one.status, "ROLLBACK") || strings.HasPrefix(one.status, "DELETE") {
		return nil
	}
	domain := strings.ToLower("d" + one.made["Distribution"] + ".cloudfront.net")
	values := map[string]string{
		"SiteBucketName": one.made["SiteBucket"], "HistoryBucketName": one.made["HistoryBucket"],
		"DistributionId": one.made["Distribution"], "CloudFrontDomain": domain, "SiteUrl": "https://" + domain + "/",
		"RoleArn": roleARN(one.made["PublishRole"]), "UsersStoreArn": storeARN(one),
	}
	if own := one.parameters["DomainName"]; own != "" {
		values["SiteUrl"] = "https://" + own + "/"
	}
	var outputs []stackOutput
	for _, b := range one.template.outputs {
		if value := values[b.name]; value != "" && one.template.holds(b, one.parameters) {
			outputs = append(outputs, stackOutput{b.name, value})
		}
	}
	return outputs
}
