package fetch

import (
	"context"
	"errors"
	"net/http"
	"time"
)

// Coded is a platform that reports what went wrong by a code in an answer's body,
// whatever the status beside it.
type Coded struct {
	// CodeOf returns the code of an error, and 0 for an answer that is none.
	CodeOf func(body []byte) int

	// Later reports whether the platform may answer better after a code, and after
	// how long at least.
	Later func(code int) (wait time.Duration, again bool)
}

// Get is the function Get for such a platform. An answer with a code is no error, and is asked for
// again where it may get better.
//
// The waits come out of the budget of client, which is one of NewClient; where
// that is used up, the answer is handed on as it is.
func (c Coded) Get(ctx context.Context, client *http.Client, address string, change ...func(*http.Request)) ([]byte, error) {
	req, err := newRequest(ctx, address, change)
	if err != nil {
		return nil, err
	}
	r, patient := client.Transport.(*retrier)
	for attempt := 1; ; attempt++ {
		body, err := Do(client, req)
		asked := false // again, by the retrier
		if status, ok := errors.AsType[*StatusError](err); ok && c.CodeOf(status.Body) != 0 {
			body, err, asked = status.Body, nil, passing(status.Status)
		}
		if err != nil || asked || !patient || attempt == r.most {
			return body, err
		}
		wait, again := c.Later(c.CodeOf(body))
		if !again {
			return body, nil
		}
		if slept, _ := r.sleep(ctx, max(wait, r.wait<<(attempt-1))); !slept {
			return body, nil
		}
	}
}
