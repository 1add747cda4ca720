package deploy

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"datarocks/fetch"
	"datarocks/templates"
)

func TestParseRemote(t *testing.T) {
	for remote, want := range map[string]string{
		"https://github.com/label/counts":                    "label/counts",
		"https://github.com/label/counts.git":                "label/counts",
		"https://github.com/label/counts/":                   "label/counts",
		"https://GitHub.com/Label/Counts.git":                "Label/Counts",
		"https://x-access-token:t0ken@github.com/label/c.js": "label/c.js",
		"http://www.github.com/label/counts":                 "label/counts",
		"git://github.com/label/counts.git":                  "label/counts",
		"git@github.com:label/counts.git":                    "label/counts",
		"git@github.com:/label/counts.git":                   "label/counts",
		"github.com:label/counts":                            "label/counts",
		"org-12345@github.com:label/counts.git":              "label/counts",
		"ssh://git@github.com/label/counts.git":              "label/counts",
		"ssh://git@github.com:22/label/counts.git":           "label/counts",
		"ssh://git@ssh.github.com:443/label/counts.git":      "label/counts",
		"git+ssh://git@github.com/label/counts":              "label/counts",
	} {
		if got, _, ok := parseRemote(remote); !ok || got.String() != want {
			t.Errorf("%s: %s, %t, want %s", remote, got, ok, want)
		}
	}
	for remote, want := range map[string]string{
		"":                                    "a folder",
		"/srv/git/counts.git":                 "a folder",
		"../counts":                           "a folder",
		"./a:b":                               "a folder",
		"file:///srv/git/counts.git":          "a folder",
		"https://gitlab.com/label/counts.git": "gitlab.com/label/counts",
		"git@work:label/counts.git":           "work/label/counts",
		"https://me:t0ken@github.com.evil.org/a/b":  "github.com.evil.org/a/b",
		"https://me:t0ken@github.com/label":         "github.com/label",
		"https://github.com/label/counts/tree/main": "github.com/label/counts/tree/main",
		"https://github.com/la bel/counts":          "github.com/la bel/counts",
		"git@github.com:label/..":                   "github.com/label/..",
	} {
		if _, shown, ok := parseRemote(remote); ok || shown != want {
			t.Errorf("%s: %q, %t, want %q and no repository", remote, shown, ok, want)
		}
	}
}

func TestCureStack(t *testing.T) {
	for reason, want := range map[string]string{
		`Resource handler returned message: "Provider with url https://token.actions.githubusercontent.com already exists. (Service: Iam, Status Code: 409)" (HandlerErrorCode: AlreadyExists)`:                                   "--oidc-provider",
		`label-site already exists (Service: S3, Status Code: 0) (HandlerErrorCode: AlreadyExists)`:                                                                                                                               "--stack NAME",
		`The requested bucket name is not available. BucketAlreadyExists`:                                                                                                                                                         "--stack NAME",
		`Resource of type 'AWS::CloudFront::Function' with identifier 'datarocks-viewer-request' already exists.`:                                                                                                                 "--stack NAME",
		`User: arn:aws:iam::123456789012:user/label is not authorized to perform: iam:CreateRole on resource: arn:aws:iam::123456789012:role/x because no identity-based policy allows the iam:CreateRole action`:                 "iam:CreateRole,",
		`Access denied for operation 'AWS::CloudFront::Distribution': Your account must be verified before you can add new CloudFront resources.`:                                                                                 "account verification",
		`Resource handler returned message: "Invalid request provided: The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain."`:                       "us-east-1",
		`To add an alternate domain name (CNAME) to a CloudFront distribution, you must attach a trusted certificate that validates your authorization to use the domain name.`:                                                   "us-east-1",
		`Resource handler returned message: "Invalid request provided: One or more of the CNAMEs you provided are already associated with a different resource."`:                                                                 "another distribution",
		`Resource handler returned message: "Cannot exceed quota for RolesPerAccount: 1000 (Service: Iam, Status Code: 409)" (HandlerErrorCode: ServiceLimitExceeded)`:                                                            "servicequotas",
		`Resource handler returned message: "Your request contains more response headers policies than allowed. (Service: CloudFront, Status Code: 400, HandlerErrorCode: ServiceLimitExceeded, TooManyResponseHeadersPolicies)"`: "servicequotas",
		`Resource handler returned message: "Access Denied (Service: S3, Status Code: 403)" (HandlerErrorCode: AccessDenied)`:                                                                                                     "administrator",
	} {
		if got := cureStack(reason); !strings.Contains(got, want) {
			t.Errorf("%s: %q does not tell %q", reason, got, want)
		}
	}
	if got := cureStack("Internal Failure"); got != "" {
		t.Errorf("a cure of what nobody knows: %q", got)
	}
}

// TestDocumentedRounds holds the documentation to how often a password is hashed.
func TestDocumentedRounds(t *testing.T) {
	text, err := os.ReadFile("../help/aws.md")
	if err != nil {
		t.Fatal(err)
	}
	if want := fmt.Sprintf("the hash is %d rounds of HMAC-SHA256", rounds); !strings.Contains(string(text), want) {
		t.Errorf("the topic aws does not say %q", want)
	}
}

// TestDigest has the vector of templates/aws/test.mjs, which the function at the edge
// lets in.
func TestDigest(t *testing.T) {
	u := &user{"team", fetch.NewSecret("correct horse battery")}
	const want = "2:128:00112233445566778899aabbccddeeff:ce744f620ad9be9e1f1fb83e168a2c3d02a21420181660b4dea9311a00ab3f27"
	if got := u.digestWith("00112233445566778899aabbccddeeff"); got != want {
		t.Errorf("it is %s, want %s", got, want)
	}
	if first, second := u.digest(), u.digest(); first == second {
		t.Error("two digests have one salt")
	}
}

func TestTakesRefresh(t *testing.T) {
	for workflow, want := range map[string]bool{
		"on:\n  workflow_dispatch:\n    inputs:\n      refresh: {type: boolean}\n":  true,
		"on: {workflow_dispatch: {inputs: {refresh: {default: true}}}}\n":           true,
		"\"on\":\n  workflow_dispatch:\n    inputs:\n      refresh:\n":              true,
		"on:\n  workflow_dispatch:\n    inputs:\n      artist: {type: string}\n":    false,
		"on:\n  workflow_call:\n    inputs:\n      refresh: {type: boolean}\n":      false,
		"on:\n  workflow_dispatch:\n# inputs: {refresh: {}}\njobs: {refresh: {}}\n": false,
		"on: workflow_dispatch\n":                          false,
		"on: [push, workflow_dispatch]\n":                  false,
		"on:\n  workflow_dispatch:\n    inputs: refresh\n": false,
		"": false, "\t": false,
	} {
		if got := takesRefresh([]byte(workflow)); got != want {
			t.Errorf("%t, want %t, of\n%s", got, want, workflow)
		}
	}
}

// TestEntries compares templates by what they make, not by their remarks.
func TestEntries(t *testing.T) {
	got := entries("X: 1\n\nResources:\n  A: # one\n    Type: T\n    # more\n\n  B:\n    Name: a#b # two\n\nOutputs:\n  C: {}\n", "Resources")
	if diff := cmp.Diff(map[string]string{"A": "A:\n    Type: T", "B": "B:\n    Name: a#b"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if n, all := len(entries(templates.Stack(), "Resources")), len(templateKeys("Resources")); n != all {
		t.Errorf("the template has %d resources, and %d are compared", all, n)
	}
}

// TestTemplateNames makes sure that the template has the names that setup
// uses, and retains what teardown lists.
func TestTemplateNames(t *testing.T) {
	has := func(section string, names ...string) {
		t.Helper()
		all := strings.Join(templateKeys(section), " ") + " "
		for _, name := range names {
			if !strings.Contains(" "+all, " "+name+" ") {
				t.Errorf("the template has no %s among its %s: %s", name, section, all)
			}
		}
	}
	has("Parameters", "GitHubOwner", "GitHubRepository", "GitHubOwnerId", "GitHubRepositoryId", "GitHubSubject", "OidcProviderArn",
		"DomainName", "CertificateArn", "PrivateSite", "EmbedFrameAncestors",
		"DispatchToken", "DispatchBranch", "DispatchWorkflow", "DispatchInputs", "AlarmEmail", "AlarmHours", "AccessLogs")
	has("Parameters", slices.Sorted(maps.Keys(Limits(nil)))...)
	has("Outputs", "RoleArn", "SiteBucketName", "HistoryBucketName", "DistributionId", "SiteUrl", "CloudFrontDomain", "UsersStoreArn")
	has("Resources", "SiteBucket", "HistoryBucket", "DispatchRule")

	var kept []string
	kind := ""
	for line := range strings.SplitSeq(templates.Stack(), "\n") {
		if after, ok := strings.CutPrefix(line, "    Type: "); ok {
			kind = after
		}
		if strings.HasPrefix(line, "    DeletionPolicy: Retain") {
			kept = append(kept, kind)
		}
	}
	if diff := cmp.Diff([]string{"AWS::S3::Bucket", "AWS::S3::Bucket", "AWS::S3::Bucket", "AWS::IAM::OIDCProvider"}, kept); diff != "" {
		t.Errorf("kept on deletion: %s", diff)
	}
	if n := len(templates.Stack()); n > 51_200 {
		t.Errorf("the template has %d bytes; a request takes 51,200", n)
	}
}
