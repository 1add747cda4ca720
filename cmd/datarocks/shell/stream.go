package shell

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"sync"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// Stream prints text that has words of strangers in it. GitHub's runner acts upon
// what a job prints: on "::" at the start of a line, after any space, and on "##["
// anywhere (github.com/actions/runner, src/Runner.Common/ActionCommand.cs; it
// compares by culture, which passes over invisible characters). A terminal acts
// upon control characters. None of them gets through: in their place is the escape
// that JSON has for them, so that a result in JSON still reads the same.
type Stream struct {
	to io.Writer

	mu        sync.Mutex
	part      []byte // of a character whose rest comes with the next write
	begun     bool   // the line has more than space
	colon     bool   // a colon is all that it has
	hashes    int    // how many were the last characters
	escaped   bool   // something was, so far
	annotated int    // problems on the run's page, see Annotate
}

// NewStream returns a stream that prints to another one.
func NewStream(to io.Writer) *Stream { return &Stream{to: to} }

// Write prints text, which may be any part of a line.
func (s *Stream) Write(text []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, coloured := terminal(s.to)
	rest := append(s.part, text...)
	out := make([]byte, 0, len(rest)+16)
	for len(rest) > 0 && utf8.FullRune(rest) {
		if n := colour(rest); coloured && n > 0 {
			out, rest = append(out, rest[:n]...), rest[n:]
			continue
		}
		r, size := utf8.DecodeRune(rest)
		rest = rest[size:]
		if s.plain(r) {
			out = utf8.AppendRune(out, r)
		} else {
			out = appendEscape(out, r)
			s.escaped = true
		}
	}
	s.part = slices.Clone(rest)
	if _, err := s.to.Write(out); err != nil {
		return 0, err
	}
	return len(text), nil
}

// annotate writes a command of GitHub's on a line of its own, unless there were so
// many already.
func (s *Stream) annotate(command string, most int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.annotated >= most {
		return
	}
	s.annotated++
	if s.begun {
		command = "\n" + command
	}
	s.begun, s.colon, s.hashes = false, false, 0
	_, _ = io.WriteString(s.to, command+"\n") // the problem is on stderr, too
}

// changed reports whether something was printed as an escape.
func (s *Stream) changed() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.escaped
}

// plain reports whether a character can be printed as it is, and remembers what
// the line has.
func (s *Stream) plain(r rune) bool {
	colon, hashes := s.colon, s.hashes
	switch {
	case r == '\n':
		s.begun, s.colon, s.hashes = false, false, 0
		return true
	case acts(r):
		s.begun, s.colon, s.hashes = true, false, 0
		return false
	case invisible(r):
		return true
	case unicode.IsSpace(r):
		s.colon, s.hashes = false, 0
		return true
	}
	s.colon, s.hashes = r == ':' && !s.begun, 0
	s.begun = true
	if r == '#' {
		s.hashes = hashes + 1
	}
	return (r != ':' || !colon) && (r != '[' || hashes < 2)
}

// acts reports whether a terminal or a reader of lines does something at a
// character instead of showing it. What scripts and emoji are joined by is shown.
func acts(r rune) bool {
	const joiners = "\u200c\u200d\u200e\u200f"
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) && r != '\t' &&
		!slices.Contains([]rune(joiners), r) && (r < 0xe0020 || r > 0xe007f)
}

// invisible reports whether a comparison by culture passes over a character.
func invisible(r rune) bool {
	return unicode.In(r, unicode.Cf, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point)
}

// colour returns the length of the change of colour that text begins with; 0 where
// it begins with none of ours.
func colour(text []byte) int {
	for _, code := range []string{"0", "2", "31", "32", "33"} {
		if change := "\x1b[" + code + "m"; bytes.HasPrefix(text, []byte(change)) {
			return len(change)
		}
	}
	return 0
}

func appendEscape(out []byte, r rune) []byte {
	if high, low := utf16.EncodeRune(r); high != unicode.ReplacementChar {
		return fmt.Appendf(out, `\u%04x\u%04x`, high, low)
	}
	return fmt.Appendf(out, `\u%04x`, r)
}
