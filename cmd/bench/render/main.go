// Render measures `datarocks render` on rosters of several sizes, as CPU, peak
// memory, files and bytes, and Hugo with templates of the same pages beside it.
// Linux only.
//
//	go run ./cmd/bench/render
//	go run ./cmd/bench/render -artists 1000 -hugo 1000
//	go run ./cmd/bench/render -artists 1000 -hugo 0 -events 4 -before COMMIT
//
// datarocks reads its history from a simulated S3. Reading alone is measured
// too, so that the pages stand beside those of Hugo, which gets the counts as a
// small file for each artist.
package main

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"datarocks/cmd/bench/nights"
	"datarocks/cmd/bench/programs"
	"datarocks/content"
)

func main() {
	sizes := flag.String("artists", "1000,5000,10000", "rosters")
	withHugo := flag.String("hugo", "1000", "rosters, of those, that Hugo renders too")
	sources := flag.Int("sources", 5, "sources that each artist is on")
	years := flag.Int("years", 1, "years of nights")
	events := flag.Int("events", 0, "events in each artist's timeline")
	before := flag.String("before", "", "`commit` whose rendering is measured in turn with today's, three times, and compared")
	peers := programs.Peers()
	flag.Parse()
	fmt.Printf("%d sources x %d years\n\n| | artists | wall s | CPU s | ms an artist | peak MB | files | MB |\n|---|---|---|---|---|---|---|---|\n", *sources, *years)
	hugo := numbers(*withHugo)
	var against []string
	for _, artists := range numbers(*sizes) {
		b := bench{roster: nights.Roster{Artists: artists, Sources: content.Sources[:*sources], Events: *events}, years: *years, before: *before}
		ours := b.datarocks()
		if slices.Contains(hugo, artists) {
			against = append(against, b.hugo(programs.Must(programs.Install(*peers, "hugo", programs.Hugo)), ours)...)
		}
	}
	fmt.Println("\n" + strings.Join(against, "\n"))
}

func numbers(list string) (all []int) {
	for word := range strings.FieldsFuncSeq(list, func(r rune) bool { return r == ',' }) {
		all = append(all, programs.Must(strconv.Atoi(word)))
	}
	return all
}

type bench struct {
	roster nights.Roster
	years  int
	before string // commit to compare with; "" for none
}

// taken is what one program took for one roster.
type taken struct {
	programs.Usage
	pages time.Duration // CPU without that for reading the history
}

// datarocks renders with datarocks.
func (b bench) datarocks() taken {
	folder, remove := programs.Temp()
	defer remove()
	label := programs.Must(nights.Open(folder, b.roster))
	defer label.WithPast(b.years)()
	programs.Must(label.RollUp())
	load := programs.Must(label.Run(nights.Now, "explain", nights.ID(0), string(b.roster.Sources[0].Source)))
	b.row("datarocks, reading the history", load, "")
	pages := filepath.Join(folder, "pages")
	b.row("datarocks, all files", programs.Must(label.RunOther("pages-program", pagesProgram, "content", pages, nights.Now.Format(time.RFC3339))), pages)
	if b.before != "" {
		b.compare(label, folder, pages)
	}
	site := filepath.Join(folder, "public")
	u := programs.Must(label.Run(nights.Now, "render", "--out", site))
	b.row("datarocks render, into a folder that it compares", u, site)
	return taken{u, u.CPU - load.CPU}
}

const pagesProgram = "./cmd/bench/render/pages"

// compare renders in turn as today and as before, and takes the least CPU of each:
// what else the machine does only adds to it.
func (b bench) compare(label *nights.Label, folder, pages string) {
	var now, then programs.Usage
	least := func(best *programs.Usage, u programs.Usage) {
		if best.CPU == 0 || u.CPU < best.CPU {
			*best = u
		}
	}
	old := filepath.Join(folder, "pages-before")
	for range 3 {
		for _, folder := range []string{old, pages} {
			programs.Check(os.RemoveAll(folder))
		}
		at := nights.Now.Format(time.RFC3339)
		least(&then, programs.Must(label.RunBefore(b.before, "before-program", []string{pagesProgram, "./.ci/bench/render/pages"}, "content", old, at)))
		least(&now, programs.Must(label.RunOther("pages-program", pagesProgram, "content", pages, at)))
	}
	b.row("the same, least of three", now, pages)
	b.row("as of "+b.before, then, old)
	fmt.Printf("| %.2f x the CPU, %.2f x the memory of before | | | | | | | |\n", now.CPU.Seconds()/then.CPU.Seconds(), float64(now.Memory)/float64(then.Memory))
}

// row prints a row of the table.
func (b bench) row(what string, u programs.Usage, site string) {
	files, bytes := size(site)
	fmt.Printf("| %s | %d | %.1f | %.1f | %.2f | %d | %d | %d |\n", what, b.roster.Artists, u.Wall.Seconds(), u.CPU.Seconds(),
		u.CPU.Seconds()*1000/float64(b.roster.Artists), u.Memory>>20, files, bytes>>20)
}

// size returns how many files a site has, and their bytes; none without a site.
func size(site string) (files int, bytes int64) {
	if site == "" {
		return 0, 0
	}
	err := filepath.WalkDir(site, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		files, bytes = files+1, bytes+info.Size()
		return err
	})
	programs.Check(err)
	return files, bytes
}
