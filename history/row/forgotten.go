package row

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"datarocks/content"
)

// forgotten is the line that stands in an object of which every row was
// forgotten:
//
//	{"date":"2026-11-23","forgotten":"2026-11-24T09:00:00Z"}
//
// It is no row. Without it the object would be empty, as is one that an accident
// emptied, and a store that cannot delete could not distinguish the two.
type forgotten struct {
	Date      content.Day `json:"date"`
	Forgotten time.Time   `json:"forgotten"` // when
}

// Remaining returns the bytes of a day's object of which some rows were forgotten at a
// time, perhaps all of them.
func Remaining(rows []Row, day content.Day, at time.Time) []byte {
	if len(rows) == 0 {
		return ForgottenLine(day, at)
	}
	return EncodeDay(rows)
}

// ForgottenLine returns the line of a day of which every row was forgotten at a time.
func ForgottenLine(day content.Day, at time.Time) []byte {
	line, err := json.Marshal(forgotten{day, at.UTC().Truncate(time.Second)})
	if err != nil {
		panic(fmt.Sprintf("encode forgotten day %s: %v", day, err)) // a day and a time of now always encode
	}
	return append(line, '\n')
}

// IsForgotten reports whether a line of a day's object is that one. A line that has
// any other field is not: it may be a row that was damaged.
func IsForgotten(line []byte, day content.Day) bool {
	if !bytes.Contains(line, []byte(`"forgotten"`)) {
		return false
	}
	in := json.NewDecoder(bytes.NewReader(line))
	in.DisallowUnknownFields()
	var f forgotten
	if err := in.Decode(&f); err != nil || f.Date != day || f.Forgotten.IsZero() {
		return false
	}
	_, err := in.Token()
	return err == io.EOF
}
