package fetch

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"datarocks/content/legible"
)

// StatusError is an answer whose status is not 200.
type StatusError struct {
	Status     int
	Body       []byte        // as it came, at most Options.MaxBody
	RetryAfter time.Duration // the wait the platform asks for; 0 where it asks for none
	Location   string        // where a redirect leads to, as it came; nobody followed it
}

// NewStatusError makes a StatusError of an answer and its body.
func NewStatusError(resp *http.Response, body []byte) *StatusError {
	wait, _ := askedWait(resp)
	return &StatusError{Status: resp.StatusCode, Body: body, RetryAfter: wait, Location: resp.Header.Get("Location")}
}

// Error leaves the body out: it may repeat the key that it was sent.
func (e *StatusError) Error() string { return Reason(e) }

// Because makes an error of what the status means for the source as a whole, and what to do
// about it.
func (e *StatusError) Because(cause, hint string) *SourceError {
	return &SourceError{Reason: fmt.Sprintf("http %d: %s", e.Status, cause), Hint: hint, Err: e}
}

// wait is the hint of an answer that asks for patience.
func (e *StatusError) wait() string {
	if e.RetryAfter > 0 {
		return fmt.Sprintf("the platform asks to wait %v", e.RetryAfter.Round(time.Second))
	}
	return "the platform does not say how long to wait; the next run asks again"
}

// Explain makes a SourceError of whatever a source failed with. A Counter calls
// it for the failures it knows no better cause or cure of.
func Explain(err error) *SourceError {
	var source *SourceError
	var status *StatusError
	switch {
	case errors.As(err, &source):
		return source
	case errors.As(err, &status) && status.Status == http.StatusTooManyRequests:
		return status.Because("rate limit", status.wait())
	}
	return &SourceError{Reason: Reason(err), Err: err}
}

// Refusal makes a *SourceError of an answer after which a platform would refuse
// every other request too: 401, 402, 403 and 429. Any other error it returns as it is.
func Refusal(err error) error {
	if status, ok := errors.AsType[*StatusError](err); ok {
		switch status.Status {
		case http.StatusUnauthorized, http.StatusPaymentRequired, http.StatusForbidden, http.StatusTooManyRequests:
			return Explain(err)
		}
	}
	return err
}

// Reason is why a count is missing, in a few words that stay the same from
// attempt to attempt: an equal reason on the same day is not stored again. So
// it holds no address, time or request id, as an error's own text may.
func Reason(err error) string {
	var source *SourceError
	var status *StatusError
	var inURL *url.Error
	switch {
	case errors.As(err, &source):
		return OneLine(source.Reason)
	case errors.As(err, &status):
		return strings.TrimSuffix(fmt.Sprintf("http %d: %s", status.Status, strings.ToLower(http.StatusText(status.Status))), ": ")
	case errors.Is(err, context.DeadlineExceeded):
		return "timed out"
	case errors.Is(err, context.Canceled):
		return "canceled"
	case errors.Is(err, errCut):
		return errCut.Error()
	case is[*net.DNSError](err):
		return "host not found"
	case is[*tls.CertificateVerificationError](err):
		return "certificate not trusted"
	case is[*net.OpError](err), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "connection failed"
	case is[*json.SyntaxError](err), is[*json.UnmarshalTypeError](err):
		return "the answer is not the documented JSON"
	case errors.As(err, &inURL):
		return ownWords(inURL.Err.Error())
	}
	return OneLine(err.Error())
}

// is reports whether an error is, or wraps, one of that type.
func is[T error](err error) bool {
	_, ok := errors.AsType[T](err)
	return ok
}

// quoted is a text in quotes that is more than the name of a header.
var quoted = regexp.MustCompile(`"[A-Za-z-]*[^A-Za-z"-].*"`)

// ownWords leaves out what net/http repeats of an answer that it cannot read: it
// may be the address that was asked, with the key in it.
func ownWords(text string) string {
	if strings.Contains(text, "connection broken: ") {
		return "the answer is not HTTP"
	}
	return OneLine(quoted.ReplaceAllString(text, "…"))
}

// Where text is cut, in characters.
const (
	maxReason = 120
	maxName   = 300
)

// OneLine makes text fit for a reason: one line of printable characters, at
// most 120 of them. Platforms put control characters, whole HTML pages and
// right-to-left overrides into names and error texts.
func OneLine(s string) string { return legible.OneLine(s, maxReason) }

// IsTooLarge reports whether an answer was over Options.MaxBody: one to a smaller
// question may not be.
func IsTooLarge(err error) bool { return errors.Is(err, errTooLarge) }
