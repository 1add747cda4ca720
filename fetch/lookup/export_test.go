package lookup

import "datarocks/content"

// Account is the account whose page was asked for; "" if none was.
func (q Question) Account() (content.Source, string) { return q.source, q.account }
