package shell

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// world returns a world that prints to one buffer, in a job on GitHub.
func world() (*World, *bytes.Buffer) {
	out := &bytes.Buffer{}
	return &World{Stdout: NewStream(out), Stderr: NewStream(out), Getenv: func(name string) string {
		return map[string]string{"GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": "/repository"}[name]
	}}, out
}

// asTheRunner returns a line as GitHub's runner compares it: invisible characters do
// not count.
func asTheRunner(line string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\t' || unicode.In(r, unicode.Cf, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point) {
			return -1
		}
		return r
	}, line)
}

// checkLines fails where a line that was printed is a command, and is none of ours.
func checkLines(t *testing.T, printed string) {
	t.Helper()
	for line := range strings.FieldsFuncSeq(printed, func(r rune) bool { return r == '\n' || r == '\r' }) {
		if rest, ours := strings.CutPrefix(line, "::warning title=datarocks::"); ours {
			line = rest
		}
		if rest, ours := strings.CutPrefix(line, "::error file="); ours {
			_, line, _ = strings.Cut(rest, "::")
			line = "text " + line
		}
		seen := asTheRunner(line)
		if strings.Contains(seen, "##[") || strings.HasPrefix(strings.TrimSpace(seen), "::") {
			t.Errorf("GitHub would act upon the line %q", line)
		}
	}
	for _, r := range printed {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			t.Fatalf("the control character %U is in %q", r, printed)
		}
	}
}

// FuzzNamesAreNoCommands: whatever a stranger calls themselves, and whichever way it
// is printed, GitHub and a terminal take it for text.
func FuzzNamesAreNoCommands(f *testing.F) {
	for _, name := range []string{
		"##[error]forged", "::stop-commands::x", " \u00a0::set-env name=A::b", "a\n::add-mask::Opeth", "a\r::debug::b",
		"#\u00ad#\u200b[group]", "\ufeff::error::x", ":\u200d:warning::x", "####[command]", "\x1b[31mred", "\u009b2J", "\u202egnp",
		"x\u2028::error::y", "\xff##[error]", "🏴\U000e0067\U000e0062\U000e007f", "می\u200cخواهم", "100%0A::error::x",
	} {
		f.Add(name, 3)
	}
	f.Fuzz(func(t *testing.T, name string, at int) {
		w, out := world()
		w.Say("%s", name)
		w.Print("%s", name)
		w.Warn(name)
		w.AnnotateLine("error", name, 3, name)
		w.Print("Spotify: %s", name)
		// A program that prints in pieces, as a table does.
		cut := min(max(at, 0), len(name))
		fmt.Fprint(w.Stdout, name[:cut])
		fmt.Fprintln(w.Stdout, name[cut:])
		table := csv.NewWriter(w.Stdout)
		_ = table.Write([]string{name, name})
		table.Flush()
		checkLines(t, out.String())

		// JSON reads as what it was.
		out.Reset()
		if err := w.JSON([]string{name}); err != nil {
			t.Fatal(err)
		}
		checkLines(t, out.String())
		var read []string
		if err := json.Unmarshal(out.Bytes(), &read); err != nil || read[0] != strings.ToValidUTF8(name, "\ufffd") && utf8.ValidString(name) {
			t.Errorf("%q was read back as %q: %v", name, read, err)
		}
	})
}

func TestStreamLeavesTextAlone(t *testing.T) {
	for _, text := range []string{
		"Spotify: 3 of 3 counted\n", "  10:30::45\n", "a ::b\n", "# [1]\n", "#[x]", "Sigur Rós\t人間椅子\n", "👨‍👩‍👧 ❤️\n", "C++ [x] ##\n", "می\u200cخواهم\n",
	} {
		var out bytes.Buffer
		if n, err := NewStream(&out).Write([]byte(text)); err != nil || n != len(text) || out.String() != text {
			t.Errorf("%q became %q (%d, %v)", text, out.String(), n, err)
		}
	}
}

// TestTenAnnotations: GitHub shows ten of a step. Whatever there was before, what
// ended the run is among them.
func TestTenAnnotations(t *testing.T) {
	w, out := world()
	for i := range 30 {
		w.Warn(fmt.Sprintf("source %d", i))
	}
	w.AnnotateLine("error", "/repository/content/artists/a:b,c.md", 4, "what\nended it")
	w.Annotate("error", "one too many")
	if got := strings.Count(out.String(), "\n::"); got != 10 {
		t.Errorf("%d annotations", got)
	}
	for _, want := range []string{"\n::warning title=datarocks::source 0\n", "\n::error file=content/artists/a%3Ab%2Cc.md,line=4,title=datarocks::what%0Aended it\n", "datarocks: source 29\n"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("it lacks %q", want)
		}
	}
	w.Getenv = func(string) string { return "" }
	out.Reset()
	w.AnnotateLine("error", "content/site.md", 1, "elsewhere")
	w.Annotate("error", "elsewhere")
	if out.Len() > 0 {
		t.Errorf("on no GitHub it printed %q", out)
	}
}

func TestFewOfAKind(t *testing.T) {
	lines := strings.Split(strings.Repeat("line\n", 200_000), "\n")
	w, out := world()
	w.SayFew(lines[:20])
	if n := strings.Count(out.String(), "\n"); n != 20 || strings.Contains(out.String(), "more") {
		t.Errorf("20 lines became %d: %s", n, out)
	}
	out.Reset()
	w.SayFew(lines[:21])
	if !strings.HasSuffix(out.String(), "datarocks: line\ndatarocks: and 1 more\n") {
		t.Errorf("21 lines: %s", out)
	}
	out.Reset()
	w.Annotate("error", strings.Join(lines, "\n"))
	if out.Len() > 1000 {
		t.Errorf("an annotation of %d bytes", out.Len())
	}
}

// TestOutputForPrograms: what another program reads is not changed; what the runner
// reads is, and that is said.
func TestOutputForPrograms(t *testing.T) {
	const cell = "##[error]x\n"
	w, out := world()
	export, err := w.Output("")
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(export, cell)
	if err := export.Keep(); err != nil || !strings.Contains(out.String(), "##\\u005berror]x\n") || !strings.Contains(out.String(), "--out FILE") {
		t.Errorf("in a job it printed %q: %v", out, err)
	}

	file, err := os.Create(filepath.Join(t.TempDir(), "export.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for _, w := range []*World{
		{Stdout: NewStream(file), Stderr: NewStream(out), Getenv: w.Getenv},
		{Stdout: NewStream(file), Stderr: NewStream(out), Getenv: func(string) string { return "" }},
	} {
		export, err := w.Output("")
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(export, cell)
		if err := export.Keep(); err != nil {
			t.Error(err)
		}
	}
	if written, err := os.ReadFile(file.Name()); err != nil || string(written) != cell+cell {
		t.Errorf("the file has %q: %v", written, err)
	}
}
