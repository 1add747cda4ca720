package fetch

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Pace is how often one host is asked: Requests in each Per, evenly spaced, of
// which Burst come at once where nothing was asked before. So any stretch as
// long as Per sees at most Requests+Burst of them, and it is that sum which has
// to stay below what a platform allows. The zero Pace is none.
//
// Each source's package has the Pace of its platform. A Pace is the caller's
// choice all the same: a platform on this machine need not be spared.
type Pace struct {
	Requests int
	Per      time.Duration
	Burst    int

	// Together is whether all hosts are asked as if they were one.
	Together bool

	// Refused is how long to wait after a 429 that asks for no wait of its own. 0 is as
	// after any other failure.
	Refused time.Duration
}

// errNoTime is why an attempt was not made at all.
var errNoTime = fmt.Errorf("the platform's pace leaves no time for it: %w", context.DeadlineExceeded)

// pacer holds every attempt back until its host may be asked again, also those
// made again: the platform counts them too.
type pacer struct {
	base http.RoundTripper
	pace Pace

	mu    sync.Mutex
	hosts map[string]*rate.Limiter
}

// newPacer returns base itself where there is no pace to keep.
func newPacer(base http.RoundTripper, pace Pace) http.RoundTripper {
	if pace.Requests <= 0 || pace.Per <= 0 {
		return base
	}
	return &pacer{base: base, pace: pace, hosts: make(map[string]*rate.Limiter)}
}

func (p *pacer) RoundTrip(req *http.Request) (*http.Response, error) {
	// A request may be meant for another host than the one that is dialled.
	host := cmp.Or(req.Host, req.URL.Host)
	if err := p.limiter(host).Wait(req.Context()); err != nil {
		if req.Body != nil {
			_ = req.Body.Close()
		}
		return nil, cmp.Or(req.Context().Err(), errNoTime)
	}
	return p.base.RoundTrip(req)
}

func (p *pacer) limiter(host string) *rate.Limiter {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.pace.Together {
		host = ""
	}
	if p.hosts[host] == nil {
		every := p.pace.Per / time.Duration(p.pace.Requests)
		p.hosts[host] = rate.NewLimiter(rate.Every(every), max(p.pace.Burst, 1))
	}
	return p.hosts[host]
}
