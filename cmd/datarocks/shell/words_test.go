package shell

import (
	"testing"
	"text/template"
)

func TestQuote(t *testing.T) {
	for text, want := range map[string]string{
		"GitHubOwner=label": "GitHubOwner=label",
		"a=*":               "'a=*'",
		"a='none'":          `'a='\''none'\'''`,
		"a=b c":             "'a=b c'",
	} {
		if got := Quote(text); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

// TestFillIsWholeOrNothing: of a template that does not fit its data, nobody gets
// the first half.
func TestFillIsWholeOrNothing(t *testing.T) {
	parsed := template.Must(template.New("").Parse(`{{define "keys"}}set {{.Name}}{{end}}{{define "odd"}}set {{.Name}}, {{.Value}}{{end}}`))
	type key struct{ Name string }
	if got := Fill(parsed, "keys", key{"A"}); got != "set A" {
		t.Errorf("it is %q", got)
	}
	defer func() {
		if recover() == nil {
			t.Error("a template with a field that is not there was filled")
		}
	}()
	_ = Fill(parsed, "odd", key{"A"})
}
