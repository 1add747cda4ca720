package templates_test

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"regexp"
	"strings"
	"testing"
)

const regenerate = "run go generate ./templates and commit what it changes"

// TestEChartsIsGenerated fails when the bundle, or a file it is made from, was
// changed and the generator not run.
func TestEChartsIsGenerated(t *testing.T) {
	t.Parallel()
	checked := map[string]bool{}
	for line := range strings.Lines(read(t, "echarts/echarts.sha256")) {
		want, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
		sum := sha256.Sum256([]byte(read(t, name)))
		if got := hex.EncodeToString(sum[:]); got != want {
			t.Errorf("%s has the hash %s, the generator saw %s; %s", name, got, want, regenerate)
		}
		checked[name] = true
	}
	for _, name := range []string{"site/assets/echarts.js", "echarts/entry.js", "echarts/packages.txt", "../NOTICE"} {
		if !checked[name] {
			t.Errorf("echarts.sha256 does not name %s; %s", name, regenerate)
		}
	}
}

// TestEChartsVersions compares the versions in the bundle and NOTICE with
// what the generator asks npm for.
func TestEChartsVersions(t *testing.T) {
	t.Parallel()
	banner, code, _ := strings.Cut(read(t, "site/assets/echarts.js"), "\n")
	notice := read(t, "../NOTICE")
	for line := range strings.Lines(read(t, "echarts/packages.txt")) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Fields(line)
		name, version, licence := f[0], f[1], f[2]
		if want := name + " " + version + " (" + licence + ")"; !strings.Contains(banner, want) {
			t.Errorf("the bundle's first line %q does not name %s; %s", banner, want, regenerate)
		}
		// Only these two carry their version in the code.
		if name != "tslib" && !strings.Contains(code, `"`+version+`"`) {
			t.Errorf("%s %s is not in the code; %s", name, version, regenerate)
		}
		if !regexp.MustCompile(`(?im)^(Apache )?` + name + ` ` + regexp.QuoteMeta(version) + `\b`).MatchString(notice) {
			t.Errorf("NOTICE does not name %s %s - correct it there, then %s", name, version, regenerate)
		}
	}
}

// TestEChartsCarriesItsLicences: visitors are sent the bundle without NOTICE,
// so it must hold the text itself.
func TestEChartsCarriesItsLicences(t *testing.T) {
	t.Parallel()
	if !strings.HasSuffix(read(t, "site/assets/echarts.js"), "/*!\n"+read(t, "../NOTICE")+"*/\n") {
		t.Errorf("the bundle does not end with NOTICE; %s", regenerate)
	}
}

// TestEChartsKeepsToThePage: code made from strings is what the site's content
// policy forbids, and a visitor's console stays clean.
func TestEChartsKeepsToThePage(t *testing.T) {
	t.Parallel()
	code := read(t, "site/assets/echarts.js")
	forbidden := regexp.MustCompile(`\beval\(|\bFunction\(|\bset(Timeout|Interval)\(["'\x60]|\bimport\(|\bdebugger\b|` +
		`\bconsole(\.\w+)+\(|XMLHttpRequest|process\.env|sourceMappingURL`)
	if found := forbidden.FindString(code); found != "" {
		t.Errorf("the bundle holds %s", found)
	}
}

func read(t testing.TB, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatalf("%v; %s", err, regenerate)
	}
	return string(data)
}
