package iam

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Policy is a policy document: whom a role trusts, what somebody may, or what a
// bucket refuses.
type Policy struct {
	Statement []Statement
}

// Statement is one statement of a policy.
type Statement struct {
	Sid       string
	Effect    string
	Principal any
	Action    texts
	Resource  texts
	Condition map[string]map[string]texts // values by operator and key
}

// texts is a text or several, as policies have it.
type texts []string

// UnmarshalJSON reads either.
func (t *texts) UnmarshalJSON(data []byte) error {
	var one string
	if json.Unmarshal(data, &one) == nil {
		*t = texts{one}
		return nil
	}
	return json.Unmarshal(data, (*[]string)(t))
}

// ParsePolicy reads a policy document of plain values. It refuses what Allows would
// misread.
func ParsePolicy(document any) (Policy, error) {
	var p Policy
	text, err := json.Marshal(document)
	if err == nil {
		err = json.Unmarshal(text, &p)
	}
	if err != nil {
		return p, fmt.Errorf("policy: %w", err)
	}
	for _, s := range p.Statement {
		if s.Effect != "Allow" && s.Effect != "Deny" || len(s.Action) == 0 {
			return p, fmt.Errorf("policy: cannot read %+v", s)
		}
		for operator := range s.Condition {
			if operators[operator] == nil {
				return p, fmt.Errorf("policy: cannot evaluate %s", operator)
			}
		}
	}
	return p, nil
}

// Act is what somebody wants to do, and the values of the condition keys that it
// has.
type Act struct {
	Action, Resource string
	Keys             map[string]string
}

// Allows decides as IAM does: an Allow is needed, and one Deny is enough.
func (p Policy) Allows(a Act) bool {
	applies := func(effect string) bool {
		return slices.ContainsFunc(p.Statement, func(s Statement) bool { return s.Effect == effect && s.speaksOf(a) })
	}
	return applies("Allow") && !applies("Deny")
}

// speaksOf reports whether a statement is of an act. All its conditions have to be
// met, each by one of its values. A trust policy has no resource.
func (s Statement) speaksOf(a Act) bool {
	isAction := func(form string) bool { return like(strings.ToLower(form), strings.ToLower(a.Action)) }
	isResource := func(form string) bool { return like(form, a.Resource) }
	if !slices.ContainsFunc(s.Action, isAction) || s.Resource != nil && !slices.ContainsFunc(s.Resource, isResource) {
		return false
	}
	for operator, keys := range s.Condition {
		for key, values := range keys {
			value, has := lookup(a.Keys, key)
			if !slices.ContainsFunc(values, func(want string) bool { return operators[operator](want, value, has) }) {
				return false
			}
		}
	}
	return true
}

// lookup finds a condition key, whose name has no case.
func lookup(keys map[string]string, name string) (value string, ok bool) {
	for key, value := range keys {
		if strings.EqualFold(key, name) {
			return value, true
		}
	}
	return "", false
}

// operators compare a value of a policy with that of an act, which may lack it.
var operators = map[string]func(want, value string, has bool) bool{
	"StringEquals": func(want, value string, has bool) bool { return has && value == want },
	"StringLike":   func(want, value string, has bool) bool { return has && like(want, value) },
	"Bool":         func(want, value string, has bool) bool { return has && strings.EqualFold(value, want) },
	"Null":         func(want, _ string, has bool) bool { return want == fmt.Sprint(!has) },
}

// like reports whether a text has a form, in which * is anything, "/" and ":" too,
// and ? any one character.
func like(form, text string) bool {
	pattern := strings.NewReplacer(`\*`, `.*`, `\?`, `.`).Replace(regexp.QuoteMeta(form))
	return regexp.MustCompile(`(?s)^` + pattern + `$`).MatchString(text)
}
