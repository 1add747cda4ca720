package content

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/goccy/go-yaml"
)

// File returns an artist's name and accounts as the file that Load reads.
func (a Artist) File() ([]byte, error) {
	var accounts yaml.MapSlice
	for _, info := range Sources {
		account, ok := a.Accounts[info.Source]
		if !ok {
			continue
		}
		var value any = scalar(account)
		// As people write it; elsewhere 007 is not 7.
		if number, err := strconv.ParseInt(account, 10, 64); err == nil && info.Source == Deezer {
			value = number
		}
		accounts = append(accounts, yaml.MapItem{Key: string(info.Source), Value: value})
	}
	front, err := yaml.Marshal(yaml.MapSlice{{Key: "name", Value: scalar(a.Name)}, {Key: "accounts", Value: accounts}})
	if err != nil {
		return nil, fmt.Errorf("write artist as yaml: %w", err)
	}
	return []byte("---\n" + string(front) + "---\n"), nil
}

// scalar is a text that the YAML library leaves without quotes only where it
// begins with a letter or digit: of the others it knows most of those that need them.
type scalar string

// MarshalYAML returns the text as YAML.
func (s scalar) MarshalYAML() ([]byte, error) {
	first := []rune(string(s) + " ")[0]
	if unicode.IsLetter(first) || unicode.IsDigit(first) {
		return yaml.Marshal(string(s))
	}
	// A string of JSON is one of YAML.
	var quoted bytes.Buffer
	encoder := json.NewEncoder(&quoted)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(string(s))
	return quoted.Bytes(), err
}

// CheckName returns what is wrong with an artist's name, in one line with its cure.
func CheckName(name string) error {
	if wrong := checkPhrase(strings.TrimSpace(name)); wrong != nil {
		return wrong
	}
	return nil
}

// SameAccount reports whether two accounts of the source are one.
func (i SourceInfo) SameAccount(a, b string) bool { return i.accountKey(a) == i.accountKey(b) }
