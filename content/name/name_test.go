package name_test

import (
	"strings"
	"testing"

	"datarocks/content/name"
)

func TestSameAccent(t *testing.T) {
	tests := []struct {
		a, b string
		want bool
	}{
		{"Motörhead", "MOTORHEAD", true},
		{"Motörhead", "Moto\u0308rhead", true},
		{"Sigur Rós", " sigur  ros ", true},
		{"Mötley Crüe", "Motley Crue", true},
		{"Ｂａｂｙｍｅｔａｌ", "Babymetal", true},
		{"MØ", "MO", false},
		{"バンド", "ハント", false},
		{"Слово", "СЛОВО", true},
		{"X Japan", "X-Japan", false},
		{"Tool", "Toolbox", false},
		{"Tool", "", false},
		{"聖飢魔II", "聖飢魔III", false},
	}
	for _, test := range tests {
		if got := name.SameAccent(test.a, test.b); got != test.want {
			t.Errorf("SameAccent(%q, %q) = %v", test.a, test.b, got)
		}
		if got := name.SameAccent(test.b, test.a); got != test.want {
			t.Errorf("SameAccent(%q, %q) = %v", test.b, test.a, got)
		}
	}
}

// TestAlike: short names stand in many others.
func TestAlike(t *testing.T) {
	for _, test := range []struct {
		artist, account string
		want            bool
	}{
		{"A", "Metallica", false},
		{"A", "A (band)", true},
		{"A Perfect Circle", "A", false},
		{"Yes", "Yesterday's Jam", false},
		{"Yes", "YES Official", true},
		{"U2", "u2", true},
		{"M.I.A.", "MIA", true},
		{"M.I.A.", "Miami Sound Machine", false},
		{"R.E.M.", "R.E.M. official", true},
		{"The The", "The The", true},
		{"The The", "Thea", false},
		{"嵐", "嵐 Official", true},
		{"嵐", "五月嵐", false},
		{"嵐", "聖飢魔II", false},
		{"Кино", "Группа «Кино»", true},
		{"!!!", "!!!", true},
		{"!!!", "!", false},
		{"!!!", "🤘", false},
		{"+/-", "+/-", true},
		{"+/-", "+44", false},
		{"Opeth", "OpethOfficial", true},
		{"Mgła", "MGLA", true},
		{"Trollfest", "TrollfesT", true},
		{"Møl", "MOL official", true},
		{"Æther Realm", "Aether Realm", true},
		{"Großstadtgeflüster", "GROSSSTADTGEFLÜSTER", true},
		{"Coheed and Cambria", "Coheed & Cambria", true},
		{"Florence + the Machine", "Florence and the Machine", true},
		{"…And Oceans", "and oceans", true},
		{"The And", "AND", true},
		{"Music", "music", true},
		{"Opeth", "", false},
	} {
		for _, got := range []bool{name.Alike(test.artist, test.account), name.Alike(test.account, test.artist)} {
			if got != test.want {
				t.Errorf("%q and %q: %t, want %t", test.artist, test.account, got, test.want)
			}
		}
	}
}

func TestID(t *testing.T) {
	for called, want := range map[string]string{
		"Dream Theater": "dream-theater", "Motörhead": "motorhead", "Queensrÿche": "queensryche", "Mötley Crüe": "motley-crue",
		"AC/DC": "ac-dc", "The The": "the-the", "Guns N’ Roses": "guns-n-roses", "Sigur Rós": "sigur-ros", "Mø": "mo", "Blåsemafian": "blasemafian",
		"Simon & Garfunkel": "simon-and-garfunkel", "Łona": "lona", "Straße": "strasse", "Ⅳ": "iv", "!!!": "", "人間椅子": "", "🎸": "", "": "",
		"Con": "con", "AUX": "aux",
		"</script>":                  "script",
		strings.Repeat("a", 300):     strings.Repeat("a", 64),
		strings.Repeat("abc d ", 50): "abc" + strings.Repeat("-d-abc", 10),
	} {
		if got := name.ID(called); got != want || got != "" && !name.IsID(got) && !name.IsDevice(got) {
			t.Errorf("%q makes %q, want %q", called, got, want)
		}
	}
}

func TestNearest(t *testing.T) {
	words := []string{"spotify", "twitter", "deezer", "lastfm"}
	for text, want := range map[string]int{"spotfy": 0, "twiter": 1, "deeeezer": 2, "tidal": -1, "": -1, strings.Repeat("x", 300): -1} {
		if got := name.Nearest(text, words); got != want {
			t.Errorf("nearest %q is %d, want %d", text, got, want)
		}
	}
	if got := name.Nearest("ab", []string{"ac", "ad"}); got != 0 {
		t.Errorf("of two that are equally near it is %d", got)
	}
}

// TestRules: what is the same differs from rule to rule.
func TestRules(t *testing.T) {
	for _, test := range []struct {
		a, b                  string
		same, loosely, folded bool
	}{
		{"Motörhead", "MOTÖRHEAD ", true, true, true},
		{"Motörhead", "Motorhead", false, true, true},
		{"The Beatles", "Beatles", false, true, true},
		{"AC/DC", "ACDC", false, false, true},
		{"Tool", "Toolbox", false, false, false},
	} {
		if got := []bool{name.Same(test.a, test.b), name.SameLoosely(test.a, test.b), name.Fold(test.a) == name.Fold(test.b)}; got[0] != test.same || got[1] != test.loosely || got[2] != test.folded {
			t.Errorf("%q and %q: %v", test.a, test.b, got)
		}
	}
	if got := name.Letters("X (Twitter)"); got != "xtwitter" {
		t.Errorf("letters are %q", got)
	}
}
