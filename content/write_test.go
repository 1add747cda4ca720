package content

import (
	"maps"
	"strings"
	"testing"
	"testing/fstest"
)

// hostileNames have what YAML, HTML or a terminal would take for its own.
var hostileNames = []string{
	"AC/DC", "a: b", `"x"`, "it's", "# no", "- a", "311", "007", "1e3", "true", "null", "~", "!!! (Chk Chk Chk)", "&me", "*x",
	"{a}", "[b]", "</script>", "人間椅子", "🎸", "a #b", "a:", "@x", "`x`", "%x", "|", ">", "?", "? a", `\n`, "0x1F", ".inf",
	"2020-01-01", "<<", "=", "---", "...", "--- a", "'", "no", "1:30", "a, b", "a]", "\u200eא", strings.Repeat("x", maxPhrase),
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
		if CheckName(name) == nil && strings.ToValidUTF8(name, "") == name {
			checkFile(t, name)
		}
	})
}

// checkFile writes an artist of that name, who is called so on Last.fm too if
// that can be, and reads it.
func checkFile(t *testing.T, name string) {
	t.Helper()
	want := Artist{ID: "new", Name: name, Accounts: map[Source]string{Deezer: "119", Twitter: "007", Spotify: "0000000000000000000001"}}
	if info, _ := LastFM.Info(); info.ValidAccount(name) {
		want.Accounts[LastFM] = name
	}
	file, err := want.File()
	if err != nil {
		t.Fatal(err)
	}
	site, err := LoadWith(fstest.MapFS{"site.md": {Data: []byte("---\ntitle: T\nsources: [spotify]\n---\n")}}, Draft{ID: "new", File: file})
	if err != nil {
		t.Fatalf("%q: %v in\n%s", name, err, file)
	}
	if got := site.Artists[0]; got.Name != name || !maps.Equal(got.Accounts, want.Accounts) {
		t.Errorf("%q is read as %q, %q in\n%s", name, got.Name, got.Accounts, file)
	}
}

func TestLoadWith(t *testing.T) {
	alone := fstest.MapFS{"site.md": {Data: []byte("---\ntitle: T\nsources: [spotify]\n---\n")}}
	site, err := LoadWith(alone, Draft{})
	if err != nil || len(site.Artists) != 0 {
		t.Errorf("without artists: %v, %v", site, err)
	}
	if _, err := Load(alone); err == nil {
		t.Error("Load takes a site without artists")
	}
	for _, tt := range []struct{ id, want string }{
		{"opeth-2", `artists/opeth-2.md:4: spotify account "0ybFZ2Ab08V8hueghSXm6E" is also claimed by "Opeth" (artists/opeth.md:4)`},
		{"Ö", `artists/Ö.md: its name cannot be an id`},
	} {
		file, err := Artist{Name: "Opeth 2", Accounts: map[Source]string{Spotify: "0ybFZ2Ab08V8hueghSXm6E"}}.File()
		if err != nil {
			t.Fatal(err)
		}
		files := fstest.MapFS{"site.md": alone["site.md"], "artists/opeth.md": {Data: []byte(strings.Replace(string(file), "Opeth 2", "Opeth", 1))}}
		if _, err := LoadWith(files, Draft{tt.id, file}); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want %s", tt.id, err, tt.want)
		}
		if _, err := LoadWith(files, Draft{"opeth", file}); err != nil {
			t.Errorf("in the place of a file: %v", err)
		}
	}
}

func TestParseLink(t *testing.T) {
	for link, want := range map[string]string{
		"https://open.spotify.com/intl-de/artist/2aaLAng2L2aWD2FClzwiep?si=1": "spotify 2aaLAng2L2aWD2FClzwiep",
		"x.com/Metallica":                             "twitter Metallica",
		"https://x.com/home":                          " ",
		"https://www.deezer.com/en/artist/119":        "deezer 119",
		"https://bsky.app/profile/opeth.bsky.social":  "bluesky opeth.bsky.social",
		"https://mastodon.social/@opeth":              "mastodon opeth@mastodon.social",
		"https://mastodon.social/@opeth@metal.club":   "mastodon opeth@metal.club",
		"https://www.tiktok.com/@opeth":               " ",
		"https://artist.substack.com/@opeth":          " ",
		"https://www.last.fm/music/AC%2FDC":           "lastfm AC/DC",
		"https://www.last.fm/music/x/+albums":         "lastfm x",
		"https://example.org":                         " ",
		"https://open.spotify.com/album/2aaLAng2L2aW": " ",
	} {
		source, account, _ := ParseLink(link)
		if got := string(source) + " " + account; got != want {
			t.Errorf("%s is %q, want %q", link, got, want)
		}
	}
}

func TestSameAccount(t *testing.T) {
	info, _ := Twitter.Info()
	if !info.SameAccount("Opeth", "OPETH") || info.SameAccount("Opeth", "Opeth2") {
		t.Error("accounts of X differ in case alone, or not at all")
	}
	for text, want := range map[string]string{"x.com/Opeth": "Opeth", "@Opeth": "Opeth", "https://x.com/home": "", "not an account": ""} {
		if got, ok := info.ParseAccount(text); ok != (want != "") || ok && got != want {
			t.Errorf("%q names %q, %t; want %q", text, got, ok, want)
		}
	}
}

func TestFreeID(t *testing.T) {
	site := &Site{Artists: []Artist{{ID: "opeth"}, {ID: "opeth-2"}}}
	for called, want := range map[string]string{"Vola": "vola", "Opeth": "opeth-3"} {
		if got := site.FreeID(called); got != want {
			t.Errorf("for %s it is %q, want %q", called, got, want)
		}
	}
	if _, known := site.Artist("opeth-2"); !known {
		t.Error("there is no opeth-2")
	}
	if _, known := site.Artist("vola"); known {
		t.Error("there is a vola")
	}
}
