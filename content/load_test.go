package content

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "write what Load returns into testdata")

// TestLoad reads the folders in testdata. Each archive holds the files of a
// content folder and what comes of them: site.json, or problems.txt.
func TestLoad(t *testing.T) {
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	for _, path := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			files, want := divide(archive)
			got := outcome(t, files)
			if *update {
				rewrite(t, path, archive, got)
				return
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("Load (-want +got):\n%s", diff)
			}
		})
	}
}

// result is what is known of an outcome: the file it stands in, and its text.
type result struct{ File, Text string }

func isResult(name string) bool { return name == "site.json" || name == "problems.txt" }

func divide(archive *txtar.Archive) (files fstest.MapFS, want result) {
	files = fstest.MapFS{}
	for _, file := range archive.Files {
		if isResult(file.Name) {
			want = result{file.Name, string(file.Data)}
			continue
		}
		files[file.Name] = &fstest.MapFile{Data: file.Data}
	}
	return files, want
}

func outcome(t *testing.T, fsys fs.FS) result {
	t.Helper()
	site, err := Load(fsys)
	if err != nil {
		return result{"problems.txt", err.Error() + "\n"}
	}
	return result{"site.json", asJSON(t, site)}
}

// MarshalJSON leaves out what is true of the source on every site.
func (s SourceSetting) MarshalJSON() ([]byte, error) {
	var chosen []string
	for _, metric := range s.Chosen {
		chosen = append(chosen, metric.Metric)
	}
	if len(chosen) == 1 && s.Lead().Key().IsDefault() {
		chosen = nil
	}
	return json.Marshal(struct {
		Source   Source
		Metrics  []string `json:",omitempty"`
		Every    Cadence
		Download bool
		Publish  bool `json:",omitempty"`
		Ratio    bool `json:",omitempty"`
		Kept     int  `json:",omitempty"`
	}{s.Source, chosen, s.Every, s.Download, s.Publish, s.Ratio, int(s.Terms.KeptDays)})
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(v); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func rewrite(t *testing.T, path string, archive *txtar.Archive, got result) {
	t.Helper()
	var files []txtar.File
	for _, file := range archive.Files {
		if !isResult(file.Name) {
			files = append(files, file)
		}
	}
	archive.Files = append(files, txtar.File{Name: got.File, Data: []byte(got.Text)})
	if err := os.WriteFile(path, txtar.Format(archive), 0o666); err != nil {
		t.Fatal(err)
	}
}

const (
	goodSite   = "---\ntitle: T\nsources: [spotify]\n---\n"
	goodArtist = "---\nname: Opeth\naccounts: {spotify: 0ybFZ2Ab08V8hueghSXm6E}\n---\n"
)

func folder(files map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

// TestLoadBytes covers what a text archive cannot hold: how editors save files.
func TestLoadBytes(t *testing.T) {
	crlf := strings.ReplaceAll("---\nname: Opeth\naccounts:\n  spotify: 0ybFZ2Ab08V8hueghSXm6E\n---\nNotes.\n\nMore.\n", "\n", "\r\n")
	tests := []struct {
		name, artist string
		body         string // of the artist, where it loads
		problem      string
	}{
		{name: "byte order mark", artist: "\ufeff" + goodArtist},
		{name: "Windows line ends", artist: crlf, body: "Notes.\n\nMore."},
		{name: "old Mac line ends", artist: strings.ReplaceAll(goodArtist, "\n", "\r")},
		{name: "no line end after the front matter", artist: strings.TrimSpace(goodArtist)},
		{name: "spaces after the delimiters", artist: strings.ReplaceAll(goodArtist, "---", "--- \t")},
		{name: "indented code comes first", artist: goodArtist + "\n\n    code\n", body: "    code"},
		{
			name: "Latin-1", artist: "---\nname: Queensr\xffche\n---\n",
			problem: "artists/opeth.md:2: not UTF-8 - save the file as UTF-8",
		},
		{
			name: "Latin-1 in the notes", artist: goodArtist + "\n\xe4",
			problem: "artists/opeth.md:6: not UTF-8 - save the file as UTF-8",
		},
		{
			name: "UTF-16", artist: "\xff\xfe-\x00-\x00-\x00",
			problem: "artists/opeth.md:1: not UTF-8 - save the file as UTF-8",
		},
		{
			name: "empty file", artist: "",
			problem: `artists/opeth.md:1: no front matter - start the file with a line "---", then its keys, then another line "---"`,
		},
		{
			name: "a book before the second delimiter", artist: "---\nname: Opeth\n" + strings.Repeat("# more\n", 10_000) + "---\n",
			problem: `artists/opeth.md:1: front matter of more than 64 KiB - put long text below the second line "---"`,
		},
		{
			name: "Windows line ends keep their line numbers", artist: strings.ReplaceAll(crlf, "spotify", "spotfy"),
			problem: `artists/opeth.md:4: unknown source "spotfy" - did you mean spotify?`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			site, err := Load(folder(map[string]string{"site.md": goodSite, "artists/opeth.md": tt.artist}))
			if tt.problem != "" {
				if err == nil || err.Error() != tt.problem {
					t.Fatalf("got %v, want %s", err, tt.problem)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := site.Artists[0]; got.Name != "Opeth" || got.Body != tt.body {
				t.Errorf("got name %q and body %q, want Opeth and %q", got.Name, got.Body, tt.body)
			}
		})
	}
}

func TestLoadNoFolder(t *testing.T) {
	_, err := Load(os.DirFS(filepath.Join(t.TempDir(), "missing")))
	problems, ok := errors.AsType[Problems](err)
	if !ok || len(problems) != 1 || problems[0].File != "site.md" || problems[0].Line != 0 {
		t.Errorf("got %#v, want one problem that names site.md", err)
	}
}

// TestLoadUnreadable: a file that cannot be read is a problem of that file.
func TestLoadUnreadable(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, folder(map[string]string{"site.md": goodSite, "artists/opeth.md": goodArtist})); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(dir, filepath.Join(dir, "artists", "loop.md")); err != nil {
		t.Fatal(err)
	}
	_, err := Load(os.DirFS(dir))
	if err == nil || !strings.HasPrefix(err.Error(), "artists/loop.md: cannot be read: ") {
		t.Errorf("got %v", err)
	}
}

// TestDeadLink: a link to what is not there names itself and where it leads.
func TestDeadLink(t *testing.T) {
	for name, file := range map[string]string{"artists/vola.md": "artists/vola.md", "pages/about.md": "pages/about.md", "site.md": "site.md", "pages": "pages"} {
		dir := t.TempDir()
		if err := os.CopyFS(dir, folder(map[string]string{"site.md": goodSite, "artists/opeth.md": goodArtist})); err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(name, "pages/") {
			if err := os.Mkdir(filepath.Join(dir, "pages"), 0o777); err != nil {
				t.Fatal(err)
			}
		}
		_ = os.Remove(filepath.Join(dir, name))
		if err := os.Symlink("../elsewhere/gone.md", filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
		_, err := Load(AsOf(os.DirFS(dir), 0))
		if want := file + `: is a link to "../elsewhere/gone.md", which is not there - correct the link`; err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

// TestLitter: what systems and editors leave in a folder is nobody's file.
func TestLitter(t *testing.T) {
	files := map[string]string{"site.md": goodSite, "artists/opeth.md": "\ufeff" + goodArtist, "pages/about.md": "\ufeff---\ntitle: About\n---\n"}
	for _, base := range []string{
		"Thumbs.db", "thumbs.db", "ehthumbs.db", "desktop.ini", "Desktop.ini", ".DS_Store", "._opeth.md", "opeth.md~", ".#opeth.md", "#opeth.md#",
		".opeth.md.swp", "Icon\r", "~$opeth.md", "__MACOSX/x", "@eaDir/x", "README.md",
	} {
		files["artists/"+base], files["pages/"+base] = "\x00\xff", "\x00\xff"
	}
	site, err := Load(folder(files))
	if err != nil || len(site.Artists) != 1 || len(site.Pages) != 1 || site.Pages[0].Title != "About" {
		t.Errorf("got %+v, %v", site, err)
	}
}

func TestLoadShipped(t *testing.T) {
	site, err := Load(Shipped())
	if err != nil {
		t.Fatal(err)
	}
	if len(site.Artists) != 10 || site.Default != "dream-theater" || len(site.Pages) == 0 {
		t.Errorf("got %d artists, default %q, %d pages", len(site.Artists), site.Default, len(site.Pages))
	}
	listens := ListenBrainz.Setting(EveryDay)
	listens.Chosen = listens.Metrics
	want := []SourceSetting{
		Spotify.Setting(EveryDay), Twitter.Setting(EveryDay), Deezer.Setting(EveryDay), listens, Wikipedia.Setting(EveryDay),
	}
	if diff := cmp.Diff(asJSON(t, want), asJSON(t, site.Sources)); diff != "" {
		t.Errorf("sources (-want +got):\n%s", diff)
	}
}

// TestLoadSame: the same files make the same site and the same problems.
func TestLoadSame(t *testing.T) {
	broken := folder(map[string]string{
		"site.md":      "---\nsources: {x: , y: }\ncolour: red\n---\n",
		"artists/a.md": "---\nname: A\naccounts: {spotify: s, deezer: d, mastodon: m, bluesky: b}\n---\n",
		"artists/b.md": "---\nname: A\naliases: [A]\naccounts: {}\n---\n",
		"artists/C.md": "",
	})
	for _, fsys := range []fs.FS{Shipped(), broken} {
		first := outcome(t, fsys)
		for range 20 {
			if diff := cmp.Diff(first, outcome(t, fsys)); diff != "" {
				t.Fatalf("a second Load differs:\n%s", diff)
			}
		}
	}
}

func TestProblemString(t *testing.T) {
	tests := []struct {
		problem Problem
		want    string
	}{
		{Problem{File: "artists/vola.md", Line: 4, What: "a", Instead: "b"}, "artists/vola.md:4: a - b"},
		{Problem{File: "artists", Line: 0, What: "a", Instead: "b"}, "artists: a - b"},
		{Problem{File: "artists/a\nb.md", Line: 1, What: "a", Instead: "b"}, `"artists/a\nb.md":1: a - b`},
	}
	for _, tt := range tests {
		if got := tt.problem.String(); got != tt.want {
			t.Errorf("got %s, want %s", got, tt.want)
		}
	}
}
