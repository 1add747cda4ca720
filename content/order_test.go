package content

import (
	"errors"
	"fmt"
	"testing"
)

// TestWhatStopsAllComesFirst: of hundreds of bad files whoever reads the first few lines
// learns why there is no site.
func TestWhatStopsAllComesFirst(t *testing.T) {
	t.Parallel()
	files := map[string]string{"site.md": "---\ntitle: T\nsorces: [spotify]\nsources: [spotify]\n---\n"}
	for i := range 40 {
		files[fmt.Sprintf("artists/a%d.md", i)] = "---\nnmae: A\n---\n"
	}
	for name, load := range map[string]func() error{
		"Load":      func() error { _, err := Load(folder(files)); return err },
		"LoadSound": func() error { _, err := LoadSound(folder(files)); return err },
	} {
		problems, ok := errors.AsType[Problems](load())
		if !ok || problems[0].File != "site.md" {
			t.Errorf("%s begins with %v", name, problems)
		}
	}
}
