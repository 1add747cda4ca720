package countertest

import (
	"cmp"
	"fmt"
	"testing"
	"time"

	"datarocks/fetch"
	"datarocks/fetch/fetchtest"
)

const notJSON = "the answer is not the documented JSON"

// Fault is a fault of a whole answer and the reason it gives. One that Stops
// ends the source at once; any other costs the accounts asked for.
type Fault struct {
	Name   string
	Break  fetchtest.Fault
	Reason string
	Stops  bool
	// Count is what each account asked for has then, if the answer is one about
	// the accounts alone and no failure of the source.
	Count string
}

func faults() []Fault {
	stop := func(name string, broken fetchtest.Fault, reason string) Fault {
		return Fault{Name: name, Break: broken, Reason: reason, Stops: true}
	}
	pass := func(name string, broken fetchtest.Fault, reason string) Fault {
		return Fault{Name: name, Break: broken, Reason: reason}
	}
	limit := func(name string, headers ...string) Fault {
		return stop(name, fetchtest.Respond(429, `{"error":"slow down"}`, headers...), "http 429: rate limit")
	}
	return []Fault{
		stop("401", fetchtest.Respond(401, `{"error":"unauthorized"}`), "http 401: unauthorized"),
		stop("402", fetchtest.Respond(402, ""), "http 402: payment required"),
		stop("403 JSON", fetchtest.Respond(403, `{"error":"forbidden"}`), "http 403: forbidden"),
		stop("403 plain text", fetchtest.Respond(403, "Forbidden"), "http 403: forbidden"),
		stop("403 HTML", fetchtest.HTML(403), "http 403: forbidden"),
		limit("429"),
		limit("429 for 0 s", "Retry-After: 0"),
		limit("429 for 5 s", "Retry-After: 5"),
		limit("429 for a day", "Retry-After: 86400"),
		limit("429 until a date", "Retry-After: Fri, 01 Jan 2100 00:00:00 GMT"),
		limit("429 until a reset", "X-RateLimit-Reset: 2100-01-01T00:00:00Z"),
		pass("404 HTML", fetchtest.HTML(404), "http 404: not found"),
		pass("500", fetchtest.Respond(500, ""), "http 500: internal server error"),
		pass("502 HTML", fetchtest.HTML(502), "http 502: bad gateway"),
		pass("503", fetchtest.Respond(503, "busy"), "http 503: service unavailable"),
		pass("504", fetchtest.Respond(504, ""), "http 504: gateway timeout"),
		pass("204", fetchtest.Respond(204, ""), "http 204: no content"),
		pass("302", fetchtest.Respond(302, "", "Location: https://example.org/"), "http 302: found"),
		pass("200 HTML", fetchtest.HTML(200), notJSON),
		pass("200 empty", fetchtest.Respond(200, ""), notJSON),
		pass("200 a number", fetchtest.Respond(200, "1234567"), notJSON),
		pass("200 and more", fetchtest.Respond(200, "{} {}"), notJSON),
		pass("cut", fetchtest.Cut(), "the answer was cut off"),
		pass("10 MB", fetchtest.Oversize(), "the answer is over 1 MiB"),
		pass("dropped", fetchtest.Drop(), "connection failed"),
	}
}

// TestFaults lets whole answers go wrong, once and always, and then right
// again. The source's own faults come on top of those that any HTTP server has;
// one of the same name replaces it.
func (s Source) TestFaults(t *testing.T, own ...Fault) {
	named := make(map[string]bool)
	for _, f := range own {
		named[f.Name] = true
	}
	for _, f := range faults() {
		if !named[f.Name] {
			own = append(own, f)
		}
	}
	for _, f := range own {
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			p := s.New(t)
			p.Fail(s.api(), f.Break)
			got, reason := s.AskThree(t, p)
			want, wantReason := s.once(f)
			Check(t, "once", want, got, wantReason, reason)

			p.FailAlways(s.api(), f.Break)
			got, reason = s.AskThree(t, p)
			want = s.all(f.count())
			if s.bare(f) {
				want = nil
			}
			Check(t, "always", want, got, f.Reason, reason)

			p.Heal()
			got, reason = s.AskThree(t, p)
			Check(t, "healed", s.Three("14156138"), got, "", reason)
		})
	}
}

// api begins the paths below which answers go wrong.
func (s Source) api() string { return cmp.Or(s.API, "/") }

// count is what an account has that is asked for in vain.
func (f Fault) count() string { return cmp.Or(f.Count, "error: "+f.Reason) }

// bare says whether a fault leaves the accounts without any count.
func (s Source) bare(f Fault) bool {
	return f.Count == "" && (f.Stops || s.Stops) && !s.Fills
}

func (s Source) all(count string) map[string]string {
	return map[string]string{s.DreamTheater: count, s.Metallica: count, s.Opeth: count}
}

// once is what comes of a fault of the first answer alone.
func (s Source) once(f Fault) (counts map[string]string, reason string) {
	switch {
	case s.bare(f):
		return nil, f.Reason
	case f.Stops, !s.Singly && !s.Parts:
		return s.all(f.count()), f.Reason
	}
	counts = s.Three("14156138")
	if s.Singly {
		counts[s.DreamTheater] = f.count()
	}
	return counts, ""
}

// TestOddCounts puts what is no count where Metallica's should be, which is at
// path in its JSON object.
func (s Source) TestOddCounts(t *testing.T, path string) {
	none := "unavailable: " + cmp.Or(s.NoCount, "the answer has no "+s.Metric)
	notWhole := fmt.Sprintf("unavailable: the answer's %s are not a whole number", s.Metric)
	const outOf = "unavailable: the answer's count is out of range"
	tests := []struct{ name, raw, want string }{
		{"absent", fetchtest.Absent, none},
		{"null", fetchtest.Null, none},
		{"string", cmp.Or(s.NoNumber, fetchtest.Text), notWhole},
		{"float", fetchtest.Float, notWhole},
		{"exponent", fetchtest.Exponent, notWhole},
		{"list", fetchtest.List, notWhole},
		{"true", "true", notWhole},
		{"object", `{"total":1234567}`, notWhole},
		{"negative", fetchtest.Negative, outOf},
		{"huge", fetchtest.Huge, outOf},
		{"beyond 2^53", fetchtest.Unsafe, outOf},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := s.New(t)
			p.Overwrite(s.Metallica, path, test.raw)
			got, reason := s.AskThree(t, p)
			Check(t, test.name, s.Three(test.want), got, "", reason)
		})
	}
}

// TestSlow lets the platform hang.
func (s Source) TestSlow(t *testing.T) {
	p := s.New(t)
	p.FailAlways(s.api(), fetchtest.Hang(nil))
	_, reason := s.Ask(t, p, fetch.Options{Timeout: 50 * time.Millisecond}, s.DreamTheater, s.Metallica, s.Opeth)
	if reason != "timed out" {
		t.Errorf("reason %q, want \"timed out\"", reason)
	}
}

// TestOutage counts the requests until an outage is given up.
func (s Source) TestOutage(t *testing.T, accounts []string) {
	p := s.New(t)
	p.FailAlways("/", fetchtest.HTML(503))
	_, reason := s.Ask(t, p, fetch.Options{}, accounts...)
	if want := "http 503: service unavailable"; reason != want {
		t.Errorf("reason %q, want %q", reason, want)
	}
	if n := len(p.Requests()); n != fetch.MaxFailures {
		t.Errorf("%d requests, want %d", n, fetch.MaxFailures)
	}
}
