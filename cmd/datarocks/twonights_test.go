package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"datarocks/fetch/fetchtest"
	"datarocks/publish/awstest"
)

// turns let the requests of two processes through by turns, so many of one and then so
// many of the other.
type turns struct {
	mu    sync.Mutex
	next  *sync.Cond
	rnd   *rand.Rand
	whose string
	left  int
	ended string
}

func other(run string) string { return map[string]string{"one": "two", "two": "one"}[run] }

func (s *turns) wait(run string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.whose != run && s.ended != other(run) {
		s.next.Wait()
	}
	if s.left--; s.left <= 0 {
		s.whose, s.left = other(run), 1+s.rnd.IntN(20)
		s.next.Broadcast()
	}
}

func (s *turns) end(run string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = run
	s.next.Broadcast()
}

// TestTwoNightsAtOnce starts a run for one artist and a run for another, whose requests
// to AWS alternate by chance. Both succeed, and the site shows both counts.
func TestTwoNightsAtOnce(t *testing.T) {
	spotify, err := fetchtest.NewSpotify()
	if err != nil {
		t.Fatal(err)
	}
	defer spotify.Close()
	spotify.Set("2aaLAng2L2aWD2FClzwiep", "Dream Theater", 3456789)
	spotify.Set("0ybFZ2Ab08V8hueghSXm6E", "Opeth", 1234567)
	folder := t.TempDir()
	writeFile(t, folder, "content/site.md", "---\ntitle: Test\nsources: [spotify]\n---\n")
	writeFile(t, folder, "content/artists/dream-theater.md", "---\nname: Dream Theater\naccounts:\n  spotify: 2aaLAng2L2aWD2FClzwiep\n---\n")
	writeFile(t, folder, "content/artists/opeth.md", "---\nname: Opeth\naccounts:\n  spotify: 0ybFZ2Ab08V8hueghSXm6E\n---\n")
	for seed := range uint64(3) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			cloud := openCloud(t)
			defer cloud.Close()
			s := &turns{rnd: rand.New(rand.NewPCG(seed, 1)), whose: "one", left: 3}
			s.next = sync.NewCond(&s.mu)
			for _, run := range []string{"one", "two"} {
				cloud.Break(awstest.Rule{
					Match: func(r awstest.Request) bool { return strings.Contains(r.Header.Get("User-Agent"), "app/"+run) },
					Fault: awstest.Call(func() { s.wait(run) }, awstest.Well()),
				})
			}
			var runs sync.WaitGroup
			for run, artist := range map[string]string{"one": "dream-theater", "two": "opeth"} {
				runs.Go(func() {
					defer s.end(run)
					night := exec.Command(os.Args[0], "run", "--history", "s3://counts/h", "--site", "s3://pages", "--distribution", "E1",
						"--now", "2026-11-23T03:17:00Z", "--artist", artist)
					night.Dir = folder
					night.Env = append(os.Environ(), asDatarocks+"=1", "SPOTIFY_ID=id", "SPOTIFY_SECRET=secret", "SPOTIFY_ENDPOINT="+spotify.URL(), "AWS_SDK_UA_APP_ID="+run)
					night.Env = append(night.Env, cloud.Environ()...)
					out, err := night.CombinedOutput()
					var exit *exec.ExitError
					if err != nil && (!errors.As(err, &exit) || exit.ExitCode() != 3) {
						t.Errorf("%s: %v\n%s", run, err, out)
					}
				})
			}
			runs.Wait()
			index := cloud.Objects("pages")["index.html"].Body
			for _, count := range []string{"3.46M", "1.23M"} {
				if !strings.Contains(index, count) {
					t.Errorf("the site does not show %s", count)
				}
			}
		})
	}
}
