package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"datarocks/publish/awstest"
	"datarocks/publish/awstest/iam"
	"datarocks/publish/awstest/stacks"
	"datarocks/templates"
)

// policies are what the stack lets its role do: what that may, and what the
// buckets refuse to everybody.
type policies struct{ rights iam.Policy }

// nameInTest is what !Ref and !GetAtt return of a resource: the buckets are "pages"
// and "counts", and the distribution is E1.
func nameInTest(resource, attribute string) string {
	name := cmp.Or(map[string]string{"SiteBucket": "pages", "HistoryBucket": "counts", "Distribution": "E1"}[resource], resource)
	if attribute == "Arn" && strings.HasSuffix(resource, "Bucket") {
		return "arn:aws:s3:::" + name
	}
	return name
}

// evaluateStack evaluates the template, with parameters as "Name=value".
func evaluateStack(parameters ...string) (map[string]stacks.Resource, error) {
	all := map[string]string{"GitHubOwner": "label", "GitHubRepository": "counts"}
	for _, one := range parameters {
		name, value, _ := strings.Cut(one, "=")
		all[name] = value
	}
	return stacks.Evaluate(templates.Stack(), all, nameInTest)
}

// readPolicies takes the policies out of the template.
func readPolicies() (policies, error) {
	resources, err := evaluateStack()
	if err != nil {
		return policies{}, err
	}
	var documents []any
	inline, _ := resources["PublishRole"].Properties["Policies"].([]any)
	for _, one := range inline {
		documents = append(documents, one.(map[string]any)["PolicyDocument"])
	}
	for _, bucket := range []string{"SiteBucketPolicy", "HistoryBucketPolicy"} {
		documents = append(documents, resources[bucket].Properties["PolicyDocument"])
	}
	var p policies
	for _, document := range documents {
		one, err := iam.ParsePolicy(document)
		if err != nil {
			return p, err
		}
		for _, s := range one.Statement {
			if s.Principal == nil || s.Principal == "*" { // the others are of services
				p.rights.Statement = append(p.rights.Statement, s)
			}
		}
	}
	if n := len(p.rights.Statement); n < 7 {
		return p, fmt.Errorf("%d statements cannot be all", n)
	}
	return p, nil
}

// actsOf is what a request needs to be allowed.
func actsOf(r awstest.Request) []iam.Act {
	bucket := "arn:aws:s3:::" + r.Bucket
	object := func(action string) iam.Act {
		return iam.Act{Action: action, Resource: bucket + "/" + r.Key, Keys: tls()}
	}
	switch r.Operation {
	case "GetCallerIdentity":
		return nil // everybody may
	case "ListObjectsV2":
		return []iam.Act{{Action: "s3:ListBucket", Resource: bucket, Keys: tls()}}
	case "GetObject", "HeadObject":
		return []iam.Act{object("s3:GetObject")}
	case "DeleteObject", "DeleteObjects":
		return []iam.Act{object("s3:DeleteObject")}
	case "PutObject":
		put := object("s3:PutObject")
		put.Keys["s3:ObjectCreationOperation"] = "true"
		needs := []iam.Act{put}
		if _, ok := r.Header["If-None-Match"]; ok {
			put.Keys["s3:if-none-match"] = r.Header.Get("If-None-Match")
		}
		if _, ok := r.Header["If-Match"]; ok {
			put.Keys["s3:if-match"] = r.Header.Get("If-Match")
			needs = append(needs, object("s3:GetObject"))
		}
		return needs
	case "CreateInvalidation":
		return []iam.Act{{Action: "cloudfront:CreateInvalidation", Resource: "arn:aws:cloudfront::" + awstest.Account + ":distribution/" + r.Distribution, Keys: tls()}}
	}
	return []iam.Act{{Action: "unknown:" + r.Operation, Resource: "*", Keys: tls()}}
}

func tls() map[string]string { return map[string]string{"aws:SecureTransport": "true"} }

// may reports whether the role may make a request.
func (p policies) may(r awstest.Request) bool {
	return !slices.ContainsFunc(actsOf(r), func(a iam.Act) bool { return !p.rights.Allows(a) })
}
