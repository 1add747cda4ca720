package fetch

import (
	"errors"
	"net/http"
	"time"
)

// DoAgain is Do for a platform that may answer "later" in an answer's body rather
// than by its status. later judges the body of each answer: whether the
// platform wants to be asked again, and after how long at least.
//
// The waits come out of the budget of client, which is one of NewClient; where
// that is used up, the answer is handed on as it is. The request has no body.
func DoAgain(client *http.Client, req *http.Request, later func(body []byte) (wait time.Duration, again bool)) ([]byte, error) {
	r, patient := client.Transport.(*retrier)
	for attempt := 1; ; attempt++ {
		body, err := Do(client, req)
		wait, again := askedAgain(later, body, err)
		if !again || !patient || attempt == r.most {
			return body, err
		}
		if slept, _ := r.sleep(req.Context(), max(wait, firstWait<<(attempt-1))); !slept {
			return body, err
		}
	}
}

// askedAgain leaves out the answers that the retrier has asked again for.
func askedAgain(later func([]byte) (time.Duration, bool), body []byte, err error) (wait time.Duration, again bool) {
	var status *StatusError
	switch {
	case errors.As(err, &status) && !passing(status.Status):
		return later(status.Body)
	case err != nil:
		return 0, false
	}
	return later(body)
}
