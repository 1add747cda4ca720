package edit

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"datarocks/content"
	"datarocks/content/name"
)

// Days by which the dates of one release may differ.
const (
	sameRelease = 7   // it came out at midnight somewhere, or on Friday here and on Monday there
	movedAtMost = 366 // it was announced for another day
)

// Moved is a release that a timeline has on another day than it has now.
type Moved struct{ Was, Is content.Event }

// Missing returns the releases that a timeline lacks, and those that it has on another
// day. A release is there already
//
//   - on its day, under a title that is alike, of whatever kind;
//   - within a week of it, unless the two are of different kinds: a song may come out as a
//     single days before the album that bears its name;
//   - within a year of it, of the same kind and under the very title, if no other release
//     is that entry. It has moved then.
//
// Titles are alike by name.TitleWords, and one that people wrote may have the release's in
// quotes, or more words around it. Of found releases that are alike, the first counts. With
// what is missing added, nothing is missing any more.
func Missing(timeline, found []content.Event) (missing []content.Event, moved []Moved) {
	taken := make([]bool, len(timeline)) // by a release of its day
	var left []content.Event
	for _, release := range found {
		there := false
		for i, entry := range timeline {
			if near(entry, release) && holds(entry.Title, release.Title) {
				taken[i], there = true, true
			}
		}
		if !there {
			left = append(left, release)
		}
	}
	for _, release := range left {
		if slices.ContainsFunc(missing, func(e content.Event) bool { return near(e, release) && sameTitle(e.Title, release.Title) }) {
			continue
		}
		at := -1
		for i, entry := range timeline {
			if !taken[i] && isMoved(entry, release) && (at < 0 || apart(entry, release) < apart(timeline[at], release)) {
				at = i
			}
		}
		if at >= 0 {
			taken[at] = true
			moved = append(moved, Moved{timeline[at], release})
			continue
		}
		missing = append(missing, release)
	}
	return missing, moved
}

// kindOf is the kind that an event is known to have; "" for none.
func kindOf(e content.Event) content.EventKind { return cmp.Or(e.Kind, content.TitleKind(e.Title)) }

func apart(a, b content.Event) content.Day { return max(a.Day-b.Day, b.Day-a.Day) }

// near reports whether two events may be one by their days and kinds.
func near(a, b content.Event) bool {
	kind, other := kindOf(a), kindOf(b)
	return a.Day == b.Day || apart(a, b) <= sameRelease && (kind == other || kind == "" || other == "")
}

func isMoved(entry, release content.Event) bool {
	return apart(entry, release) <= movedAtMost && kindOf(entry) == release.Kind && holdsInQuotes(entry.Title, release.Title)
}

func sameTitle(a, b string) bool { return slices.Equal(name.TitleWords(a), name.TitleWords(b)) }

// inQuotes matches what stands in quotes, of which no pair is an apostrophe elsewhere.
var inQuotes = regexp.MustCompile(`“([^“”]+)”|„([^„“”]+)[“”]|"([^"]+)"|«([^«»]+)»|»([^«»]+)«|「([^「」]+)」|『([^『』]+)』`)

// holds reports whether a title that people wrote is, or names, a release.
func holds(written, release string) bool {
	if holdsInQuotes(written, release) {
		return true
	}
	wanted, words := name.TitleWords(release), name.TitleWords(written)
	if inQuotes.MatchString(written) || len(wanted) == 0 {
		return false
	}
	for i := range words {
		if len(words)-i >= len(wanted) && slices.Equal(words[i:i+len(wanted)], wanted) {
			return true
		}
	}
	return false
}

// holdsInQuotes reports whether a title is that of a release, but for its kind before it,
// or has it in quotes.
func holdsInQuotes(written, release string) bool {
	if sameTitle(written, release) {
		return true
	}
	if kind := content.TitleKind(written); kind != "" && sameTitle(written[len(kind):], release) {
		return true
	}
	for _, groups := range inQuotes.FindAllStringSubmatch(written, -1) {
		if sameTitle(strings.Join(groups[1:], ""), release) {
			return true
		}
	}
	return false
}
