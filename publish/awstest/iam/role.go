package iam

import (
	"fmt"
	"slices"
)

// role is whom a role trusts.
type role struct {
	trust    Policy
	provider string // whose tokens it takes; "" where it takes none
}

// PutRole makes a role, or changes whom it trusts: an assume-role policy document of
// plain values. IAM refuses one that takes GitHub's tokens and does not look at their
// subject (IAM User Guide, "Identity-provider controls for shared OIDC providers").
func (i *IAM) PutRole(arn string, trust any) error {
	p, err := ParsePolicy(trust)
	if err != nil {
		return err
	}
	r := role{trust: p}
	for _, s := range p.Statement {
		principal, _ := s.Principal.(map[string]any)
		federated, ok := principal["Federated"].(string)
		if !ok {
			continue
		}
		r.provider = federated
		if !looksAt(s, issuer+":sub") {
			return fmt.Errorf("MalformedPolicyDocument: %s:sub has to be evaluated", issuer)
		}
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	i.roles[arn] = r
	return nil
}

func looksAt(s Statement, key string) bool {
	for _, keys := range s.Condition {
		if len(keys[key]) > 0 {
			return true
		}
	}
	return false
}

const issuer = "token.actions.githubusercontent.com"

// visible are the claims of GitHub's tokens that STS shows to policies (IAM User
// Guide, "IAM and AWS STS condition context keys": the last of them since January
// 2026).
var visible = []string{
	"aud", "sub", "actor", "actor_id", "enterprise_id", "environment", "job_workflow_ref", "ref", "repository", "repository_id", "workflow",
}

// MayAssume reports whether STS lets somebody take on a role who has a token of
// GitHub with these claims.
func (i *IAM) MayAssume(arn string, claims map[string]string) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	r, exists := i.roles[arn]
	if audiences, known := i.providers[r.provider]; !exists || !known || !slices.Contains(audiences, claims["aud"]) {
		return false
	}
	keys := make(map[string]string)
	for _, claim := range visible {
		if value, ok := claims[claim]; ok {
			keys[issuer+":"+claim] = value
		}
	}
	return r.trust.Allows(Act{Action: "sts:AssumeRoleWithWebIdentity", Keys: keys})
}
