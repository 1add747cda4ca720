package fetch_test

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"

	"datarocks/content"
	"datarocks/fetch"
)

// TestProgress: while a source is asked it shows how far it is, and in the end every
// account was reported once, whichever way a source asks and ends.
func TestProgress(t *testing.T) {
	var asks []fetch.Ask
	for i := range 10 {
		for _, source := range []content.Source{content.Deezer, content.Spotify, content.LastFM} {
			asks = append(asks, fetch.Ask{Artist: fmt.Sprint(i), Metric: source.Default(), Account: fmt.Sprint(100 + i)})
		}
	}
	var asked atomic.Int64
	began := make(chan struct{})
	deezer := fetch.Batches{Source: content.Deezer, Size: 1, InFlight: 1, Ask: fetch.OneMetric(fetch.Singly(func(_ context.Context, account string) (fetch.Count, error) {
		if account == "105" {
			<-began // the others are done
			if got := asked.Load(); got != 5+10+10 {
				t.Errorf("%d were reported while the sixth is asked", got)
			}
		}
		return fetch.Number(7), nil
	}))}
	broken := fake(func([]string) (map[string]fetch.Count, error) { return nil, errors.New("down") })
	ctx := fetch.WithProgress(t.Context(), func(n int) {
		if asked.Add(int64(n)) == 5+10+10 {
			close(began)
		}
	})
	fetch.All(ctx, at, asks, map[content.Source]fetch.Counter{content.Deezer: deezer, content.Spotify: broken, content.LastFM: sevens})
	if got := asked.Load(); got != 30 {
		t.Errorf("%d of 30 accounts were reported", got)
	}
}
