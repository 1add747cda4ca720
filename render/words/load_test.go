package words

import (
	"strings"
	"testing"

	"datarocks/content"
)

// TestLoad: a table with a mistake is not loaded, and the error names the place.
func TestLoad(t *testing.T) {
	t.Parallel()
	text, err := tables.ReadFile("en.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct{ old, new, want string }{
		"place missing":       {`title: "{1} · {2}"`, `title: "{1}"`, `frame.title: "{1}" lacks {2}`},
		"place of no meaning": {`stale: "No newer count than that of {1}."`, `stale: "{1} {2}"`, `frame.stale: "{1} {2}" has {2}, which stands for nothing`},
		"place in plain text": {`"Skip to content"`, `"Skip {1}"`, `frame.skip: "Skip {1}" has {1}, which stands for nothing`},
		"place in a month":    {`"January"`, `"{1}"`, `format.months[0]: "{1}" has {1}, which stands for nothing`},
		"unknown text":        {"frame:\n", "frame:\n  motto: \"Rock\"\n", "frame.motto: is no text of this part"},
		"unknown part":        {"frame:\n", "footer:\n  text: \"x\"\nframe:\n", "footer: is no text of this part"},
		"missing text":        {"  skip: \"Skip to content\"\n", "", "frame.skip: is missing"},
		"empty text":          {`"Skip to content"`, `""`, "frame.skip: is no text"},
		"twice":               {"frame:\n", "frame:\n  skip: \"a\"\n", `mapping key "skip" already defined`},
		"missing form":        {`one: "{1} artist", `, "", "roster.artists.one: is missing"},
		"form it lacks":       {`one: "{1} artist", `, `one: "{1} artist", two: "{1}", `, "roster.artists.two: is no text of this part"},
		"text for forms":      {`{ one: "{1} artist", other: "{1} artists" }`, `"{1} artists"`, "roster.artists: has no texts of its own"},
		"forms for a text":    {`"Skip to content"`, `{ one: "Skip" }`, "frame.skip: is no text"},
		"number for a text":   {`"Skip to content"`, `7`, "frame.skip: is no text"},
		"text for a number":   {"dayRoom: 65", `dayRoom: "65"`, "format.dayRoom: is no number"},
		"short list":          {`weekdays: ["Sun", `, `weekdays: [`, "format.weekdays: is no list of 7"},
		"unit without a size": {"size: 1000000000, ", "", "format.units[0].size: is missing"},
		"text for a list":     {`weekdays: [`, "weekdays: \"x\" #", "format.weekdays: is no list of 7"},
		"no YAML":             {"frame:\n", "frame: \"\n", "value is not allowed in this context"},
		"no mapping":          {string(text), "- x", "sequence was used where mapping is expected"},
		"nothing":             {string(text), "", "frame: is missing"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			changed := strings.Replace(string(text), test.old, test.new, 1)
			if changed == string(text) {
				t.Fatalf("%q is not in the table", test.old)
			}
			if _, err := Load(content.English, []byte(changed)); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want an error with %s", err, test.want)
			}
		})
	}
}

// TestLoadAnother: a language with more forms needs more of them, all at once.
func TestLoadAnother(t *testing.T) {
	t.Parallel()
	text, err := tables.ReadFile("en.yaml")
	if err != nil {
		t.Fatal(err)
	}
	_, err = Load("ar", text)
	if err == nil {
		t.Fatal("Arabic is loaded with the forms of English")
	}
	for _, form := range []string{"zero", "two", "few", "many"} {
		for _, path := range []string{"roster.artists.", "fans.counted."} {
			if !strings.Contains(err.Error(), path+form+": is missing") {
				t.Errorf("not reported: %s%s", path, form)
			}
		}
	}
}

func TestBrokenTable(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("a language without a table is read without a panic")
		}
	}()
	load("xx")
}
