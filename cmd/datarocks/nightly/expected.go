package nightly

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"datarocks/fetch"
)

// expect adds how long asking takes, see fetch.Load, and prints it.
func (d *dryRun) expect(n *Night) {
	expected := fetch.Expect(n.asks, n.counters.Ready)
	var slowest time.Duration
	for i, s := range d.Asks {
		d.Asks[i].Seconds = expected[s.Source].Seconds()
		slowest = max(slowest, expected[s.Source])
	}
	d.Seconds = slowest.Seconds()
	if n.flags.JSON || slowest == 0 {
		return
	}
	if slowest < long {
		n.Print("asking takes a few seconds")
		return
	}
	n.Print("asking takes about %s: %s", spoken(slowest), slow(d.Asks))
}

// long is how long a source takes that is worth naming.
const long = 10 * time.Second

// slow names the sources that take long, the slowest first.
func slow(asks []plannedSource) string {
	asks = slices.SortedStableFunc(slices.Values(asks), func(a, b plannedSource) int { return cmp.Compare(b.Seconds, a.Seconds) })
	var parts []string
	for _, s := range asks {
		if took := time.Duration(s.Seconds * float64(time.Second)); took >= long {
			parts = append(parts, s.Name+" "+spoken(took))
		}
	}
	return strings.Join(parts, ", ")
}

// spoken is a duration as people say it: 40 s, 3 min, 2 h 5 min.
func spoken(d time.Duration) string {
	minutes := int(d.Round(time.Minute).Minutes())
	switch {
	case d < 90*time.Second:
		return fmt.Sprintf("%d s", int(d.Round(time.Second).Seconds()))
	case minutes < 90:
		return fmt.Sprintf("%d min", minutes)
	}
	return fmt.Sprintf("%d h %d min", minutes/60, minutes%60)
}
