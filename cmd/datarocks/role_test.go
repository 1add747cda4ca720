package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"datarocks/cmd/datarocks/deploy"
	"datarocks/content"
	"datarocks/history/row"
	"datarocks/publish/awstest"
	"datarocks/publish/awstest/iam"
)

// TestRole makes sure that the role of the workflow can do its work and nothing
// else. That a run needs no more is shown by testdata/script/role.txtar.
func TestRole(t *testing.T) {
	p, err := readPolicies()
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
		{"read a version of the history", "s3:GetObjectVersion", day, nil, false},
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
		if got := p.rights.Allows(iam.Act{Action: test.action, Resource: test.resource, Keys: keys}); got != test.want {
			t.Errorf("%s (%s on %s): %t, want %t", test.what, test.action, test.resource, got, test.want)
		}
	}
}

// TestRoleKeepsHistory makes sure that the versions of the history stay out of the
// role's reach although somebody grants it every right on S3.
func TestRoleKeepsHistory(t *testing.T) {
	p, err := readPolicies()
	if err != nil {
		t.Fatal(err)
	}
	all, err := iam.ParsePolicy(map[string]any{"Statement": []any{map[string]any{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}})
	if err != nil {
		t.Fatal(err)
	}
	p.rights.Statement = append(p.rights.Statement, all.Statement...)
	const counts = "arn:aws:s3:::counts"
	const day = counts + "/label/v1/days/year=2026/month=11/2026-11-23.ndjson"
	for action, resource := range map[string]string{
		"s3:DeleteObject": day, "s3:DeleteObjectVersion": day, "s3:GetObjectVersion": day,
		"s3:PutBucketVersioning": counts, "s3:PutLifecycleConfiguration": counts,
	} {
		if p.rights.Allows(iam.Act{Action: action, Resource: resource, Keys: tls()}) {
			t.Errorf("it may %s", action)
		}
	}
	if !p.rights.Allows(iam.Act{Action: "s3:GetObject", Resource: day, Keys: tls()}) {
		t.Error("it may not even read")
	}
}

// TestVersionsOfDaysStay makes sure that no rule of the history's bucket ends a
// version of a day: nothing else brings one back that was overwritten.
func TestVersionsOfDaysStay(t *testing.T) {
	resources, err := evaluateStack("HistoryVersionDays=1")
	if err != nil {
		t.Fatal(err)
	}
	lifecycle, _ := resources["HistoryBucket"].Properties["LifecycleConfiguration"].(map[string]any)
	rules, _ := lifecycle["Rules"].([]any)
	ends := make(map[string]bool)
	for _, one := range rules {
		rule := one.(map[string]any)
		if rule["NoncurrentVersionExpiration"] == nil && rule["ExpirationInDays"] == nil && rule["ExpirationDate"] == nil {
			continue
		}
		prefix, _ := rule["Prefix"].(string)
		ends[prefix] = true
		if day := "v1/days/year=2026/month=11/2026-11-23.ndjson"; strings.HasPrefix(day, prefix) {
			t.Errorf("the rule %v is of %s, too", rule, day)
		}
	}
	if !ends["v1/rollup/"] {
		t.Errorf("versions end below %v; those of the rollups should, too", ends)
	}
}

// TestLimitedCountsEnd: the stack ends the counts of each platform whose terms limit how long
// one may be kept, and their old versions a day later.
func TestLimitedCountsEnd(t *testing.T) {
	t.Parallel()
	for days, parameters := range map[string][]string{"27": nil, "1094": {"YouTubeDays=1094"}} {
		resources, err := evaluateStack(parameters...)
		if err != nil {
			t.Fatal(err)
		}
		lifecycle, _ := resources["HistoryBucket"].Properties["LifecycleConfiguration"].(map[string]any)
		rules, _ := lifecycle["Rules"].([]any)
		for _, info := range content.Sources {
			if info.Terms.KeptDays == 0 {
				continue
			}
			ends := slices.ContainsFunc(rules, func(one any) bool {
				rule, _ := one.(map[string]any)
				old, _ := rule["NoncurrentVersionExpiration"].(map[string]any)
				return rule["Status"] == "Enabled" && rule["Prefix"] == string(row.Limited(info.Source)) &&
					fmt.Sprint(rule["ExpirationInDays"]) == days && fmt.Sprint(old["NoncurrentDays"]) == "1"
			})
			if !ends {
				t.Errorf("no rule ends the counts of %s after %s days: %v", info.Name, days, rules)
			}
		}
	}
	if got := deploy.Limits(nil)["YouTubeDays"]; got != "27" {
		t.Errorf("setup passes %s days", got)
	}
}
