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
