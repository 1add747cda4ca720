package historytest

import (
	"strings"
	"time"

	"datarocks/content"
	"datarocks/fetch"
)

// Sample makes a sample of "artist source account", and of a number or the
// reason why there is none.
func Sample(who string, count any) fetch.Sample {
	words := strings.Fields(who)
	s := fetch.Sample{Ask: fetch.Ask{Artist: words[0], Source: content.Source(words[1]), Account: words[2]}}
	switch count := count.(type) {
	case int:
		s.Count = fetch.Number(int64(count))
	case string:
		s.Count = fetch.Missing(fetch.Failed, count)
	case fetch.Count:
		s.Count = count
	}
	return s
}

// Snapshot makes a snapshot of samples.
func Snapshot(at time.Time, samples ...fetch.Sample) fetch.Snapshot {
	return fetch.Snapshot{At: at, Samples: samples}
}
