// Publish measures what it takes to bring a rendered site to S3: datarocks,
// its peers, tuned and as they come, and a bare loop of PutObject calls, on one
// simulated S3 that adds a latency to every request. It prints wall time, CPU,
// peak memory and requests of each. Linux only.
//
//	go run ./cmd/bench/publish -files 40,3000 -latency 0s,30ms -n 5
//	go run ./cmd/bench/publish -files 30000 -latency 30ms -programs bare,datarocks,rclone-tuned -n 1
//
// Every program gets a bucket of its own, and four times a site whose files
// were all written again: the first, the same, one with 1 % of its artists
// changed, one with every page changed. The programs take turns, and each
// figure is the median of a program's turns.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"datarocks/cmd/bench/programs"
)

func main() {
	files := flag.String("files", "40,3000", "how many files the sites have")
	latencies := flag.String("latency", "0s,30ms", "added to every request")
	names := flag.String("programs", "bare,datarocks,rclone,rclone-tuned,hugo,hugo-tuned,aws,aws-tuned", "what to measure; bare is always")
	times := flag.Int("n", 5, "turns of each program")
	enough := flag.Duration("enough", 30*time.Second, "no more turns of a program that took so long")
	peers := programs.Peers()
	flag.Parse()
	folder, remove := programs.Temp()
	defer remove()
	b := &bench{folder: folder, times: *times, enough: *enough}
	b.build(*peers, strings.Split(*names, ","))
	var all []table
	for n := range strings.SplitSeq(*files, ",") {
		for latency := range strings.SplitSeq(*latencies, ",") {
			t := b.measure(programs.Must(strconv.Atoi(n)), programs.Must(time.ParseDuration(latency)))
			t.print(os.Stdout)
			all = append(all, t)
		}
	}
	printWalls(os.Stdout, all)
}

type bench struct {
	folder   string
	server   string // program
	programs []program
	times    int
	enough   time.Duration
}

// steps are what each program does in a turn.
var steps = []struct {
	what   string
	change change
}{{"first", nothing}, {"nothing changed", nothing}, {"1 % changed", some}, {"every page changed", everyPage}}

// usage is what one step took.
type usage struct {
	programs.Usage
	requests programs.Requests
	wrong    int // files
}

// measure runs every program in its turns with a site.
func (b *bench) measure(files int, latency time.Duration) table {
	t := table{files: files, latency: latency, programs: b.programs, usages: make(map[cell][]usage)}
	spent := make(map[string]time.Duration)
	s := site{folder: filepath.Join(b.folder, "site"), files: files}
	for turn := range b.times {
		for _, p := range b.programs {
			if spent[p.name] > b.enough {
				continue
			}
			fmt.Fprintf(os.Stderr, "%d files, %v, turn %d of %d: %s\n", files, latency, turn+1, b.times, p.name)
			for i, u := range b.turn(p, s, latency) {
				t.usages[cell{p.name, i}] = append(t.usages[cell{p.name, i}], u)
				spent[p.name] += u.Wall
			}
		}
	}
	programs.Check(os.RemoveAll(s.folder))
	return t
}

// turn lets a program do all steps with an empty bucket to begin with.
func (b *bench) turn(p program, s site, latency time.Duration) (usages []usage) {
	server := b.start(latency)
	defer server.stop()
	for _, step := range steps {
		s.write(step.change)
		u := b.run(p, s, server)
		var answer struct {
			Requests programs.Requests
			Wrong    int
		}
		server.ask(s.folder, &answer)
		u.requests, u.wrong = answer.Requests, answer.Wrong
		usages = append(usages, u)
	}
	return usages
}

// run runs a program as a process of its own.
func (b *bench) run(p program, s site, server *server) usage {
	cmd := p.command(target{s.folder, server.url, b.folder})
	cmd.Env = append(programs.Environ("AWS_", "DATAROCKS_", "GITHUB_", "HUGO_", "RCLONE_"), environ(server.url, filepath.Join(b.folder, "ca.pem"))...)
	cmd.Env = append(cmd.Env, p.env...)
	return usage{Usage: programs.Must(programs.Run(cmd))}
}

// server is a running server program.
type server struct {
	url     string
	process *exec.Cmd
	in      io.WriteCloser
	out     *json.Decoder
}

func (b *bench) start(latency time.Duration) *server {
	s := &server{process: exec.Command(b.server, "-latency", latency.String(), "-bucket", bucket)}
	s.process.Stderr = os.Stderr
	s.in = programs.Must(s.process.StdinPipe())
	s.out = json.NewDecoder(programs.Must(s.process.StdoutPipe()))
	programs.Check(s.process.Start())
	var hello struct {
		URL         string
		Certificate []byte
	}
	s.read(&hello)
	s.url = hello.URL
	programs.Check(os.WriteFile(filepath.Join(b.folder, "ca.pem"), hello.Certificate, 0o644))
	return s
}

func (s *server) ask(question string, answer any) {
	programs.Must(fmt.Fprintln(s.in, question))
	s.read(answer)
}

func (s *server) read(v any) {
	if err := s.out.Decode(v); err != nil {
		log.Fatalf("server: %v", err)
	}
}

func (s *server) stop() {
	_ = s.in.Close()     // which ends it
	_ = s.process.Wait() // it has answered by then
}

// cell is a program's step.
type cell struct {
	program string
	step    int
}

// table is what all programs took with one site at one latency.
type table struct {
	files    int
	latency  time.Duration
	programs []program
	usages   map[cell][]usage
}

// median is that of each figure; requests are those of the last turn.
func (t table) median(c cell) usage {
	all := t.usages[c]
	last := all[len(all)-1]
	return usage{
		Usage: programs.Usage{
			Wall:   medianOf(all, func(u usage) time.Duration { return u.Wall }),
			CPU:    medianOf(all, func(u usage) time.Duration { return u.CPU }),
			Memory: medianOf(all, func(u usage) int64 { return u.Memory }),
		},
		requests: last.requests, wrong: last.wrong,
	}
}

func medianOf[T ~int64](all []usage, figure func(usage) T) T {
	var figures []T
	for _, u := range all {
		figures = append(figures, figure(u))
	}
	slices.Sort(figures)
	n := len(figures)
	return (figures[(n-1)/2] + figures[n/2]) / 2
}

// print prints a table for each step. In brackets are the multiples of what
// bare and what datarocks took.
func (t table) print(w io.Writer) {
	for i, step := range steps {
		fmt.Fprintf(w, "\n%d files, %v a request: %s\n\n", t.files, t.latency, step.what)
		fmt.Fprintln(w, "| (x bare, x datarocks) | wall s | CPU s | peak MB | requests | | turns | wrong |\n|---|---|---|---|---|---|---|---|")
		bare := t.median(cell{"bare", i})
		ours := bare
		if t.usages[cell{"datarocks", i}] != nil {
			ours = t.median(cell{"datarocks", i})
		}
		for _, p := range t.programs {
			u := t.median(cell{p.name, i})
			fmt.Fprintf(w, "| %s | %s | %s | %s | %s | %s | %d | %d |\n", p.name,
				multiples("%.3g", u.Wall.Seconds(), bare.Wall.Seconds(), ours.Wall.Seconds()),
				multiples("%.3g", u.CPU.Seconds(), bare.CPU.Seconds(), ours.CPU.Seconds()),
				multiples("%.0f", float64(u.Memory)/1e6, float64(bare.Memory)/1e6, float64(ours.Memory)/1e6),
				multiples("%.0f", float64(u.requests.Sum()), float64(bare.requests.Sum()), float64(ours.requests.Sum())),
				u.requests, len(t.usages[cell{p.name, i}]), u.wrong)
		}
	}
}

func multiples(format string, figure, bare, ours float64) string {
	return fmt.Sprintf(format+" (%.2f, %.2f)", figure, figure/bare, figure/ours)
}

// printWalls prints the wall times of all tables side by side.
func printWalls(w io.Writer, tables []table) {
	fmt.Fprint(w, "\nWall time in seconds: first / nothing changed / 1 % changed / every page changed\n\n| |")
	for _, t := range tables {
		fmt.Fprintf(w, " %d files, %v |", t.files, t.latency)
	}
	fmt.Fprintln(w, "\n|---|"+strings.Repeat("---|", len(tables)))
	for _, p := range tables[0].programs {
		fmt.Fprintf(w, "| %s |", p.name)
		for _, t := range tables {
			var walls []string
			for i := range steps {
				walls = append(walls, fmt.Sprintf("%.3g", t.median(cell{p.name, i}).Wall.Seconds()))
			}
			fmt.Fprintf(w, " %s |", strings.Join(walls, " / "))
		}
		fmt.Fprintln(w)
	}
}
