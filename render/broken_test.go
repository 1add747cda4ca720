package render

import (
	"io/fs"
	"slices"
	"strings"
	"testing"

	"datarocks/content"
	"datarocks/publish/manifest"
	"datarocks/render/rendertest"
)

// TestBrokenArtist: of an artist whose file is bad nothing is written, links to the
// page stay, and the manifest names what is to stay as it was.
func TestBrokenArtist(t *testing.T) {
	t.Parallel()
	w := rendertest.Full()
	w.Pages[0].Body += "See [it](../artists/opeth/).\n"
	whole := rendertest.Read(t, siteOf(t, w), manifest.Name)
	h := w.History(t)
	site := w.Site
	site.Artists = slices.DeleteFunc(slices.Clone(site.Artists), func(a content.Artist) bool { return a.ID == "opeth" })
	site.Broken = []content.Broken{
		{Folder: "artists", ID: "opeth"}, {Folder: "artists", ID: ""}, {Folder: "pages", ID: "method"},
	}
	files := rendertest.Files(t, siteFunc(Input{Site: &site, History: h, Version: "test"}))
	if _, err := fs.Stat(files, "artists/opeth"); err == nil {
		t.Error("the artist has files")
	}
	for name, text := range rendertest.All(t, files) {
		if strings.Contains(text, "Opeth") {
			t.Errorf("%s names the artist", name)
		}
	}
	got := readFacts(t, rendertest.Read(t, files, manifest.Name))
	if !slices.Equal(got.Kept, []string{"artists/opeth/", "method/"}) || !got.Updated.Equal(readFacts(t, whole).Updated) {
		t.Errorf("kept are %q, as of %s", got.Kept, got.Updated)
	}
}

func readFacts(t *testing.T, text string) manifest.Facts {
	t.Helper()
	m, err := manifest.Decode([]byte(text), "")
	if err != nil {
		t.Fatal(err)
	}
	facts, err := manifest.Read[manifest.Facts](m.Site)
	if err != nil {
		t.Fatal(err)
	}
	return facts
}
