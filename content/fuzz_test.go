package content

import (
	"errors"
	"strings"
	"testing"

	"datarocks/content/frontmatter"
)

// FuzzLoad uses one text as each kind of file. Whatever it is, Load returns;
// and what it reports names a place that exists, in one line.
func FuzzLoad(f *testing.F) {
	for _, text := range []string{
		goodSite,
		goodArtist,
		"---\ntitle: About\n---\n# About\n",
		"---\nname: [A, {b: c}]\naccounts: {spotify: x, x: y}\ntimeline: [{date: 2025-02-30}]\n---",
		"---\ntitle: T\nsources: {twitter: {every: week, download: true}}\nembed: ['*', https://a.b]\nbase_url: http://a/b?c\n---",
		"---\n? a\n: &b |\n  c\n<<: *b\n---",
		"---\n%YAML 1.2\n---\n",
		"---\nname: \"\\u202e\\0\"\n---",
		"---\nname: A\naliases: a\u2028b\n...\n--- x",
		"\ufeff---\r\nname: \xff\r\n---",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		lines := 1 + strings.Count(frontmatter.PlainLines(text), "\n")
		for _, file := range []string{"site.md", "artists/opeth.md", "artists/vola.md", "pages/about.md"} {
			files := map[string]string{"site.md": goodSite, "artists/opeth.md": goodArtist}
			files[file] = text
			if site, err := LoadSound(folder(files)); err == nil {
				checkSite(t, site)
			}
			site, err := Load(folder(files))
			if err == nil {
				checkSite(t, site)
				continue
			}
			problems, ok := errors.AsType[Problems](err)
			if !ok || len(problems) == 0 || site != nil {
				t.Fatalf("got site %v and error %#v", site, err)
			}
			for _, p := range problems {
				if p.File != file || p.Line < 1 || p.Line > lines || p.What == "" || p.Instead == "" || strings.ContainsAny(p.String(), "\n\r\u2028\u2029\x00") {
					t.Errorf("bad problem %#v of a file of %d lines", p, lines)
				}
			}
		}
	})
}

// checkSite asserts what the later stages rely on.
func checkSite(t *testing.T, site *Site) {
	t.Helper()
	if site.Title == "" || site.Default == "" || len(site.Sources) == 0 || len(site.Artists) == 0 || site.Window == "" {
		t.Errorf("incomplete site: %+v", site)
	}
	if site.BaseURL != "" && !strings.HasSuffix(site.BaseURL, "/") {
		t.Errorf("base URL %q does not end in a slash", site.BaseURL)
	}
	for _, artist := range site.Artists {
		if checkPhrase(artist.Name) != nil || len(artist.Accounts) == 0 {
			t.Errorf("incomplete artist: %+v", artist)
		}
		for source, account := range artist.Accounts {
			if info, ok := source.Info(); !ok || !info.ValidAccount(account) {
				t.Errorf("account %q on %q", account, source)
			}
		}
	}
}
