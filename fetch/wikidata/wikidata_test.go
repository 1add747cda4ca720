package wikidata

import (
	"slices"
	"testing"
)

func TestUnder(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, asked, id, from string
		want                  []string
	}{
		{"its own id", "Q1", "Q1", "", []string{"Q1", "Q1"}},
		{"merged, under the old id", "Q2", "Q1", "Q2", []string{"Q2", "Q1", "Q2"}},
		{"merged, under the new id", "Q1", "Q1", "Q2", []string{"Q1", "Q1", "Q2"}},
	}
	for _, tt := range tests {
		if got := Under(tt.asked, tt.id, tt.from); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestIdentifying: each of the sources has a property by which items have its accounts.
func TestIdentifying(t *testing.T) {
	t.Parallel()
	for _, source := range Identifying {
		if Property[source] == "" {
			t.Errorf("%s has no property", source)
		}
	}
}
