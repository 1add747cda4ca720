package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestEveryModuleHasItsNotice: whatever `go list` finds in the program, here and for
// each system of a release, has a licence among what is printed, and so has Go.
func TestEveryModuleHasItsNotice(t *testing.T) {
	packages, err := linked("datarocks/cmd/datarocks")
	if err != nil {
		t.Fatal(err)
	}
	var printed strings.Builder
	if err := write(&printed, packages); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}{{end}}{{end}}", "datarocks/cmd/datarocks").Output()
	if err != nil {
		t.Fatal(err)
	}
	modules := strings.Fields(strings.ReplaceAll(string(out), " ", "@"))
	slices.Sort(modules)
	modules = slices.Compact(modules)
	if len(modules) < 20 {
		t.Fatalf("only %d modules: %v", len(modules), modules)
	}
	for _, module := range modules {
		name := strings.Replace(module, "@", " ", 1)
		if !regexp.MustCompile(`(?mi)^` + regexp.QuoteMeta(name) + `: .*(licen|copying)`).MatchString(printed.String()) {
			t.Errorf("%s has no licence in the notices", name)
		}
	}
	for _, want := range []string{
		"\nGo 1.", "Copyright 2009 The Go Authors", "Apache License", "Permission is hereby granted", "github.com/aws/smithy-go",
		"singleflight/LICENSE", // of a part of a module
	} {
		if !strings.Contains(printed.String(), want) {
			t.Errorf("the notices lack %q", want)
		}
	}
}

// TestNothingOfTheAGPLIsLinked: no file of the program names that licence, which would
// bind who serves it.
func TestNothingOfTheAGPLIsLinked(t *testing.T) {
	packages, err := linked("datarocks/cmd/datarocks")
	if err != nil {
		t.Fatal(err)
	}
	strict := regexp.MustCompile(`\bAGPL|Affero`)
	for _, p := range packages {
		for _, name := range p.GoFiles {
			text, err := os.ReadFile(filepath.Join(p.Dir, name))
			if err != nil {
				t.Fatal(err)
			}
			if strict.Match(text) {
				t.Errorf("%s/%s names the AGPL", p.ImportPath, name)
			}
		}
	}
}

func TestLicences(t *testing.T) {
	module := t.TempDir()
	for _, name := range []string{"LICENSE", "NOTICE.txt", "license.go", "README.md", "a/COPYING", "a/b/Licence-MIT", "a/b/code.go", "c/LICENSE"} {
		file := filepath.Join(module, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	files, err := licences(module, filepath.Join(module, "a", "b"))
	if err != nil {
		t.Fatal(err)
	}
	for i, file := range files {
		name, err := filepath.Rel(module, file)
		if err != nil {
			t.Fatal(err)
		}
		files[i] = filepath.ToSlash(name)
	}
	if want := []string{"a/b/Licence-MIT", "a/COPYING", "LICENSE", "NOTICE.txt"}; !slices.Equal(files, want) {
		t.Errorf("licences of a/b: %v, want %v", files, want)
	}
}

// TestReleasesShipTheNotices.
func TestReleasesShipTheNotices(t *testing.T) {
	script, err := os.ReadFile("../../.ci/release")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"go run ./cmd/notices ./cmd/datarocks", "cp LICENSE NOTICE ", "THIRD-PARTY-NOTICES.txt"} {
		if !strings.Contains(string(script), want) {
			t.Errorf(".ci/release lacks %q", want)
		}
	}
	for _, system := range systems {
		if !strings.Contains(string(script), system+"/") {
			t.Errorf(".ci/release has no archive for %s", system)
		}
	}
}
