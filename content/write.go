package content

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
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
		// A number, as people write it. Elsewhere 007 is not 7.
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
	// A string of JSON is one of YAML.
	var quoted bytes.Buffer
	encoder := json.NewEncoder(&quoted)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(string(s))
	return quoted.Bytes(), err
}
