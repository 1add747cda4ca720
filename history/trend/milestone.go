package trend

import (
	"slices"

	"datarocks/content"
	"datarocks/history/series"
)

// leastMilestone is the smallest count worth a word.
const leastMilestone = 1000

// roundCounts are 0 and all milestones up to some that no count reaches, as it is below
// 1e16.
var roundCounts = func() (all []int64) {
	all = append(all, 0)
	for power := int64(leastMilestone); power <= 1e16; power *= 10 {
		for _, halves := range []int64{2, 3, 4, 5, 6, 8, 10, 12, 14, 16, 18} {
			all = append(all, halves*power/2)
		}
	}
	return all
}()

// Milestone is a round count that was reached: 1, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8 or
// 9 times a power of ten, from 1,000 on.
type Milestone struct {
	Value int64
	// After is the last day counted before, Day the first on which the count was
	// no less, and Confirmed that of the next count, which was no less either.
	After, Day, Confirmed content.Day
}

// Milestones lists what was reached, the oldest first. A milestone counts when the
// next count confirms it, and once: an artist that falls below it and comes back has
// reached it before. Of several that were passed between two counts, it is the
// largest. What an account had at its first count was reached at an unknown
// time, so it is not in the list. Nor has a series with counts that the platform cuts
// any. What is so many in a day reaches nothing; of a
// Cumulative metric it is the level that does.
func Milestones(s *series.Series) []Milestone {
	if !reaches(s) {
		return nil
	}
	reached, _ := milestones(s)
	return reached
}

// milestones returns also the smallest that was not reached and confirmed so far.
func milestones(s *series.Series) (reached []Milestone, next int64) {
	var before, at series.Point // the two counts before
	next = leastMilestone
	first := true // of an account
	for now := range s.Points() {
		if first || s.Crossed(at.Day, now.Day) {
			next = nextMilestone(now.Value)
		} else if least := min(at.Value, now.Value); least >= next {
			m := milestoneUpTo(least)
			reached = append(reached, Milestone{Value: m, After: before.Day, Day: at.Day, Confirmed: now.Day})
			next = nextMilestone(m)
		}
		first, before, at = false, at, now
	}
	return reached, next
}

// reaches reports whether the counts of a series are levels that are known exactly, so
// that they can reach something.
func reaches(s *series.Series) bool { return s.Metric.Kind().IsLevel() && !s.IsCut() }

// nextMilestone returns the smallest milestone above a count.
func nextMilestone(n int64) int64 { return roundCounts[placeAbove(n)] }

// milestoneUpTo returns the largest milestone that a count has reached; 0 for none.
func milestoneUpTo(n int64) int64 { return roundCounts[placeAbove(n)-1] }

func placeAbove(n int64) int {
	place, _ := slices.BinarySearch(roundCounts, n+1)
	return place
}
