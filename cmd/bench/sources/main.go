// Sources measures one run over a large roster on simulated platforms that
// answer after some latency and have no limits.
//
//	go run ./cmd/bench/sources -artists 10000 -latency 30ms
package main

import (
	"flag"
	"fmt"
	"time"

	"datarocks/cmd/bench/nights"
	"datarocks/cmd/bench/programs"
	"datarocks/content"
)

func main() {
	artists := flag.Int("artists", 10_000, "artists in the roster, each with an account on every source")
	latency := flag.Duration("latency", 30*time.Millisecond, "added to every answer")
	flag.Parse()
	folder, remove := programs.Temp()
	defer remove()
	label := programs.Must(nights.Open(folder, nights.Roster{Artists: *artists, Sources: content.Sources, Latency: *latency}))
	fmt.Println(programs.Must(label.Run(nights.Now, "fetch")))
}
