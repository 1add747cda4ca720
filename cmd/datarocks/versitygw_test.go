//go:build versitygw

package main

import (
	"context"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/fetch/fetchtest"
	"datarocks/publish"
	"datarocks/publish/awstest"
	"datarocks/publish/manifest"
)

// versityGW is a real S3 server, whose objects are plain files:
// github.com/versity/versitygw.
const versityGW = "github.com/versity/versitygw/cmd/versitygw@v1.8.0"

// gateway is a server under way.
type gateway struct {
	url     string
	buckets string // folder that holds a folder per bucket
}

func startGateway(t *testing.T) gateway {
	t.Helper()
	folder := t.TempDir()
	install := exec.Command("go", "install", versityGW)
	install.Env = append(os.Environ(), "GOBIN="+folder, "GOFLAGS=")
	if out, err := install.CombinedOutput(); err != nil {
		t.Fatalf("install %s: %v\n%s", versityGW, err, out)
	}
	g := gateway{"http://" + freeAddress(t), filepath.Join(folder, "buckets")}
	for _, bucket := range []string{"counts", "pages"} {
		if err := os.MkdirAll(filepath.Join(g.buckets, bucket), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	server := exec.Command(filepath.Join(folder, "versitygw"), "--access", awstest.AccessKeyID, "--secret", awstest.SecretAccessKey,
		"--region", awstest.Region, "--port", strings.TrimPrefix(g.url, "http://"), "--quiet", "posix", g.buckets)
	server.Stderr = os.Stderr
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = server.Process.Kill()
		_ = server.Wait()
	})
	g.awaitAnswer(t)
	return g
}

// freeAddress returns an address that nobody listens on.
func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

func (g gateway) awaitAnswer(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		if resp, err := http.Get(g.url); err == nil {
			resp.Body.Close()
			return
		}
		select {
		case <-ctx.Done():
			t.Fatal("the server does not answer")
		case <-tick.C:
		}
	}
}

// TestVersityGW runs the nightly run against a real S3 server.
func TestVersityGW(t *testing.T) {
	g := startGateway(t)
	cloud := openCloud(t) // for CloudFront
	defer cloud.Close()
	spotify, err := fetchtest.NewSpotify()
	if err != nil {
		t.Fatal(err)
	}
	defer spotify.Close()
	site, err := content.Load(content.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	writeFile(t, folder, "site.md", "---\ntitle: Test\nsources: [spotify]\n---\n")
	for i, a := range site.Artists {
		account := a.Accounts[content.Spotify]
		spotify.Set(account, a.Name, int64(1000+i))
		writeFile(t, folder, "artists/"+a.ID+".md", fmt.Sprintf("---\nname: %s\naccounts:\n  spotify: %s\n---\n", a.Name, account))
	}
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL_S3": g.url, "AWS_ENDPOINT_URL_CLOUDFRONT": cloud.URL(), "AWS_REGION": awstest.Region,
		"AWS_ACCESS_KEY_ID": awstest.AccessKeyID, "AWS_SECRET_ACCESS_KEY": awstest.SecretAccessKey, "AWS_EC2_METADATA_DISABLED": "true",
		"AWS_CONFIG_FILE": os.DevNull, "AWS_SHARED_CREDENTIALS_FILE": os.DevNull,
		"SPOTIFY_ID": "id", "SPOTIFY_SECRET": "secret", "SPOTIFY_ENDPOINT": spotify.URL(),
		"DATAROCKS_CONTENT": folder, asDatarocks: "1",
	} {
		t.Setenv(name, value)
	}
	raceOnOneDay(t, site)
	t.Run("first run", func(t *testing.T) { g.publishes(t) })
	t.Run("second run", func(t *testing.T) { g.changesNothing(t) })
	t.Run("headers", func(t *testing.T) { g.headers(t) })
}

// raceOnOneDay lets a process per artist write the same day object at once.
func raceOnOneDay(t *testing.T, site *content.Site) {
	t.Helper()
	var racers sync.WaitGroup
	for _, a := range site.Artists {
		racers.Go(func() {
			// Those who are not the last find that the others' counts are missing.
			_, code := runHere(t, "fetch", "--history", "s3://counts/h", "--artist", a.ID)
			if code != shell.ExitDone && code != shell.ExitIncomplete {
				t.Errorf("exit code %d", code)
			}
		})
	}
	racers.Wait()
}

// runHere runs datarocks in a process of its own.
func runHere(t *testing.T, args ...string) (out string, code int) {
	t.Helper()
	run := exec.CommandContext(t.Context(), os.Args[0], append(args, "--now", "2026-11-23T03:17:00Z")...)
	printed, err := run.CombinedOutput()
	if run.ProcessState == nil {
		t.Error(err)
		return "", shell.ExitFailed
	}
	if run.ProcessState.ExitCode() == shell.ExitFailed {
		t.Logf("%s", printed)
	}
	return string(printed), run.ProcessState.ExitCode()
}

var wholeRun = []string{"run", "--history", "s3://counts/h", "--site", "s3://pages", "--distribution", "E1"}

// publishes makes sure that the racers' counts were all kept, and that the
// bucket holds the site.
func (g gateway) publishes(t *testing.T) {
	out, code := runHere(t, wholeRun...)
	if code != shell.ExitDone || !strings.Contains(out, "nothing to ask, all 10 counted") {
		t.Fatalf("exit code %d: %s", code, out)
	}
	built := t.TempDir()
	if out, code := runHere(t, "render", "--history", "s3://counts/h", "--out", built); code != shell.ExitDone {
		t.Fatal(out)
	}
	for name, want := range files(t, built) {
		got, err := os.ReadFile(filepath.Join(g.buckets, "pages", name))
		if err != nil || string(got) != want {
			t.Errorf("%s is not what was rendered: %v", name, err)
		}
	}
}

func (g gateway) changesNothing(t *testing.T) {
	before := times(t, g.buckets)
	out, code := runHere(t, wholeRun...)
	if code != shell.ExitDone || !strings.Contains(out, "0 written, 0 deleted") {
		t.Errorf("exit code %d: %s", code, out)
	}
	if after := times(t, g.buckets); fmt.Sprint(after) != fmt.Sprint(before) {
		t.Error("a second run of the day wrote something")
	}
}

// headers asks as a browser does, for what it needs to show a page and keep it.
func (g gateway) headers(t *testing.T) {
	client, err := settings.S3(shell.NewWorld())
	if err != nil {
		t.Fatal(err)
	}
	for name := range files(t, filepath.Join(g.buckets, "pages")) {
		head, err := client.HeadObject(t.Context(), &s3.HeadObjectInput{Bucket: aws.String("pages"), Key: aws.String(name)})
		if err != nil {
			t.Fatal(err)
		}
		got := manifest.Headers{ContentType: aws.ToString(head.ContentType), CacheControl: aws.ToString(head.CacheControl)}
		if want := publish.HeadersFor(name); got != want {
			t.Errorf("%s: headers %v, want %v", name, got, want)
		}
	}
}

// files reads a folder, but for what the server keeps for itself.
func files(t *testing.T, folder string) map[string]string {
	t.Helper()
	all := make(map[string]string)
	err := walkFiles(os.DirFS(folder), func(name string, _ fs.FileInfo, data []byte) {
		if !strings.HasPrefix(name, ".") {
			all[name] = string(data)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func times(t *testing.T, folder string) map[string]time.Time {
	t.Helper()
	all := make(map[string]time.Time)
	err := walkFiles(os.DirFS(folder), func(name string, info fs.FileInfo, _ []byte) { all[name] = info.ModTime() })
	if err != nil {
		t.Fatal(err)
	}
	return all
}
