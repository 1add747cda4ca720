package stacks

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"datarocks/publish/awstest/wire"
)

// Resource is a resource of a template, its functions evaluated. Values are text,
// []any and map[string]any.
type Resource struct {
	Type       string
	Properties map[string]any
}

// Evaluate returns the resources of a template whose conditions are met, by name.
// named is what !Ref (with attribute "") and !GetAtt return of a resource. Of a
// template that it does not understand it makes nothing.
func Evaluate(text string, parameters map[string]string, named func(resource, attribute string) string) (all map[string]Resource, err error) {
	e, err := newEvaluator(text, parameters, named)
	if err != nil {
		return nil, err
	}
	defer func() {
		if problem := recover(); problem != nil {
			all, err = nil, fmt.Errorf("template: %v", problem)
		}
	}()
	all = make(map[string]Resource)
	for name := range e.resources {
		resource, ok := e.resources[name].(map[string]any)
		condition, conditional := resource["Condition"].(string)
		if !ok || conditional && !e.meets(condition) {
			continue
		}
		kind, _ := resource["Type"].(string)
		properties, _ := e.value(resource["Properties"]).(map[string]any)
		all[name] = Resource{kind, properties}
	}
	return all, nil
}

// evaluator evaluates the functions of one template.
type evaluator struct {
	parameters            map[string]string
	conditions, resources map[string]any
	named                 func(resource, attribute string) string
}

func newEvaluator(text string, parameters map[string]string, named func(resource, attribute string) string) (*evaluator, error) {
	root, err := parse(text)
	if err != nil {
		return nil, err
	}
	e := &evaluator{parameters: make(map[string]string), named: named}
	e.conditions, _ = root["Conditions"].(map[string]any)
	e.resources, _ = root["Resources"].(map[string]any)
	declared, _ := root["Parameters"].(map[string]any)
	for name, one := range declared {
		about, _ := one.(map[string]any)
		if value, ok := about["Default"].(string); ok {
			e.parameters[name] = value
		}
		if value, ok := parameters[name]; ok {
			e.parameters[name] = value
		}
	}
	return e, nil
}

// parsed are the templates that were parsed before, by their text: a stack looks at its
// template for each of its resources. Nobody changes what they hold.
var parsed sync.Map

// parse returns the sections of a template.
func parse(text string) (map[string]any, error) {
	if root, ok := parsed.Load(text); ok {
		return root.(map[string]any), nil
	}
	file, err := parser.ParseBytes([]byte(text), 0)
	if err != nil || len(file.Docs) == 0 {
		return nil, fmt.Errorf("template: %w", err)
	}
	root, ok := decode(file.Docs[0].Body).(map[string]any)
	if !ok {
		return nil, fmt.Errorf("template: no mapping")
	}
	parsed.Store(text, root)
	return root, nil
}

// call is a function that is not evaluated yet, such as !Ref.
type call struct {
	function string
	argument any
}

// decode makes plain values of YAML: every scalar is text.
func decode(node ast.Node) any {
	switch n := node.(type) {
	case *ast.TagNode:
		return call{n.Start.Value, decode(n.Value)}
	case *ast.MappingNode:
		all := make(map[string]any)
		for _, pair := range n.Values {
			all[pair.Key.GetToken().Value] = decode(pair.Value)
		}
		return all
	case *ast.MappingValueNode:
		return map[string]any{n.Key.GetToken().Value: decode(n.Value)}
	case *ast.SequenceNode:
		all := make([]any, len(n.Values))
		for i, one := range n.Values {
			all[i] = decode(one)
		}
		return all
	case *ast.LiteralNode:
		return n.Value.Value
	case *ast.NullNode, nil:
		return nil
	}
	return node.GetToken().Value
}

// none is AWS::NoValue, which takes away what has it as its value.
type none struct{}

func (e *evaluator) value(v any) any {
	switch v := v.(type) {
	case map[string]any:
		all := make(map[string]any)
		for name, one := range v {
			if one = e.value(one); one != (none{}) {
				all[name] = one
			}
		}
		return all
	case []any:
		all := []any{}
		for _, one := range v {
			if one = e.value(one); one != (none{}) {
				all = append(all, one)
			}
		}
		return all
	case call:
		return e.call(v)
	}
	return v
}

func (e *evaluator) call(c call) any {
	arguments, _ := c.argument.([]any)
	switch c.function {
	case "!If":
		if e.meets(arguments[0].(string)) {
			return e.value(arguments[1])
		}
		return e.value(arguments[2])
	case "!Ref":
		return e.reference(c.argument.(string))
	case "!GetAtt":
		resource, attribute, _ := strings.Cut(c.argument.(string), ".")
		return e.named(resource, attribute)
	case "!Sub":
		return e.substitute(c.argument.(string))
	case "!Select":
		i, err := strconv.Atoi(arguments[0].(string))
		if err != nil {
			panic(err)
		}
		return e.value(arguments[1]).([]any)[i]
	case "!Split":
		pieces := []any{}
		for piece := range strings.SplitSeq(e.value(arguments[1]).(string), arguments[0].(string)) {
			pieces = append(pieces, piece)
		}
		return pieces
	}
	panic("no function " + c.function)
}

// meets reports whether a condition of the template is met.
func (e *evaluator) meets(name string) bool {
	condition, known := e.conditions[name]
	if !known {
		panic("no condition " + name)
	}
	return e.truth(condition)
}

func (e *evaluator) truth(v any) bool {
	c, ok := v.(call)
	if !ok {
		panic(fmt.Sprintf("%v is no condition", v))
	}
	arguments, _ := c.argument.([]any)
	switch c.function {
	case "!Condition":
		return e.meets(c.argument.(string))
	case "!Equals":
		return e.value(arguments[0]) == e.value(arguments[1])
	case "!Not":
		return !e.truth(arguments[0])
	case "!And":
		for _, one := range arguments {
			if !e.truth(one) {
				return false
			}
		}
		return true
	case "!Or":
		return slices.ContainsFunc(arguments, e.truth)
	}
	panic("no condition function " + c.function)
}

func (e *evaluator) reference(name string) any {
	switch name {
	case "AWS::NoValue":
		return none{}
	case "AWS::AccountId":
		return wire.Account
	case "AWS::Region":
		return wire.Region
	case "AWS::Partition":
		return "aws"
	case "AWS::StackName":
		return e.named("", "")
	}
	if value, ok := e.parameters[name]; ok {
		return value
	}
	if _, ok := e.resources[name]; !ok {
		panic("nothing is called " + name)
	}
	return e.named(name, "")
}

var variable = regexp.MustCompile(`\$\{([A-Za-z0-9:]+)(?:\.([A-Za-z0-9.]+))?\}`)

func (e *evaluator) substitute(text string) string {
	return variable.ReplaceAllStringFunc(text, func(found string) string {
		parts := variable.FindStringSubmatch(found)
		if parts[2] != "" {
			return e.named(parts[1], parts[2])
		}
		return fmt.Sprint(e.reference(parts[1]))
	})
}
