package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"datarocks/fetch/fetchtest"
	"datarocks/publish/awstest"
)

// combined are servers that differ in several ways at once, as old ones do.
var combined = []awstest.Compatible{
	{
		Name:      "no conditions, no checksums, lists by marker",
		Quirks:    awstest.Quirks{IgnoresConditions: true, RefusesChecksums: true, ListsByMarker: true, PageSize: 3},
		Checksums: true,
	},
	{
		Name:      "refuses conditions, checksums and DeleteObjects, lists by marker",
		Quirks:    awstest.Quirks{RefusesConditions: true, RefusesChecksums: true, RefusesDeletes: true, ListsByMarker: true, RawKeys: true, PageSize: 3},
		Checksums: true,
	},
	{
		Name:   "no conditions, no tokens, ETags of its own",
		Quirks: awstest.Quirks{IgnoresConditions: true, NoToken: true, NeedsContentMD5: true, PageSize: 3, ETags: strings.ToUpper, Bare: true},
	},
}

// TestNightsOnEveryServer runs three nights on each server that is not Amazon's: the
// history has every count once, and the site shows the newest and nothing of who left.
func TestNightsOnEveryServer(t *testing.T) {
	spotify, err := fetchtest.NewSpotify()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = spotify.Close() })
	spotify.Set("2aaLAng2L2aWD2FClzwiep", "Dream Theater", 3456789)
	spotify.Set("0ybFZ2Ab08V8hueghSXm6E", "Opeth", 1234567)
	for _, server := range append(combined, awstest.Compatibles...) {
		if server.Fails != "" {
			continue
		}
		t.Run(server.Name, func(t *testing.T) {
			t.Parallel()
			cloud := openCloud(t)
			defer cloud.Close()
			cloud.Behave("counts", server.Quirks)
			cloud.Behave("pages", server.Quirks)
			folder := t.TempDir()
			(&killed{t: t, folder: folder}).writeContent()
			writeFile(t, folder, "content/artists/opeth.md", "---\nname: Opeth\naccounts:\n  spotify: 0ybFZ2Ab08V8hueghSXm6E\n---\n")
			run := func(args ...string) {
				t.Helper()
				command := exec.Command(os.Args[0], append(args, "--history", "s3://counts/h")...)
				command.Dir = folder
				command.Env = append(os.Environ(), asDatarocks+"=1", "SPOTIFY_ID=id", "SPOTIFY_SECRET=secret", "SPOTIFY_ENDPOINT="+spotify.URL())
				command.Env = append(command.Env, cloud.Environ()...)
				if server.Checksums {
					command.Env = append(command.Env, "AWS_REQUEST_CHECKSUM_CALCULATION=when_required")
				}
				if out, err := command.CombinedOutput(); err != nil {
					t.Fatalf("%v: %v\n%s", args, err, out)
				}
			}
			run("run", "--site", "s3://pages", "--now", "2026-11-23T03:17:00Z")
			run("run", "--site", "s3://pages", "--now", "2026-11-24T03:17:00Z")
			if err := os.Remove(folder + "/content/artists/opeth.md"); err != nil {
				t.Fatal(err)
			}
			run("run", "--site", "s3://pages", "--now", "2026-11-25T03:17:00Z", "--allow-removal")
			run("export", "--out", "all.csv")
			data, err := os.ReadFile(folder + "/all.csv")
			if rows := strings.Count(string(data), "\n"); err != nil || rows != 1+5 {
				t.Errorf("the history has %d rows, %v:\n%s", rows, err, data)
			}
			pages := cloud.Objects("pages")
			if !strings.Contains(pages["artists/dream-theater/index.html"].Body, "25 November 2026") {
				t.Error("the newest count is not shown")
			}
			if _, there := pages["artists/opeth/index.html"]; there {
				t.Error("the page of who left is there")
			}
		})
	}
}
