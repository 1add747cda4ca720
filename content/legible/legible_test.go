package legible_test

import (
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"datarocks/content/legible"
)

// TestReason: of what a stranger wrote, few words are shown, and none is a link.
func TestReason(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 59)
	for text, want := range map[string]string{
		"timed out":                        "timed out",
		`the account calls itself "Opeth"`: `the account calls itself "Opeth"`,
		`the account calls itself "` + strings.Repeat("x", 300) + `"`:                `the account calls itself "` + long + `…"`,
		`the account calls itself "Buy at https://evil.example/x @everyone"`:         `the account calls itself "Buy at https:|//evil.|example/x @|everyone"`,
		"the account calls itself " + strconv.Quote(`a "b" `+"\u202e"+` evil.com`):   `the account calls itself "a \"b\" evil.|com"`,
		"http 400: see www.evil.example":                                             "http 400: see www.|evil.|example",
		`the account calls itself "` + strings.Repeat("聖", 61) + `" since yesterday`: `the account calls itself "` + strings.Repeat("聖", 59) + `…" since yesterday`,
	} {
		got := legible.Reason(text, 0)
		if replace(got) != want {
			t.Errorf("%s: %s, want %s", text, replace(got), want)
		}
		if again := legible.Reason(got, 0); again != got {
			t.Errorf("%s: the second time it is %s", text, replace(again))
		}
	}
	if got := legible.Reason(`the account calls itself "`+strings.Repeat("x", 300)+`", so it is held`, 120); !strings.HasSuffix(got, `…", so it is held`) {
		t.Errorf("got %s", got)
	}
	if got := legible.Stranger(strings.Repeat("é", 300)); utf8.RuneCountInString(got) != 62 {
		t.Errorf("got %s", got)
	}
}

// TestCell: no spreadsheet takes a text for a formula, also one that reads it in full
// width.
func TestCell(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"=1+1": "'=1+1", "+44": "'+44", "-": "'-", "@x": "'@x", "＝1+1": "'＝1+1", "＋44": "'＋44", "－1": "'－1", "＠SUM(A1)": "'＠SUM(A1)",
		"\t=1": "'\t=1", "\r=1": "'\r=1", "\n=1": "'\n=1", "Opeth": "Opeth", "": "", "'n": "'n", "５": "５", "\xff": "\xff",
	} {
		if got := legible.Cell(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
	if got := legible.ExportCell("'n"); got != "''n" {
		t.Errorf("an apostrophe is %q in an export", got)
	}
}
