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

// Begin returns the day that a window compares its end with: so many days before
// or, a year before, the same day of the month, which is the 28th of February for a
// 29th. All has no fixed length, and begins with its end.
func (w Window) Begin(end Day) Day {
	switch w {
	case Week:
		return end - 7
	case FourWeek:
		return end - 28
	case Quarter:
		return end - 90
	case Year:
		return end.yearBefore()
	}
	return end
}

// Days is the length in days of the window that ends on a day; 0 for All.
func (w Window) Days(end Day) int { return int(end - w.Begin(end)) }
