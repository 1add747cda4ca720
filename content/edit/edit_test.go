package edit

import (
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"datarocks/content"
)

// hostileNames have what YAML, HTML or a terminal would take for its own.
var hostileNames = []string{
	"AC/DC", "a: b", `"x"`, "it's", "# no", "- a", "311", "007", "1e3", "true", "null", "~", "!!! (Chk Chk Chk)", "&me", "*x",
	"{a}", "[b]", "</script>", "人間椅子", "🎸", "a #b", "a:", "@x", "`x`", "%x", "|", ">", "?", "? a", `\n`, "0x1F", ".inf",
	"2020-01-01", "<<", "=", "---", "...", "--- a", "'", "no", "1:30", "a, b", "a]", "\u200eא", strings.Repeat("x", 300),
}

func TestFileIsReadAsItIsMeant(t *testing.T) {
	for _, name := range hostileNames {
		checkFile(t, name)
	}
}

func FuzzFile(f *testing.F) {
	for _, name := range hostileNames {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		name = strings.TrimSpace(name)
		if content.CheckName(name) == nil && strings.ToValidUTF8(name, "") == name {
			checkFile(t, name)
		}
	})
}

// checkFile writes an artist of that name, who is called so on Last.fm too if
// that can be, and reads it.
func checkFile(t *testing.T, name string) {
	t.Helper()
	want := content.Artist{ID: "new", Name: name, Accounts: map[content.Source]string{content.Deezer: "119", content.Twitter: "007", content.Spotify: "0000000000000000000001"}}
	if info, _ := content.LastFM.Info(); info.ValidAccount(name) {
		want.Accounts[content.LastFM] = name
	}
	file, err := File(want)
	if err != nil {
		t.Fatal(err)
	}
	site, err := content.LoadWith(fstest.MapFS{"site.md": {Data: []byte("---\ntitle: T\nsources: [spotify]\n---\n")}}, content.Draft{ID: "new", File: file})
	if err != nil {
		t.Fatalf("%q: %v in\n%s", name, err, file)
	}
	if got := site.Artists[0]; got.Name != name || !maps.Equal(got.Accounts, want.Accounts) {
		t.Errorf("%q is read as %q, %q in\n%s", name, got.Name, got.Accounts, file)
	}
}
