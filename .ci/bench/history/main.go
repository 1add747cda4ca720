// History measures reading a long history from S3, and a night on it, as CPU,
// peak memory and counted requests.
//
//	go run ./.ci/bench/history -artists 1000 -sources 5 -years 5
package main

import (
	"bytes"
	"flag"
	"fmt"
	"log"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"datarocks/content"
	"datarocks/fetch/fetchtest"
)

// now is when the measured nights run: late in a year, with most of its days in
// a rollup, and most of a month beside it.
var now = time.Date(2026, 11, 23, 3, 17, 42, 0, time.UTC)

func main() {
	artists := flag.Int("artists", 1000, "artists in the roster")
	sources := flag.Int("sources", 5, "sources that each artist is on")
	years := flag.Int("years", 5, "years of nights")
	flag.Parse()
	folder, err := os.MkdirTemp("", "bench-")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(folder)
	b := &bench{folder: folder, roster: roster{*artists, content.Sources[:*sources]}}
	b.server = newServer(b.roster, content.DayOf(now)-content.Day(*years*365), content.DayOf(now)-26)
	s3 := httptest.NewServer(b.server)
	defer s3.Close()
	b.env = append(os.Environ(),
		"AWS_ENDPOINT_URL="+s3.URL, "AWS_REGION=eu-central-1", "AWS_ACCESS_KEY_ID=id", "AWS_SECRET_ACCESS_KEY=secret",
		"DATAROCKS_HISTORY=s3://bench/history", "SPOTIFY_ID=id", "SPOTIFY_SECRET=secret", "TWITTER_BEARER_TOKEN=token", "LASTFM_API_KEY=key",
	)
	b.build()
	b.prepare()

	fmt.Printf("%d artists x %d sources x %d years\n", *artists, *sources, *years)
	// The run of a month ago has the rollups made, as every 28th does.
	b.measure("no rollups yet, which are made", now.AddDate(0, 0, -26), "fetch")
	b.server.newest = content.DayOf(now) - 1
	b.measure("load", now, "explain", "artist-0", "spotify")
	b.measure("a night", now, "fetch")
	b.measure("the same night again", now, "fetch")
}

type bench struct {
	folder  string
	program string
	env     []string
	roster  roster
	server  *server
}

func (b *bench) build() {
	b.program = filepath.Join(b.folder, "datarocks")
	if out, err := exec.Command("go", "build", "-o", b.program, "./cmd/datarocks").CombinedOutput(); err != nil {
		log.Fatalf("build: %v\n%s", err, out)
	}
}

// prepare writes the content, and starts the platforms.
func (b *bench) prepare() {
	var ids []string
	for _, source := range b.roster.sources {
		platform, err := fetchtest.Start(source.Source)
		if err != nil {
			log.Fatal(err)
		}
		for i := range b.roster.artists {
			platform.Set(account(source.Source, i), fmt.Sprintf("Artist %d", i), count(i, content.DayOf(now)))
		}
		ids = append(ids, string(source.Source))
		b.env = append(b.env, strings.ToUpper(string(source.Source))+"_ENDPOINT="+platform.URL())
	}
	b.write("site.md", "---\ntitle: Bench\nsources: ["+strings.Join(ids, ", ")+"]\n---\n")
	for i := range b.roster.artists {
		var text strings.Builder
		for _, source := range b.roster.sources {
			fmt.Fprintf(&text, "  %s: %q\n", source.Source, account(source.Source, i))
		}
		b.write(fmt.Sprintf("artists/artist-%d.md", i), fmt.Sprintf("---\nname: Artist %d\naccounts:\n%s---\n", i, &text))
	}
}

func (b *bench) write(name, text string) {
	name = filepath.Join(b.folder, "content", name)
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		log.Fatal(err)
	}
}

// measure runs datarocks as a process of its own.
func (b *bench) measure(what string, at time.Time, args ...string) {
	b.server.reset()
	run := exec.Command(b.program, append(args, "--now", at.Format(time.RFC3339))...)
	run.Dir, run.Env = b.folder, b.env
	var out bytes.Buffer
	run.Stdout, run.Stderr = &out, &out
	begun := time.Now()
	if err := run.Start(); err != nil {
		log.Fatal(err)
	}
	peak := watch(run.Process.Pid)
	if err := run.Wait(); err != nil {
		log.Fatalf("%s: %v\n%s", what, err, &out)
	}
	fmt.Printf("%-32s wall %5.1f s, CPU %5.1f s, peak memory %3d MB, %s\n", what, time.Since(begun).Seconds(),
		(run.ProcessState.UserTime() + run.ProcessState.SystemTime()).Seconds(), <-peak, b.server)
}

// watch gives the most memory, in MB, that a process had until it ended. What the
// system says of an ended process includes that of the one which started it.
func watch(pid int) <-chan int {
	peak := make(chan int, 1)
	go func() {
		most := 0
		for {
			status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
			_, rest, ok := strings.Cut(string(status), "VmHWM:")
			if err != nil || !ok {
				peak <- most / 1024
				return
			}
			if _, err := fmt.Sscan(rest, &most); err != nil {
				log.Fatal(err)
			}
			time.Sleep(5 * time.Millisecond)
		}
	}()
	return peak
}
