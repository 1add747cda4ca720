package content

import (
	"cmp"
	"fmt"

	"datarocks/content/legible"
	"datarocks/content/name"
)

// claim is something that may be one artist's only: a name, an alias or an
// account. Shared, it would count for two artists.
type claim struct {
	artist Artist // only its id and name are read by then
	line   int
	what   string // `spotify account "2aaLAng2L2aWD2FClzwiep"`
	key    string // equal for claims to the same thing
	alias  bool

	account bool // it is an account
}

func (c claim) where() string {
	return fmt.Sprintf("%s (artists/%s.md:%d)", legible.Quote(cmp.Or(c.artist.Name, c.artist.ID)), c.artist.ID, c.line)
}

func nameKey(of string) string { return "name/" + name.Key(of) }

// clashes reports every claim that another artist made before; the first by id
// is taken for the owner. An alias may not be another artist's id either: a
// renamed file's old id is kept as an alias, so its history would be claimed.
//
// The problems in shared are those that the owners of accounts have then.
func clashes(claims []claim, artists []Artist) (problems, shared Problems) {
	ids := map[string]string{}
	for _, artist := range artists {
		ids[nameKey(artist.ID)] = artist.ID
	}
	owners := map[string]claim{}
	for _, c := range claims {
		file := "artists/" + c.artist.ID + ".md"
		owner, taken := owners[c.key]
		if !taken {
			owners[c.key] = c
			owner = c
		}
		if owner.artist.ID != c.artist.ID {
			problems = append(problems, Problem{File: file, Line: c.line, What: fmt.Sprintf("%s is also claimed by %s", c.what, owner.where()), Instead: leaveIt})
			if c.account {
				shared = append(shared, Problem{
					File: "artists/" + owner.artist.ID + ".md", Line: owner.line,
					What: fmt.Sprintf("%s is also claimed by %s", owner.what, c.where()), Instead: leaveIt,
				})
			}
		} else if id, ok := ids[c.key]; ok && c.alias && id != c.artist.ID {
			problems = append(problems, Problem{File: file, Line: c.line, What: fmt.Sprintf("%s is the id of artists/%s.md", c.what, id), Instead: "leave it to that artist"})
		}
	}
	return problems, shared
}

const leaveIt = "leave it to one of the two"
