package row

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"time"
)

// AppendLine appends the row as one line of JSON, without the newline: one that was
// read, byte for byte as it was stored.
func (r *Row) AppendLine(to []byte) []byte {
	if r.line != nil {
		return append(to, r.line...)
	}
	if !r.simple() {
		return append(to, r.encode()...)
	}
	// As encoding/json writes it: a backfill writes millions.
	to = append(to, `{"date":"`...)
	to = r.Date.Time().AppendFormat(to, time.DateOnly)
	to = appendText(to, `","artist":"`, r.Artist)
	to = appendText(to, `","source":"`, string(r.Source))
	to = appendText(to, `","metric":"`, r.Metric)
	to = append(to, '"')
	to = appendCount(to, `,"value":`, r.Value)
	to = appendCount(to, `,"was":`, r.Was)
	to = appendCount(to, `,"held":`, r.Held)
	if r.Step != 0 {
		to = appendCount(to, `,"step":`, &r.Step)
	}
	to = appendField(to, `,"status":"`, string(r.Status))
	to = appendField(to, `,"via":"`, r.Via)
	to = appendField(to, `,"reason":"`, r.Reason)
	to = append(to, `,"at":"`...)
	to = append(r.At.AppendFormat(to, time.RFC3339Nano), '"')
	to = appendField(to, `,"ref":"`, r.Ref)
	to = appendField(to, `,"name":"`, r.Name)
	return append(to, '}')
}

// simple reports whether the row has nothing that JSON writes in a way of its own.
func (r *Row) simple() bool {
	year := r.Date.Time().Year()
	if year < 1 || year > 9999 || r.At.Location() != time.UTC || r.At.Year() < 1 || r.At.Year() > 9999 || !r.Asked.IsZero() || r.Doubt != "" {
		return false
	}
	for _, text := range [...]string{r.Artist, string(r.Source), r.Metric, string(r.Status), r.Via, r.Reason, r.Ref, r.Name} {
		for i := range len(text) {
			if c := text[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
				return false
			}
		}
	}
	return true
}

func appendText(to []byte, before, text string) []byte { return append(append(to, before...), text...) }

func appendField(to []byte, before, text string) []byte {
	if text == "" {
		return to
	}
	return append(appendText(to, before, text), '"')
}

func appendCount(to []byte, before string, n *int64) []byte {
	if n == nil {
		return to
	}
	return strconv.AppendInt(append(to, before...), *n, 10)
}

// encode writes any row.
func (r *Row) encode() []byte {
	var line bytes.Buffer
	enc := json.NewEncoder(&line)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(r); err != nil {
		// Only a time that Check refuses cannot be written.
		panic(fmt.Sprintf("encode row of %s: %v", r.Artist, err))
	}
	return bytes.TrimSuffix(line.Bytes(), []byte("\n"))
}
