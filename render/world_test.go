package render

import (
	"io/fs"
	"os"
	"testing"

	"datarocks/content"
	"datarocks/render/rendertest"
	"datarocks/render/words"
)

var en = words.In(content.English)

// siteOf renders the site of a world and returns its files.
func siteOf(t testing.TB, w *rendertest.World) fs.FS {
	t.Helper()
	return rendertest.Files(t, siteFunc(Input{Site: &w.Site, History: w.History(t), Version: "test"}))
}

// siteFunc returns what writes a site into a folder.
func siteFunc(in Input) func(*os.Root) error {
	return func(root *os.Root) error { return Site(root, in) }
}
