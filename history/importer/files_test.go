package importer

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
)

func TestFiles(t *testing.T) {
	folder := t.TempDir()
	one := filepath.Join(folder, "20230101.json")
	if err := os.WriteFile(one, []byte("{}"), 0o644); err != nil {
		t.Fatal(err)
	}
	want := []File{{Name: one, Data: []byte("{}")}}
	for _, name := range []string{one, folder} {
		got, err := Files(Ancestor, []string{name})
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: %v\n%s", name, err, diff)
		}
	}
	_, err := Files(CSV, []string{"s3://counts/a.csv", one + ".gone", folder, one + "/below"})
	problems, ok := errors.AsType[content.Problems](err)
	var whats []string
	for _, p := range problems {
		whats = append(whats, p.What)
	}
	if diff := cmp.Diff([]string{"is not on this machine", "there is no such file", "is not a file", "cannot be read: not a directory"}, whats); !ok || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}
