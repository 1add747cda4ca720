// Package wikipedia counts how often people read the articles about artists on
// Wikipedia, each day since July 2015.
//
// It asks Wikimedia's pageviews API (doc.wikimedia.org/generated-data-platform/aqs),
// which wants no key and takes one article and any range of days in a request. An
// account is the title of an article, "Tool (band)", or that of another language's
// Wikipedia: "de:Die Ärzte".
//
// The API counts titles, not articles: after an article was moved, its old title
// goes on with a tenth of the views. And a title may be one of somebody else. So the
// Wikipedia itself is asked first which page a title leads to, and Wikidata whose it
// is.
package wikipedia

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"time"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/fetch/wikidata"
)

// Pace keeps to 200 requests a minute, all hosts together: what Wikimedia allows to
// those whose User-Agent names a contact. It wants a wait of 5 s and more after a
// refusal (mediawiki.org/wiki/Wikimedia_APIs/Rate_limits).
var Pace = fetch.Pace{Requests: 197, Per: time.Minute, Burst: 3, Together: true, Refused: 5 * time.Second}

const (
	inFlight = 3 // the most that Wikimedia wants to have

	// MaxBody is what an answer may have in bytes. 11 years of an article are 0.7 MB;
	// the larger ones are Wikidata's.
	MaxBody = wikidata.MaxBody
)

// first is the first day of which there are counts.
var first = func() content.Day {
	info, _ := content.Wikipedia.Info()
	return info.PastFrom
}()

// counter asks Wikimedia.
type counter struct {
	client *http.Client
	origin string // stands in for all hosts; "" is the real ones
	known  func(account string) map[content.Source]string
}

var (
	_ fetch.Historian = (*counter)(nil)
	_ fetch.Expecter  = (*counter)(nil)
)

// New makes a Counter of views a day, by the titles of articles, which is a
// fetch.Historian as well. It asks through client, which is one of fetch.NewClient
// that takes bodies of MaxBody. origin ("http://127.0.0.1:8080") stands in for
// Wikimedia, every Wikipedia and Wikidata, and each request's Host is the one that is
// meant; empty means those themselves.
//
// known returns the other accounts of the artist whose article an account is. No
// article is counted whose item of Wikidata names other accounts, and none of these.
func New(client *http.Client, origin string, known func(account string) map[content.Source]string) fetch.Counter {
	return &counter{client: client, origin: fetch.Origin(origin, ""), known: known}
}

// Count returns the views of the newest day that is known of each article.
func (c *counter) Count(ctx context.Context, accounts []string) (map[string]fetch.Count, error) {
	at := time.Now()
	questions := make([]fetch.Question, len(accounts))
	for i, account := range accounts {
		questions[i] = fetch.Question{Account: account, Since: content.DayOf(at) - content.PastAgain}
	}
	counts := make(map[string]fetch.Count, len(accounts))
	err := c.Past(ctx, at, questions, func(account string, p fetch.Past) { counts[account] = p.Count })
	return counts, err
}

// Expect is that of fetch.Expecter. A past of years is one request as well.
func (c *counter) Expect(accounts []string) time.Duration {
	n := len(accounts)
	return fetch.Load{Requests: []int{n + n/titlesAtOnce + n/itemsAtOnce}, InFlight: inFlight, Pace: fetch.PaceOf(c.client)}.Time()
}

// Past is that of fetch.Historian. Accounts of which all days are wanted come last, as a
// night may have no time for all of them.
func (c *counter) Past(ctx context.Context, at time.Time, questions []fetch.Question, each func(account string, p fetch.Past)) error {
	titles, err := c.check(ctx, at, questions)
	if err != nil {
		return err
	}
	night := &night{
		counter: c, yesterday: content.DayOf(at) - 1, since: make(map[string]content.Day),
		titles: titles, passed: make(map[string]bool), each: each,
	}
	return night.ask(ctx, questions)
}

// night is one Past.
type night struct {
	*counter
	yesterday content.Day
	since     map[string]content.Day // by account
	titles    map[string]title       // by account
	mu        sync.Mutex             // held while each is called
	passed    map[string]bool        // accounts that were passed on
	each      func(account string, p fetch.Past)
}

// pass passes on an answer, unless the account has one.
func (n *night) pass(account string, p fetch.Past) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if !n.passed[account] {
		n.passed[account] = true
		n.each(account, p)
	}
}

func (n *night) ask(ctx context.Context, questions []fetch.Question) error {
	var begun, fresh []string
	for _, q := range questions {
		n.since[q.Account] = q.Since
		switch {
		case n.titles[q.Account].wrong != fetch.Count{}:
			n.pass(q.Account, fetch.Past{Count: n.titles[q.Account].wrong})
		case isNew(q):
			fresh = append(fresh, q.Account)
		default:
			begun = append(begun, q.Account)
		}
	}
	b := fetch.Batches{Source: content.Wikipedia, Size: 1, InFlight: inFlight, Pace: fetch.PaceOf(n.client), Ask: fetch.OneMetric(fetch.Singly(n.one))}
	counts, err := b.Count(ctx, append(begun, fresh...))
	for account, count := range counts {
		if _, ok := count.Value(); !ok {
			n.pass(account, fetch.Past{Count: count})
		}
	}
	return err
}

// isNew reports whether nothing is known yet of an account.
func isNew(q fetch.Question) bool { return q.Since <= first }

// leastTime is what must be left of a night's time for one more article.
const leastTime = 20 * time.Second

// one asks for one article. What it answers is passed on at once, unless that is why
// there is nothing: of thousands of articles nobody could keep all answers.
func (n *night) one(ctx context.Context, account string) (fetch.Count, error) {
	if end, ok := ctx.Deadline(); ok && time.Until(end) < leastTime {
		return fetch.Missing(fetch.Failed, "no time was left to ask; the next run does"), nil
	}
	from := max(n.since[account], first)
	past, err := n.views(ctx, n.titles[account], from, n.yesterday)
	if err != nil {
		return fetch.Count{}, err
	}
	if past.Days != nil {
		n.pass(account, past)
	}
	return past.Count, nil
}

// views asks for the views of an article, both days included.
func (c *counter) views(ctx context.Context, t title, from, to content.Day) (fetch.Past, error) {
	const path = "/api/rest_v1/metrics/pageviews/per-article/%s/all-access/user/%s/daily/%s/%s"
	origin := fetch.Origin(c.origin, "https://wikimedia.org")
	// What is escaped stays escaped: the slash of AC/DC is none of the path.
	address := origin + fmt.Sprintf(path, t.project(), url.PathEscape(t.underscored()), compact(from), compact(to))
	body, err := fetch.Get(ctx, c.client, address, func(r *http.Request) { r.Host = "wikimedia.org" })
	if err != nil {
		return missing(t, err)
	}
	return decode(body, t, from, to)
}

// compact is a day as the API has it in addresses.
func compact(day content.Day) string { return day.Time().Format("20060102") }

// missing is the answer where the status means that there are no views. A 404 stands
// for each of: no such title, no article yet, and nobody read it.
func missing(t title, err error) (fetch.Past, error) {
	status, ok := errors.AsType[*fetch.StatusError](err)
	if !ok {
		return fetch.Past{}, err
	}
	if status.Status == http.StatusNotFound && isProblem(status.Body) {
		return fetch.Past{Count: t.unread()}, nil
	}
	return fetch.Past{}, refusal(err)
}

// refusal is fetch.Refusal with the cure that Wikimedia's has: it refuses those
// who name no contact, and sometimes grants them so little that they are refused.
func refusal(err error) error {
	if status, ok := errors.AsType[*fetch.StatusError](err); ok && status.Status == http.StatusForbidden {
		return status.Because("forbidden", "set base_url in site.md or DATAROCKS_CONTACT, so that Wikimedia learns who asks")
	}
	return fetch.Refusal(err)
}
