package history_test

import (
	"context"
	"fmt"
	"os"
	"time"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history"
	"datarocks/history/gate"
	"datarocks/history/store"
)

// A night: what the platforms answered is judged by the past and recorded, and the
// next night reads it back.
func Example() {
	folder, err := os.MkdirTemp("", "history-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(folder)
	ctx, s := context.Background(), store.NewDir(folder)
	site := &content.Site{Artists: []content.Artist{{ID: "opeth", Name: "Opeth"}}}

	night := time.Date(2026, 11, 23, 3, 17, 42, 0, time.UTC)
	for i, count := range []int64{2_000_000, 2_000_700, 0} {
		at := night.AddDate(0, 0, i)
		past, err := history.Load(ctx, s, at)
		if err != nil {
			panic(err)
		}
		snap := fetch.Snapshot{At: at, Samples: []fetch.Sample{{
			Ask:   fetch.Ask{Artist: "opeth", Metric: content.Spotify.Default(), Account: "0ybFZ2Ab08V8hueghSXm6E"},
			Count: fetch.Number(count),
		}}}
		if _, err := past.Record(ctx, snap, gate.Judge(past.Series, site, snap)); err != nil {
			panic(err)
		}
		day, opeth := content.DayOf(at), past.Series("opeth", content.Spotify.Default())
		if n, ok := opeth.Value(day); ok {
			fmt.Println(day, n)
		} else {
			fmt.Println(day, opeth.Reason(day))
		}
		if err := past.Close(); err != nil {
			panic(err)
		}
	}
	// Output:
	// 2026-11-23 2000000
	// 2026-11-24 2000700
	// 2026-11-25 held: a sudden zero
}
