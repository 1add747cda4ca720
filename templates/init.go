package templates

import (
	"embed"
	"io/fs"
)

// begun has the files of Init, also those whose names begin with a dot, which only
// "all:" embeds.
//
//go:embed all:init
var begun embed.FS

// Uses stands in the workflow of Init where the name of the action belongs.
const Uses = "OWNER/REPOSITORY/.github/actions/datarocks@REF"

// Init returns the files that a folder of one's own begins with, besides the
// artist and the page that come with package content.
func Init() fs.FS {
	files, err := fs.Sub(begun, "init")
	if err != nil {
		panic(err) // "init" is a valid path
	}
	return files
}
