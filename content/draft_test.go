package content

import (
	"strings"
	"testing"
	"testing/fstest"
)

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
		file := []byte("---\nname: Opeth 2\naccounts:\n  spotify: 0ybFZ2Ab08V8hueghSXm6E\n---\n")
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
