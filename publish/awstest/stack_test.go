package awstest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
	"github.com/google/go-cmp/cmp"

	"datarocks/publish/awstest"
)

const small = `
Parameters:
  Owner:
    Type: String
  Private:
    Type: String
    Default: "false"
  Key:
    Type: String
    Default: ""
    NoEcho: true

Conditions:
  IsPrivate: !Equals [!Ref Private, "true"]

Resources:
  SiteBucket:
    Type: AWS::S3::Bucket
    DeletionPolicy: Retain
  Users:
    Type: AWS::CloudFront::KeyValueStore
    Condition: IsPrivate
  PublishRole:
    Type: AWS::IAM::Role
    Properties:
      Description: !Sub "of ${Owner}"

Outputs:
  SiteBucketName:
    Value: !Ref SiteBucket
  UsersStoreArn:
    Condition: IsPrivate
    Value: !GetAtt Users.Arn
`

// made is a stack that a test makes and changes.
type made struct {
	t     *testing.T
	cloud *awstest.AWS
	*cloudformation.Client
}

func newStack(t *testing.T) made {
	cloud := start(t)
	return made{t, cloud, cloudformation.NewFromConfig(configure(cloud, nil))}
}

func with(texts ...string) []types.Parameter {
	var all []types.Parameter
	for i := 0; i < len(texts); i += 2 {
		all = append(all, types.Parameter{ParameterKey: &texts[i], ParameterValue: &texts[i+1]})
	}
	return all
}

var capable = []types.Capability{types.CapabilityCapabilityIam}

func (m made) create(template string, p []types.Parameter, token string) (*cloudformation.CreateStackOutput, error) {
	return m.CreateStack(m.t.Context(), &cloudformation.CreateStackInput{
		StackName: aws.String("s"), TemplateBody: &template, Parameters: p, Capabilities: capable, ClientRequestToken: &token,
	})
}

func (m made) update(p []types.Parameter) error {
	_, err := m.UpdateStack(m.t.Context(), &cloudformation.UpdateStackInput{
		StackName: aws.String("s"), TemplateBody: aws.String(small), Parameters: p, Capabilities: capable,
	})
	return err
}

func (m made) mustCreate(p []types.Parameter) {
	m.t.Helper()
	if _, err := m.create(small, p, "1"); err != nil {
		m.t.Fatal(err)
	}
}

// settled looks until nothing is in progress.
func (m made) settled() types.Stack {
	m.t.Helper()
	for range 100 {
		out, err := m.DescribeStacks(m.t.Context(), &cloudformation.DescribeStacksInput{StackName: aws.String("s")})
		if err != nil {
			m.t.Fatal(err)
		}
		if one := out.Stacks[0]; !strings.HasSuffix(string(one.StackStatus), "IN_PROGRESS") {
			return one
		}
	}
	m.t.Fatal("it never ends")
	return types.Stack{}
}

// eventsOf returns the events of a stack by its id, oldest first.
func (m made) eventsOf(id *string) (events []string) {
	m.t.Helper()
	pages := cloudformation.NewDescribeStackEventsPaginator(m.Client, &cloudformation.DescribeStackEventsInput{StackName: id})
	for n := 0; pages.HasMorePages(); n++ {
		page, err := pages.NextPage(m.t.Context())
		if err != nil {
			m.t.Fatal(err)
		}
		for _, e := range page.StackEvents {
			events = append([]string{*e.LogicalResourceId + " " + string(e.ResourceStatus)}, events...)
		}
	}
	return events
}

func TestStack(t *testing.T) {
	m := newStack(t)
	m.mustCreate(with("Owner", "label"))
	first := m.settled()
	if first.StackStatus != types.StackStatusCreateComplete || len(first.Outputs) != 1 || len(first.Parameters) != 3 {
		t.Fatalf("%+v", first)
	}
	if got := aws.ToString(first.Parameters[2].ParameterValue); got != "****" {
		t.Errorf("a secret parameter is told: %q", got)
	}
	if err := m.update(with("Owner", "label", "Private", "true")); err != nil {
		t.Fatal(err)
	}
	private := m.settled()
	if private.StackStatus != types.StackStatusUpdateComplete || len(private.Outputs) != 2 {
		t.Errorf("%+v", private)
	}
	if m.cloud.KeyValues(aws.ToString(private.Outputs[1].OutputValue)) == nil {
		t.Errorf("there is no key value store %v", private.Outputs[1])
	}
	if _, err := m.DeleteStack(t.Context(), &cloudformation.DeleteStackInput{StackName: aws.String("s")}); err != nil {
		t.Fatal(err)
	}
	for range 10 {
		_, _ = m.DescribeStacks(t.Context(), &cloudformation.DescribeStacksInput{StackName: first.StackId})
	}
	want := []string{
		"s CREATE_IN_PROGRESS", "SiteBucket CREATE_IN_PROGRESS", "SiteBucket CREATE_IN_PROGRESS", "SiteBucket CREATE_COMPLETE",
		"PublishRole CREATE_IN_PROGRESS", "PublishRole CREATE_IN_PROGRESS", "PublishRole CREATE_COMPLETE", "s CREATE_COMPLETE",
		"s UPDATE_IN_PROGRESS", "Users CREATE_IN_PROGRESS", "Users CREATE_IN_PROGRESS", "Users CREATE_COMPLETE",
		"s UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "s UPDATE_COMPLETE",
		"s DELETE_IN_PROGRESS", "PublishRole DELETE_IN_PROGRESS", "PublishRole DELETE_COMPLETE",
		"Users DELETE_IN_PROGRESS", "Users DELETE_COMPLETE", "SiteBucket DELETE_SKIPPED", "s DELETE_COMPLETE",
	}
	if diff := cmp.Diff(want, m.eventsOf(first.StackId)); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
	_, err := m.DescribeStacks(t.Context(), &cloudformation.DescribeStacksInput{StackName: aws.String("s")})
	expectCode(t, err, http.StatusBadRequest, "ValidationError")
}

func TestStackIsRefused(t *testing.T) {
	m := newStack(t)
	_, err := m.create(small, nil, "1")
	expectCode(t, err, http.StatusBadRequest, "ValidationError")
	_, err = m.create(small, with("Owner", "label", "Colour", "red"), "1")
	expectCode(t, err, http.StatusBadRequest, "ValidationError")
	_, err = m.create(small+strings.Repeat("#\n", 30_000), with("Owner", "label"), "1")
	expectCode(t, err, http.StatusBadRequest, "ValidationError")
	_, err = m.CreateStack(t.Context(), &cloudformation.CreateStackInput{StackName: aws.String("s"), TemplateBody: aws.String(small), Parameters: with("Owner", "label")})
	expectCode(t, err, http.StatusBadRequest, "InsufficientCapabilitiesException")

	m.mustCreate(with("Owner", "label"))
	m.mustCreate(with("Owner", "label")) // the same request, sent again
	_, err = m.create(small, with("Owner", "label"), "2")
	expectCode(t, err, http.StatusBadRequest, "AlreadyExistsException")
	m.settled()
	err = m.update(with("Owner", "label"))
	expectCode(t, err, http.StatusBadRequest, "ValidationError")
	err = m.update([]types.Parameter{{ParameterKey: aws.String("Colour"), UsePreviousValue: aws.Bool(true)}})
	expectCode(t, err, http.StatusBadRequest, "ValidationError")
}
