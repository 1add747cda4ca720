package wikipedia_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/fetch/countertest"
	"datarocks/fetch/fetchtest"
	"datarocks/fetch/wikipedia"
)

// now is when every test asks: on a Tuesday, long after the day before was loaded.
var now = time.Date(2026, time.November, 24, 13, 13, 0, 0, time.UTC)

// then is a Counter that asks at that time.
type then struct {
	fetch.Historian
	fetch.Expecter
}

func newThen(client *http.Client, origin string) fetch.Counter {
	c := wikipedia.New(client, origin, nil)
	return then{c.(fetch.Historian), c.(fetch.Expecter)}
}

func (c then) Count(ctx context.Context, accounts []string) (map[string]fetch.Count, error) {
	questions := make([]fetch.Question, len(accounts))
	for i, account := range accounts {
		questions[i] = fetch.Question{Account: account, Since: content.DayOf(now) - 3}
	}
	counts := make(map[string]fetch.Count)
	err := c.Past(ctx, now, questions, func(account string, p fetch.Past) { counts[account] = p.Count })
	return counts, err
}

var source = countertest.Source{
	Start: func() (*fetchtest.Platform, error) {
		p, err := fetchtest.Start(content.Wikipedia)
		if err == nil {
			p.At(now)
		}
		return p, err
	},
	Counter:      newThen,
	DreamTheater: "Dream Theater", Metallica: "Metallica", Opeth: "Opeth",
	Metric: "views", CountAt: "views",
	API:     "/api/rest_v1/",
	Singly:  true,
	Unknown: "unavailable: no article of that name: write the title as its page has it",
	Odd: []countertest.Odd{
		odd("another article", edit("article", `"Megadeth"`), "unavailable: wrong account: the answer is for Megadeth"),
		odd("a hostile article", edit("article", `"\u001b[31m\n"`), "unavailable: wrong account: the answer is for [31m"),
		odd("no article", edit("article", fetchtest.Absent), "error: not in the answer"),
		odd("an escaped article", edit("article", `"Metal%6Cica"`), "14156138"),
		odd("another project", edit("project", `"de.wikipedia"`), "unavailable: wrong account: the answer is for de.wikipedia"),
		odd("a project as a host", edit("project", `"en.wikipedia.org"`), "14156138"),
		odd("months", edit("granularity", `"monthly"`), "error: not in the answer"),
		odd("mobiles alone", edit("access", `"mobile-web"`), "error: not in the answer"),
		odd("robots too", edit("agent", `"all-agents"`), "error: not in the answer"),
		odd("no timestamp", edit("timestamp", fetchtest.Null), "error: not in the answer"),
		odd("no date", edit("timestamp", `"2026133100"`), "error: not in the answer"),
		odd("a short date", edit("timestamp", `"202611"`), "error: not in the answer"),
		odd("one day again and again", edit("timestamp", `"2026112300"`), "unavailable: the answer holds a day twice, and differently"),
		odd("days in a year of their own", edit("timestamp", `"2030010100"`), "unavailable: nobody has read the article lately, or it is too new"),
	},
	Faults: []countertest.Fault{
		countertest.Broken("throttled", fetchtest.WikimediaThrottled, "http 429: rate limit"),
		countertest.Broken("throttled without a time to wait", fetchtest.WikimediaThrottledForNow, "http 429: rate limit"),
		countertest.Broken("forbidden", fetchtest.WikimediaForbidden, "http 403: forbidden"),
		countertest.Passing("400", fetchtest.Respond(400, `{"detail":"no full months found between specified dates","status":400,"title":"Bad Request","type":"about:blank"}`), "http 400: bad request"),
		countertest.Passing("404 text", fetchtest.Respond(404, "Not found"), "http 404: not found"),
		countertest.Passing("no items", fetchtest.Respond(200, `{"items":null}`), "the answer has no items"),
		{Name: "an odd item", Break: fetchtest.Respond(200, `{"items":[7]}`), Count: "error: not in the answer"},
		countertest.Passing("200 and more", fetchtest.Respond(200, `{} {}`), "the answer is not the documented JSON"),
		countertest.Passing("dropped", dropped, "the answer is not HTTP"),
		countertest.Passing("10 MB", fetchtest.Oversize(), "the answer is over 1 MiB"),
		unread("no views", fetchtest.Respond(200, `{"items":[]}`)),
		unread("404", problem(404, "404.json")),
		unread("404 as it was until 2024", problem(404, "404-old.json")),
	},
	NoAccounts: []string{"Talk:Opeth", "A|B", "..", "Opeth#History"},
	NoAccount:  "unavailable: not a valid title of the article",
	Hints: map[string]fetchtest.Fault{
		"set base_url in site.md or DATAROCKS_CONTACT, so that Wikimedia learns who asks": fetchtest.WikimediaForbidden,
		"the platform asks to wait 7s":                                        fetchtest.WikimediaThrottled,
		"the platform does not say how long to wait; the next run asks again": fetchtest.WikimediaThrottledForNow,
	},
}

var odd, edit = countertest.OddAnswer, countertest.Edit

// unread is an answer to all that is about the article alone.
func unread(name string, f fetchtest.Fault) countertest.Fault {
	const reason = "nobody has read the article lately, or it is too new"
	return countertest.Fault{Name: name, Break: f, Count: "unavailable: " + reason}
}

// problem answers as was recorded.
func problem(status int, file string) fetchtest.Fault {
	return func(w http.ResponseWriter, r *http.Request, well http.Handler) {
		body := countertest.ReadRecorded(new(testing.T), file)
		fetchtest.Respond(status, string(body), "Content-Type: application/problem+json")(w, r, well)
	}
}

func TestWikipedia(t *testing.T) { countertest.Run(t, source) }

// dropped ends the connection within the answer's first line. Where none of it came,
// net/http asks again, as others have used the connection before.
func dropped(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
	if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
		_, _ = conn.Write([]byte("HTTP/1"))
		_ = conn.Close()
	}
}
