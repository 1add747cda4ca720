// Package edit writes artists' files: new ones, and more accounts into those that
// people have written.
package edit

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"unicode"

	"github.com/goccy/go-yaml"

	"datarocks/content"
)

// File returns an artist's name and accounts as the file that content.Load reads.
func File(a content.Artist) ([]byte, error) {
	var accounts yaml.MapSlice
	for _, info := range content.Sources {
		if account, ok := a.Accounts[info.Source]; ok {
			accounts = append(accounts, item(info.Source, account))
		}
	}
	front, err := yaml.Marshal(yaml.MapSlice{{Key: "name", Value: scalar(a.Name)}, {Key: "accounts", Value: accounts}})
	if err != nil {
		return nil, fmt.Errorf("write artist as yaml: %w", err)
	}
	return []byte("---\n" + string(front) + "---\n"), nil
}

// item is the line of an account.
func item(source content.Source, account string) yaml.MapItem {
	// A number, as people write it. Elsewhere 007 is not 7.
	if number, err := strconv.ParseInt(account, 10, 64); err == nil && source == content.Deezer {
		return yaml.MapItem{Key: string(source), Value: number}
	}
	return yaml.MapItem{Key: string(source), Value: scalar(account)}
}

// scalar is a text that is written as YAML. Where it begins with a letter or a digit,
// the YAML library knows whether it needs quotes. Of the others it misses some, so
// these always have them.
type scalar string

// MarshalYAML returns the text as YAML.
func (s scalar) MarshalYAML() ([]byte, error) {
	first := []rune(string(s) + " ")[0]
	if unicode.IsLetter(first) || unicode.IsDigit(first) {
		return yaml.Marshal(string(s))
	}
	return quoted(s).MarshalYAML()
}

// quoted is a text that is written in quotes.
type quoted string

// MarshalYAML returns the text as YAML: a string of JSON is one.
func (q quoted) MarshalYAML() ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(string(q))
	return text.Bytes(), err
}
