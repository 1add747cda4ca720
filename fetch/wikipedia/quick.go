package wikipedia

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"time"

	"datarocks/content"
	"datarocks/fetch"
)

// What stands around the items of an answer as the API writes it.
var (
	opening = []byte(`{"items":[`)
	closing = []byte("]}")
	people  = []byte(`00","access":"all-access","agent":"user","views":`)
)

// quick reads an answer that is written as the API writes it, to the byte; ok is
// false for every other, which encoding/json may still understand. It is ten times as
// fast, and 1,000 pasts of 11 years are 700 MB.
func quick(body []byte, t title, from, to content.Day) (l *listing, ok bool) {
	before, err := beforeDay(t)
	rest, ok := bytes.CutPrefix(body, opening)
	if err != nil || !ok {
		return nil, false
	}
	l = newListing(from, to)
	for {
		var day content.Day
		var views int64
		if day, views, rest, ok = quickItem(rest, before); !ok {
			return nil, false
		}
		l.add(day, fetch.Number(views))
		if bytes.Equal(rest, closing) {
			return l, true
		}
		if rest, ok = bytes.CutPrefix(rest, []byte{','}); !ok {
			return nil, false
		}
	}
}

// beforeDay is how an item of an article begins, up to its day.
func beforeDay(t title) ([]byte, error) {
	var article strings.Builder
	encoder := json.NewEncoder(&article)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(t.underscored())
	return []byte(`{"project":"` + t.project() + `","article":` + strings.TrimSpace(article.String()) + `,"granularity":"daily","timestamp":"`), err
}

// quickItem reads the item that a text begins with, and returns what is behind it.
func quickItem(text, before []byte) (day content.Day, views int64, rest []byte, ok bool) {
	rest, ok = bytes.CutPrefix(text, before)
	if !ok || len(rest) < len("20260102") {
		return 0, 0, nil, false
	}
	date, width, _ := digits(rest[:8])
	year, month, number := int(date/10_000), time.Month(date/100%100), int(date%100)
	at := time.Date(year, month, number, 0, 0, 0, 0, time.UTC)
	if width != 8 || at.Year() != year || at.Month() != month || at.Day() != number {
		return 0, 0, nil, false
	}
	if rest, ok = bytes.CutPrefix(rest[8:], people); !ok {
		return 0, 0, nil, false
	}
	views, width, ok = digits(rest)
	if !ok || len(rest) == width || rest[width] != '}' {
		return 0, 0, nil, false
	}
	return content.DayOf(at), views, rest[width+1:], true
}

// digits reads the whole number that a text begins with, as JSON has it.
func digits(text []byte) (n int64, width int, ok bool) {
	for width < len(text) && '0' <= text[width] && text[width] <= '9' {
		if n > math.MaxInt64/10-1 {
			return 0, 0, false
		}
		n = 10*n + int64(text[width]-'0')
		width++
	}
	return n, width, width > 0 && (width == 1 || text[0] != '0')
}
