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
}

func faults() []Fault {
	limit := func(name string, headers ...string) Fault {
		return Fault{name, fetchtest.Respond(429, `{"error":"slow down"}`, headers...), "http 429: rate limit", true}
	}
	return []Fault{
		{"401", fetchtest.Respond(401, `{"error":"unauthorized"}`), "http 401: unauthorized", true},
		{"402", fetchtest.Respond(402, ""), "http 402: payment required", true},
		{"403 JSON", fetchtest.Respond(403, `{"error":"forbidden"}`), "http 403: forbidden", true},
		{"403 plain text", fetchtest.Respond(403, "Forbidden"), "http 403: forbidden", true},
		{"403 HTML", fetchtest.HTML(403), "http 403: forbidden", true},
		limit("429"),
		limit("429 for 0 s", "Retry-After: 0"),
		limit("429 for 5 s", "Retry-After: 5"),
		limit("429 for a day", "Retry-After: 86400"),
		limit("429 until a date", "Retry-After: Fri, 01 Jan 2100 00:00:00 GMT"),
		limit("429 until a reset", "X-RateLimit-Reset: 2100-01-01T00:00:00Z"),
		{"404 HTML", fetchtest.HTML(404), "http 404: not found", false},
		{"500", fetchtest.Respond(500, ""), "http 500: internal server error", false},
		{"502 HTML", fetchtest.HTML(502), "http 502: bad gateway", false},
		{"503", fetchtest.Respond(503, "busy"), "http 503: service unavailable", false},
		{"504", fetchtest.Respond(504, ""), "http 504: gateway timeout", false},
		{"204", fetchtest.Respond(204, ""), "http 204: no content", false},
		{"302", fetchtest.Respond(302, "", "Location: https://example.org/"), "http 302: found", false},
		{"200 HTML", fetchtest.HTML(200), notJSON, false},
		{"200 empty", fetchtest.Respond(200, ""), notJSON, false},
		{"200 a number", fetchtest.Respond(200, "1234567"), notJSON, false},
		{"200 and more", fetchtest.Respond(200, "{} {}"), notJSON, false},
		{"cut", fetchtest.Cut(), "the answer was cut off", false},
		{"10 MB", fetchtest.Oversize(), "the answer is over 1 MiB", false},
		{"dropped", fetchtest.Drop(), "connection failed", false},
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
			p.Fail("/", f.Break)
			got, reason := s.AskThree(t, p)
			want, wantReason := s.once(f)
			Check(t, "once", want, got, wantReason, reason)

			p.FailAlways("/", f.Break)
			got, reason = s.AskThree(t, p)
			want = s.all("error: " + f.Reason)
			if f.Stops && !s.Fills {
				want = nil
			}
			Check(t, "always", want, got, f.Reason, reason)

			p.Heal()
			got, reason = s.AskThree(t, p)
			Check(t, "healed", s.Three("14156138"), got, "", reason)
		})
	}
}

func (s Source) all(count string) map[string]string {
	return map[string]string{s.DreamTheater: count, s.Metallica: count, s.Opeth: count}
}

// once is what comes of a fault of the first answer alone.
func (s Source) once(f Fault) (counts map[string]string, reason string) {
	switch {
	case f.Stops && !s.Fills:
		return nil, f.Reason
	case f.Stops, !s.Singly:
		return s.all("error: " + f.Reason), f.Reason
	}
	counts = s.Three("14156138")
	counts[s.DreamTheater] = "error: " + f.Reason
	return counts, ""
}

// TestOddCounts puts what is no count where Metallica's should be, which is at
// path in its JSON object.
func (s Source) TestOddCounts(t *testing.T, path string) {
	none := "unavailable: the answer has no " + s.Metric
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
	p.FailAlways("/", fetchtest.Hang(nil))
	if _, reason := s.Ask(t, p, fetch.Options{Timeout: 50 * time.Millisecond}, s.Metallica); reason != "timed out" {
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
