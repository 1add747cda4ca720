// History measures reading a long history from S3, and a night on it, as CPU,
// peak memory and counted requests.
//
//	go run ./cmd/bench/history -artists 1000 -sources 5 -years 5
package main

import (
	"flag"
	"fmt"
	"log"

	"datarocks/cmd/bench/nights"
	"datarocks/cmd/bench/programs"
	"datarocks/content"
)

func main() {
	artists := flag.Int("artists", 1000, "artists in the roster")
	sources := flag.Int("sources", 5, "sources that each artist is on")
	years := flag.Int("years", 5, "years of nights")
	flag.Parse()
	folder, remove := programs.Temp()
	defer remove()
	label := programs.Must(nights.Open(folder, nights.Roster{Artists: *artists, Sources: content.Sources[:*sources]}))
	defer label.WithPast(*years)()

	fmt.Printf("%d artists x %d sources x %d years\n", *artists, *sources, *years)
	show(label, "no rollups yet, which are made", label.RollUp)
	for _, step := range []struct {
		what string
		args []string
	}{
		{"load", []string{"explain", "artist-0", "spotify"}},
		{"a night", []string{"fetch"}},
		{"the same night again", []string{"fetch"}},
	} {
		show(label, step.what, func() (programs.Usage, error) { return label.Run(nights.Now, step.args...) })
	}
}

func show(label *nights.Label, what string, run func() (programs.Usage, error)) {
	usage, err := run()
	if err != nil {
		log.Fatalf("%s: %v", what, err)
	}
	fmt.Printf("%-32s %s, %s\n", what, usage, label.S3)
}
