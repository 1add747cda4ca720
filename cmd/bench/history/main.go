// History measures reading a long history from S3, and a night on it, as CPU,
// peak memory and counted requests.
//
//	go run ./cmd/bench/history -artists 1000 -sources 5 -years 5
//	go run ./cmd/bench/history -artists 1000 -sources 5 -metrics 2 -years 5
//	go run ./cmd/bench/history -artists 1000 -years 1 -past 4170
//	go run ./cmd/bench/history -artists 1000 -years 1 -import 5
//
// With -past it measures a backfill of so many days instead, and with -import an import
// of so many years of CSV; both with the load after.
package main

import (
	"flag"
	"fmt"
	"log"
	"path/filepath"
	"time"

	"datarocks/cmd/bench/nights"
	"datarocks/cmd/bench/programs"
	"datarocks/content"
)

func main() {
	artists := flag.Int("artists", 1000, "artists in the roster")
	sources := flag.Int("sources", 5, "sources that each artist is on")
	years := flag.Int("years", 5, "years of nights")
	metrics := flag.Int("metrics", 1, "metrics of each source")
	past := flag.Int("past", 0, "days of a backfill")
	imported := flag.Int("import", 0, "years of an import")
	flag.Parse()
	folder, remove := programs.Temp()
	defer remove()
	label := programs.Must(nights.Open(folder, nights.Roster{Artists: *artists, Sources: content.Sources[:*sources], Metrics: *metrics}))
	defer label.WithPast(*years)()

	fmt.Printf("%d artists x %d sources x %d metrics x %d years\n", *artists, *sources, *metrics, *years)
	switch {
	case *past > 0:
		backfill(label, *past)
		return
	case *imported > 0:
		importYears(label, folder, *imported)
		return
	}
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

// backfill records past days on a history that has its rollups, and again.
func backfill(label *nights.Label, days int) {
	show(label, "no rollups yet, which are made", label.RollUp)
	record := func() (programs.Usage, error) {
		return label.RunOther("past", "./cmd/bench/history/past", fmt.Sprint(label.Roster.Artists), fmt.Sprint(days), nights.Now.Format(time.RFC3339))
	}
	show(label, fmt.Sprintf("a backfill of %d days", days), record)
	show(label, "load", load(label))
	show(label, "the same backfill again", record)
}

// importYears imports a count a day of every artist and source, of years before those
// that are stored.
func importYears(label *nights.Label, folder string, years int) {
	name := filepath.Join(folder, "past.csv")
	programs.Check(label.WriteCSV(name, years))
	show(label, fmt.Sprintf("an import of %d years", years), func() (programs.Usage, error) { return label.Run(nights.Now, "import", "csv", name) })
	show(label, "load", load(label))
}

func load(label *nights.Label) func() (programs.Usage, error) {
	return func() (programs.Usage, error) { return label.Run(nights.Now, "explain", "artist-0", "spotify") }
}

func show(label *nights.Label, what string, run func() (programs.Usage, error)) {
	usage, err := run()
	if err != nil {
		log.Fatalf("%s: %v", what, err)
	}
	fmt.Printf("%-32s %s, %s\n", what, usage, label.S3)
}
