// Past records past days of a roster in the history on S3, as one backfill, and nothing
// else: what that takes without asking for them.
//
//	past ARTISTS DAYS TIME
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"datarocks/cmd/bench/nights"
	"datarocks/cmd/bench/programs"
	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history"
	"datarocks/history/store"
)

func main() {
	if len(os.Args) != 4 {
		log.Fatal("usage: past ARTISTS DAYS TIME")
	}
	ctx := context.Background()
	artists, days := programs.Must(strconv.Atoi(os.Args[1])), programs.Must(strconv.Atoi(os.Args[2]))
	now := programs.Must(time.Parse(time.RFC3339, os.Args[3]))
	client := s3.NewFromConfig(programs.Must(config.LoadDefaultConfig(ctx)), func(o *s3.Options) { o.UsePathStyle = true })
	h := programs.Must(history.Load(ctx, store.NewS3(client, "bench", "history"), now))
	snap := fetch.Snapshot{At: now}
	first := content.DayOf(now) - content.Day(days)
	counts := make([]int64, days)
	for i := range artists {
		for j := range counts {
			counts[j] = 500 + nights.Count(i, content.Day(j))%3000
		}
		snap.Samples = append(snap.Samples, fetch.Sample{
			Ask: fetch.Ask{Artist: nights.ID(i), Metric: content.Wikipedia.Default(), Account: nights.Name(i), Since: first}, Days: fetch.NewDays(first, counts),
		})
	}
	recorded := programs.Must(h.RecordDays(ctx, snap, nil))
	programs.Check(h.Close())
	fmt.Printf("%+v\n", recorded)
}
