package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"datarocks/publish/awstest"
	"datarocks/templates"
)

// statement is one of a policy of the stack.
type statement struct {
	Effect    string                      `yaml:"Effect"`
	Principal any                         `yaml:"Principal"`
	Action    texts                       `yaml:"Action"`
	Resource  texts                       `yaml:"Resource"`
	Condition map[string]map[string]texts `yaml:"Condition"`
}

type policy struct {
	Statement []statement `yaml:"Statement"`
}

// texts is a text or several, as policies have it.
type texts []string

// UnmarshalYAML reads either.
func (t *texts) UnmarshalYAML(unmarshal func(any) error) error {
	var one string
	if unmarshal(&one) == nil {
		*t = texts{one}
		return nil
	}
	return unmarshal((*[]string)(t))
}

// policies are those of the stack: whom the role trusts, what it may, and what
// the buckets refuse to everybody.
type policies struct{ trust, rights []statement }

// readPolicies takes the policies out of the template, for the buckets "pages"
// and "counts" and the distribution E1.
func readPolicies(parameters map[string]string) (policies, error) {
	var stack struct {
		Resources map[string]struct {
			Properties struct {
				Trust    policy `yaml:"AssumeRolePolicyDocument"`
				Document policy `yaml:"PolicyDocument"`
				Policies []struct {
					Document policy `yaml:"PolicyDocument"`
				} `yaml:"Policies"`
			} `yaml:"Properties"`
		} `yaml:"Resources"`
	}
	names := []string{
		"${SiteBucket.Arn}", "arn:aws:s3:::pages", "SiteBucket.Arn", "arn:aws:s3:::pages",
		"${HistoryBucket.Arn}", "arn:aws:s3:::counts", "HistoryBucket.Arn", "arn:aws:s3:::counts",
		"${AWS::Partition}", "aws", "${AWS::AccountId}", awstest.Account, "${Distribution}", "E1",
	}
	for name, value := range parameters {
		names = append(names, "${"+name+"}", value)
	}
	if err := yaml.Unmarshal([]byte(strings.NewReplacer(names...).Replace(templates.Stack())), &stack); err != nil {
		return policies{}, err
	}
	role := stack.Resources["PublishRole"].Properties
	p := policies{trust: role.Trust.Statement}
	for _, one := range role.Policies {
		p.rights = append(p.rights, one.Document.Statement...)
	}
	for _, bucket := range []string{"SiteBucketPolicy", "HistoryBucketPolicy"} {
		for _, s := range stack.Resources[bucket].Properties.Document.Statement {
			if s.Principal == "*" { // the others are of services
				p.rights = append(p.rights, s)
			}
		}
	}
	return p, p.check()
}

// check refuses what decide would misread.
func (p policies) check() error {
	if len(p.trust) == 0 || len(p.rights) < 6 {
		return fmt.Errorf("%d and %d statements cannot be all", len(p.trust), len(p.rights))
	}
	for _, s := range slices.Concat(p.trust, p.rights) {
		if s.Effect != "Allow" && s.Effect != "Deny" || len(s.Action) == 0 {
			return fmt.Errorf("cannot read %+v", s)
		}
		for operator := range s.Condition {
			if !slices.Contains([]string{"Null", "Bool", "StringEquals", "StringLike"}, operator) {
				return fmt.Errorf("cannot evaluate %s", operator)
			}
		}
	}
	return nil
}

// act is what somebody wants to do, and the keys of conditions that it has.
type act struct {
	action, resource string
	keys             map[string]string
}

// decide decides as IAM does: one denial is enough.
func decide(all []statement, a act) bool {
	applies := func(effect string) bool {
		return slices.ContainsFunc(all, func(s statement) bool { return s.Effect == effect && s.speaksOf(a) })
	}
	return applies("Allow") && !applies("Deny")
}

func (s statement) speaksOf(a act) bool {
	if !likeAny(s.Action, a.action) || s.Resource != nil && !likeAny(s.Resource, a.resource) {
		return false
	}
	for operator, keys := range s.Condition {
		for key, values := range keys {
			if !meets(operator, values, a.keys, key) {
				return false
			}
		}
	}
	return true
}

func meets(operator string, values texts, keys map[string]string, key string) bool {
	value, has := keys[key]
	switch operator {
	case "Null":
		return values[0] == fmt.Sprint(!has)
	case "StringLike":
		return has && likeAny(values, value)
	}
	return has && slices.Contains(values, value)
}

// likeAny reports whether a text has one of the forms, in which * is anything.
func likeAny(forms texts, text string) bool {
	return slices.ContainsFunc(forms, func(form string) bool {
		return regexp.MustCompile("^" + strings.ReplaceAll(regexp.QuoteMeta(form), `\*`, ".*") + "$").MatchString(text)
	})
}

// actsOf is what a request needs to be allowed.
func actsOf(r awstest.Request) []act {
	bucket := "arn:aws:s3:::" + r.Bucket
	object := func(action string) act { return act{action, bucket + "/" + r.Key, tls()} }
	switch r.Operation {
	case "GetCallerIdentity":
		return nil // everybody may
	case "ListObjectsV2":
		return []act{{"s3:ListBucket", bucket, tls()}}
	case "GetObject", "HeadObject":
		return []act{object("s3:GetObject")}
	case "DeleteObject", "DeleteObjects":
		return []act{object("s3:DeleteObject")}
	case "PutObject":
		put := object("s3:PutObject")
		put.keys["s3:ObjectCreationOperation"] = "true"
		needs := []act{put}
		if _, ok := r.Header["If-None-Match"]; ok {
			put.keys["s3:if-none-match"] = r.Header.Get("If-None-Match")
		}
		if _, ok := r.Header["If-Match"]; ok {
			put.keys["s3:if-match"] = r.Header.Get("If-Match")
			needs = append(needs, object("s3:GetObject"))
		}
		return needs
	case "CreateInvalidation":
		return []act{{"cloudfront:CreateInvalidation", "arn:aws:cloudfront::" + awstest.Account + ":distribution/" + r.Distribution, tls()}}
	}
	return []act{{"unknown:" + r.Operation, "*", tls()}}
}

func tls() map[string]string { return map[string]string{"aws:SecureTransport": "true"} }

// may reports whether the role may make a request.
func (p policies) may(r awstest.Request) bool {
	return !slices.ContainsFunc(actsOf(r), func(a act) bool { return !decide(p.rights, a) })
}
