package shell

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
)

// TestWriteFresh: files of one second, also those of runs at once, have names of their own.
func TestWriteFresh(t *testing.T) {
	t.Parallel()
	stem := filepath.Join(t.TempDir(), "unsaved-20261123T031742Z")
	var group sync.WaitGroup
	for i := range 20 {
		group.Go(func() {
			name, err := WriteFresh(stem, ".ndjson", fmt.Append(nil, i))
			if err != nil {
				t.Error(err)
			}
			if data, err := os.ReadFile(name); string(data) != fmt.Sprint(i) {
				t.Errorf("%s holds %q, %v", name, data, err)
			}
		})
	}
	group.Wait()
	files, err := filepath.Glob(stem + "*.ndjson")
	if err != nil || len(files) != 20 || !slices.Contains(files, stem+".ndjson") {
		t.Errorf("%v, %v", files, err)
	}
	if _, err := WriteFresh(filepath.Join(stem, "no", "folder"), ".ndjson", nil); err == nil {
		t.Error("it wrote into a folder that is not there")
	}
}
