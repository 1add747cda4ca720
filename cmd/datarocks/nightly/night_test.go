package nightly

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"datarocks/cmd/datarocks/report"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history"
	"datarocks/history/store"
)

// TestRescue keeps the counts of an interrupted run, and not the reasons that come
// of the interruption.
func TestRescue(t *testing.T) {
	folder := t.TempDir()
	ctx, interrupt := context.WithCancel(t.Context())
	interrupt()
	now := time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)
	store := store.NewHastyDir(filepath.Join(folder, "data"))
	past, err := history.Load(t.Context(), store, now)
	if err != nil {
		t.Fatal(err)
	}
	defer past.Close()
	var out bytes.Buffer
	n := &Night{World: &shell.World{Ctx: ctx, Stdout: &out, Stderr: &out}, at: now, site: &content.Site{}, past: past}
	n.summary = report.New(n.site, content.DayOf(now), nil, nil)
	err = n.rescue(fetch.Snapshot{At: now, Samples: []fetch.Sample{
		{Ask: fetch.Ask{Artist: "opeth", Metric: content.Spotify.Default(), Account: "o"}, Count: fetch.Number(7)},
		{Ask: fetch.Ask{Artist: "vola", Metric: content.Spotify.Default(), Account: "v"}, Count: fetch.Missing(fetch.Failed, "context canceled")},
	}}, context.Canceled)
	if !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "1 count recorded") {
		t.Errorf("rescued: %v", err)
	}
	stored, err := os.ReadFile(filepath.Join(folder, "data/v1/days/year=2026/month=11/2026-11-23.ndjson"))
	if err != nil || strings.Count(string(stored), "\n") != 1 || !strings.Contains(string(stored), `"value":7`) {
		t.Errorf("stored %q, %v", stored, err)
	}
}
