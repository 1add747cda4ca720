package fetchtest

import (
	"encoding/json"
	"hash/fnv"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"datarocks/content"
)

// Wikipedia simulates Wikimedia's pageviews API, every Wikipedia, and Wikidata: a
// request is for the one that its Host names. Shapes: the answers that github.com/ukitako1030/EVAL
// recorded in pipeline/test/fixtures/wikipedia (sample-chatgpt.json, sample-404.json,
// sample-429.txt), the items in github.com/simonw/til, wikipedia/page-stats-api.md, and
// www.mediawiki.org/wiki/API:Query.
//
// An account is a title, "Tool (band)", or one in another language, "de:Die Ärzte".
// It has views each day since July 2015 by a formula, and on the newest day that
// is loaded those that Set sets. SetPast sets all of them.
type Wikipedia struct {
	*Platform

	// Guarded by Platform.mu.
	articles map[string]*Article
	items    []Item
}

// Article is what is special about an article. The zero Article is an ordinary one.
type Article struct {
	Item           string      // of Wikidata
	Begun          content.Day // no day before has views
	MovedTo        string      // the title that this one leads to
	Part           string      // of that one, if it leads to a part
	Disambiguation bool
	Views          map[content.Day]int64 // instead of the formula's; Omitted is none
}

// Omitted stands for the views of a day that an answer leaves out, as nobody read the
// article. The API lists some such days with 0.
const Omitted = -1

const wikimediaTooMany = "You are making too many requests to the API.\n" +
	"Please follow the best practices at <https://www.mediawiki.org/wiki/Wikimedia_APIs/Rate_limits>.\nrequest-id: 6d2a71f1\n"

// Refusals of Wikimedia: of who asks too much, with and without a time to wait, and of
// who does not name itself.
var (
	WikimediaThrottled       = Respond(http.StatusTooManyRequests, wikimediaTooMany, "Retry-After: 7")
	WikimediaThrottledForNow = Respond(http.StatusTooManyRequests, wikimediaTooMany)
	WikimediaForbidden       = Respond(http.StatusForbidden, "Please respect our robot policy https://w.wiki/4wJS and set a user-agent. (6d2a71f)\n")
)

// libraries are User-Agents that Wikimedia refuses.
var libraries = regexp.MustCompile(`^$|^(Go-http-client|python|curl|Java|okhttp)\b`)

// NewWikipedia starts a Wikipedia without articles.
func NewWikipedia() (*Wikipedia, error) {
	w := &Wikipedia{
		Platform: &Platform{fold: func(account string) string { return strings.ReplaceAll(strings.TrimPrefix(account, "en:"), "_", " ") }},
		articles: make(map[string]*Article),
	}
	routes := handlers{
		"GET /api/rest_v1/metrics/pageviews/per-article/{project}/{access}/{agent}/{article}/{granularity}/{from}/{to}": w.pageviews,
		"GET /w/api.php": w.api,
	}.mux()
	named := func(r *http.Request) bool { return !libraries.MatchString(r.UserAgent()) }
	return w, w.start(guard(routes, WikimediaForbidden, named))
}

// Article changes what is special about an article.
func (w *Wikipedia) Article(account string, change func(*Article)) {
	w.locked(func() {
		a := w.articles[w.fold(account)]
		if a == nil {
			a = &Article{Views: make(map[content.Day]int64)}
			w.articles[w.fold(account)] = a
		}
		change(a)
	})
}

// AddItem adds an item of Wikidata.
func (w *Wikipedia) AddItem(item Item) { w.locked(func() { w.items = append(w.items, item) }) }

// Views returns what the API has of a day of an article: Omitted where that is nothing.
func (w *Wikipedia) Views(account string, day content.Day) int64 {
	a, ok := w.account(account)
	newest := w.Newest()
	if !ok || day > newest {
		return Omitted
	}
	return views(a, w.special(account), day, newest)
}

func (w *Wikipedia) special(account string) (special Article) {
	w.locked(func() {
		if a := w.articles[w.fold(account)]; a != nil {
			special = *a
			special.Views = make(map[content.Day]int64, len(a.Views))
			maps.Copy(special.Views, a.Views)
		}
	})
	return special
}

// firstViews is the first day of which there are views, 2015-07-01.
var firstViews = content.DayOf(time.Date(2015, time.July, 1, 0, 0, 0, 0, time.UTC))

func views(a account, special Article, day, newest content.Day) int64 {
	n, own := special.Views[day]
	switch {
	case day < firstViews || day < special.Begun:
		return Omitted
	case own:
		return n
	case a.past != nil:
		return a.past(day)
	case day == newest:
		return a.count
	}
	return formula(a.id, day)
}

// formula invents views: by the title some hundreds or thousands, more of them on
// some days of the week, and on some days without any reason.
func formula(title string, day content.Day) int64 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(title))
	level := int64(200 + h.Sum32()%20_000)
	noise := (uint32(day)*2_654_435_761 ^ h.Sum32()) >> 12 % 100
	return level * int64(90+[]uint32{5, 0, 2, 4, 9, 14, 12}[(day+3)%7]+noise/5) / 100
}

// noData is the API's answer where it has nothing, whatever the reason.
func noData(w http.ResponseWriter, status int, title, detail, uri string) {
	body, err := json.Marshal(object{"detail": detail, "method": "get", "status": status, "title": title, "type": "about:blank", "uri": uri})
	if err != nil {
		status = http.StatusInternalServerError
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

const noViews = "The date(s) you used are valid, but we either do not have data for those date(s), or the project you asked for is not loaded yet. " +
	"Please check documentation for more information"

// pageviews answers for a range of days of an article, oldest first.
func (w *Wikipedia) pageviews(rw http.ResponseWriter, r *http.Request) {
	uri := strings.TrimPrefix(r.URL.EscapedPath(), "/api/rest_v1")
	from, ok := compactDay(r.PathValue("from"))
	to, also := compactDay(r.PathValue("to"))
	language, isWikipedia := strings.CutSuffix(strings.TrimSuffix(r.PathValue("project"), ".org"), ".wikipedia")
	if !ok || !also || from > to || !isWikipedia || r.PathValue("granularity") != "daily" ||
		r.PathValue("access") != "all-access" || r.PathValue("agent") != "user" {
		noData(rw, http.StatusBadRequest, "Bad Request", "start timestamp is invalid, must be a valid date in YYYYMMDD format", uri)
		return
	}
	title := r.PathValue("article")
	name := strings.TrimPrefix(language+":"+title, "en:")
	special := w.special(name)
	a, known := w.account(name)
	if !known || a.suspended || strings.Contains(title, " ") {
		noData(rw, http.StatusNotFound, "Not Found", noViews, uri)
		return
	}
	newest := w.Newest()
	body := listed(a, language, title, max(from, firstViews), min(to, newest), func(day content.Day) int64 {
		return views(a, special, day, newest)
	})
	if body == nil {
		noData(rw, http.StatusNotFound, "Not Found", noViews, uri)
		return
	}
	rw.Header().Set("Content-Type", "application/json")
	rw.Header().Set("Cache-Control", "s-maxage=14400, max-age=14400")
	_, _ = rw.Write(body)
}

// listed is the answer's body; nil where no day has views. It is written by hand: one
// of years has thousands of items.
func listed(a account, language, title string, from, to content.Day, views func(content.Day) int64) []byte {
	article, err := json.Marshal(title)
	if err != nil {
		return nil
	}
	before := `{"project":"` + language + `.wikipedia","article":` + string(article) + `,"granularity":"daily","timestamp":"`
	var items []byte
	for day := from; day <= to; day++ {
		n := views(day)
		if n == Omitted {
			continue
		}
		items = append(items, ',')
		if len(a.edits) > 0 {
			items = append(items, edited(a, language, title, day, n)...)
			continue
		}
		items = append(items, before...)
		items = day.Time().AppendFormat(items, "2006010200")
		items = append(items, `","access":"all-access","agent":"user","views":`...)
		items = append(strconv.AppendInt(items, n, 10), '}')
	}
	if len(items) == 0 {
		return nil
	}
	return slices.Concat([]byte(`{"items":[`), items[1:], []byte("]}"))
}

// edited is an item of an account that Overwrite has changed.
func edited(a account, language, title string, day content.Day, n int64) []byte {
	body, err := json.Marshal(a.shaped("wikipedia", object{
		"project": language + ".wikipedia", "article": title, "timestamp": day.Time().Format("2006010200"), "views": n,
	}))
	if err != nil {
		return []byte("null")
	}
	return body
}

func compactDay(text string) (content.Day, bool) {
	at, err := time.Parse("20060102", text)
	return content.DayOf(at), err == nil
}
