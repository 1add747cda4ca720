package content

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestLoadSound: one bad file does not cost the other artists a night, and Load
// still refuses the whole folder.
func TestLoadSound(t *testing.T) {
	const (
		site   = "---\ntitle: T\nsources: [spotify]\ndefault: opeth\n---\n"
		vola   = "---\nname: VOLA\naccounts: {spotify: 3nLz0MWHp3UBHjpFk4rCt1}\n---\n"
		copied = "---\nname: Copy\naccounts: {spotify: 0ybFZ2Ab08V8hueghSXm6E}\n---\n"
	)
	tests := []struct {
		name    string
		files   map[string]string // beside good ones of two artists and a page; "" takes one away
		artists string            // that are left
		broken  []string          // "folder/id: first problem"
		stops   string            // the problem that stops all
	}{
		{name: "nothing wrong", artists: "opeth vola"},
		{
			name: "a key that is unknown", files: map[string]string{"artists/vola.md": strings.Replace(vola, "name:", "nme:", 1)},
			artists: "opeth", broken: []string{"artists/vola: artists/vola.md:1"},
		},
		{
			name: "no YAML at all", files: map[string]string{"artists/opeth.md": "---\n{[\n---\n"},
			artists: "vola", broken: []string{"artists/opeth: artists/opeth.md:2"},
		},
		{
			name: "a name in capitals", files: map[string]string{"artists/opeth.md": "", "artists/Opeth.md": goodArtist},
			artists: "vola", broken: []string{"artists/opeth: artists/Opeth.md:0"},
		},
		{
			name: "another ending", files: map[string]string{"artists/opeth.md": "", "artists/opeth.markdown": goodArtist},
			artists: "vola", broken: []string{"artists/opeth: artists/opeth.markdown:0"},
		},
		{
			name: "a picture beside the artist", files: map[string]string{"artists/vola.jpg": "x"},
			artists: "opeth vola", broken: []string{"artists/: artists/vola.jpg:0"},
		},
		{
			name: "an account of two artists is left to neither", files: map[string]string{"artists/aaa.md": copied},
			artists: "vola", broken: []string{"artists/aaa: artists/aaa.md:3", "artists/opeth: artists/opeth.md:3"},
		},
		{
			name: "a name of two artists", files: map[string]string{"artists/zzz.md": strings.Replace(strings.Replace(vola, "3nL", "4nL", 1), "VOLA", "opeth", 1)},
			artists: "opeth vola", broken: []string{"artists/zzz: artists/zzz.md:2"},
		},
		{
			name: "a page", files: map[string]string{"pages/about.md": "---\n---\n"},
			artists: "opeth vola", broken: []string{"pages/about: pages/about.md:1"},
		},
		{
			name: "site.md", files: map[string]string{"site.md": "---\ntitle: T\n---\n", "artists/vola.md": "x"},
			stops: "site.md:1",
		},
		{
			name: "every artist", files: map[string]string{"artists/vola.md": "x", "artists/opeth.md": "y"},
			stops: "artists/opeth.md:1",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files := folder(map[string]string{"site.md": site, "artists/opeth.md": goodArtist, "artists/vola.md": vola, "pages/about.md": "---\ntitle: A\n---\n"})
			for name, text := range tt.files {
				files[name] = folder(map[string]string{name: text})[name]
				if text == "" {
					delete(files, name)
				}
			}
			got, err := LoadSound(files)
			_, strict := Load(files)
			if (strict != nil) != (len(tt.broken) > 0 || tt.stops != "") {
				t.Errorf("Load: %v", strict)
			}
			if tt.stops != "" {
				if err == nil || got != nil || !strings.Contains(err.Error(), tt.stops) || err.Error() != strict.Error() {
					t.Errorf("got %v, want %s", err, tt.stops)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			checkSite(t, got)
			var artists, broken []string
			for _, a := range got.Artists {
				artists = append(artists, a.ID)
			}
			for _, b := range got.Broken {
				first, _, _ := strings.Cut(b.Problems[0].String(), ": ")
				if b.Problems[0].Line == 0 {
					first += ":0"
				}
				broken = append(broken, b.Folder+"/"+b.ID+": "+first)
			}
			if diff := cmp.Diff(tt.artists, strings.Join(artists, " ")) + cmp.Diff(tt.broken, broken); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if !slices.Contains(artists, got.Default) {
				t.Errorf("the default is %q", got.Default)
			}
		})
	}
}
