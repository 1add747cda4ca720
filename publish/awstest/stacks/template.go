package stacks

import (
	"regexp"
	"strings"
)

// template is a CloudFormation template, as far as it is understood here:
// parameters with or without a default, conditions that compare a parameter,
// and what resources there are. It has to be in YAML, with an indent of two.
type template struct {
	parameters []block
	conditions []block
	resources  []block
	outputs    []block
}

// block is an entry of a section: its name and its lines.
type block struct{ name, text string }

func parseTemplate(text string) template {
	return template{
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

var comparison = regexp.MustCompile(`(!Not \[)?!Equals \[!Ref ([A-Za-z0-9]+), "([^"]*)"\]`)

// holds reports whether the condition of an entry, if it has one, is met.
func (t template) holds(b block, parameters map[string]string) bool {
	name, conditional := b.attribute("Condition")
	if !conditional {
		return true
	}
	for _, c := range t.conditions {
		if found := comparison.FindStringSubmatch(c.text); c.name == name && found != nil {
			return (parameters[found[2]] == found[3]) == (found[1] == "")
		}
	}
	return false
}

// touches reports whether an entry depends on a parameter, be it by a condition.
func (t template) touches(b block, parameter string) bool {
	for _, c := range t.conditions {
		if strings.Contains(c.text, "!Ref "+parameter+",") && strings.Contains(b.text, c.name) {
			return true
		}
	}
	return strings.Contains(b.text, parameter)
}
