package fetch_test

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
	"strings"
	"testing"
	"time"

	"datarocks/fetch"
)

func TestReasonIsShortAndStable(t *testing.T) {
	inURL := func(err error) error { return &url.Error{Op: "Get", URL: "http://127.0.0.1:41234/x", Err: err} }
	var number struct{ N int }
	tests := []struct {
		name string
		err  error
		want string
	}{
		{"a source's error", fmt.Errorf("ask: %w", &fetch.SourceError{Reason: "http 402: no credits"}), "http 402: no credits"},
		{"a status", inURL(&fetch.StatusError{Status: 503, Body: []byte("request id 81723")}), "http 503: service unavailable"},
		{"a status without a name", &fetch.StatusError{Status: 599}, "http 599"},
		{"a time-out", inURL(fmt.Errorf("no answer within 10s: %w", context.DeadlineExceeded)), "timed out"},
		{"a cancelled run", inURL(context.Canceled), "canceled"},
		{"a refused connection", inURL(&net.OpError{Op: "dial", Err: errors.New("127.0.0.1:41234: connection refused")}), "connection failed"},
		{"a closed connection", inURL(io.EOF), "connection failed"},
		{"an unknown host", inURL(&net.OpError{Op: "dial", Err: &net.DNSError{Name: "api.example"}}), "host not found"},
		{"an expired certificate", inURL(&tls.CertificateVerificationError{Err: errors.New("current time 2026-11-21 is after")}), "certificate not trusted"},
		{"HTML", fmt.Errorf("decode: %w", json.Unmarshal([]byte("<html>"), &number)), "the answer is not the documented JSON"},
		{"another type", fmt.Errorf("decode: %w", json.Unmarshal([]byte(`{"N":"x"}`), &number)), "the answer is not the documented JSON"},
		{"anything else in a URL", inURL(errors.New("malformed\nHTTP")), "malformed HTTP"},
		{"no HTTP", inURL(fmt.Errorf("net/http: HTTP/1.x transport connection broken: %w", errors.New("malformed MIME header line: /2.0/?api_key=x"))), "the answer is not HTTP"},
		{"an odd redirect", inURL(errors.New(`failed to parse Location header "http://[/?api_key=x\"": parse "http://[": missing ']'`)), "failed to parse Location header …: missing ']'"},
		{"an odd key", inURL(errors.New(`net/http: invalid header field value for "Authorization"`)), `net/http: invalid header field value for "Authorization"`},
		{"anything else", errors.New("odd"), "odd"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := fetch.Reason(test.err); got != test.want {
				t.Errorf("Reason = %q, want %q", got, test.want)
			}
		})
	}
}

func TestExplainKeepsWhatIsKnown(t *testing.T) {
	known := &fetch.SourceError{Reason: "known", Hint: "cure"}
	if got := fetch.Explain(fmt.Errorf("ask: %w", known)); got != known {
		t.Errorf("Explain gives %v, want the SourceError that was inside", got)
	}
	limited := &fetch.StatusError{Status: http.StatusTooManyRequests, RetryAfter: 24 * time.Hour}
	got := fetch.Explain(limited)
	if got.Reason != "http 429: rate limit" || got.Hint != "the platform asks to wait 24h0m0s" {
		t.Errorf("Explain(429) = %q, hint %q", got.Reason, got.Hint)
	}
	if !errors.Is(got, error(limited)) {
		t.Error("what it was learnt from is lost")
	}
}

func TestOneLineIsPrintableAndShort(t *testing.T) {
	tests := []struct{ text, want string }{
		{"  plain text ", "plain text"},
		{"two\r\nlines\tand\x00controls\x1b[31m", "two lines and controls [31m"},
		{"right\u202eto left", "right to left"},
		{"bad \xff utf-8", "bad \ufffd utf-8"},
		{strings.Repeat("a", 120), strings.Repeat("a", 120)},
		{strings.Repeat("é", 121), strings.Repeat("é", 119) + "…"},
	}
	for _, test := range tests {
		if got := fetch.OneLine(test.text); got != test.want {
			t.Errorf("OneLine(%q) = %q, want %q", test.text, got, test.want)
		}
	}
	if got := fetch.Missing(fetch.Failed, "a\nb").Reason; got != "a b" {
		t.Errorf("Missing keeps the reason %q, want one line", got)
	}
}
