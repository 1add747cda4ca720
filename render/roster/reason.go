package roster

import (
	"datarocks/content/legible"
	"datarocks/history/series"
)

// NotAsked is the reason, in data, of a gap of days on which nobody asked.
const NotAsked = "not asked"

// Why returns the reason of a gap, as it stands in data.
func Why(g series.Gap) string {
	if g.Reason == "" {
		return NotAsked
	}
	return legible.Reason(g.Reason, 0)
}
