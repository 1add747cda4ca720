package fetch

import (
	"net/http"
	"time"

	"datarocks/content"
)

// Expecter is a Counter that knows how long it will take.
type Expecter interface {
	// Expect returns how long it takes to count these accounts where all goes well,
	// see Load.
	Expect(accounts []string) time.Duration
}

// Expect returns how long each source that knows takes for the asks. All asks them at
// once, so it takes as long as the slowest.
func Expect(asks []Ask, sources map[content.Source]Counter) map[content.Source]time.Duration {
	expected := make(map[content.Source]time.Duration)
	for source, accounts := range bySource(asks, sources) {
		if c, ok := sources[source].(Expecter); ok {
			expected[source] = c.Expect(names(accounts))
		}
	}
	return expected
}

// Load is what a source is asked.
type Load struct {
	Requests []int // to each host
	InFlight int   // requests to one host under way at once
	Hosts    int   // asked at once; 0 is one
	Pace     Pace  // of each host
}

// typicalAnswer is how long an answer takes: what was seen of these platforms lies
// between 0.1 and 0.6 s.
const typicalAnswer = 300 * time.Millisecond

// Time is how long a load takes where every answer comes at the first attempt and in
// 0.3 s: as long as the pace demands, at least. Waits for attempts that are made
// again come on top, at most the Patience of the client.
func (l Load) Time() time.Duration {
	var longest, sum time.Duration
	for _, n := range l.Requests {
		t := l.host(n)
		longest = max(longest, t)
		sum += t
	}
	return max(longest, sum/time.Duration(max(l.Hosts, 1)))
}

// host is how long so many requests to one host take.
func (l Load) host(n int) time.Duration {
	if n == 0 {
		return 0
	}
	rounds := (n + max(l.InFlight, 1) - 1) / max(l.InFlight, 1)
	answered := time.Duration(rounds) * typicalAnswer
	if l.Pace.Requests <= 0 {
		return answered
	}
	waiting := n - max(l.Pace.Burst, 1)
	paced := time.Duration(max(waiting, 0)) * (l.Pace.Per / time.Duration(l.Pace.Requests))
	return max(answered, paced+typicalAnswer)
}

// PaceOf returns the pace that a client of NewClient keeps.
func PaceOf(client *http.Client) Pace {
	if r, ok := client.Transport.(*retrier); ok {
		if p, ok := r.base.(*pacer); ok {
			return p.pace
		}
	}
	return Pace{}
}
