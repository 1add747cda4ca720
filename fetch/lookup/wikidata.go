package lookup

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"datarocks/content"
	"datarocks/content/link"
	"datarocks/fetch"
	"datarocks/fetch/wikidata"
)

// wikidataAPI asks Wikidata: its API for an item
// (www.wikidata.org/w/api.php?action=help&modules=wbgetentities), and its query
// service for items by name or by account.
type wikidataAPI struct {
	client     *http.Client
	api, query string
}

const nameOfWikidata = "Wikidata"

// get asks and decodes the answer into value.
func get(ctx context.Context, client *http.Client, address string, query url.Values, value any) error {
	body, err := fetch.Get(ctx, client, address+"?"+query.Encode(), func(r *http.Request) { r.Header.Set("Accept", "application/json") })
	if err != nil {
		return err
	}
	return json.Unmarshal(body, value)
}

// item asks for an item, by its id or the title of an article.
func (w wikidataAPI) item(ctx context.Context, q Question) (entity, error) {
	values := url.Values{
		"action":    {"wbgetentities"},
		"props":     {"labels|descriptions|claims|sitelinks"},
		"languages": {"en|mul"},
		"format":    {"json"},
	}
	if q.item != "" {
		values.Set("ids", q.item)
	} else {
		values.Set("sites", q.site)
		values.Set("titles", q.title)
		values.Set("normalize", "1") // as a reader's browser would be led on
	}
	var answer struct {
		Error    *struct{ Code fetch.Text } `json:"error"`
		Entities wikidata.Dict[entity]      `json:"entities"`
	}
	if err := get(ctx, w.client, w.api, values, &answer); err != nil {
		return entity{}, failed(nameOfWikidata, err)
	}
	if answer.Error != nil {
		if answer.Error.Code == "no-such-entity" {
			return entity{}, ErrNone
		}
		return entity{}, failed(nameOfWikidata, fmt.Errorf("error %s", fetch.OneLine(string(answer.Error.Code))))
	}
	// An item that was merged into another comes under that one's id.
	for _, e := range answer.Entities {
		if e.Missing == nil && e.ID != "" {
			e.title = q.title
			return e, nil
		}
	}
	return entity{}, ErrNone
}

// variables are the sources as variables of a query.
var variables = func() string {
	var lines strings.Builder
	for _, info := range content.Sources {
		if wikidata.Property[info.Source] != "" {
			fmt.Fprintf(&lines, "  OPTIONAL { ?item wdt:%s ?%s }\n", wikidata.Property[info.Source], info.Source)
		}
	}
	return lines.String()
}()

// Of a search, mostMatches items of that name are looked at, and mostItems of
// those that are artists are returned.
const (
	mostMatches = 50
	mostItems   = 20
)

// search asks for items by name: those that have an id of MusicBrainz, which
// only music acts have.
func (w wikidataAPI) search(ctx context.Context, name string) ([]Hit, error) {
	return w.ask(ctx, fmt.Sprintf(`  SERVICE wikibase:mwapi {
    bd:serviceParam wikibase:api "EntitySearch"; wikibase:endpoint "www.wikidata.org"; wikibase:limit %d; mwapi:search %s; mwapi:language "en".
    ?item wikibase:apiOutputItem mwapi:item.
    ?place wikibase:apiOrdinal true.
  }
  ?item wdt:P434 ?mbid.
`, mostMatches, literal(name)))
}

// holders asks for the items that have an account.
func (w wikidataAPI) holders(ctx context.Context, source content.Source, account string) ([]Hit, error) {
	var values []string
	for _, spelling := range spellings(source, account) {
		values = append(values, literal(spelling))
	}
	return w.ask(ctx, fmt.Sprintf("  VALUES ?value { %s }\n  ?item wdt:%s ?value.\n", strings.Join(values, " "), wikidata.Property[source]))
}

// spellings are how an account may be written in an item, sorted, each once.
func spellings(source content.Source, account string) []string {
	all := []string{account}
	switch source {
	case content.Twitter, content.Bluesky, content.Mastodon, content.Instagram:
		all = append(all, strings.ToLower(account)) // a query minds case
	case content.LastFM:
		all = link.LastFMParts(account)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// literal is a text as SPARQL has it.
func literal(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`).Replace(text) + `"`
}

// binding is a row of an answer, in which an item has as many rows as its ids
// can be combined.
type binding map[string]struct {
	Value fetch.Text `json:"value"`
}

func (b binding) text(variable string) string { return string(b[variable].Value) }

// ask asks for the items that a pattern selects, in their order.
func (w wikidataAPI) ask(ctx context.Context, pattern string) ([]Hit, error) {
	query := "SELECT * WHERE {\n" + pattern + "  OPTIONAL { ?item (wdt:P495|wdt:P27)/wdt:P297 ?country }\n" + variables +
		`  SERVICE wikibase:label { bd:serviceParam wikibase:language "en,mul,de,fr,es,it,pt,ja,ko,zh,ru,uk". ?item rdfs:label ?itemLabel; schema:description ?itemDescription. }` +
		"\n} ORDER BY ?place LIMIT 1000"
	rows, err := w.bindings(ctx, query)
	if err != nil {
		return nil, err
	}
	var hits []Hit
	for _, row := range rows {
		item, ok := row.item()
		if !ok {
			continue
		}
		i := slices.IndexFunc(hits, func(h Hit) bool { return h.Item == item })
		if i < 0 && len(hits) == mostItems {
			continue
		}
		if i < 0 {
			i = len(hits)
			hits = append(hits, Hit{Item: item})
		}
		row.add(&hits[i])
	}
	return hits, nil
}

// item is the item of a row.
func (b binding) item() (id string, ok bool) {
	_, id, ok = strings.Cut(b.text("item"), "/entity/")
	return id, ok && itemPattern.MatchString("/wiki/"+id)
}

// bindings asks the query service and returns the rows of its answer.
func (w wikidataAPI) bindings(ctx context.Context, query string) ([]binding, error) {
	var answer struct {
		Results *struct {
			Bindings []binding `json:"bindings"`
		} `json:"results"`
	}
	err := get(ctx, w.client, w.query, url.Values{"format": {"json"}, "query": {query}}, &answer)
	if err == nil && answer.Results == nil {
		err = errors.New("the answer is not the documented JSON")
	}
	if err != nil {
		return nil, failed(nameOfWikidata, err)
	}
	return answer.Results.Bindings, nil
}

// add notes what a row holds of its item.
func (b binding) add(h *Hit) {
	if label := b.text("itemLabel"); label != h.Item { // which stands for none
		h.Name = label
	}
	h.Country = cmp.Or(h.Country, b.text("country"))
	h.About = b.text("itemDescription")
	h.MBID = cmp.Or(h.MBID, b.text(string(content.ListenBrainz)))
	for _, info := range content.Sources {
		if b.text(string(info.Source)) != "" && !slices.Contains(h.Sources, info.Source) {
			h.Sources = append(h.Sources, info.Source)
		}
	}
}
