package fetch

import (
	"strings"

	"datarocks/content/legible"
)

// Between a name and an id stand two blanks, which no name has: Named makes one of them.
const (
	beforeID = "  (id "
	afterID  = ")"
)

// Numbered adds the id that the platform has for an account for good, whatever that calls
// itself and whichever username leads to it. It is kept behind the name that Named adds,
// so that a username which passes to somebody else shows, see NameAndID.
func (c Count) Numbered(id string) Count {
	if c == (Count{}) || id == "" {
		return c
	}
	end := beforeID + id + afterID
	c.Name = legible.OneLine(c.Name, max(maxName-len(end), 1)) + end
	return c
}

// NameAndID returns the parts of what is kept of an account: what it calls itself, and
// its id; each is "" where that is not known.
func NameAndID(kept string) (name, id string) {
	name, end, found := strings.Cut(kept, beforeID)
	if id, closed := strings.CutSuffix(end, afterID); found && closed {
		return name, id
	}
	return kept, ""
}
