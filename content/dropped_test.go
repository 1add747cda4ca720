package content

import (
	"strings"
	"testing"
)

// TestNothingIsDropped: text that YAML would cut or change without a word is
// refused in its line, with what to write; all other is taken as it was written.
func TestNothingIsDropped(t *testing.T) {
	const (
		quotes = "put it in quotes"
		delete = "delete it"
	)
	tests := []struct {
		written string // after "name: "
		name    string // that is read
		problem string // or the part of a problem that names what is wrong
		cure    string
	}{
		{written: `Deadmau5 #1`, problem: "name ends where # begins a comment", cure: `put it in quotes: "Deadmau5 #1"`},
		{written: `Deadmau5 # the Canadian`, problem: "name ends where # begins a comment", cure: "the comment in a line of its own"},
		{written: "Deadmau5\t#1", problem: "# begins a comment", cure: quotes},
		{written: "Blink\n  182 #2", problem: "# begins a comment", cure: quotes},
		{written: "311 #1", problem: "# begins a comment", cure: quotes},
		{written: `#1 Dads`, problem: "name is empty: # begins a comment", cure: `put the text in quotes: "#1 Dads"`},
		{written: `"Deadmau5 #1"`, name: "Deadmau5 #1"},
		{written: `"Deadmau5" # the Canadian`, name: "Deadmau5"},
		{written: "Deadmau5\n# the Canadian", name: "Deadmau5"},
		{written: "C#", name: "C#"},
		{written: "Foo\tBar", problem: "name has a tab", cure: "write a space in its place"},
		{written: "3\t11", problem: "name has a tab", cure: "write a space in its place"},
		{written: "'Foo\tBar'", problem: "control character U+0009", cure: delete},
		{written: "\"Foo\tBar\"", problem: "a tab", cure: "write a space in its place"},
		{written: "\tFoo", name: "Foo"},
		{written: "Foo \t", name: "Foo"},
		{written: "\u00a0Foo", problem: "name begins or ends with a space of another kind, U+00A0", cure: delete},
		{written: "Foo\u3000", problem: "a space of another kind, U+3000", cure: delete},
		{written: "Foo\u00a0Bar", name: "Foo\u00a0Bar"},
		{written: "聖飢魔\u3000II", name: "聖飢魔\u3000II"},
		{written: "Null", problem: "name is Null, which is nothing to YAML", cure: `put it in quotes: "Null"`},
		{written: "null", problem: "name is null, which", cure: quotes},
		{written: "NULL", problem: "name is NULL, which", cure: quotes},
		{written: "~", problem: "name is ~, which", cure: quotes},
		{written: `"~"`, name: "~"},
		{written: "Nullset", name: "Nullset"},
		{written: "yes", name: "yes"},
		{written: "0x1F", name: "0x1F"},
		{written: "1e3", name: "1e3"},
		{written: "1_000", name: "1_000"},
		{written: "1.10", name: "1.10"},
		{written: "+44", name: "+44"},
		{written: "007", name: "007"},
		{written: "2026-11-30", name: "2026-11-30"},
		{written: "12:30", name: "12:30"},
		{written: ".NaN", name: ".NaN"},
		{written: `Foo\nBar`, name: `Foo\nBar`},
		{written: `"a" b`, problem: "after a closing quote", cure: "put the whole text in quotes"},
		{written: `'a' b`, problem: "after a closing quote", cure: "put the whole text in quotes"},
		{written: `"AC\DC"`, problem: "unknown escape", cure: "check the quotes"},
		{written: `&a b`, problem: "a sign that YAML reserves", cure: "put the text in quotes"},
		{written: `!Action Pact!`, problem: "a sign that YAML reserves", cure: "put the text in quotes"},
		{written: `!!str 1`, problem: "a sign that YAML reserves", cure: "put the text in quotes"},
		{written: `*x`, problem: "a sign that YAML reserves", cure: "put the text in quotes"},
		{written: `[a, b]`, problem: "name is a list", cure: "in quotes if it has brackets"},
		{written: `{a}`, problem: "name is a group of keys", cure: "in quotes if it has brackets"},
		{written: `Therion: live`, problem: `a second ": "`, cure: "in quotes"},
		{written: "|\n  a\n  b", problem: "name has a line break", cure: "write it in one line"},
		{written: ">\n  a\n  b", name: "a b"},
		{written: ">\n  a\n\n  b", problem: "name has a line break", cure: "write it in one line"},
		{written: "|-\n  a # b", name: "a # b"},
		{written: "a\n  b", name: "a b"},
		{written: "a\nname: b", problem: `"name" is written twice`, cure: "keep one of the two"},
	}
	for _, tt := range tests {
		text := "---\nname: " + tt.written + "\naccounts: {spotify: 0ybFZ2Ab08V8hueghSXm6E} # the Swedish one\n---\n"
		site, err := Load(folder(map[string]string{"site.md": goodSite, "artists/a.md": text}))
		switch {
		case err != nil && tt.problem == "":
			t.Errorf("%q is refused: %v", tt.written, err)
		case err != nil:
			if got := err.Error(); !strings.HasPrefix(got, "artists/a.md:") || !strings.Contains(got, tt.problem) || !strings.Contains(got, tt.cure) {
				t.Errorf("%q: %s", tt.written, got)
			}
		case tt.problem != "":
			t.Errorf("%q is read as %q", tt.written, site.Artists[0].Name)
		case site.Artists[0].Name != tt.name:
			t.Errorf("%q is read as %q, want %q", tt.written, site.Artists[0].Name, tt.name)
		}
	}
}

// TestNoTextIsCut: what holds of a name holds of every text.
func TestNoTextIsCut(t *testing.T) {
	for _, tt := range []struct{ file, text, want string }{
		{"site.md", "---\ntitle: Label #1\nsources: [spotify]\n---\n", "site.md:2: title ends where #"},
		{"pages/p.md", "---\ntitle: Page #1\n---\n", "pages/p.md:2: title ends where #"},
		{"artists/a.md", "---\nname: A\naccounts: {spotify: 4ybFZ2Ab08V8hueghSXm6E}\naliases:\n  - b\n  - c #1\n---\n", "artists/a.md:6: an entry of aliases ends where #"},
		{"artists/a.md", "---\nname: A\naccounts: {spotify: 4ybFZ2Ab08V8hueghSXm6E}\naliases: [b, ~]\n---\n", `artists/a.md:4: an entry of aliases is ~, which is nothing to YAML - put it in quotes: "~"`},
		{"artists/a.md", "---\nname: A\naccounts: {spotify: 4ybFZ2Ab08V8hueghSXm6E}\ngenre: Rock #1\n---\n", "artists/a.md:4: genre ends where #"},
		{"artists/a.md", "---\nname: A\naccounts: {spotify: 4ybFZ2Ab08V8hueghSXm6E}\ntimeline:\n  - date: 2025-02-07\n    title: Part #2\n---\n", "artists/a.md:6: title ends where #"},
		{"artists/a.md", "---\nname: A\naccounts: {spotify: 4ybFZ2Ab08V8hueghSXm6E}\ntimeline: [{date: 2025-02-07, title: Part #2}]\n---\n", "artists/a.md:4: a line that ends early"},
		{"artists/a.md", "---\nname: A\naccounts:\n  lastfm: Deadmau5 #1\n---\n", "artists/a.md:4: lastfm account ends where #"},
		{"artists/a.md", "---\nname: A\naccounts:\n  lastfm: Null\n---\n", "artists/a.md:4: lastfm account is Null, which"},
		{"artists/a.md", "---\nname: A\naccounts:\n  lastfm: #1 Dads\n---\n", "artists/a.md:4: lastfm account is empty: # begins a comment"},
		{"artists/a.md", "---\nname:\u00a0A\naccounts: {spotify: 4ybFZ2Ab08V8hueghSXm6E}\n---\n", "artists/a.md:2: a space of another kind, U+00A0"},
		{"artists/a.md", "---\nname: A\naccounts:\u00a0{spotify: 4ybFZ2Ab08V8hueghSXm6E}\n---\n", "artists/a.md:3: a space of another kind, U+00A0"},
		{"artists/a.md", "---\nname:\u200bA\naccounts: {spotify: 4ybFZ2Ab08V8hueghSXm6E}\n---\n", "artists/a.md:2: the invisible character U+200B"},
	} {
		_, err := Load(folder(map[string]string{"site.md": goodSite, "artists/opeth.md": goodArtist, tt.file: tt.text}))
		if err == nil || !strings.Contains("\n"+err.Error(), "\n"+tt.want) {
			t.Errorf("%q: got %v, want %s", tt.text, err, tt.want)
		}
	}
}

// TestInvisible: characters that nobody sees are refused in every text and account,
// but for those that a script or an emoji needs.
func TestInvisible(t *testing.T) {
	for _, text := range []string{
		"Op\u200beth", "Op\u00adeth", "\ufeffOpeth", "Opeth\u2060", "Op\u200ceth", "Op\u200deth", "Opeth\u200e", "\u200fOpeth", "Op\u061ceth",
		"Opeth\ufe0f", "Op\u034feth", "Opeth\u3164", "\u115fOpeth", "Opeth\u2800", "Op\U000e0041eth", "Op\u2063eth", "Op\u180eeth", "Op\ufffceth\u200b",
		"Op\u202eeth", "Op\u2066eth", "Опет\u200d", "聖\u200b飢", "Op\u0007eth", "Opeth\u0000",
	} {
		if CheckName(text) == nil {
			t.Errorf("%q is taken", text)
		}
		if info, _ := LastFM.Info(); info.checkAccount(text) == nil {
			t.Errorf("%q is taken for an account", text)
		}
		if _, ok := LastFM.account(text); ok {
			t.Errorf("%q is taken for an account that somebody typed", text)
		}
	}
	for _, text := range []string{
		"می\u200cخواهم", "क\u094d\u200dष", "അവന\u0d4d\u200d", "👨\u200d👩\u200d👧", "❤\ufe0f", "❤\ufe0f\u200d🔥", "1\ufe0f\u20e3", "👩🏽\u200d🎤", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
		"שלום\u200f!", "AC/DC \u200eשלום", "葛\U000e0100", "ملحم زين", "Motörhead", "☮\ufe0e", "©\ufe0f", "!!!",
	} {
		if err := CheckName(text); err != nil {
			t.Errorf("%q is refused: %v", text, err)
		}
	}
}

// TestSameToTheEye: two artists whose names look the same are one too many.
func TestSameToTheEye(t *testing.T) {
	for _, other := range []string{"❤\ufe0f Band", "❤  BAND", "❤\u00a0Band"} {
		_, err := Load(folder(map[string]string{
			"site.md": goodSite, "artists/a.md": "---\nname: ❤ Band\naccounts: {spotify: 4ybFZ2Ab08V8hueghSXm6E}\n---\n",
			"artists/b.md": "---\nname: " + other + "\naccounts: {spotify: 5ybFZ2Ab08V8hueghSXm6E}\n---\n",
		}))
		if err == nil || !strings.Contains(err.Error(), "is also claimed by") {
			t.Errorf("%q: %v", other, err)
		}
	}
	if nameKey("Moto\u0308rhead") != nameKey("Motörhead") || nameKey("Op\u200beth") != nameKey("opeth") {
		t.Error("two spellings of one name differ")
	}
}

// account is ParseAccount of a source.
func (s Source) account(text string) (string, bool) {
	info, _ := s.Info()
	return info.ParseAccount(text)
}
