package fetch

import (
	"encoding/json"
	"strings"
)

// Text is a string in an answer, for a field that matters less than the count
// beside it: whatever else stands there is read as "".
type Text string

// UnmarshalJSON never fails.
func (t *Text) UnmarshalJSON(raw []byte) error {
	var text string
	if err := json.Unmarshal(raw, &text); err != nil {
		text = ""
	}
	*t = Text(text)
	return nil
}

// Another is the count of an account where the answer is for another one, or
// does not show for which.
func Another(given string) Count {
	if strings.TrimSpace(given) == "" {
		return Missing(Failed, "not in the answer")
	}
	return Missing(Unavailable, "wrong account: the answer is for "+given)
}
