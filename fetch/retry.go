package fetch

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"math"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"
)

const (
	maxAttempts = 5                      // unless Options set another number
	firstWait   = 500 * time.Millisecond // unless Options set another one
	longestWait = 24 * time.Hour         // a rate limit's reset further off than this is no such time
)

// retrier makes a request again while it fails in a way that passes: a status
// of 429, 500, 502, 503 or 504, or no whole answer. It waits as long as the
// platform asks, or else 0.5 s, 1 s, 2 s and 4 s.
//
// All its waits come out of one budget, where those of requests that wait at the
// same time count once: it is the run's time that is bounded. A wait that is
// longer than what is left, or than the context lasts, is not begun: the answer is
// handed on as it is, so that the caller can name why there is no count. Spotify
// has asked to wait a day.
//
// Every method is retried: a Counter only reads, and its POSTs ask for a token
// or put a question too long for a URL.
type retrier struct {
	base http.RoundTripper
	most int           // attempts at one request
	wait time.Duration // the first, which doubles with each attempt; none is shorter

	refused time.Duration // see Pace

	mu    sync.Mutex
	left  time.Duration
	until time.Time // when the last wait ends that was paid for
}

func (r *retrier) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := bodyOf(req)
	if err != nil {
		return nil, err
	}
	for attempt := 1; ; attempt++ {
		own := req.Clone(req.Context())
		if body != nil {
			own.Body = io.NopCloser(bytes.NewReader(body))
		}
		resp, err := r.base.RoundTrip(own)
		if attempt == r.most || !transient(resp, err) {
			return resp, err
		}
		slept, ended := r.sleep(req.Context(), r.pause(attempt, resp))
		switch {
		case ended != nil:
			return nil, ended
		case !slept:
			return resp, err
		}
	}
}

// bodyOf reads the body of a request, which every attempt sends; nil where it has
// none.
func bodyOf(req *http.Request) ([]byte, error) {
	if req.Body == nil || req.Body == http.NoBody {
		return nil, nil
	}
	body, err := io.ReadAll(req.Body)
	return body, errors.Join(err, req.Body.Close())
}

// take spends the budget on a wait, if it suffices.
func (r *retrier) take(wait time.Duration) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := time.Now()
	end := now.Add(wait)
	if paid := r.until; paid.After(now) {
		now = paid
	}
	if price := end.Sub(now); price > 0 {
		if price > r.left {
			return false
		}
		r.left -= price
		r.until = end
	}
	return true
}

// sleep waits, if budget and context allow it, and reports whether it did. The
// error is that of a context which ended the wait.
func (r *retrier) sleep(ctx context.Context, wait time.Duration) (slept bool, ended error) {
	if end, ok := ctx.Deadline(); ok && time.Until(end) < wait {
		return false, nil
	}
	if ctx.Err() != nil || !r.take(wait) {
		return false, nil
	}
	select {
	case <-ctx.Done():
		return false, ctx.Err()
	case <-time.After(wait):
		return true, nil
	}
}

// transient reports whether another attempt may fare better.
func transient(resp *http.Response, err error) bool {
	if err != nil {
		return !is[*tls.CertificateVerificationError](err) && !errors.Is(err, errTooLarge) && !errors.Is(err, errNoTime)
	}
	return passing(resp.StatusCode)
}

// passing reports whether a status is one that may be gone the next time.
func passing(status int) bool {
	return slices.Contains([]int{
		http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusBadGateway,
		http.StatusServiceUnavailable, http.StatusGatewayTimeout,
	}, status)
}

// pause is the wait after an attempt, the first being 1.
func (r *retrier) pause(attempt int, resp *http.Response) time.Duration {
	wait := r.wait << (attempt - 1)
	if resp == nil {
		return wait
	}
	if asked, ok := askedWait(resp); ok {
		return max(asked, r.wait)
	}
	if resp.StatusCode == http.StatusTooManyRequests {
		return max(wait, r.refused)
	}
	return wait
}

// resets are the headers with the time at which a rate limit ends, which platforms send
// instead of Retry-After: ListenBrainz in seconds from now (it sends the third
// one as well), X in Unix seconds, Mastodon as an ISO 8601 time, and Bluesky in
// Unix seconds again.
var resets = []string{"X-RateLimit-Reset-In", "X-Rate-Limit-Reset", "X-RateLimit-Reset", "RateLimit-Reset"}

// askedWait is how long an answer asks to wait: Retry-After in seconds or as a
// date (RFC 9110, section 10.2.3), or the reset of a rate limit. Platforms send
// the latter with every answer, so it means a wait only with a 429. Times are
// compared with the answer's own, so that our clock need not be right.
func askedWait(resp *http.Response) (wait time.Duration, ok bool) {
	after := resp.Header.Get("Retry-After")
	if seconds, err := strconv.ParseUint(after, 10, 64); err == nil || errors.Is(err, strconv.ErrRange) {
		return time.Duration(min(seconds, math.MaxInt32)) * time.Second, true
	}
	date, _ := http.ParseTime(resp.Header.Get("Date"))
	if at, err := http.ParseTime(after); err == nil && !date.IsZero() {
		return max(at.Sub(date), 0), true
	}
	if resp.StatusCode != http.StatusTooManyRequests {
		return 0, false
	}
	for _, name := range resets {
		wait, ok := untilReset(resp.Header.Get(name), date)
		if ok && wait > 0 && wait <= longestWait {
			return wait, true
		}
	}
	return 0, false
}

// untilReset reads a reset in any of its forms. No number of seconds from now
// is as great as those since 1970.
func untilReset(text string, date time.Time) (wait time.Duration, ok bool) {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		seconds, err := strconv.ParseUint(text, 10, 62)
		if err != nil {
			return 0, false
		}
		if seconds < 1e9 {
			return time.Duration(seconds) * time.Second, true
		}
		at = time.Unix(int64(seconds), 0)
	}
	return at.Sub(date), !date.IsZero()
}
