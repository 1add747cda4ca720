package awstest_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
	kvs "github.com/aws/aws-sdk-go-v2/service/cloudfrontkeyvaluestore"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	smithyendpoints "github.com/aws/smithy-go/endpoints"
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
		t.Errorf("a secret parameter is shown: %q", got)
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

func TestStackFails(t *testing.T) {
	m := newStack(t)
	m.cloud.BreakResource("PublishRole", "no")
	m.mustCreate(with("Owner", "label"))
	one := m.settled()
	want := []string{
		"s CREATE_IN_PROGRESS", "SiteBucket CREATE_IN_PROGRESS", "SiteBucket CREATE_IN_PROGRESS", "SiteBucket CREATE_COMPLETE",
		"PublishRole CREATE_IN_PROGRESS", "PublishRole CREATE_FAILED", "s ROLLBACK_IN_PROGRESS",
		"SiteBucket DELETE_IN_PROGRESS", "SiteBucket DELETE_COMPLETE", "s ROLLBACK_COMPLETE",
	}
	if diff := cmp.Diff(want, m.eventsOf(one.StackId)); diff != "" || len(one.Outputs) != 0 {
		t.Errorf("events (-want +got):\n%s\n%+v", diff, one)
	}
	err := m.update(with("Owner", "other"))
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

func TestProvider(t *testing.T) {
	cloud := start(t)
	c := iam.NewFromConfig(configure(cloud, nil))
	none, err := c.ListOpenIDConnectProviders(t.Context(), nil)
	if err != nil || len(none.OpenIDConnectProviderList) != 0 {
		t.Fatalf("%v, %v", none, err)
	}
	cloud.CreateProvider("sts.amazonaws.com")
	one, err := c.ListOpenIDConnectProviders(t.Context(), nil)
	if err != nil || len(one.OpenIDConnectProviderList) != 1 {
		t.Fatalf("%v, %v", one, err)
	}
	found, err := c.GetOpenIDConnectProvider(t.Context(), &iam.GetOpenIDConnectProviderInput{OpenIDConnectProviderArn: one.OpenIDConnectProviderList[0].Arn})
	if err != nil || cmp.Diff([]string{"sts.amazonaws.com"}, found.ClientIDList) != "" {
		t.Errorf("%+v, %v", found, err)
	}
	_, err = c.GetOpenIDConnectProvider(t.Context(), &iam.GetOpenIDConnectProviderInput{OpenIDConnectProviderArn: aws.String("arn:aws:iam::1:oidc-provider/x.example.org")})
	expectCode(t, err, http.StatusNotFound, "NoSuchEntity")
}

// sameHost leads the SDK to the cloud itself, not to a host per account.
type sameHost struct{ kvs.EndpointResolverV2 }

func (s sameHost) ResolveEndpoint(ctx context.Context, p kvs.EndpointParameters) (smithyendpoints.Endpoint, error) {
	endpoint, err := s.EndpointResolverV2.ResolveEndpoint(ctx, p)
	_, endpoint.URI.Host, _ = strings.Cut(endpoint.URI.Host, ".")
	return endpoint, err
}

func TestKeyValues(t *testing.T) {
	m := newStack(t)
	m.mustCreate(with("Owner", "label", "Private", "true"))
	arn := m.settled().Outputs[1].OutputValue
	c := kvs.NewFromConfig(configure(m.cloud, nil), func(o *kvs.Options) { o.EndpointResolverV2 = sameHost{o.EndpointResolverV2} })
	now, err := c.DescribeKeyValueStore(t.Context(), &kvs.DescribeKeyValueStoreInput{KvsARN: arn})
	if err != nil {
		t.Fatal(err)
	}
	put := &kvs.PutKeyInput{KvsARN: arn, Key: aws.String("user:a/b c"), Value: aws.String("1"), IfMatch: now.ETag}
	if _, err := c.PutKey(t.Context(), put); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{"user:a/b c": "1"}, m.cloud.KeyValues(*arn)); diff != "" {
		t.Errorf("it holds (-want +got):\n%s", diff)
	}
	_, err = c.PutKey(t.Context(), put)
	expectCode(t, err, http.StatusConflict, "ConflictException")
	_, err = c.DescribeKeyValueStore(t.Context(), &kvs.DescribeKeyValueStoreInput{KvsARN: aws.String(*arn + "x")})
	expectCode(t, err, http.StatusNotFound, "ResourceNotFoundException")
	if m.cloud.Count()["PutKey"] != 2 {
		t.Errorf("asked: %v", m.cloud.Count())
	}
}
