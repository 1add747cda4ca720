// Sources measures one run over a large roster on simulated platforms that
// answer after some latency and have no limits.
//
//	go run ./.ci/bench/sources -artists 10000 -latency 30ms
package main

import (
	"cmp"
	"flag"
	"fmt"
	"log"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"datarocks/content"
	"datarocks/fetch/fetchtest"
)

func main() {
	artists := flag.Int("artists", 10_000, "artists in the roster, each with an account on every source")
	latency := flag.Duration("latency", 30*time.Millisecond, "added to every answer")
	flag.Parse()
	folder, err := os.MkdirTemp("", "bench-")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(folder)
	env, platforms := start(*latency)
	write(folder, *artists, platforms)
	measure(folder, env)
}

// slow answers well, after a while.
func slow(latency time.Duration) fetchtest.Fault {
	return func(well http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(latency)
			well.ServeHTTP(w, r)
		})
	}
}

// start starts every platform, and gives the environment that leads to them.
func start(latency time.Duration) (env []string, platforms map[content.Source]*fetchtest.Platform) {
	platforms = make(map[content.Source]*fetchtest.Platform)
	env = []string{"SPOTIFY_ID=id", "SPOTIFY_SECRET=secret", "TWITTER_BEARER_TOKEN=token", "LASTFM_API_KEY=key"}
	for _, info := range content.Sources {
		p, err := fetchtest.Start(info.Source)
		if err != nil {
			log.Fatal(err)
		}
		p.FailAlways("/", slow(latency))
		platforms[info.Source] = p
		env = append(env, strings.ToUpper(string(info.Source))+"_ENDPOINT="+p.URL())
	}
	return env, platforms
}

// write makes the content and what the platforms hold.
func write(folder string, artists int, platforms map[content.Source]*fetchtest.Platform) {
	file := func(name, text string) {
		name = filepath.Join(folder, "content", name)
		if err := cmp.Or(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o644)); err != nil {
			log.Fatal(err)
		}
	}
	file("site.md", "---\ntitle: Bench\nsources: [spotify, twitter, deezer, bluesky, mastodon, listenbrainz, lastfm]\n---\n")
	for i := range artists {
		name := fmt.Sprintf("Artist %d", i)
		accounts := map[content.Source]string{
			"spotify": fmt.Sprintf("%022d", i), "twitter": fmt.Sprintf("artist_%d", i), "deezer": fmt.Sprint(i + 1),
			"bluesky": fmt.Sprintf("artist%d.bsky.social", i), "mastodon": fmt.Sprintf("artist%d@mastodon.social", i),
			"listenbrainz": fmt.Sprintf("00000000-0000-4000-8000-%012d", i), "lastfm": name,
		}
		var text strings.Builder
		for source, account := range accounts {
			platforms[source].Set(account, name, int64(1000+i))
			fmt.Fprintf(&text, "  %s: %q\n", source, account)
		}
		file(fmt.Sprintf("artists/artist-%d.md", i), "---\nname: "+name+"\naccounts:\n"+text.String()+"---\n")
	}
}

// measure runs `datarocks fetch` as a process of its own.
func measure(folder string, env []string) {
	program := filepath.Join(folder, "datarocks")
	if out, err := exec.Command("go", "build", "-o", program, "./cmd/datarocks").CombinedOutput(); err != nil {
		log.Fatalf("build: %v\n%s", err, out)
	}
	run := exec.Command(program, "fetch")
	run.Dir, run.Env = folder, append(os.Environ(), env...)
	run.Stdout, run.Stderr = os.Stdout, os.Stderr
	begun := time.Now()
	if err := run.Start(); err != nil {
		log.Fatal(err)
	}
	peak := watch(run.Process.Pid)
	if err := run.Wait(); err != nil {
		log.Fatalf("fetch: %v", err)
	}
	fmt.Printf("wall %.1f s, CPU %.1f s, peak memory %d MB\n", time.Since(begun).Seconds(),
		(run.ProcessState.UserTime() + run.ProcessState.SystemTime()).Seconds(), <-peak)
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
