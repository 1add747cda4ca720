package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"datarocks/fetch/fetchtest"
	"datarocks/publish/awstest"
)

// asDatarocks makes the test's program be datarocks itself, in a process that a
// test may kill.
const asDatarocks = "DATAROCKS_TEST_PROCESS"

func TestMain(m *testing.M) {
	if os.Getenv(asDatarocks) != "" {
		main()
	}
	testscript.Main(m, map[string]func(){
		"datarocks": func() { os.Exit(execute(newWorld(), os.Args[1:])) },
	})
}

// TestScripts is the specification of the command line. Each script runs the
// real program against simulated platforms of its own.
//
//	exits CODE COMMAND ARGS...     the command ends with this exit code
//	platform NAME set ID COUNT     the platform holds a count
//	platform NAME fail FAULT       the platform fails from now on
//	platform NAME heal             it no longer does
//	platform NAME asked N          it got N requests since the last asked; some: at least one
//	aws ...                        see awsCommand
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
			"snapshot":  snapshot,
			"unchanged": unchanged,
		},
	})
}

// simulated is the platforms of one script.
type simulated struct {
	spotify *fetchtest.Spotify
	twitter *fetchtest.Twitter
	asked   map[string]int // requests that were already looked at
	folders map[string]map[string]string
	cloud   *awstest.AWS
}

type simulatedKey struct{}

func setUp(env *testscript.Env) error {
	spotify, spotifyErr := fetchtest.NewSpotify()
	twitter, twitterErr := fetchtest.NewTwitter()
	cloud, cloudErr := newCloud()
	if err := errors.Join(spotifyErr, twitterErr, cloudErr); err != nil {
		return err
	}
	for _, variable := range cloud.Environ() {
		name, value, _ := strings.Cut(variable, "=")
		env.Setenv(name, value)
	}
	env.Defer(func() {
		_ = cloud.Close()
		_ = spotify.Close()
		_ = twitter.Close()
	})
	env.Values[simulatedKey{}] = &simulated{spotify, twitter, make(map[string]int), make(map[string]map[string]string), cloud}
	env.Setenv("SPOTIFY_ENDPOINT", spotify.URL())
	env.Setenv("TWITTER_ENDPOINT", twitter.URL())
	env.Setenv("SPOTIFY_ID", "an-id")
	env.Setenv("SPOTIFY_SECRET", plantedSecret)
	env.Setenv("TWITTER_BEARER_TOKEN", plantedSecret)
	env.Setenv("GOOD_KEY", awstest.AccessKeyID)
	env.Setenv("GOOD_SECRET", awstest.SecretAccessKey)
	env.Setenv("DATAROCKS_NOW", "2026-11-23T03:17:42Z")
	return nil
}

// plantedSecret must never be seen again: every script looks for it.
const plantedSecret = "planted-secret-7f3a"

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
	if printed := ts.ReadFile("stdout") + ts.ReadFile("stderr"); strings.Contains(printed, plantedSecret) || strings.Contains(printed, awstest.SecretAccessKey) {
		ts.Fatalf("a secret was printed")
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

// faults are the ways a script can make a platform fail.
var faults = map[string]func(s *simulated){
	"spotify premium":     func(s *simulated) { s.spotify.FailAlways("/v1/", fetchtest.SpotifyNoPremium) },
	"spotify development": func(s *simulated) { s.spotify.DevelopmentMode(true) },
	"spotify client":      func(s *simulated) { s.spotify.Accept("another", "another") },
	"twitter credits":     func(s *simulated) { s.twitter.FailAlways("/", fetchtest.TwitterCreditsDepleted) },
	"twitter token":       func(s *simulated) { s.twitter.FailAlways("/", fetchtest.TwitterUnauthorized) },
}

func platformCommand(ts *testscript.TestScript, neg bool, args []string) {
	s := ts.Value(simulatedKey{}).(*simulated)
	if neg || len(args) < 2 {
		ts.Fatalf("usage: platform NAME set|fail|heal|asked ...")
	}
	platform := map[string]*fetchtest.Platform{"spotify": s.spotify.Platform, "twitter": s.twitter.Platform}[args[0]]
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
		fault, ok := faults[args[0]+" "+args[2]]
		if !ok {
			ts.Fatalf("no fault %s", args[2])
		}
		fault(s)
	case verb == "heal":
		platform.Heal()
	case verb == "asked" && len(args) == 3:
		s.checkAsked(ts, args[0], platform, args[2])
	default:
		ts.Fatalf("cannot %v", args)
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

// readFolder gives the bytes and the time of every file; a folder that does not
// exist has none.
func readFolder(ts *testscript.TestScript, folder string) map[string]string {
	files := make(map[string]string)
	root := os.DirFS(ts.MkAbs(folder))
	err := walkFiles(root, func(name string, info os.FileInfo, data []byte) {
		files[name] = info.ModTime().String() + "\n" + string(data)
		if strings.Contains(string(data), plantedSecret) {
			ts.Fatalf("a secret stands in %s", name)
		}
	})
	ts.Check(err)
	return files
}
