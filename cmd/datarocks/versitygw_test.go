//go:build versitygw

package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/fetch/fetchtest"
	"datarocks/publish/awstest"
	"datarocks/publish/awstest/gateway"
	"datarocks/publish/manifest"
)

// TestVersityGW runs the nightly run against a real S3 server.
func TestVersityGW(t *testing.T) {
	g := gateway.Start(t)
	g.CreateBucket(t, "counts")
	g.CreateBucket(t, "pages")
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
		"AWS_ENDPOINT_URL_S3": g.URL, "AWS_ENDPOINT_URL_CLOUDFRONT": cloud.URL(), "AWS_REGION": awstest.Region,
		"AWS_ACCESS_KEY_ID": awstest.AccessKeyID, "AWS_SECRET_ACCESS_KEY": awstest.SecretAccessKey, "AWS_EC2_METADATA_DISABLED": "true",
		"AWS_CONFIG_FILE": os.DevNull, "AWS_SHARED_CREDENTIALS_FILE": os.DevNull,
		"SPOTIFY_ID": "id", "SPOTIFY_SECRET": "secret", "SPOTIFY_ENDPOINT": spotify.URL(),
		"DATAROCKS_CONTENT": folder, asDatarocks: "1",
	} {
		t.Setenv(name, value)
	}
	raceOnOneDay(t, site)
	t.Run("first run", func(t *testing.T) { publishes(t, g.Buckets) })
	t.Run("second run", func(t *testing.T) { changesNothing(t, g.Buckets) })
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
func publishes(t *testing.T, buckets string) {
	out, code := runHere(t, wholeRun...)
	if code != shell.ExitDone || !strings.Contains(out, "nothing to ask, all 10 counted") {
		t.Fatalf("exit code %d: %s", code, out)
	}
	built := t.TempDir()
	if out, code := runHere(t, "render", "--history", "s3://counts/h", "--out", built); code != shell.ExitDone {
		t.Fatal(out)
	}
	for name, want := range files(t, built) {
		got, err := os.ReadFile(filepath.Join(buckets, "pages", name))
		if name == manifest.Name { // which names what is before a bucket, and nothing is before a folder
			got = bytes.Replace(got, []byte(`"distributions":["E1"],`), nil, 1)
		}
		if err != nil || string(got) != want {
			t.Errorf("%s is not what was rendered: %v", name, err)
		}
	}
}

func changesNothing(t *testing.T, buckets string) {
	before := times(t, buckets)
	out, code := runHere(t, wholeRun...)
	if code != shell.ExitDone || !strings.Contains(out, "0 written, 0 deleted") {
		t.Errorf("exit code %d: %s", code, out)
	}
	if after := times(t, buckets); fmt.Sprint(after) != fmt.Sprint(before) {
		t.Error("a second run of the day wrote something")
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
