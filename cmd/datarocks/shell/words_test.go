package shell

import "testing"

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
