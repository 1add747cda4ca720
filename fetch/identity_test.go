package fetch_test

import (
	"strings"
	"testing"

	"datarocks/fetch"
)

func TestNumbered(t *testing.T) {
	tests := []struct{ name, id, kept, called string }{
		{"Metallica", "17841400455970028", "Metallica  (id 17841400455970028)", "Metallica"},
		{"", "17", "  (id 17)", ""},
		{"Metallica", "", "Metallica", "Metallica"},
		{"Metallica  (id 18)", "17", "Metallica (id 18)  (id 17)", "Metallica (id 18)"},
		{"Metallica  (id 18)", "", "Metallica (id 18)", "Metallica (id 18)"},
		{strings.Repeat("x", 400), "17", strings.Repeat("x", 290) + "…  (id 17)", strings.Repeat("x", 290) + "…"},
	}
	for _, tt := range tests {
		kept := fetch.Number(7).Named(tt.name).Numbered(tt.id).Name
		called, id := fetch.NameAndID(kept)
		if kept != tt.kept || called != tt.called || id != tt.id {
			t.Errorf("%q and %q are kept as %q, which is read as %q and %q", tt.name, tt.id, kept, called, id)
		}
	}
	for _, kept := range []string{"", "Opeth", "Opeth (id 17)", "Opeth  (id 17", "Opeth  (band)"} {
		if called, id := fetch.NameAndID(kept); called != kept || id != "" {
			t.Errorf("%q is read as %q and %q", kept, called, id)
		}
	}
	if got := (fetch.Count{}).Numbered("17"); got != (fetch.Count{}) {
		t.Errorf("no count became %v", got)
	}
}
