package main

import (
	"maps"
	"os"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/publish/awstest"
	"datarocks/templates"
)

// tokenOf returns the claims of a token of GitHub for the branch main of the
// repository label/counts, changed as "claim=value"; "claim=" takes one away.
func tokenOf(changes ...string) map[string]string {
	claims := map[string]string{
		"aud": "sts.amazonaws.com", "sub": "repo:label@11/counts@22:ref:refs/heads/main", "ref": "refs/heads/main",
		"repository": "label/counts", "repository_id": "22", "repository_owner": "label", "repository_owner_id": "11",
		"workflow": "Nightly", "event_name": "schedule",
	}
	for _, change := range changes {
		name, value, _ := strings.Cut(change, "=")
		if claims[name] = value; value == "" {
			delete(claims, name)
		}
	}
	return claims
}

// trusted are tokens, whether the role of a stack takes them that knows the numbers of
// the repository, and whether one does that knows only its name.
var trusted = []struct {
	what           string
	claims         map[string]string
	numbered, open bool
}{
	{"main", tokenOf(), true, true},
	{"main, started by hand or by EventBridge", tokenOf("event_name=workflow_dispatch"), true, true},
	{"main, of a repository that is older than July 2026", tokenOf("sub=repo:label/counts:ref:refs/heads/main"), true, true},
	{"the name was given up and taken by another", tokenOf("sub=repo:label/counts:ref:refs/heads/main", "repository_id=99", "repository_owner_id=98"), false, true},
	{"the same, made after July 2026", tokenOf("sub=repo:label@98/counts@99:ref:refs/heads/main", "repository_id=99", "repository_owner_id=98"), false, true},
	{"a number in the subject is another's", tokenOf("sub=repo:label@33/counts@22:ref:refs/heads/main"), false, true},
	{"the subject alone", map[string]string{"aud": "sts.amazonaws.com", "sub": "repo:label/counts:ref:refs/heads/main"}, false, false},
	{"the subject alone, with numbers", map[string]string{"aud": "sts.amazonaws.com", "sub": "repo:label@11/counts@22:ref:refs/heads/main"}, false, false},
	// What the administrators of another repository of the owner can make by a template of subjects.
	{"a forged subject", tokenOf("sub=repo:label@11/other@33:workflow:x/counts@22:ref:refs/heads/main", "repository=label/other", "repository_id=33"), false, false},
	{"one with the numbers of nobody", tokenOf("sub=repo:label@1/other@5:workflow:x/counts@9:ref:refs/heads/main", "repository=label/other", "repository_id=5"), false, false},
	{"one by the name of an environment", tokenOf("sub=repo:label@11/counts@22:environment:x/counts@22:ref:refs/heads/main", "repository=label/other", "repository_id=33"), false, false},
	{"the very subject, from another repository", tokenOf("repository=label/other", "repository_id=33"), false, false},
	{"the very subject, from another owner", tokenOf("repository=evil/counts", "repository_id=33", "repository_owner=evil"), false, false},
	{"the very subject, and the name, but not the number", tokenOf("repository_id=33"), false, true},
	{"the very subject, from another branch", tokenOf("ref=refs/heads/next"), false, false},
	{"a subject that begins with the right one", tokenOf("sub=repo:label@11/counts@22:ref:refs/heads/main:workflow:Nightly"), false, false},
	{"another branch", tokenOf("sub=repo:label@11/counts@22:ref:refs/heads/next", "ref=refs/heads/next"), false, false},
	{"a branch that begins like it", tokenOf("sub=repo:label@11/counts@22:ref:refs/heads/main2", "ref=refs/heads/main2"), false, false},
	{"a branch that ends like it", tokenOf("sub=repo:label@11/counts@22:ref:refs/heads/x/main", "ref=refs/heads/x/main"), false, false},
	{"a tag", tokenOf("sub=repo:label@11/counts@22:ref:refs/tags/main", "ref=refs/tags/main"), false, false},
	{"a pull request", tokenOf("sub=repo:label@11/counts@22:pull_request", "ref=refs/pull/1/merge"), false, false},
	{"an environment on main", tokenOf("sub=repo:label@11/counts@22:environment:main", "environment=main"), false, false},
	{"capitals", tokenOf("repository=Label/Counts"), false, false},
	{"another audience", tokenOf("aud=https://github.com/label"), false, false},
	{"no audience", tokenOf("aud="), false, false},
	{"no subject", tokenOf("sub="), false, false},
	{"no number", tokenOf("repository_id="), false, true},
	{"no name", tokenOf("repository="), false, false},
	{"no branch", tokenOf("ref="), false, false},
}

const publishRole = "arn:aws:iam::" + awstest.Account + ":role/datarocks-PublishRole"

// TestRoleTrusts sets the stack up, and lets many try to take on its role.
func TestRoleTrusts(t *testing.T) {
	cloud := useCloud(t)
	useGitHub(t)
	try := func(how string, want func(i int) bool) {
		t.Helper()
		for i, test := range trusted {
			if got := cloud.MayAssume(publishRole, test.claims); got != want(i) {
				t.Errorf("%s, %s: %t, want %t", how, test.what, got, want(i))
			}
		}
	}
	makeStack(t, templates.Stack(), "*", "ref:refs/heads/main")
	try("by name", func(i int) bool { return trusted[i].open })
	mustSetUp(t)
	try("by number", func(i int) bool { return trusted[i].numbered })
}

// TestRoleOfOlderStacks: what an older version set up is trusted on, until setup is
// run again and binds it to the number.
func TestRoleOfOlderStacks(t *testing.T) {
	cloud := useCloud(t)
	useGitHub(t)
	before, err := os.ReadFile("testdata/stack-before-numbers.yaml")
	if err != nil {
		t.Fatal(err)
	}
	makeStack(t, string(before), "*", "ref:refs/heads/main")
	folder := t.TempDir()
	home, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, folder, "content/site.md", "---\ntitle: Test\nsources: [spotify]\n---\n")
	writeFile(t, folder, "content/artists/opeth.md", "---\nname: Opeth\naccounts:\n  spotify: 0ybFZ2Ab08V8hueghSXm6E\n---\n")
	forged := tokenOf("sub=repo:label@1/other@5:workflow:x/counts@9:ref:refs/heads/main", "repository=label/other", "repository_id=5")
	if !cloud.MayAssume(publishRole, tokenOf()) || !cloud.MayAssume(publishRole, forged) {
		t.Error("the role of the older template is not what it was")
	}
	said := doctorOf(t, folder)
	for _, want := range []string{
		"warning  stack           its role trusts whoever has the name label/counts, and the name can be given up and taken by others - `datarocks setup --region eu-central-1` binds it",
		"note     stack           another version of datarocks made it; what differs: AccessLogDays, AccessLogs, AlarmEmail, AlarmHours, AlarmTopic, DataHeaders,",
		" HistoryBucket,", " PublishRole,", " LogBucket,", " Silence, ", "`datarocks setup --region eu-central-1` brings it up to date\n",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("the doctor does not say %q in\n%s", want, said)
		}
	}
	t.Chdir(home)
	mustSetUp(t)
	if said := doctorOf(t, folder); strings.Contains(said, "trusts whoever") || strings.Contains(said, "another version") {
		t.Errorf("after setup the doctor says\n%s", said)
	}
	if !cloud.MayAssume(publishRole, tokenOf()) || cloud.MayAssume(publishRole, forged) {
		t.Error("setup did not bind the role")
	}
	if got := cloud.StackParameters()["GitHubRepositoryId"]; got != "22" {
		t.Errorf("the stack has the number %q", got)
	}
}

// TestRoleOfEnvironment: where an environment may publish, its name decides, whatever
// the branch.
func TestRoleOfEnvironment(t *testing.T) {
	cloud := useCloud(t)
	useGitHub(t)
	makeStack(t, templates.Stack(), "22", "environment:live")
	live := tokenOf("sub=repo:label@11/counts@22:environment:live", "environment=live")
	next := maps.Clone(live)
	next["ref"] = "refs/heads/next" // which branches may deploy is a setting of the environment
	for what, test := range map[string]struct {
		claims map[string]string
		want   bool
	}{
		"the environment":                {live, true},
		"the environment, next":          {next, true},
		"main alone":                     {tokenOf(), false},
		"another environment":            {tokenOf("sub=repo:label@11/counts@22:environment:test", "environment=test"), false},
		"the subject without the claim":  {tokenOf("sub=repo:label@11/counts@22:environment:live"), false},
		"the environment of another one": {tokenOf("sub=repo:label@11/counts@22:environment:live", "environment=live", "repository_id=33"), false},
	} {
		if got := cloud.MayAssume(publishRole, test.claims); got != test.want {
			t.Errorf("%s: %t, want %t", what, got, test.want)
		}
	}
}

// TestRoleOfNumberAlone: who deploys the template without setup may name the
// repository's number and not the owner's.
func TestRoleOfNumberAlone(t *testing.T) {
	cloud := useCloud(t)
	makeStack(t, templates.Stack(), "23", "ref:refs/heads/main")
	if !cloud.MayAssume(publishRole, tokenOf("sub=repo:label@11/counts@23:ref:refs/heads/main", "repository_id=23")) {
		t.Error("the repository is not trusted")
	}
	if cloud.MayAssume(publishRole, tokenOf()) {
		t.Error("one of another number is trusted")
	}
}

// doctorOf returns what the doctor finds in a folder's content and of the stack.
func doctorOf(t *testing.T, folder string) string {
	t.Helper()
	r := newRunning()
	r.Getenv = func(name string) string {
		if strings.HasPrefix(name, "AWS_") {
			return os.Getenv(name)
		}
		return ""
	}
	t.Chdir(folder)
	execute(r.World, []string{"doctor", "--history", "s3://counts", "--site", "s3://pages", "--now", "2026-11-23T03:17:42Z"})
	return r.out.String()
}

func mustSetUp(t *testing.T) {
	t.Helper()
	r := newRunning()
	if code := execute(r.World, setupLabel); code != shell.ExitDone {
		t.Fatalf("exit %d\n%s", code, r.out.String())
	}
}

// makeStack makes the stack without setup, as the console does or an older version
// did.
func makeStack(t *testing.T, template, id, subject string) {
	t.Helper()
	cfg, err := settings.LoadAWS(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	client := cloudformation.NewFromConfig(cfg)
	ownerID := "*"
	if id == "22" {
		ownerID = "11"
	}
	var parameters []types.Parameter
	for name, value := range map[string]string{
		"GitHubOwner": "label", "GitHubRepository": "counts", "GitHubOwnerId": ownerID, "GitHubRepositoryId": id, "GitHubSubject": subject,
	} {
		parameters = append(parameters, types.Parameter{ParameterKey: aws.String(name), ParameterValue: aws.String(value)})
	}
	if _, err := client.CreateStack(t.Context(), &cloudformation.CreateStackInput{
		StackName: aws.String("datarocks"), TemplateBody: aws.String(template), Parameters: parameters,
		Capabilities: []types.Capability{types.CapabilityCapabilityIam},
	}); err != nil {
		t.Fatal(err)
	}
	for range 100 {
		found, err := client.DescribeStacks(t.Context(), &cloudformation.DescribeStacksInput{StackName: aws.String("datarocks")})
		if err != nil {
			t.Fatal(err)
		}
		if found.Stacks[0].StackStatus == types.StackStatusCreateComplete {
			return
		}
	}
	t.Fatal("the stack is never made")
}
