package wikipedia

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"datarocks/content"
	"datarocks/fetch"
)

// item is a day of an answer, without its views.
type item struct {
	Project     fetch.Text `json:"project"`
	Article     fetch.Text `json:"article"`
	Granularity fetch.Text `json:"granularity"`
	Timestamp   fetch.Text `json:"timestamp"` // 2026112900
	Access      fetch.Text `json:"access"`
	Agent       fetch.Text `json:"agent"`
}

var errNoItems = errors.New("the answer has no items")

// unlisted stands for a day that an answer does not have.
const unlisted = fetch.None - 1

// decode reads the views of days of an article. A day that the answer leaves out had
// none where days before and after it are listed. After the last one, nothing is
// loaded yet; before the first, there was no article.
func decode(body []byte, t title, from, to content.Day) (fetch.Past, error) {
	if l, ok := quick(body, t, from, to); ok {
		return l.past(t), nil
	}
	var answer struct {
		Items []json.RawMessage `json:"items"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return fetch.Past{}, fmt.Errorf("decode answer: %w", err)
	}
	if answer.Items == nil {
		return fetch.Past{}, errNoItems
	}
	l := newListing(from, to)
	for _, raw := range answer.Items {
		var i item
		if err := json.Unmarshal(raw, &i); err != nil || i.Article == "" {
			l.spoiled = true
			continue
		}
		if wrong := i.another(t); wrong != (fetch.Count{}) {
			return fetch.Past{Count: wrong}, nil
		}
		day, ok := i.day()
		if !ok {
			l.spoiled = true
			continue
		}
		l.add(day, fetch.ParseCount(fetch.Field(raw, "views"), "views"))
	}
	return l.past(t), nil
}

// another is what an article has where an item is of another one.
func (i item) another(t title) (wrong fetch.Count) {
	switch {
	case !t.names(string(i.Article)):
		return fetch.Another(string(i.Article))
	case strings.TrimSuffix(string(i.Project), ".org") != t.project():
		return fetch.Another(string(i.Project))
	}
	return wrong
}

// day is the day of which an item has the views that were asked for: those of people,
// on all devices. Its hour is always 00.
func (i item) day() (day content.Day, ok bool) {
	if i.Granularity != "daily" || i.Access != "all-access" || i.Agent != "user" || len(i.Timestamp) < len("20260102") {
		return 0, false
	}
	at, err := time.Parse("20060102", string(i.Timestamp)[:8])
	return content.DayOf(at), err == nil
}

// listing is what an answer lists of a range of days.
type listing struct {
	from, to    content.Day
	views       []int64 // of each day, None for an odd one
	first, last content.Day
	newest      fetch.Count // of the last day
	spoiled     bool        // an item cannot be read, so a day that is not listed may be its
}

func newListing(from, to content.Day) *listing {
	l := &listing{from: from, to: to, views: make([]int64, max(to-from+1, 0)), first: to + 1, last: from - 1}
	for i := range l.views {
		l.views[i] = unlisted
	}
	return l
}

// add adds a day. One that was not asked for is left out: today is not over. One that is
// there twice, and differently, has no count.
func (l *listing) add(day content.Day, count fetch.Count) {
	if day < l.from || day > l.to {
		return
	}
	if at := &l.views[day-l.from]; *at == unlisted {
		*at = number(count)
	} else if *at != number(count) {
		*at, count = fetch.None, fetch.Missing(fetch.Unavailable, "the answer holds a day twice, and differently")
	}
	l.first = min(l.first, day)
	if day >= l.last {
		l.last, l.newest = day, count
	}
}

// number is a count, or None.
func number(c fetch.Count) int64 {
	if n, ok := c.Value(); ok {
		return n
	}
	return fetch.None
}

// past is what the listing means.
func (l *listing) past(t title) fetch.Past {
	switch {
	case l.first <= l.last:
	case l.spoiled:
		return fetch.Past{Count: fetch.Missing(fetch.Failed, "not in the answer")}
	default:
		return fetch.Past{Count: t.unread()}
	}
	inner := int64(0)
	if l.spoiled {
		inner = fetch.None
	}
	views := l.views[l.first-l.from : l.last-l.from+1]
	for i, n := range views {
		if n == unlisted {
			views[i] = inner
		}
	}
	return fetch.Past{Count: l.newest, Days: fetch.NewDays(l.first, views)}
}

// isProblem reports whether a body is an error of the API, by RFC 9457.
func isProblem(body []byte) bool {
	var problem struct {
		Type  fetch.Text `json:"type"`
		Title fetch.Text `json:"title"`
	}
	return json.Unmarshal(body, &problem) == nil && problem.Type+problem.Title != ""
}
