package wikipedia

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/fetch/wikidata"
)

// titlesAtOnce is how many titles a Wikipedia takes in a request, and titleBytes how
// long they may be together, escaped: its servers refuse addresses of 8 KB.
const (
	titlesAtOnce = 50
	titleBytes   = 6_000
)

// check learns which pages the titles of accounts lead to. Of new accounts, and on Mondays
// of all, it learns from Wikidata whose they are. Its error is a *fetch.SourceError. Where anything else goes wrong, new accounts are not asked
// for, as nothing shows whose views they would have; others go on.
func (c *counter) check(ctx context.Context, at time.Time, questions []fetch.Question) (map[string]title, error) {
	info, _ := content.Wikipedia.Info()
	titles := make(map[string]title, len(questions))
	guarded := make(map[string]bool) // accounts that are looked at closely
	byLanguage := make(map[string][]string)
	for _, q := range questions {
		if t := parse(q.Account); info.ValidAccount(q.Account) {
			titles[q.Account] = t
			guarded[q.Account] = isNew(q) || at.UTC().Weekday() == time.Monday
			byLanguage[t.language] = append(byLanguage[t.language], q.Account)
		}
	}
	tries := &tries{fresh: make(map[string]bool)}
	for _, q := range questions {
		tries.fresh[q.Account] = isNew(q)
	}
	for _, language := range slices.Sorted(maps.Keys(byLanguage)) {
		for _, batch := range chunks(byLanguage[language], titles) {
			if err := tries.do(titles, batch, func() error { return c.resolve(ctx, language, batch, titles) }); err != nil {
				return nil, err
			}
		}
	}
	return titles, c.guard(ctx, tries, guarded, titles)
}

// tries are the requests of a check.
type tries struct {
	fresh  map[string]bool // accounts that are new
	failed int             // in a row
	last   error
}

// do makes a request about accounts. After fetch.MaxFailures that failed in a row,
// none is made. Its error is a *fetch.SourceError.
func (t *tries) do(titles map[string]title, accounts []string, request func() error) error {
	err := t.last
	if t.failed < fetch.MaxFailures {
		err = request()
	}
	if err == nil {
		t.failed = 0
		return nil
	}
	if source, ok := errors.AsType[*fetch.SourceError](err); ok {
		return source
	}
	t.failed++
	t.last = err
	for _, account := range accounts {
		if own := titles[account]; t.fresh[account] && own.wrong == (fetch.Count{}) {
			own.wrong = fetch.Missing(fetch.Failed, "not asked, as it cannot be checked whose article it is: "+fetch.Reason(err))
			titles[account] = own
		}
	}
	return nil
}

// chunks splits accounts into those of one request each.
func chunks(accounts []string, titles map[string]title) [][]string {
	var all [][]string
	length := 0
	for _, account := range accounts {
		own := len(url.QueryEscape(titles[account].text)) + len("%7C")
		if length += own; len(all) == 0 || len(all[len(all)-1]) == titlesAtOnce || length > titleBytes {
			all = append(all, nil)
			length = own
		}
		all[len(all)-1] = append(all[len(all)-1], account)
	}
	return all
}

// mapping is how a Wikipedia reads a title.
type mapping struct {
	From     fetch.Text `json:"from"`
	To       fetch.Text `json:"to"`
	Fragment fetch.Text `json:"tofragment"`
}

// page is what a title leads to in the end.
type page struct {
	Title      fetch.Text                `json:"title"`
	Missing    flag                      `json:"missing"`
	Invalid    flag                      `json:"invalid"`
	Properties wikidata.Dict[fetch.Text] `json:"pageprops"`
}

// flag is what an answer has true or, in its older version, "".
type flag bool

func (f *flag) UnmarshalJSON(raw []byte) error {
	*f = string(raw) == "true" || string(raw) == `""`
	return nil
}

// resolved is the answer to action=query.
type resolved struct {
	Error *struct{ Code fetch.Text } `json:"error"`
	Query *struct {
		Normalized []mapping `json:"normalized"`
		Redirects  []mapping `json:"redirects"`
		Pages      []page    `json:"pages"`
	} `json:"query"`
}

var errNotJSON = errors.New("the answer is not the documented JSON")

// api asks an api.php, and decodes the answer into value.
func (c *counter) api(ctx context.Context, host string, query url.Values, value any) error {
	query.Set("format", "json")
	address := fetch.Origin(c.origin, "https://"+host) + "/w/api.php?" + query.Encode()
	body, err := fetch.Get(ctx, c.client, address, func(r *http.Request) { r.Host = host })
	if err != nil {
		return refusal(err)
	}
	return json.Unmarshal(body, value)
}

// resolve asks which pages the titles of accounts lead to, in one Wikipedia.
func (c *counter) resolve(ctx context.Context, language string, accounts []string, titles map[string]title) error {
	texts := make([]string, len(accounts))
	for i, account := range accounts {
		texts[i] = titles[account].text
	}
	var answer resolved
	err := c.api(ctx, language+".wikipedia.org", url.Values{
		"action": {"query"}, "formatversion": {"2"}, "redirects": {"1"},
		"prop": {"pageprops"}, "ppprop": {"wikibase_item|disambiguation"}, "titles": {strings.Join(texts, "|")},
	}, &answer)
	switch {
	case err != nil:
		return err
	case answer.Error != nil:
		return fmt.Errorf("error %s", fetch.OneLine(string(answer.Error.Code)))
	case answer.Query == nil:
		return errNotJSON
	}
	for i, account := range accounts {
		titles[account] = answer.follow(titles[account], texts[i])
	}
	return nil
}

// follow returns a title with what the answer has of it.
func (r resolved) follow(t title, text string) title {
	for _, m := range r.Query.Normalized {
		if string(m.From) == text {
			t.text = string(m.To) // such as another way to write an umlaut
		}
	}
	end, part := t.text, false
	for range r.Query.Redirects { // one may lead to another, and never on and on
		i := slices.IndexFunc(r.Query.Redirects, func(m mapping) bool { return string(m.From) == end })
		if i < 0 {
			break
		}
		end, part = string(r.Query.Redirects[i].To), r.Query.Redirects[i].Fragment != ""
	}
	i := slices.IndexFunc(r.Query.Pages, func(p page) bool { return string(p.Title) == end })
	if i < 0 {
		t.wrong = fetch.Missing(fetch.Failed, "not asked, as it cannot be checked whose article it is: the title is not in the answer")
		return t
	}
	p := r.Query.Pages[i]
	t.exists, t.item = !bool(p.Missing || p.Invalid), string(p.Properties["wikibase_item"])
	_, ambiguous := p.Properties["disambiguation"]
	t.wrong = t.fault(end, part, ambiguous)
	return t
}

// fault is why the page at the end of a title is not the article that was meant; the
// zero Count where it may be.
func (t title) fault(end string, part, ambiguous bool) fetch.Count {
	to := t
	to.text = end
	switch {
	case !t.exists:
		return fetch.Missing(fetch.Unavailable, "no article of that name: write the title as its page has it")
	case ambiguous:
		return fetch.Missing(fetch.Unavailable, short(
			fmt.Sprintf("%q is a list of several of that name: write the title of the artist's own article", end),
			"a list of several of that name: write the title of the artist's own article"))
	case part:
		return fetch.Missing(fetch.Unavailable, short(
			fmt.Sprintf("the title leads to a part of %q: write the title of the artist's own article", end),
			"the title leads to a part of another article: write that of the artist's own"))
	case end != t.text:
		return fetch.Missing(fetch.Unavailable, short(
			fmt.Sprintf("the article was moved to %q: write wikipedia: %s", end, to.account()),
			"the article was moved: write wikipedia: "+to.account()))
	}
	return fetch.Count{}
}

// short is a reason, or where that would be cut, a shorter one.
func short(reason, shorter string) string {
	if fetch.OneLine(reason) == reason && utf8.ValidString(reason) {
		return reason
	}
	return shorter
}
