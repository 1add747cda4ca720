package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/fetch/fetchtest"
	"datarocks/fetch/fetchtest/musicbrainz"
	"datarocks/publish/awstest"
)

// asDatarocks makes the test's program be datarocks itself, in a process that a
// test may kill.
const asDatarocks = "DATAROCKS_TEST_PROCESS"

// quick lets the programs that tests start take less time: a quarter of it goes into
// collecting garbage otherwise, and under the race detector each sleeps a second when
// it ends.
var quick = map[string]string{"GOGC": "400", "GORACE": "atexit_sleep_ms=0"}

func TestMain(m *testing.M) {
	if os.Getenv(asDatarocks) != "" {
		main()
	}
	for name, value := range quick {
		if err := os.Setenv(name, value); err != nil {
			panic(err)
		}
	}
	debug.SetGCPercent(400) // this process, too
	testscript.Main(m, map[string]func(){
		"datarocks": func() {
			w := shell.NewWorld()
			w.Poll, w.Wait = time.Millisecond, time.Millisecond // what is simulated is fast
			os.Exit(execute(w, os.Args[1:]))
		},
	})
}

// TestScripts is the specification of the command line. Each script runs the
// real program against simulated platforms of its own, with keys that must be
// seen nowhere, see secrets_test.go.
//
//	exits CODE COMMAND ARGS...     the command ends with this exit code
//	platform NAME set ID COUNT     the platform holds a count
//	platform NAME overwrite ID PATH JSON   the answer on an account has this at a place
//	platform NAME fail FAULT       the platform fails from now on; all: each of them
//	platform NAME heal             it no longer does; all: none of them
//	platform NAME agent PATTERN    the latest request was from this User-Agent
//	platform NAME asked N          it got N requests since the last asked; some: at least one
//	platform NAME at TIME          it is that time at the platform
//	platform wikipedia ...         see article
//	platform instagram ...         see profile
//	aws ...                        see awsCommand
//	webhook ...                    see webhookCommand
//	edge ...                       see edgeCommand
//	github subject TEXT            a workflow runs this, whose tokens have this subject
//	snapshot DIR NAME              remembers bytes and times of a folder
//	unchanged DIR NAME             compares with what was remembered
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup:               setUp,
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"exits":     exits,
			"platform":  platformCommand,
			"aws":       awsCommand,
			"github":    gitHubCommand,
			"webhook":   webhookCommand,
			"edge":      edgeCommand,
			"snapshot":  snapshot,
			"unchanged": unchanged,
		},
	})
}

// simulated is the platforms of one script.
type simulated struct {
	platforms map[string]*fetchtest.Platform // by source
	spotify   *fetchtest.Spotify
	wikipedia *fetchtest.Wikipedia
	instagram *fetchtest.Instagram
	lookup    map[string]*fetchtest.Platform // wikidata and musicbrainz, see startLookup
	asked     map[string]int                 // requests that were already looked at
	folders   map[string]map[string]string
	cloud     *awstest.AWS
	webhook   *simulatedWebhook
}

type simulatedKey struct{}

// scriptTime is when scripts run.
var scriptTime = time.Date(2026, time.November, 23, 3, 17, 42, 0, time.UTC)

func setUp(env *testscript.Env) error {
	s := &simulated{
		platforms: make(map[string]*fetchtest.Platform),
		asked:     make(map[string]int),
		folders:   make(map[string]map[string]string),
	}
	var err error
	if s.cloud, err = newCloud(); err != nil {
		return err
	}
	env.Defer(func() { _ = s.cloud.Close() })
	for _, variable := range s.cloud.Environ() {
		name, value, _ := strings.Cut(variable, "=")
		env.Setenv(name, value)
	}
	if err := errors.Join(s.start(env), s.startLookup(env)); err != nil {
		return err
	}
	s.startWebhook(env)
	gitHub := startGitHub()
	env.Defer(gitHub.Close)
	env.Setenv("GITHUB_API_URL", gitHub.URL)
	env.Values[simulatedKey{}] = s
	for name, value := range quick {
		env.Setenv(name, value)
	}
	env.Setenv("GOOD_KEY", awstest.AccessKeyID)
	env.Setenv("DATAROCKS_NOW", scriptTime.Format(time.RFC3339))
	action, err := filepath.Abs("../../.github/actions/datarocks")
	env.Setenv("GITHUB_ACTION_PATH", action)
	plant(env, s.cloud)
	return err
}

// start starts every platform and leads to it.
func (s *simulated) start(env *testscript.Env) error {
	var err error
	if s.spotify, err = fetchtest.NewSpotify(); err != nil {
		return err
	}
	if s.wikipedia, err = fetchtest.NewWikipedia(); err != nil {
		return err
	}
	if s.instagram, err = fetchtest.NewInstagram(); err != nil {
		return err
	}
	for _, info := range content.Sources {
		var p *fetchtest.Platform
		switch info.Source {
		case content.Spotify:
			p = s.spotify.Platform
		case content.Wikipedia:
			p = s.wikipedia.Platform
		case content.Instagram:
			p = s.instagram.Platform
		default:
			p, err = fetchtest.Start(info.Source)
		}
		if err != nil {
			return err
		}
		p.At(scriptTime)
		env.Defer(func() { _ = p.Close() })
		env.Setenv(strings.ToUpper(string(info.Source))+"_ENDPOINT", p.URL())
		s.platforms[string(info.Source)] = p
	}
	return nil
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND ARGS...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if found := leaked(ts.ReadFile("stdout") + ts.ReadFile("stderr")); len(found) > 0 {
		ts.Fatalf("it printed %v", found)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// names are what the accounts of the scripts call themselves.
var names = map[string]string{
	"2aaLAng2L2aWD2FClzwiep": "Dream Theater", "dreamtheaternet": "Dream Theater", "dreamtheater": "Dream Theater",
	"0ybFZ2Ab08V8hueghSXm6E": "Opeth",
}

// fail makes a platform fail in a way of its own, or in one of failures: "401",
// or "401:/v1/" below that path alone.
func (s *simulated) fail(ts *testscript.TestScript, name, fault string) {
	p := s.named(name)
	switch name + " " + fault {
	case "spotify premium":
		p.FailAlways("/v1/", fetchtest.SpotifyNoPremium)
	case "spotify development":
		s.spotify.DevelopmentMode(true)
	case "wikipedia forbidden":
		p.FailAlways("/", fetchtest.WikimediaForbidden)
	case "wikidata throttled":
		p.FailAlways("/", fetchtest.WikidataThrottled)
	case "musicbrainz throttled":
		p.FailAlways("/", musicbrainz.Throttled)
	case "instagram expired":
		p.FailAlways("/", fetchtest.InstagramTokenExpired)
	case "twitter credits":
		p.FailAlways("/", fetchtest.TwitterCreditsDepleted)
	case "youtube quota":
		p.FailAlways("/", fetchtest.YouTubeQuotaExceeded)
	default:
		fault, path, _ := strings.Cut(fault, ":")
		if failures[fault] == nil {
			ts.Fatalf("no fault %s", fault)
		}
		p.FailAlways(cmp.Or(path, "/"), failures[fault])
	}
}

func platformCommand(ts *testscript.TestScript, neg bool, args []string) {
	s := ts.Value(simulatedKey{}).(*simulated)
	if neg || len(args) < 2 {
		ts.Fatalf("usage: platform NAME set|fail|heal|asked ...")
	}
	if args[0] == "all" {
		for name := range s.platforms {
			platformCommand(ts, neg, append([]string{name}, args[1:]...))
		}
		return
	}
	platform := s.named(args[0])
	if platform == nil {
		ts.Fatalf("no platform %s", args[0])
	}
	switch verb := args[1]; {
	case verb == "set" && len(args) == 4:
		count, err := strconv.ParseInt(args[3], 10, 64)
		ts.Check(err)
		platform.Set(args[2], names[args[2]], count)
	case verb == "overwrite" && len(args) == 5:
		platform.Overwrite(args[2], args[3], args[4])
	case verb == "fail" && len(args) == 3:
		s.fail(ts, args[0], args[2])
	case verb == "heal":
		platform.Heal()
	case verb == "agent" && len(args) == 3:
		checkAgent(ts, platform, args[2])
	case verb == "asked" && len(args) == 3:
		s.checkAsked(ts, args[0], platform, args[2])
	case verb == "at" && len(args) == 3:
		at, err := time.Parse(time.RFC3339, args[2])
		ts.Check(err)
		platform.At(at)
	case args[0] == "wikipedia" && s.article(ts, verb, args[2:]):
	case args[0] == "instagram" && s.profile(ts, verb, args[2:]):
	default:
		ts.Fatalf("cannot %v", args)
	}
}

// checkAgent checks who the latest request was from.
func checkAgent(ts *testscript.TestScript, p *fetchtest.Platform, pattern string) {
	requests := p.Requests()
	if len(requests) == 0 {
		ts.Fatalf("nobody asked")
	}
	last := requests[len(requests)-1].UserAgent
	if matched, err := regexp.MatchString(pattern, last); err != nil || !matched {
		ts.Fatalf("%s asked, want %s: %v", last, pattern, err)
	}
}

func (s *simulated) checkAsked(ts *testscript.TestScript, name string, p *fetchtest.Platform, want string) {
	all := len(p.Requests())
	got := all - s.asked[name]
	s.asked[name] = all
	if fmt.Sprint(got) != want && (want != "some" || got == 0) {
		ts.Fatalf("%s was asked %d times, want %s", name, got, want)
	}
}

func snapshot(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: snapshot DIR NAME")
	}
	ts.Value(simulatedKey{}).(*simulated).folders[args[1]] = readFolder(ts, args[0])
}

func unchanged(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: unchanged DIR NAME")
	}
	before := ts.Value(simulatedKey{}).(*simulated).folders[args[1]]
	after := readFolder(ts, args[0])
	var differ []string
	for name := range before {
		if before[name] != after[name] {
			differ = append(differ, name)
		}
	}
	for name := range after {
		if _, ok := before[name]; !ok {
			differ = append(differ, name)
		}
	}
	if (len(differ) == 0) == neg {
		ts.Fatalf("changed: %v", differ)
	}
}

// readFolder returns the bytes and the time of every file; a folder that does not
// exist has none.
func readFolder(ts *testscript.TestScript, folder string) map[string]string {
	files := make(map[string]string)
	root := os.DirFS(ts.MkAbs(folder))
	err := walkFiles(root, func(name string, info os.FileInfo, data []byte) {
		files[name] = info.ModTime().String() + "\n" + string(data)
	})
	ts.Check(err)
	return files
}

// walkFiles calls f for every file of a folder; one that does not exist has
// none.
func walkFiles(root fs.FS, f func(name string, info os.FileInfo, data []byte)) error {
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		data, err := fs.ReadFile(root, name)
		if err == nil {
			f(name, info, data)
		}
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
