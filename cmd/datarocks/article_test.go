package main

import (
	"strconv"

	"github.com/rogpeppe/go-internal/testscript"

	"datarocks/content"
	"datarocks/fetch/fetchtest"
)

// article changes an article of the simulated Wikipedia, and reports whether it knows
// how.
//
//	platform wikipedia begins TITLE DAY       no day before has views
//	platform wikipedia moves TITLE NEW        the title leads to another one
//	platform wikipedia disambiguates TITLE    it lists articles of that name
//	platform wikipedia views TITLE DAY N      instead of invented ones; none: nobody read it
func (s *simulated) article(ts *testscript.TestScript, verb string, args []string) bool {
	var change func(*fetchtest.Article)
	switch {
	case verb == "begins" && len(args) == 2:
		day := dayOf(ts, args[1])
		change = func(a *fetchtest.Article) { a.Begun = day }
	case verb == "moves" && len(args) == 2:
		change = func(a *fetchtest.Article) { a.MovedTo = args[1] }
	case verb == "disambiguates" && len(args) == 1:
		change = func(a *fetchtest.Article) { a.Disambiguation = true }
	case verb == "views" && len(args) == 3:
		day, n := dayOf(ts, args[1]), int64(fetchtest.Omitted)
		if args[2] != "none" {
			var err error
			n, err = strconv.ParseInt(args[2], 10, 64)
			ts.Check(err)
		}
		change = func(a *fetchtest.Article) { a.Views[day] = n }
	default:
		return false
	}
	s.wikipedia.Article(args[0], change)
	return true
}

func dayOf(ts *testscript.TestScript, text string) content.Day {
	day, err := content.ParseDay(text)
	ts.Check(err)
	return day
}
