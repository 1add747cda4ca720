package edit

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"datarocks/content"
)

// TestAddAccounts: more accounts come below the others, and no other byte changes.
func TestAddAccounts(t *testing.T) {
	added := map[content.Source]string{content.Deezer: "119", content.LastFM: "Foo, [Bar] #1", content.Twitter: "007"}
	for name, tt := range map[string]struct{ file, want string }{
		"block": {
			"---\nname: Opeth\naccounts:\n    spotify: 0ybFZ2Ab08V8hueghSXm6E # checked\n\n    # more to come\ngenre: Metal\n---\n\nNotes: {a}\n",
			"---\nname: Opeth\naccounts:\n    spotify: 0ybFZ2Ab08V8hueghSXm6E # checked\n    twitter: \"007\"\n    deezer: 119\n    lastfm: \"Foo, [Bar] #1\"\n\n    # more to come\ngenre: Metal\n---\n\nNotes: {a}\n",
		},
		"at the end": {
			"\ufeff---\r\nname: Opeth\r\naccounts:\r\n  bluesky: opeth.com\r\n  spotify: 0ybFZ2Ab08V8hueghSXm6E\r\n---\r\n",
			"\ufeff---\r\nname: Opeth\r\naccounts:\r\n  bluesky: opeth.com\r\n  spotify: 0ybFZ2Ab08V8hueghSXm6E\r\n  twitter: \"007\"\r\n  deezer: 119\r\n  lastfm: \"Foo, [Bar] #1\"\r\n---\r\n",
		},
		"braces": {
			"---\nname: Opeth\naccounts: {spotify: 0ybFZ2Ab08V8hueghSXm6E }\n---\n",
			"---\nname: Opeth\naccounts: {spotify: 0ybFZ2Ab08V8hueghSXm6E, twitter: \"007\", deezer: 119, lastfm: \"Foo, [Bar] #1\" }\n---\n",
		},
		"braces over lines": {
			"---\naccounts: {\n  spotify: 0ybFZ2Ab08V8hueghSXm6E,\n  bluesky: opeth.com\n}\nname: Opeth\n---\n",
			"---\naccounts: {\n  spotify: 0ybFZ2Ab08V8hueghSXm6E,\n  bluesky: opeth.com, twitter: \"007\", deezer: 119, lastfm: \"Foo, [Bar] #1\"\n}\nname: Opeth\n---\n",
		},
	} {
		got, err := AddAccounts([]byte(tt.file), added)
		if err != nil || string(got) != tt.want {
			t.Errorf("%s: %v, got\n%s\nwant\n%s", name, err, got, tt.want)
		}
		site, err := content.LoadWith(fstest.MapFS{"site.md": {Data: []byte("---\ntitle: T\nsources: [spotify]\n---\n")}}, content.Draft{ID: "opeth", File: got})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for source, account := range added {
			if have := site.Artists[0].Accounts[source]; have != account {
				t.Errorf("%s: on %s it is %q, want %q", name, source, have, account)
			}
		}
	}
	for _, file := range []string{"", "no front matter", "---\nname: A\n", "---\nname: A\naccounts: x\n---\n", "---\nname: A\naccounts: {}\n---\n", "---\n[\n---\n", "---\rname: A\raccounts:\r  spotify: x\r---\r"} {
		if _, err := AddAccounts([]byte(file), added); !errors.Is(err, ErrForm) {
			t.Errorf("%q: %v", file, err)
		}
	}
	if got, err := AddAccounts([]byte("---\nname: A\naccounts: {spotify: x}\n---\n"), nil); err != nil || !strings.Contains(string(got), "{spotify: x}") {
		t.Errorf("nothing added: %q, %v", got, err)
	}
}
