package fetch_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"datarocks/fetch"
)

const key = "hunter2"

func TestSecretRevealsItselfOnlyWhenAsked(t *testing.T) {
	s := fetch.NewSecret(key)
	if got := s.Reveal(); got != key {
		t.Errorf("Reveal() = %q, want %q", got, key)
	}
	type holder struct{ hidden fetch.Secret }
	printed := make(map[string]string)
	// Some of these are mistakes that go vet finds where a format is a constant.
	for verb := range strings.SplitSeq("v s q d x X t b c o O U e f g p T w z", " ") {
		for _, flag := range []string{"", "+", "#", "-20.3"} {
			format := "%" + flag + verb
			printed[format] = fmt.Sprintf(format, s)
			printed[format+" of a pointer"] = fmt.Sprintf(format, &s)
			printed[format+" inside"] = fmt.Sprintf(format, holder{s})
			printed[format+" in a slice"] = fmt.Sprintf(format, []fetch.Secret{s})
			printed[format+" too many"] = fmt.Sprintf(format, s, s)
			printed[format+" in an error"] = fmt.Errorf(format, s).Error()
		}
	}
	printed["String"] = s.String()
	body, err := json.Marshal(map[string]any{"s": s, "in": struct{ S *fetch.Secret }{&s}})
	if err != nil {
		t.Fatal(err)
	}
	printed["JSON"] = string(body)
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("text", "secret", s)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("json", "secret", s, "inside", holder{s})
	printed["slog"] = log.String()
	for how, text := range printed {
		if strings.Contains(text, key) || strings.Contains(text, fmt.Sprintf("%x", key)) {
			t.Errorf("%s gives the secret away: %s", how, text)
		}
	}
	for _, how := range []string{"%v", "%s", "%d", "%x", "%q", "%#v", "%+v", "String"} {
		if printed[how] != "REDACTED" {
			t.Errorf("%s = %q, want REDACTED", how, printed[how])
		}
	}
}

func TestSecretIsReadAsText(t *testing.T) {
	var s fetch.Secret
	if !s.IsZero() || s.Reveal() != "" {
		t.Error("the zero Secret holds something")
	}
	if err := s.UnmarshalText([]byte(key)); err != nil {
		t.Fatal(err)
	}
	if s.IsZero() || s.Reveal() != key {
		t.Errorf("after UnmarshalText it holds %q, want %q", s.Reveal(), key)
	}
}
