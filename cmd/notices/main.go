// Notices prints the licences of all that is linked into a program: of Go itself, and
// of each module. Archives with the program have to hold them.
//
//	go run ./cmd/notices ./cmd/datarocks >THIRD-PARTY-NOTICES.txt
//
// What the program imports differs between systems, so it is asked of each that
// releases are made for. The texts are those of the module cache.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
)

// systems are those that releases are made for.
var systems = []string{"linux", "darwin", "windows"}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: notices PACKAGE")
	}
	packages, err := linked(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	if err := write(os.Stdout, packages); err != nil {
		log.Fatal(err)
	}
}

// listed is a package as `go list` has it.
type listed struct {
	ImportPath, Dir string
	Standard        bool
	GoFiles         []string
	Module          *struct {
		Path, Version, Dir string
		Main               bool
	}
}

// linked lists the packages of others that a program is made of, on any system.
func linked(program string) ([]listed, error) {
	var packages []listed
	seen := make(map[string]bool)
	for _, system := range systems {
		list := exec.Command("go", "list", "-deps", "-json=ImportPath,Dir,Standard,GoFiles,Module", program)
		list.Env = append(os.Environ(), "GOOS="+system, "CGO_ENABLED=0")
		list.Stderr = os.Stderr
		out, err := list.Output()
		if err != nil {
			return nil, fmt.Errorf("go list for %s: %w", system, err)
		}
		for dec := json.NewDecoder(bytes.NewReader(out)); ; {
			var p listed
			if err := dec.Decode(&p); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				return nil, fmt.Errorf("go list for %s: %w", system, err)
			}
			if p.Standard || p.Module.Main || seen[p.ImportPath] {
				continue
			}
			seen[p.ImportPath] = true
			packages = append(packages, p)
		}
	}
	return packages, nil
}

// write writes each text once, below the modules that it is of.
func write(w io.Writer, packages []listed) error {
	owners, err := texts(packages)
	if err != nil {
		return err
	}
	fmt.Fprint(w, "Licences of the software that datarocks is linked with. That of datarocks itself\n"+
		"is in LICENSE, and what its sites are made with is in NOTICE. The source of a module\n"+
		"is at https://proxy.golang.org/MODULE/@v/VERSION.zip.\n")
	order := slices.SortedFunc(maps.Keys(owners), func(a, b string) int {
		return slices.Compare(owners[a], owners[b])
	})
	for _, text := range order {
		if _, err := fmt.Fprintf(w, "\n%s\n%s\n\n%s\n", strings.Repeat("-", 72), strings.Join(owners[text], "\n"), text); err != nil {
			return err
		}
	}
	return nil
}

// texts returns whom each text is of: "module version: file", sorted.
func texts(packages []listed) (map[string][]string, error) {
	owners := make(map[string][]string)
	add := func(owner, file string) error {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		key := strings.TrimSpace(strings.ReplaceAll(string(text), "\r\n", "\n"))
		if !slices.Contains(owners[key], owner) {
			owners[key] = append(owners[key], owner)
			slices.Sort(owners[key])
		}
		return nil
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, fmt.Errorf("go env GOROOT: %w", err)
	}
	for _, file := range []string{"LICENSE", "PATENTS"} {
		if err := add("Go "+strings.TrimPrefix(runtime.Version(), "go")+": "+file, filepath.Join(strings.TrimSpace(string(root)), file)); err != nil {
			return nil, err
		}
	}
	for _, p := range packages {
		files, err := licences(p.Module.Dir, p.Dir)
		if err != nil {
			return nil, err
		}
		if len(files) == 0 {
			return nil, fmt.Errorf("%s has no licence in %s", p.ImportPath, p.Module.Dir)
		}
		for _, file := range files {
			name, err := filepath.Rel(p.Module.Dir, file)
			if err != nil {
				return nil, err
			}
			if err := add(p.Module.Path+" "+p.Module.Version+": "+filepath.ToSlash(name), file); err != nil {
				return nil, err
			}
		}
	}
	return owners, nil
}

// named is how files with a licence, or with what has to be named beside it, are called.
var named = regexp.MustCompile(`(?i)^(un)?(licen[cs]e|copying|copyright|notice|patents|authors)([-_.].*)?$`)

// licences lists such files from a package's folder up to that of its module.
func licences(module, dir string) ([]string, error) {
	var files []string
	for {
		entries, err := os.ReadDir(dir)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if !e.IsDir() && named.MatchString(e.Name()) && filepath.Ext(e.Name()) != ".go" {
				files = append(files, filepath.Join(dir, e.Name()))
			}
		}
		if dir == module || !strings.HasPrefix(dir, module) {
			return files, nil
		}
		dir = filepath.Dir(dir)
	}
}
