package stacks

import (
	"regexp"
	"strings"
)

// template is a CloudFormation template, as far as it is understood here:
// parameters with or without a default, conditions, and what resources there are.
// It has to be in YAML, with an indent of two.
type template struct {
	text       string
	parameters []block
	conditions []block
	resources  []block
	outputs    []block
}

// block is an entry of a section: its name and its lines.
type block struct{ name, text string }

func parseTemplate(text string) template {
	return template{
		text:       text,
		parameters: sectionOf(text, "Parameters"),
		conditions: sectionOf(text, "Conditions"),
		resources:  sectionOf(text, "Resources"),
		outputs:    sectionOf(text, "Outputs"),
	}
}

var entry = regexp.MustCompile(`^  ([A-Za-z0-9]+):(.*)`)

func sectionOf(text, name string) []block {
	var blocks []block
	_, text, _ = strings.Cut(text, "\n"+name+":\n")
	for line := range strings.SplitSeq(text, "\n") {
		if line != "" && line[0] != ' ' && line[0] != '#' {
			break // the next section
		}
		if found := entry.FindStringSubmatch(line); found != nil {
			blocks = append(blocks, block{found[1], found[2] + "\n"})
		} else if len(blocks) > 0 {
			blocks[len(blocks)-1].text += line + "\n"
		}
	}
	return blocks
}

// attribute returns the value of a line "Name: value" of the entry itself.
func (b block) attribute(name string) (value string, ok bool) {
	_, rest, ok := strings.Cut(b.text, "\n    "+name+": ")
	value, _, _ = strings.Cut(rest, "\n")
	return strings.Trim(value, `"'`), ok
}

// holds reports whether the condition of an entry, if it has one, is met.
func (t template) holds(b block, parameters map[string]string) bool {
	name, conditional := b.attribute("Condition")
	if !conditional {
		return true
	}
	e, err := newEvaluator(t.text, parameters, nil)
	return err == nil && e.meets(name)
}

// textOf returns the lines of a resource; "" where there is none of that name.
func (t template) textOf(name string) string {
	for _, b := range t.resources {
		if b.name == name {
			return b.text
		}
	}
	return ""
}

// touches reports whether an entry depends on a parameter, be it by a condition.
func (t template) touches(b block, parameter string) bool {
	for _, c := range t.conditions {
		if strings.Contains(c.text, "!Ref "+parameter) && strings.Contains(b.text, c.name) {
			return true
		}
	}
	return strings.Contains(b.text, parameter)
}
