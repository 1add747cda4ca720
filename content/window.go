package content

// Window is a span of days, ending at the newest day, that a page shows.
type Window string

// The windows a reader can choose, and the ones site.md may name.
const (
	Week     Window = "7d"
	FourWeek Window = "28d"
	Quarter  Window = "90d"
	Year     Window = "1y"
	All      Window = "all"
)

// Windows lists every window, shortest first.
var Windows = []Window{Week, FourWeek, Quarter, Year, All}

// Days is the window's length in days, or 0 for All, which has no fixed length.
func (w Window) Days() int {
	switch w {
	case Week:
		return 7
	case FourWeek:
		return 28
	case Quarter:
		return 90
	case Year:
		return 365
	}
	return 0
}
