package fetch

import (
	"fmt"
	"io"
	"log/slog"
)

const redacted = "REDACTED"

// Secret is a key or token that prints as REDACTED under fmt, encoding/json and
// log/slog. Only Reveal returns it.
//
// It holds a pointer rather than being a string, because fmt prints a string's
// bytes wherever it may not call methods: in another type's unexported field,
// and under a verb that does not fit, such as %p.
type Secret struct{ text *string }

// NewSecret keeps text to itself.
func NewSecret(text string) Secret { return Secret{&text} }

// Reveal returns the text itself, for the request that needs it and nothing else.
func (s Secret) Reveal() string {
	if s.text == nil {
		return ""
	}
	return *s.text
}

// IsZero reports whether there is no secret, or an empty one.
func (s Secret) IsZero() bool { return s.Reveal() == "" }

// UnmarshalText lets flags and the environment be read into a Secret.
func (s *Secret) UnmarshalText(text []byte) error {
	*s = NewSecret(string(text))
	return nil
}

// Format prints REDACTED, whatever the verb.
func (Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// String returns REDACTED.
func (Secret) String() string { return redacted }

// MarshalText returns REDACTED, which encoding/json uses too.
func (Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// LogValue returns REDACTED.
func (Secret) LogValue() slog.Value { return slog.StringValue(redacted) }
