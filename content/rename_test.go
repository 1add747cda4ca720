package content

import "testing"

func TestWithFormerly(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ file, want string }{
		"none":              {"---\nname: A\n---\nText\n", "---\nname: A\nformerly: [a, b]\n---\nText\n"},
		"a list in a line":  {"---\nformerly: [x]\nname: A\n---\n", "---\nname: A\nformerly: [a, b]\n---\n"},
		"a text":            {"---\nformerly: x # was\nname: A\n---\n", "---\nname: A\nformerly: [a, b]\n---\n"},
		"a list of lines":   {"---\nformerly:\n  - x\n- y\nname: A\n---\n", "---\nname: A\nformerly: [a, b]\n---\n"},
		"the last key":      {"---\nname: A\nformerly:\n  [x,\n   y]\n---\n", "---\nname: A\nformerly: [a, b]\n---\n"},
		"carriage returns":  {"---\r\nname: A\r\n---\r\nText", "---\r\nname: A\r\nformerly: [a, b]\r\n---\r\nText"},
		"a key in the text": {"---\nname: A\n---\nformerly: [x]\n", "---\nname: A\nformerly: [a, b]\n---\nformerly: [x]\n"},
		"no front matter":   {"name: A\n", "name: A\n"},
	} {
		if got := string(WithFormerly([]byte(test.file), []string{"a", "b"})); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
	if got := string(WithFormerly([]byte("---\nformerly: [x]\nname: A\n---\n"), nil)); got != "---\nname: A\n---\n" {
		t.Errorf("without any: %q", got)
	}
}
