package name

import (
	"slices"
	"strings"
	"testing"
)

func TestTitleWords(t *testing.T) {
	for title, want := range map[string]string{
		"Parasomnia":                   "parasomnia",
		"…And Justice for All":         "justice for all",
		"Album “…and Justice for All”": "album justice for all",
		"The Astonishing":              "astonishing",
		"Album: The Astonishing":       "album astonishing",
		"Use Your Illusion I":          "use your illusion i",
		"Métal: Hurlant!":              "metal hurlant",
		"Us & Them":                    "us them",
		"The The":                      "the",
		"And":                          "and",
		" ÷ ":                          "÷",
		"★":                            "★",
		"( )":                          "( )",
		"無限":                           "無限",
		"2112":                         "2112",
		"":                             "",
		"  ":                           "",
	} {
		if got := TitleWords(title); !slices.Equal(got, strings.Fields(want)) && strings.Join(got, " ") != want {
			t.Errorf("%q: got %q, want %q", title, got, want)
		}
	}
}
