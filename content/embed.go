package content

import (
	"embed"
	"io/fs"
)

//go:embed site.md artists pages
var shipped embed.FS

// Shipped is the content that comes with datarocks: ten artists and a page on
// the method. It is compiled in, so that a folder can be begun anywhere.
func Shipped() fs.FS { return shipped }
