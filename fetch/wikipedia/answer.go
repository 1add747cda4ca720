package wikipedia

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"datarocks/content"
	"datarocks/fetch"
)

// item is a day of an answer.
type item struct {
	Project     fetch.Text      `json:"project"`
	Article     fetch.Text      `json:"article"`
	Granularity fetch.Text      `json:"granularity"`
	Timestamp   fetch.Text      `json:"timestamp"` // 2026112900
	Access      fetch.Text      `json:"access"`
	Agent       fetch.Text      `json:"agent"`
	Views       json.RawMessage `json:"views"`
}

var (
	errNoItems = errors.New("the answer has no items")
	errOther   = errors.New("the answer is not for the views of people a day")
	errDay     = errors.New("the answer has an item without a day")
)

// unlisted stands for a day that an answer does not have.
const unlisted = fetch.None - 1

// decode reads the views of days of an article. A day that the answer leaves out had
// none where days before and after it are listed. After the last one, nothing is
// loaded yet; before the first, there was no article.
func decode(body []byte, t title, from, to content.Day) (fetch.Past, error) {
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
		if err := json.Unmarshal(raw, &i); err != nil {
			return fetch.Past{}, fmt.Errorf("decode answer: %w", err)
		}
		if wrong, err := i.check(t); wrong != (fetch.Count{}) || err != nil {
			return fetch.Past{Count: wrong}, err
		}
		day, err := i.day()
		if err != nil {
			return fetch.Past{}, err
		}
		l.add(day, fetch.ParseCount(views(raw, i.Views), "views"))
	}
	return l.past(t), nil
}

// check reports whether an item is of what was asked for.
func (i item) check(t title) (wrong fetch.Count, err error) {
	switch {
	case !t.names(string(i.Article)):
		return fetch.Another(string(i.Article)), nil
	case strings.TrimSuffix(string(i.Project), ".org") != t.project():
		return fetch.Another(string(i.Project)), nil
	case i.Granularity != "daily" || i.Access != "all-access" || i.Agent != "user":
		return wrong, errOther
	}
	return wrong, nil
}

// day is the item's day. Its hour is always 00.
func (i item) day() (content.Day, error) {
	if len(i.Timestamp) < len("20260102") {
		return 0, errDay
	}
	at, err := time.Parse("20060102", string(i.Timestamp)[:8])
	if err != nil {
		return 0, errDay
	}
	return content.DayOf(at), nil
}

// quotes are those of an item as it is documented: of seven names and six texts.
const quotes = 2 * (7 + 6)

// views returns what encoding/json read where the item has the fields that were
// checked, each once, and this one. fetch.Field takes any item, and is slow.
func views(item, read json.RawMessage) json.RawMessage {
	if bytes.Count(item, []byte{'"'}) == quotes && bytes.Contains(item, []byte(`"views"`)) && !bytes.Contains(item, []byte{'\\'}) {
		return read
	}
	return fetch.Field(item, "views")
}

// listing is what an answer lists of a range of days.
type listing struct {
	from, to    content.Day
	views       []int64 // of each day, None for an odd one
	first, last content.Day
	newest      fetch.Count // of the last day
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
	if l.first > l.last {
		return fetch.Past{Count: t.unread()}
	}
	views := l.views[l.first-l.from : l.last-l.from+1]
	for i, n := range views {
		if n == unlisted {
			views[i] = 0
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
