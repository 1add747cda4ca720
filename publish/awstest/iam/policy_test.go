package iam

import (
	"encoding/json"
	"testing"

	"datarocks/publish/awstest/wire"
)

func parse(t *testing.T, statement string) any {
	t.Helper()
	var document any
	if err := json.Unmarshal([]byte(`{"Version": "2012-10-17", "Statement": [`+statement+`]}`), &document); err != nil {
		t.Fatal(err)
	}
	return document
}

func TestAllows(t *testing.T) {
	const allow = `{"Effect": "Allow", "Action": "s3:*Object", "Resource": ["arn:aws:s3:::a/*", "arn:aws:s3:::b/x?"]`
	get := func(resource string, keys ...string) Act {
		a := Act{Action: "s3:GetObject", Resource: resource, Keys: make(map[string]string)}
		for i := 0; i < len(keys); i += 2 {
			a.Keys[keys[i]] = keys[i+1]
		}
		return a
	}
	for _, test := range []struct {
		statements string
		act        Act
		want       bool
	}{
		{allow + `}`, get("arn:aws:s3:::a/b/c"), true},
		{allow + `}`, get("arn:aws:s3:::a"), false},
		{allow + `}`, get("arn:aws:s3:::b/xy"), true},
		{allow + `}`, get("arn:aws:s3:::b/xyz"), false},
		{allow + `}`, Act{Action: "S3:getobject", Resource: "arn:aws:s3:::a/b"}, true},
		{allow + `}`, Act{Action: "s3:GetObjectVersion", Resource: "arn:aws:s3:::a/b"}, false},
		{allow + `}, {"Effect": "Deny", "Action": "*", "Resource": "*"}`, get("arn:aws:s3:::a/b"), false},
		{`{"Effect": "Deny", "Action": "s3:PutObject", "Resource": "*"}`, get("arn:aws:s3:::a/b"), false},
		// All operators and all keys have to be met, each by one of its values.
		{allow + `, "Condition": {"StringEquals": {"k": ["x", "y"]}}}`, get("arn:aws:s3:::a/b", "K", "y"), true},
		{allow + `, "Condition": {"StringEquals": {"k": "x*"}}}`, get("arn:aws:s3:::a/b", "k", "xy"), false},
		{allow + `, "Condition": {"StringEquals": {"k": "x"}}}`, get("arn:aws:s3:::a/b", "k", "X"), false},
		{allow + `, "Condition": {"StringEquals": {"k": "x"}}}`, get("arn:aws:s3:::a/b"), false},
		{allow + `, "Condition": {"StringEquals": {"k": "x", "l": "y"}}}`, get("arn:aws:s3:::a/b", "k", "x"), false},
		{allow + `, "Condition": {"StringEquals": {"k": "x"}, "StringLike": {"k": "y*"}}}`, get("arn:aws:s3:::a/b", "k", "x"), false},
		// What * stands for has no bounds, which is why ids are not left open.
		{allow + `, "Condition": {"StringLike": {"k": "repo:a@*/b@*:ref"}}}`, get("arn:aws:s3:::a/b", "k", "repo:a@1/c@2:x/b@3:ref"), true},
		{allow + `, "Condition": {"Bool": {"k": "true"}}}`, get("arn:aws:s3:::a/b", "k", "True"), true},
		{allow + `, "Condition": {"Bool": {"k": "false"}}}`, get("arn:aws:s3:::a/b"), false},
		{allow + `, "Condition": {"Null": {"k": "true"}}}`, get("arn:aws:s3:::a/b"), true},
		{allow + `, "Condition": {"Null": {"k": "true"}}}`, get("arn:aws:s3:::a/b", "k", ""), false},
	} {
		p, err := ParsePolicy(parse(t, test.statements))
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Allows(test.act); got != test.want {
			t.Errorf("%s\n%+v: %t, want %t", test.statements, test.act, got, test.want)
		}
	}
	for _, unread := range []string{
		`{"Effect": "Maybe", "Action": "*"}`, `{"Effect": "Allow"}`, `{"Effect": "Allow", "Action": "*", "Condition": {"StringNotLike": {"k": "x"}}}`, `{"Effect": 1}`,
	} {
		if _, err := ParsePolicy(parse(t, unread)); err == nil {
			t.Errorf("%s is read", unread)
		}
	}
}

// TestPutRole: IAM takes no role that any repository could take on, and STS shows no
// claims but those that AWS lists.
func TestPutRole(t *testing.T) {
	i := New()
	i.CreateProvider("sts.amazonaws.com")
	trust := func(condition string) any {
		return parse(t, `{"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity", "Principal": {"Federated": "`+wire.GitHubProvider+`"}, "Condition": `+condition+`}`)
	}
	const sub, ownerID = `"` + issuer + `:sub": "s"`, `"` + issuer + `:repository_owner_id": "11"`
	if err := i.PutRole("r", trust(`{"StringEquals": {`+ownerID+`}}`)); err == nil {
		t.Error("a role without a look at the subject is made")
	}
	claims := map[string]string{"aud": "sts.amazonaws.com", "sub": "s", "repository_owner_id": "11"}
	for condition, want := range map[string]bool{
		`{"StringEquals": {` + sub + `}}`:                  true,
		`{"StringEquals": {` + sub + `, ` + ownerID + `}}`: false,
	} {
		if err := i.PutRole("r", trust(condition)); err != nil {
			t.Fatal(err)
		}
		if got := i.MayAssume("r", claims); got != want {
			t.Errorf("%s: %t, want %t", condition, got, want)
		}
	}
	if i.MayAssume("other", claims) {
		t.Error("a role that is not there is taken on")
	}
}
