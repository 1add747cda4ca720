package fetch_test

import (
	"context"
	"fmt"
	"time"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/fetch/deezer"
	"datarocks/fetch/fetchtest"
)

// Every account that was asked has a number or the reason why it has none.
func ExampleAll() {
	platform, err := fetchtest.Start(content.Deezer)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer platform.Close()
	platform.Set("119", "Metallica", 14_156_138)

	client := fetch.NewClient(fetch.Options{UserAgent: "datarocks/1.0 (+https://example.org)"})
	sources := map[content.Source]fetch.Counter{content.Deezer: deezer.New(client, platform.URL())}
	asks := []fetch.Ask{
		{Artist: "metallica", Metric: content.Deezer.Default(), Account: "119"},
		{Artist: "vola", Metric: content.Deezer.Default(), Account: "5542131"},
	}
	snap := fetch.All(context.Background(), time.Now(), asks, sources)
	for _, sample := range snap.Samples {
		fmt.Println(sample.Artist, sample.Count)
	}
	fmt.Println(snap.Sources[0].Source, snap.Sources[0].Got, "of", snap.Sources[0].Asked, snap.Sources[0].Err)
	// Output:
	// metallica 14156138
	// vola unavailable: no such artist
	// deezer 1 of 2 <nil>
}
