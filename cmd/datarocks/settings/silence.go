package settings

import (
	"context"
	"net"
	"net/http"
	"time"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"

	"datarocks/publish"
)

// longestSilence is how long a request to AWS may make no progress: no byte goes or
// comes, or the answer does not begin. It then counts as failed and is tried again.
// Without it one that hangs would hold the run until the job's limit.
const longestSilence = 30 * time.Second

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
			return &audible{conn, silence}, nil
		}
	})
}

// audible is a connection that fails once it is silent for too long. A large object
// takes as long as it must while it makes progress.
type audible struct {
	net.Conn
	silence time.Duration
}

func (c *audible) Read(to []byte) (int, error) {
	if err := c.SetReadDeadline(time.Now().Add(c.silence)); err != nil {
		return 0, err
	}
	return c.Conn.Read(to)
}

// Write gives the answer more time, too: it is waited for since the request began.
func (c *audible) Write(data []byte) (int, error) {
	if err := c.SetDeadline(time.Now().Add(c.silence)); err != nil {
		return 0, err
	}
	return c.Conn.Write(data)
}
