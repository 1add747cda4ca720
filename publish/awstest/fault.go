package awstest

import (
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"

	"datarocks/publish/awstest/wire"
)

// Rule is which requests go wrong, and how.
type Rule struct {
	// Match chooses requests. Nil chooses every one.
	Match func(Request) bool

	// Nth is the first of the chosen to go wrong, counted from 1 since the
	// rule was made; 0 is as 1. Times is how many do; 0 is all from there on.
	Nth, Times int

	Fault Fault
}

// Operation chooses the requests for any of the operations named.
func Operation(names ...string) func(Request) bool {
	return func(r Request) bool { return slices.Contains(names, r.Operation) }
}

type rule struct {
	Rule
	seen int
}

// Break makes a rule. If a request is chosen by several, the fault of a later
// rule is what happens behind that of an earlier one.
func (a *AWS) Break(r Rule) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.rules = append(a.rules, &rule{Rule: r})
}

// Heal ends every rule.
func (a *AWS) Heal() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.rules = nil
}

// arrived notes a request and returns what goes wrong with it.
func (a *AWS) arrived(r Request) Fault {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.requests = append(a.requests, r)
	var faults []Fault
	for _, rule := range a.rules {
		if rule.Match != nil && !rule.Match(r) {
			continue
		}
		rule.seen++
		first := max(rule.Nth, 1)
		if rule.seen >= first && (rule.Times == 0 || rule.seen < first+rule.Times) {
			faults = append(faults, rule.Fault)
		}
	}
	return func(well http.Handler) http.Handler {
		for _, f := range slices.Backward(faults) {
			well = f(well)
		}
		return well
	}
}

// Fault is a way for a request to go wrong. It gets the handler that would
// carry it out and answer well. A fault that does not call it leaves the
// request undone.
type Fault func(well http.Handler) http.Handler

// Well is nothing wrong, for after a Call.
func Well() Fault {
	return func(well http.Handler) http.Handler { return well }
}

// Answer answers with an error instead, such as 500 and "InternalError" or 503
// and "SlowDown", both of which the SDK tries again, or 403 and "AccessDenied".
func Answer(status int, code string) Fault {
	return refuse(wire.Refuse(status, code, "awstest was told to fail"))
}

// Deny answers that a right is missing, such as "cloudformation:CreateStack".
func Deny(action string) Fault {
	return refuse(wire.Refuse(http.StatusForbidden, "AccessDenied",
		"User: arn:aws:iam::"+wire.Account+":user/label is not authorized to perform: "+action+
			" because no identity-based policy allows the "+action+" action"))
}

func refuse(f *wire.Failure) Fault {
	return func(http.Handler) http.Handler { return http.HandlerFunc(f.Write) }
}

// Drop closes the connection without an answer.
func Drop() Fault {
	return func(http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { drop(w) })
	}
}

// Hang never answers: the client has to give up.
func Hang() Fault {
	return func(http.Handler) http.Handler {
		return http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	}
}

// Stall carries the request out, and stops in the middle of the body of the answer.
func Stall() Fault {
	return func(well http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			whole := record(well, r)
			whole.Header().Set("Content-Length", strconv.Itoa(whole.Body.Len()))
			whole.Body.Truncate(whole.Body.Len() / 2)
			whole.ServeHTTP(w, r)
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
		})
	}
}

func drop(w http.ResponseWriter) {
	if held, ok := w.(*recording); ok {
		held.dropped = true
		return
	}
	if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
		_ = conn.Close()
	}
}

// Cut carries the request out, but closes the connection halfway through the
// body of the answer.
func Cut() Fault {
	return func(well http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			whole := record(well, r)
			whole.Header().Set("Content-Length", strconv.Itoa(whole.Body.Len()))
			// net/http closes the connection when a handler writes less than it announced.
			whole.Body.Truncate(whole.Body.Len() / 2)
			whole.ServeHTTP(w, r)
		})
	}
}

// CutUpload lets half of what is sent arrive, which S3 refuses by its length or
// checksum.
func CutUpload() Fault {
	return func(well http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			r.Body = io.NopCloser(io.LimitReader(r.Body, r.ContentLength/2))
			well.ServeHTTP(w, r)
		})
	}
}

// Done carries the request out, and then f happens to its answer.
func Done(f Fault) Fault {
	return func(well http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			f(record(well, r)).ServeHTTP(w, r)
		})
	}
}

// Call calls hook, on a goroutine of the server, and then f happens. So
// Call(hook, Well()) calls it before the request is carried out, and
// Done(Call(hook, Well())) when it is carried out and not yet answered. A
// process killed by the hook of Call(hook, Drop()) has sent its request in vain.
func Call(hook func(), f Fault) Fault {
	return func(well http.Handler) http.Handler {
		broken := f(well)
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			hook()
			broken.ServeHTTP(w, r)
		})
	}
}

// recording is an answer held back, or that there is to be none. As a handler
// it sends it.
type recording struct {
	*httptest.ResponseRecorder
	dropped bool
}

func record(h http.Handler, r *http.Request) *recording {
	rec := &recording{ResponseRecorder: httptest.NewRecorder()}
	h.ServeHTTP(rec, r)
	return rec
}

func (r *recording) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	if r.dropped {
		drop(w)
		return
	}
	maps.Copy(w.Header(), r.Header())
	w.WriteHeader(r.Code)
	_, _ = io.Copy(w, r.Body)
}
