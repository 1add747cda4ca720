package fetch

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// Options shape the client of one source.
type Options struct {
	// UserAgent is who asks and how to reach them, which several platforms
	// require: "datarocks/1.0 (+https://example.org)".
	UserAgent string

	// Timeout bounds one attempt, from dialling to the last byte of the body.
	// 0 means 10 s.
	Timeout time.Duration

	// Patience bounds all waiting between the client's attempts. 0 means 20 s,
	// and less than 0 that every request has one attempt.
	Patience time.Duration

	// Wait is the first wait between attempts, which doubles with each. No wait is
	// shorter. 0 means 0.5 s.
	Wait time.Duration

	// Attempts bounds how often one request is made. 0 means 5.
	Attempts int

	// Pace spaces the attempts at each host. Zero means as they come.
	Pace Pace

	// MaxBody bounds an answer's body in bytes. 0 means 1 MiB.
	MaxBody int64

	// Transport carries the attempts. nil means one of the client's own.
	Transport http.RoundTripper
}

const (
	defaultTimeout  = 10 * time.Second
	defaultPatience = 20 * time.Second
	defaultMaxBody  = 1 << 20 // bytes; the largest answer, 1,000 artists of ListenBrainz, is about 120 kB
	maxIdle         = 64      // connections kept to a host, which net/http would keep 2 of
)

var (
	errCut      = errors.New("the answer was cut off")
	errTooLarge = errors.New("the answer is over")
)

// NewClient makes the client through which one source is asked in one run.
//
// An answer comes with its whole body in memory: one that is cut off or over
// MaxBody is an error. Attempts that may succeed later are made again, see
// retrier. Redirects are not followed, because a RoundTripper
// that adds a key to every request would send the key to another host.
func NewClient(o Options) *http.Client {
	one := &attempt{
		base:      cmp.Or(o.Transport, newTransport()),
		userAgent: cmp.Or(o.UserAgent, "datarocks"),
		timeout:   cmp.Or(o.Timeout, defaultTimeout),
		maxBody:   cmp.Or(o.MaxBody, defaultMaxBody),
	}
	return &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &retrier{
			base: newPacer(one, o.Pace),
			left: cmp.Or(o.Patience, defaultPatience),
			most: cmp.Or(o.Attempts, maxAttempts),
			wait: cmp.Or(o.Wait, firstWait),

			refused: o.Pace.Refused,
		},
	}
}

func newTransport() http.RoundTripper {
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            (&net.Dialer{KeepAlive: 30 * time.Second}).DialContext,
		ForceAttemptHTTP2:      true,
		IdleConnTimeout:        90 * time.Second,
		MaxIdleConnsPerHost:    maxIdle,
		MaxResponseHeaderBytes: 64 << 10,
	}
}

// attempt makes one attempt at a request, within the time-out.
type attempt struct {
	base      http.RoundTripper
	userAgent string
	timeout   time.Duration
	maxBody   int64
}

func (a *attempt) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(req.Context(), a.timeout)
	defer cancel()
	named := req.Clone(ctx)
	named.Header.Set("User-Agent", a.userAgent)
	resp, err := a.base.RoundTrip(named)
	if err == nil {
		err = readWhole(resp, a.maxBody)
	}
	if err == nil {
		return resp, nil
	}
	if ctx.Err() != nil && req.Context().Err() == nil {
		return nil, fmt.Errorf("no answer within %v: %w", a.timeout, context.DeadlineExceeded)
	}
	return nil, err
}

// readWhole brings the body into memory, so that what goes wrong on the way is
// the attempt's failure and never half an answer.
func readWhole(resp *http.Response, most int64) error {
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, most+1))
	if err != nil {
		return fmt.Errorf("%w: %w", errCut, err)
	}
	if int64(len(body)) > most {
		return fmt.Errorf("%w %d MiB", errTooLarge, most>>20)
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return nil
}

// Get sends a GET request, to which each change is applied first, and returns what
// Do returns.
func Get(ctx context.Context, client *http.Client, address string, change ...func(*http.Request)) ([]byte, error) {
	req, err := newRequest(ctx, address, change)
	if err != nil {
		return nil, err
	}
	return Do(client, req)
}

func newRequest(ctx context.Context, address string, change []func(*http.Request)) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, fmt.Errorf("ask: %w", err)
	}
	for _, change := range change {
		change(req)
	}
	return req, nil
}

// Origin returns the origin to ask, without a slash at its end: moved, or the real
// one where moved is empty.
func Origin(moved, real string) string { return cmp.Or(strings.TrimSuffix(moved, "/"), real) }

// Do sends a request and returns the answer's body if its status is 200. Any
// other status is a *StatusError.
func Do(client *http.Client, req *http.Request) ([]byte, error) {
	resp, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	return ReadAnswer(resp)
}

// byteOrderMark begins what some programs write as UTF-8, and no JSON.
var byteOrderMark = []byte("\ufeff")

// ReadAnswer returns the body of an answer whose status is 200, without a byte
// order mark, and closes it. Any other status is a *StatusError: a 204 holds no
// count either.
func ReadAnswer(resp *http.Response) ([]byte, error) {
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, fmt.Errorf("read answer: %w", err)
	}
	if resp.StatusCode != http.StatusOK {
		return nil, NewStatusError(resp, body)
	}
	return bytes.TrimPrefix(body, byteOrderMark), nil
}
