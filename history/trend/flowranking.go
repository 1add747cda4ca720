package trend

import (
	"slices"

	"datarocks/content"
	"datarocks/history/flow"
)

// RankedFlow is an artist's place among those that have a number of a window.
type RankedFlow struct {
	Artist int // its place in the site's list
	Number flow.Number
	// Ratio compares the number with the artist's own year before; it is zero where
	// too little is known or usual.
	Ratio flow.Ratio
	Rank  int // 1 for the first; equal numbers share it
}

// NewRankedFlow returns the entry of an artist; ok is false where the window has no
// number.
func NewRankedFlow(artist int, d flow.Daily, w content.Window) (r RankedFlow, ok bool) {
	n, why := d.Over(w)
	if why != "" {
		return RankedFlow{}, false
	}
	r = RankedFlow{Artist: artist, Number: n}
	if ratio, ok := d.Ratio(w); ok {
		r.Ratio = ratio
	}
	return r, true
}

// FlowsByNumber ranks artists by their number, the largest first. Those who have as
// much stay in their order.
func FlowsByNumber(all []RankedFlow) []RankedFlow {
	return rank(slices.Clone(all), func(r *RankedFlow) (float64, *int) { return float64(r.Number.Value()), &r.Rank })
}

// FlowsByRatio ranks artists by how their number compares with their own year before.
// Those of whom that is not known are left out.
func FlowsByRatio(all []RankedFlow) []RankedFlow {
	known := slices.DeleteFunc(slices.Clone(all), func(r RankedFlow) bool { return r.Ratio == flow.Ratio{} })
	return rank(known, func(r *RankedFlow) (float64, *int) { return r.Ratio.Times(), &r.Rank })
}
