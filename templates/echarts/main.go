// Command echarts makes site/assets/echarts.js: the part of Apache ECharts that
// the live charts use, as one script that sets the global echarts. It needs the
// network and Go, but no Node. Run it in the templates folder, as
//
//	go generate ./templates
//
// does. packages.txt lists which npm packages it takes and by which hash it
// knows them, entry.js which parts of them go in. Both, the esbuild version and
// the NOTICE file decide every byte that comes out, so a second run changes
// nothing; echarts.sha256 lets a test see a change that was not generated.
//
// Updating ECharts: write the new versions and hashes into packages.txt and the
// new versions into NOTICE, then generate. A licence that NOTICE no longer
// repeats stops the generator.
package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
)

// esbuild is pinned because another version may name or order things otherwise.
const esbuild = "github.com/evanw/esbuild/cmd/esbuild@v0.28.2"

// Paths are relative to the templates folder.
const (
	bundlePath = "site/assets/echarts.js"
	sumsPath   = "echarts/echarts.sha256"
	noticePath = "../NOTICE"
)

// inputs are the files which, once changed, make the bundle out of date.
var inputs = []string{"echarts/entry.js", "echarts/packages.txt", noticePath}

var (
	//go:embed entry.js
	entry []byte
	//go:embed packages.txt
	packagesText string
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "echarts:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	notice, err := os.ReadFile(noticePath)
	if err != nil {
		return fmt.Errorf("%w - run it in the templates folder, or say go generate ./templates", err)
	}
	packages, err := parsePackages(packagesText)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "echarts-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := install(ctx, packages, filepath.Join(dir, "node_modules")); err != nil {
		return err
	}
	if err := checkNotice(notice, filepath.Join(dir, "node_modules")); err != nil {
		return err
	}
	code, err := bundle(ctx, dir)
	if err != nil {
		return err
	}
	return write(assemble(packages, code, notice))
}

// licences are the texts that go with the bundle wherever it is passed on:
// the NOTICE as section 4(d) of the Apache licence asks, the others as BSD
// does. The Apache licence itself is beside NOTICE, in LICENSE.
var licences = []string{
	"echarts/NOTICE",
	"echarts/licenses/LICENSE-d3",
	"zrender/LICENSE",
	"tslib/LICENSE.txt",
}

// checkNotice reports a licence of the installed packages that the notice does
// not repeat word for word.
func checkNotice(notice []byte, modules string) error {
	have := words(notice)
	for _, name := range licences {
		text, err := os.ReadFile(filepath.Join(modules, filepath.FromSlash(name)))
		if err != nil {
			return fmt.Errorf("read licence: %w", err)
		}
		if !strings.Contains(have, words(text)) {
			return fmt.Errorf("NOTICE lacks the text of %s - copy it there from the npm package", name)
		}
	}
	return nil
}

// words makes texts comparable that differ in line breaks and indentation.
func words(text []byte) string { return strings.Join(strings.Fields(string(text)), " ") }

// bundle runs esbuild over entry.js and the packages in dir/node_modules.
func bundle(ctx context.Context, dir string) ([]byte, error) {
	if err := os.WriteFile(filepath.Join(dir, "entry.js"), entry, 0o644); err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, "go", "run", esbuild, "entry.js",
		"--bundle", "--minify", "--format=iife", "--global-name=echarts",
		"--target=es2020",
		// The code that helps developers of charts is written to vanish by this.
		`--define:process.env.NODE_ENV="production"`,
		// A visitor's console is not ours to write to.
		"--drop:console",
		"--legal-comments=eof",
		// Without this a tsconfig.json above the temporary folder would count.
		"--tsconfig-raw={}",
		"--log-level=warning")
	cmd.Dir = dir
	// Neither the caller's build flags nor its own packages may reach the result.
	cmd.Env = append(os.Environ(), "GOFLAGS=", "NODE_PATH=")
	cmd.Stderr = os.Stderr
	code, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("run esbuild: %w", err)
	}
	return code, nil
}

// assemble puts the names and versions before the code, where a reader of the
// file looks, and the notice behind it: visitors are sent this file alone, so
// it must carry its licences itself.
func assemble(packages []npmPackage, code, notice []byte) []byte {
	names := make([]string, len(packages))
	for i, p := range packages {
		names[i] = fmt.Sprintf("%s %s (%s)", p.name, p.version, p.licence)
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "/*! Made from %s; licences at the end. */\n", strings.Join(names, ", "))
	b.Write(code)
	fmt.Fprintf(&b, "/*!\n%s*/\n", notice)
	return b.Bytes()
}

// write stores the bundle, and beside it the hashes by which a test, or
// sha256sum -c, sees that bundle and inputs still belong together.
func write(bundle []byte) error {
	if err := os.MkdirAll(filepath.Dir(bundlePath), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(bundlePath, bundle, 0o644); err != nil {
		return err
	}
	var sums bytes.Buffer
	for _, name := range append([]string{bundlePath}, inputs...) {
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		fmt.Fprintf(&sums, "%x  %s\n", sha256.Sum256(data), name)
	}
	return os.WriteFile(sumsPath, sums.Bytes(), 0o644)
}
