package legible_test

import (
	"testing"

	"datarocks/content/legible"
)

func TestUnlinked(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                               "",
		"Opeth gained 1,000. Vola, too.": "Opeth gained 1,000. Vola, too.",
		"will.i.am":                      "will.|i.|am",
		"1.000.000 (+0.5 %)":             "1.000.000 (+0.5 %)",
		"https://evil.example/x":         "https:|//evil.|example/x",
		"@channel and a@b.c @ @":         "@|channel and a@|b.|c @ @",
		"www.evil.example":               "www.|evil.|example",
	} {
		got := legible.Unlinked(text)
		if shown := replace(got); shown != want {
			t.Errorf("%q: %s, want %s", text, shown, want)
		}
	}
}

func replace(text string) string {
	var out []rune
	for _, r := range text {
		if r == '\u200b' {
			r = '|'
		}
		out = append(out, r)
	}
	return string(out)
}
