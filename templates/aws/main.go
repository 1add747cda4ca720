// Command aws makes aws/stack.yaml, which is deployed, from stack.in.yaml, the
// functions at the edge and the headers of the site's parts. Run it in the
// templates folder, as
//
//	go generate ./templates
//
// does.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"text/template"

	"datarocks/templates"
)

// What AWS takes at most, in bytes: of a stack that is not fetched from a
// bucket, and of a function.
const (
	mostOfStack    = 51_200
	mostOfFunction = 10_240
)

func main() {
	stack, err := build(os.DirFS("aws"))
	if err == nil {
		err = os.WriteFile("aws/stack.yaml", stack, 0o644)
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "aws: %v - run it in the templates folder, or say go generate ./templates\n", err)
		os.Exit(1)
	}
}

// build makes the stack from a folder's files.
func build(files fs.FS) ([]byte, error) {
	in, err := fs.ReadFile(files, "stack.in.yaml")
	if err != nil {
		return nil, err
	}
	t, err := template.New("stack.in.yaml").Funcs(template.FuncMap{
		"function": func(names ...string) (string, error) { return function(files, names) },
		"policy":   policy,
		"parts":    templates.Parts,
		"part":     templates.PartOf,
	}).Parse(string(in))
	if err != nil {
		return nil, err
	}
	out := bytes.NewBufferString("# Made by go generate ./templates: change stack.in.yaml and what is beside it.\n")
	if err := t.Execute(out, nil); err != nil {
		return nil, err
	}
	if out.Len() > mostOfStack {
		return nil, fmt.Errorf("the stack has %d bytes, AWS takes %d", out.Len(), mostOfStack)
	}
	return out.Bytes(), nil
}

// policy returns a part's as YAML.
func policy(part templates.Part) string {
	text := `"` + part.Policy("${EmbedFrameAncestors}") + `"`
	if strings.Contains(text, "$") {
		return "!Sub " + text
	}
	return text
}

// indent is where the text of a function stands in the stack.
const indent = "          "

// function joins files to one function, as a block of YAML.
func function(files fs.FS, names []string) (string, error) {
	var code strings.Builder
	for i, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return "", err
		}
		if i > 0 {
			code.WriteString("\n")
		}
		code.Write(text)
	}
	if code.Len() > mostOfFunction {
		return "", fmt.Errorf("the function of %s has %d bytes, AWS takes %d", strings.Join(names, ", "), code.Len(), mostOfFunction)
	}
	if strings.Contains(code.String(), "\t") {
		return "", errors.New("a function is indented by tabs, which YAML does not take")
	}
	var block strings.Builder
	block.WriteString("|\n")
	for line := range strings.Lines(code.String()) {
		if line != "\n" {
			block.WriteString(indent)
		}
		block.WriteString(line)
	}
	return strings.TrimSuffix(block.String(), "\n"), nil
}
