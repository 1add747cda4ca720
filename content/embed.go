package content

import (
	"embed"
	"io/fs"
)

//go:embed site.md artists pages
var shipped embed.FS

// Shipped is the content that comes with datarocks: ten artists and a page on
// the method. It is compiled in, so that the demo runs from any folder.
func Shipped() fs.FS { return shipped }
