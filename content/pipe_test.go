package content

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

// What is no file is named and not opened: reading a pipe may never end.
func TestAPipeIsNotRead(t *testing.T) {
	files := fstest.MapFS{
		"site.md":          {Data: []byte("---\ntitle: Test\nsources: [spotify]\n---\n")},
		"artists/opeth.md": {Data: []byte("---\nname: Opeth\naccounts:\n  spotify: 0ybFZ2Ab08V8hueghSXm6E\n---\n")},
		"artists/pipe.md":  {Mode: fs.ModeNamedPipe, Data: []byte("---\nname: Pipe\naccounts:\n  spotify: 2aaLAng2L2aWD2FClzwiep\n---\n")},
	}
	site, err := LoadSound(files)
	if err != nil || len(site.Broken) != 1 || !strings.Contains(site.Broken[0].Problems.Error(), "artists/pipe.md: is no file") {
		t.Errorf("loaded with %v, %v", site, err)
	}
}
