package countertest

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
	"time"

	"datarocks/fetch"
	"datarocks/fetch/fetchtest"
)

const notJSON = "the answer is not the documented JSON"

// Fault is a fault of a whole answer and the reason that the source has then. One that Stops
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
	limit := func(name string, headers ...string) Fault {
		return Broken(name, fetchtest.Respond(429, `{"error":"slow down"}`, headers...), "http 429: rate limit")
	}
	return []Fault{
		Broken("401", fetchtest.Respond(401, `{"error":"unauthorized"}`), "http 401: unauthorized"),
		Broken("402", fetchtest.Respond(402, ""), "http 402: payment required"),
		Broken("403 JSON", fetchtest.Respond(403, `{"error":"forbidden"}`), "http 403: forbidden"),
		Broken("403 plain text", fetchtest.Respond(403, "Forbidden"), "http 403: forbidden"),
		Broken("403 HTML", fetchtest.HTML(403), "http 403: forbidden"),
		limit("429"),
		limit("429 for 0 s", "Retry-After: 0"),
		limit("429 for 5 s", "Retry-After: 5"),
		limit("429 for a day", "Retry-After: 86400"),
		limit("429 until a date", "Retry-After: Fri, 01 Jan 2100 00:00:00 GMT"),
		limit("429 until a reset", "X-RateLimit-Reset: 2100-01-01T00:00:00Z"),
		Passing("404 HTML", fetchtest.HTML(404), "http 404: not found"),
		Passing("500", fetchtest.Respond(500, ""), "http 500: internal server error"),
		Passing("502 HTML", fetchtest.HTML(502), "http 502: bad gateway"),
		Passing("503", fetchtest.Respond(503, "busy"), "http 503: service unavailable"),
		Passing("504", fetchtest.Respond(504, ""), "http 504: gateway timeout"),
		Passing("204", fetchtest.Respond(204, ""), "http 204: no content"),
		Passing("302", fetchtest.Respond(302, "", "Location: https://example.org/"), "http 302: found"),
		Passing("200 HTML", fetchtest.HTML(200), notJSON),
		Passing("200 empty", fetchtest.Respond(200, ""), notJSON),
		Passing("200 a number", fetchtest.Respond(200, "1234567"), notJSON),
		Passing("200 and more", fetchtest.Respond(200, "{} {}"), notJSON),
		Passing("301", fetchtest.Respond(301, "<html>", "Location: /"), "http 301: moved permanently"),
		Passing("308", fetchtest.Respond(308, "", "Location: https://example.org/"), "http 308: permanent redirect"),
		Passing("206", fetchtest.Respond(206, "{}"), "http 206: partial content"),
		Passing("200 a text", fetchtest.Respond(200, "OK"), notJSON),
		Passing("200 a mark and HTML", fetchtest.Respond(200, "\ufeff<html>1234567</html>"), notJSON),
		Passing("cut gzip", fetchtest.CutGzip(), "the answer was cut off"),
		Passing("no gzip", fetchtest.Respond(200, `{}`, "Content-Encoding: gzip"), "the answer was cut off"),
		Passing("cut", fetchtest.Cut(), "the answer was cut off"),
		Passing("10 MB", fetchtest.Oversize(), "the answer is over 1 MiB"),
		Passing("dropped", fetchtest.Drop(), "connection failed"),
	}
}

// Broken is a fault that ends the source at once.
func Broken(name string, broken fetchtest.Fault, reason string) Fault {
	return Fault{Name: name, Break: broken, Reason: reason, Stops: true}
}

// Passing is a fault that costs the accounts that were asked for.
func Passing(name string, broken fetchtest.Fault, reason string) Fault {
	return Fault{Name: name, Break: broken, Reason: reason}
}

// testFaults lets whole answers go wrong, once and always, and then right
// again. The source's own faults come on top of those that any HTTP server has;
// one of the same name replaces it.
func (s Source) testFaults(t *testing.T) {
	own := slices.Clone(s.Faults)
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
			check(t, "once", want, got)
			CheckReason(t, "once", wantReason, reason)

			p.FailAlways(s.api(), f.Break)
			got, reason = s.AskThree(t, p)
			want = s.all(f.count())
			if s.bare(f) {
				want = nil
			}
			check(t, "always", want, got)
			CheckReason(t, "always", f.Reason, reason)

			p.Heal()
			got, reason = s.AskThree(t, p)
			Check(t, "healed", s.Three("14156138"), got, reason)
		})
	}
}

// api begins the paths below which answers go wrong.
func (s Source) api() string { return cmp.Or(s.API, "/") }

// count is what an account has that is asked for in vain.
func (f Fault) count() string { return cmp.Or(f.Count, "error: "+f.Reason) }

// bare reports whether a fault leaves the accounts without any count.
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

// testOddCounts puts what is no count where Metallica's should be.
func (s Source) testOddCounts(t *testing.T) {
	none := "unavailable: " + cmp.Or(s.NoCount, "the answer has no "+s.Metric)
	notWhole := fmt.Sprintf("unavailable: the answer's %s are not a whole number", s.Metric)
	const outOf = "unavailable: the answer's count is out of range"
	tests := []struct{ name, raw, want string }{
		{"absent", fetchtest.Absent, none},
		{"null", fetchtest.Null, none},
		{"string", cmp.Or(s.NoNumber, `"1234567"`), notWhole},
		{"float", "1234567.5", notWhole},
		{"exponent", "1.4156138E7", "14156138"},
		{"exponent of whole digits", "14156138e0", "14156138"},
		{"point and zeros", "14156138.0", "14156138"},
		{"exponent of a fraction", "1.4156138E6", notWhole},
		{"fraction of a float's precision", "14156138.00000000000000001", notWhole},
		{"negative exponent", "-1.4156138E7", outOf},
		{"huge exponent", "1.4156138E300", outOf},
		{"empty string", `""`, notWhole},
		{"string of a float", cmp.Or(s.NoNumber, `"1.4156138E7"`), notWhole},
		{"list", "[1234567]", notWhole},
		{"true", "true", notWhole},
		{"object", `{"total":1234567}`, notWhole},
		{"negative", "-1234567", outOf},
		{"huge", "123456789012345678901234567890", outOf},
		{"beyond 2^53", "9007199254740993", outOf},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := s.New(t)
			p.Overwrite(s.Metallica, s.CountAt, test.raw)
			got, reason := s.AskThree(t, p)
			Check(t, test.name, s.Three(test.want), got, reason)
		})
	}
}

// testSlow lets the platform hang.
func (s Source) testSlow(t *testing.T) {
	p := s.New(t)
	p.FailAlways(s.api(), fetchtest.Hang(nil))
	_, reason := s.Ask(t, p, fetch.Options{Timeout: 50 * time.Millisecond}, s.DreamTheater, s.Metallica, s.Opeth)
	CheckReason(t, "slow", "timed out", reason)
}

// testOutage counts the requests until an outage ends the asking.
func (s Source) testOutage(t *testing.T) {
	if s.Many == nil {
		return
	}
	p := s.New(t)
	p.FailAlways("/", fetchtest.HTML(503))
	_, reason := s.Ask(t, p, fetch.Options{}, s.Many...)
	CheckReason(t, "outage", "http 503: service unavailable", reason)
	if n := len(p.Requests()); n != fetch.MaxFailures {
		t.Errorf("%d requests, want %d", n, fetch.MaxFailures)
	}
}
