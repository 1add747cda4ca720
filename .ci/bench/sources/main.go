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

	"datarocks/.ci/bench/programs"
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
	program, err := programs.Build(folder, "datarocks", "./cmd/datarocks")
	if err != nil {
		log.Fatal(err)
	}
	run := exec.Command(program, "fetch")
	run.Dir, run.Env = folder, append(os.Environ(), env...)
	run.Stdout, run.Stderr = os.Stdout, os.Stderr
	usage, err := programs.Run(run)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(usage)
}
