package content_test

import (
	"fmt"
	"testing/fstest"

	"datarocks/content"
)

// Every problem is reported at once, each with its place and its cure.
func ExampleLoad() {
	folder := fstest.MapFS{
		"site.md":              {Data: []byte("---\ntitle: Counts\nsources: [spotify, deezer]\n---\n")},
		"artists/dream.md":     {Data: []byte("---\nname: Dream Theater\naccounts: {spotify: 2aaLAng2L2aWD2FClzwiep}\n---\n")},
		"artists/metallica.md": {Data: []byte("---\nname: Metallica\naccounts: {deezer: 119}\n---\nSince 1981.\n")},
	}
	site, err := content.Load(folder)
	fmt.Println(site.Title, site.Default, len(site.Artists), err)
	for _, setting := range site.Sources {
		fmt.Println(setting.Name, setting.Lead().Metric, "asked every", setting.Every)
	}

	folder["artists/metallica.md"].Data = []byte("---\nname: Metallica\nacounts: {deezer: 119}\n---\n")
	folder["artists/dream.md"].Data = []byte("---\nname: Dream Theater\naccounts: {spotify: https://open.spotify.com/artist/2aaLAng2L2aWD2FClzwiep}\n---\n")
	_, err = content.Load(folder)
	fmt.Println(err)
	// Output:
	// Counts dream 2 <nil>
	// Spotify followers asked every day
	// Deezer fans asked every day
	// artists/dream.md:3: spotify account "https://open.spotify.com/artist/2aaLAng2L2aWD2FClzwiep" is a link - write 2aaLAng2L2aWD2FClzwiep
	// artists/metallica.md:1: front matter has no accounts - add "accounts: {spotify: 2aaLAng2L2aWD2FClzwiep}"
	// artists/metallica.md:3: unknown key "acounts" - did you mean accounts?
}
