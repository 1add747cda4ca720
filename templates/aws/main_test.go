package main

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/goccy/go-yaml"

	"datarocks/templates"
)

// TestStackIsGenerated fails when the stack, or something it is made from, was
// changed and the generator not run.
func TestStackIsGenerated(t *testing.T) {
	t.Parallel()
	want, err := build(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	if templates.Stack() != string(want) {
		t.Error("stack.yaml is not what its parts make; run go generate ./templates and commit what it changes")
	}
}

// TestStackNames keeps the names that people and workflows use.
func TestStackNames(t *testing.T) {
	t.Parallel()
	var stack struct {
		Parameters map[string]any `yaml:"Parameters"`
		Outputs    map[string]any `yaml:"Outputs"`
	}
	if err := yaml.Unmarshal([]byte(templates.Stack()), &stack); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{
		"GitHubOwner", "GitHubRepository", "GitHubOwnerId", "GitHubRepositoryId", "PrivateSite", "DomainName", "CertificateArn",
	} {
		if stack.Parameters[name] == nil {
			t.Errorf("the stack has no parameter %s", name)
		}
	}
	for _, name := range []string{"RoleArn", "SiteBucketName", "HistoryBucketName", "DistributionId", "SiteUrl"} {
		if stack.Outputs[name] == nil {
			t.Errorf("the stack has no output %s", name)
		}
	}
}

func TestBuildRefuses(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, in, js, want string }{
		{"a long function", `{{function "a.js"}}`, strings.Repeat("x", 10_241), "the function of a.js has 10241 bytes, AWS takes 10240"},
		{"two that are long", `{{function "a.js" "a.js"}}`, strings.Repeat("x", 5_120), "10241 bytes"},
		{"tabs", `{{function "a.js"}}`, "\tx", "tabs"},
		{"a missing function", `{{function "b.js"}}`, "", "b.js"},
		{"a long stack", strings.Repeat("#", 51_200), "", "AWS takes 51200"},
		{"no template", `{{`, "", "stack.in.yaml"},
	} {
		files := fstest.MapFS{"stack.in.yaml": {Data: []byte(test.in)}, "a.js": {Data: []byte(test.js)}}
		if _, err := build(files); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v; want %q", test.name, err, test.want)
		}
	}
	if _, err := build(fstest.MapFS{}); err == nil {
		t.Error("a folder without the template is no error")
	}
}
