package main

import (
	"maps"
	"testing"

	"datarocks/cmd/datarocks/deploy"
	"datarocks/publish/awstest"
)

// TestRole makes sure that the role of the workflow can do its work and nothing
// else. That a run needs no more is shown by testdata/script/role.txtar.
func TestRole(t *testing.T) {
	p, err := readPolicies(nil)
	if err != nil {
		t.Fatal(err)
	}
	const counts, pages = "arn:aws:s3:::counts", "arn:aws:s3:::pages"
	const day, page = counts + "/v1/days/year=2026/month=11/2026-11-23.ndjson", pages + "/index.html"
	const distribution = "arn:aws:cloudfront::" + awstest.Account + ":distribution/"
	whole := map[string]string{"s3:ObjectCreationOperation": "true"}
	part := map[string]string{"s3:ObjectCreationOperation": "false"}
	isNew := map[string]string{"s3:ObjectCreationOperation": "true", "s3:if-none-match": "*"}
	isKnown := map[string]string{"s3:ObjectCreationOperation": "true", "s3:if-match": `"1"`}
	plain := map[string]string{"aws:SecureTransport": "false"}
	for _, test := range []struct {
		what, action, resource string
		keys                   map[string]string
		want                   bool
	}{
		{"list the history", "s3:ListBucket", counts, nil, true},
		{"read the history", "s3:GetObject", day, nil, true},
		{"write a new day", "s3:PutObject", day, isNew, true},
		{"write what was read", "s3:PutObject", day, isKnown, true},
		{"send a part of a large object", "s3:PutObject", day, part, true},
		{"overwrite the history blindly", "s3:PutObject", day, whole, false},
		{"delete in the history", "s3:DeleteObject", day, nil, false},
		{"list the versions of the history", "s3:ListBucketVersions", counts, nil, false},
		{"read a version of the history", "s3:GetObjectVersion", day, nil, false},
		{"delete a version of the history", "s3:DeleteObjectVersion", day, nil, false},
		{"keep no versions of the history", "s3:PutBucketVersioning", counts, nil, false},
		{"let versions of the history end", "s3:PutLifecycleConfiguration", counts, nil, false},
		{"change who may overwrite", "s3:PutBucketPolicy", counts, nil, false},
		{"take that away", "s3:DeleteBucketPolicy", counts, nil, false},
		{"delete the history", "s3:DeleteBucket", counts, nil, false},
		{"read the history without TLS", "s3:GetObject", day, plain, false},
		{"list the site", "s3:ListBucket", pages, nil, true},
		{"read the site", "s3:GetObject", page, nil, true},
		{"write the site", "s3:PutObject", page, whole, true},
		{"delete in the site", "s3:DeleteObject", page, nil, true},
		{"write the site without TLS", "s3:PutObject", page, plain, false},
		{"open the site", "s3:PutBucketPolicy", pages, nil, false},
		{"open a page", "s3:PutObjectAcl", page, nil, false},
		{"delete the site's bucket", "s3:DeleteBucket", pages, nil, false},
		{"list another bucket", "s3:ListBucket", pages + "-other", nil, false},
		{"read another bucket", "s3:GetObject", pages + "-other/index.html", nil, false},
		{"write another bucket", "s3:PutObject", counts + "-other/x", isNew, false},
		{"list all buckets", "s3:ListAllMyBuckets", "*", nil, false},
		{"invalidate the distribution", "cloudfront:CreateInvalidation", distribution + "E1", nil, true},
		{"invalidate another", "cloudfront:CreateInvalidation", distribution + "E12", nil, false},
		{"change the distribution", "cloudfront:UpdateDistribution", distribution + "E1", nil, false},
		{"let a reader in", "cloudfront-keyvaluestore:PutKey", "*", nil, false},
		{"change itself", "iam:PutRolePolicy", "*", nil, false},
		{"change the stack", "cloudformation:UpdateStack", "*", nil, false},
		{"take on another role", "sts:AssumeRole", "*", nil, false},
	} {
		keys := tls()
		maps.Copy(keys, test.keys)
		if got := decide(p.rights, act{test.action, test.resource, keys}); got != test.want {
			t.Errorf("%s (%s on %s): %t, want %t", test.what, test.action, test.resource, got, test.want)
		}
	}
}

// TestRoleTrusts makes sure that nobody takes on the role but the branch of the
// repository that is named, by either form of GitHub's subjects.
func TestRoleTrusts(t *testing.T) {
	const branch, audience = ":ref:refs/heads/main", "sts.amazonaws.com"
	for _, test := range []struct {
		subject, audience string
		open, bound       bool // where any ids are trusted, and where the two numbers are
	}{
		{"repo:label/counts" + branch, audience, true, true},
		{"repo:label@11/counts@22" + branch, audience, true, true},
		{"repo:label@11/counts@33" + branch, audience, true, false},
		{"repo:label@33/counts@22" + branch, audience, true, false},
		{"repo:label/counts" + branch, "https://github.com/label", false, false},
		{"repo:label/counts" + branch, "", false, false},
		{"repo:label/counts:ref:refs/heads/main2", audience, false, false},
		{"repo:label/counts:ref:refs/heads/x/main", audience, false, false},
		{"repo:label/counts:ref:refs/tags/main", audience, false, false},
		{"repo:label/counts:pull_request", audience, false, false},
		{"repo:label/counts:environment:main", audience, false, false},
		{"repo:label/counts2" + branch, audience, false, false},
		{"repo:label@11/counts2@22" + branch, audience, false, false},
		{"repo:label2/counts" + branch, audience, false, false},
		{"repo:label2@11/counts@22" + branch, audience, false, false},
		{"repo:xlabel@11/counts@22" + branch, audience, false, false},
		{"repo:label@11/counts@22:pull_request", audience, false, false},
		{"repo:label@11/counts@22:ref:refs/heads/next", audience, false, false},
		{"", audience, false, false},
	} {
		for ids, want := range map[[2]string]bool{{"*", "*"}: test.open, {"11", "22"}: test.bound} {
			p, err := readPolicies(map[string]string{
				"GitHubOwner": "label", "GitHubRepository": "counts", "GitHubOwnerId": ids[0], "GitHubRepositoryId": ids[1],
				"GitHubSubject": "ref:refs/heads/main",
			})
			if err != nil {
				t.Fatal(err)
			}
			who := act{action: "sts:AssumeRoleWithWebIdentity", keys: map[string]string{deploy.GitHubIssuer + ":sub": test.subject, deploy.GitHubIssuer + ":aud": test.audience}}
			if got := decide(p.trust, who); got != want {
				t.Errorf("%s for %q, ids %v: %t, want %t", test.subject, test.audience, ids, got, want)
			}
		}
	}
}
