package settings

import (
	"context"
	"net"
	"net/http"
	"sync"
	"time"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"

	"datarocks/publish"
)

// longestSilence is how long a request to AWS may make no progress: no byte goes, next
// to none come, or the answer does not begin. It then counts as failed and is tried
// again. Without it one that hangs would hold the run until the job's limit.
const longestSilence = 30 * time.Second

// leastHeard is how many bytes of an answer are progress: an answer that comes by drops
// would take hours.
const leastHeard = 4 << 10

// longestIdle is how long a connection waits for its next request. It is short, since
// what is left of the silence is what the answer may take.
const longestIdle = longestSilence / 6

// httpClient returns the client of all requests to AWS. It keeps as many connections as
// there are uploads at once, because a new one costs more than a small upload.
func httpClient(silence time.Duration) *awshttp.BuildableClient {
	// The SDK's own bound knows only what comes, so it would cut an upload that takes longer.
	return awshttp.NewBuildableClient().WithReadTimeout(0).WithTransportOptions(func(t *http.Transport) {
		t.MaxIdleConns = publish.MostInFlight
		t.MaxIdleConnsPerHost = publish.MostInFlight
		t.IdleConnTimeout = min(longestIdle, silence)
		t.ResponseHeaderTimeout = silence
		dial := t.DialContext
		t.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
			conn, err := dial(ctx, network, address)
			if err != nil {
				return nil, err
			}
			return newAudible(conn, silence), nil
		}
	})
}

// audible is a connection that fails once it is silent for too long. A large object
// takes as long as it must while it makes progress.
type audible struct {
	net.Conn
	silence time.Duration

	mu    sync.Mutex
	left  time.Duration // of the silence, but for reads under way
	since time.Time     // when bytes went out last
	heard int           // bytes since the silence began
}

func newAudible(conn net.Conn, silence time.Duration) *audible {
	return &audible{Conn: conn, silence: silence, left: silence}
}

// Read counts only the time that it waits: who reads may take any time in between.
func (c *audible) Read(to []byte) (n int, err error) {
	began := time.Now()
	c.mu.Lock()
	err = c.SetReadDeadline(began.Add(c.left))
	c.mu.Unlock()
	if err != nil {
		return 0, err
	}
	n, err = c.Conn.Read(to)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.since.After(began) {
		began = c.since
	}
	c.left -= time.Since(began)
	if c.heard += n; c.heard >= leastHeard {
		c.left, c.heard = c.silence, 0
	}
	return n, err
}

// Write is progress that the answer may wait for: it is read for since the request began.
func (c *audible) Write(data []byte) (int, error) {
	c.mu.Lock()
	c.since = time.Now()
	c.left, c.heard = c.silence, 0
	err := c.SetDeadline(c.since.Add(c.silence))
	c.mu.Unlock()
	if err != nil {
		return 0, err
	}
	return c.Conn.Write(data)
}
