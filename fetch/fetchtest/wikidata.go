package fetchtest

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Wikidata simulates Wikidata, its API for items and its query service. Shapes:
// www.wikidata.org/w/api.php?action=help&modules=wbgetentities and
// www.mediawiki.org/wiki/Wikidata_Query_Service/User_Manual. It is no database:
// of a query it understands which items are selected, by name or by a value,
// and answers with all the variables that it knows.
type Wikidata struct {
	*Platform

	items []Item // guarded by Platform.mu
}

// Item is an item of Wikidata.
type Item struct {
	ID, Label, Description string
	Country                string            // ISO code
	Articles               map[string]string // by site: enwiki
	Claims                 []Claim
	Followers              []Followers
	MergedInto             string // an id; a question for this item is answered for that one
}

// Claim is a statement of an item.
type Claim struct {
	Property, Value string
	Rank            string            // "" is normal
	Qualifiers      map[string]string // property and value
}

// WikidataThrottled is the answer of the query service to who asks too much.
var WikidataThrottled = Respond(http.StatusTooManyRequests, "Too Many Requests - Please retry in 120 seconds.\n", "Retry-After: 120")

var wikidataRobots = Respond(http.StatusForbidden,
	"Please set a user-agent and respect our robot policy https://w.wiki/4wJS. See also https://phabricator.wikimedia.org/T400119.\n")

// NewWikidata starts a Wikidata without items.
func NewWikidata() (*Wikidata, error) {
	w := &Wikidata{Platform: &Platform{fold: strings.ToLower}}
	routes := handlers{"GET /w/api.php": w.api, "GET /sparql": w.sparql}.mux()
	return w, w.start(guard(routes, wikidataRobots, hasContact))
}

// Add adds an item.
func (w *Wikidata) Add(item Item) {
	w.locked(func() { w.items = append(w.items, item) })
}

func (w *Wikidata) find(is func(Item) bool) (item Item, ok bool) {
	w.locked(func() {
		if i := slices.IndexFunc(w.items, is); i >= 0 {
			item, ok = w.items[i], true
		}
	})
	return item, ok
}

var itemID = regexp.MustCompile(`^Q[0-9]+$`)

// MostItems is how many items one request may be for.
const MostItems = 50

// api answers wbgetentities for items by their ids, or for one by site and title.
func (w *Wikidata) api(rw http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	refuse := func(code, info string) {
		WriteJSON(rw, http.StatusOK, object{"error": object{"code": code, "info": info}, "servedby": "mw-api-ext"})
	}
	site, title := q.Get("sites"), q.Get("titles")
	ids := slices.DeleteFunc(strings.Split(q.Get("ids"), "|"), func(id string) bool { return id == "" })
	switch {
	case q.Get("format") != "json":
		Respond(http.StatusOK, "<!DOCTYPE html>\n<html><body><pre>{}</pre></body></html>")(rw, r, nil)
		return
	case q.Get("action") != "wbgetentities":
		refuse("badvalue", "Unrecognized value for parameter \"action\".")
		return
	case len(ids) == 0 && (site == "" || title == ""):
		refuse("param-missing", "Either provide the item \"ids\" or pairs of \"sites\" and \"titles\" for corresponding pages.")
		return
	case len(ids) > MostItems:
		refuse("toomanyvalues", "Too many values supplied for parameter \"ids\". The limit is 50.")
		return
	}
	entities := object{}
	for _, id := range ids {
		if !itemID.MatchString(id) {
			refuse("no-such-entity", "Could not find an entity with the ID \""+id+"\".")
			return
		}
		w.entity(entities, id)
	}
	if len(ids) == 0 {
		item, ok := w.find(func(i Item) bool { return i.Articles[site] == title })
		if ok {
			w.entity(entities, item.ID)
		} else {
			entities["-1"] = object{"site": site, "title": title, "missing": ""}
		}
	}
	WriteJSON(rw, http.StatusOK, object{"entities": entities, "success": 1})
}

// entity adds an item to an answer. One that was merged comes as the one that it was
// merged into.
func (w *Wikidata) entity(entities object, id string) {
	item, ok := w.find(func(i Item) bool { return i.ID == id })
	from := ""
	if ok && item.MergedInto != "" {
		from = id
		item, ok = w.find(func(i Item) bool { return i.ID == item.MergedInto })
	}
	if !ok {
		entities[id] = object{"id": id, "missing": ""}
		return
	}
	entity := item.entity()
	if from != "" {
		entity["redirects"] = object{"from": from, "to": item.ID}
	}
	entities[item.ID] = entity
}

// entity is the item as the API returns it, where an empty object is a list.
func (i Item) entity() object {
	claims := make(map[string][]object)
	for n, c := range i.Claims {
		o := object{
			"mainsnak": c.snak(c.Property, c.Value), "type": "statement", "rank": cmp.Or(c.Rank, "normal"),
			"id": fmt.Sprintf("%s$%d", i.ID, n), "references": []object{},
		}
		if len(c.Qualifiers) > 0 {
			qualifiers := object{}
			for property, value := range c.Qualifiers {
				qualifiers[property] = []object{c.snak(property, value)}
			}
			o["qualifiers"] = qualifiers
		}
		claims[c.Property] = append(claims[c.Property], o)
	}
	for n, f := range i.Followers {
		claims[followersProperty] = append(claims[followersProperty], f.statement(fmt.Sprintf("%s$F%d", i.ID, n)))
	}
	o := object{"type": "item", "id": i.ID, "labels": inEnglish(i.Label), "descriptions": inEnglish(i.Description), "claims": claims}
	if len(claims) == 0 {
		o["claims"] = []object{}
	}
	links := object{}
	for site, title := range i.Articles {
		links[site] = object{"site": site, "title": title, "badges": []string{}}
	}
	o["sitelinks"] = links
	return o
}

// snak is a value of a property; of an end, a time.
func (Claim) snak(property, value string) object {
	if property == "P582" {
		at := object{"time": value, "timezone": 0, "before": 0, "after": 0, "precision": 9, "calendarmodel": "http://www.wikidata.org/entity/Q1985727"}
		return object{"snaktype": "value", "property": property, "datavalue": object{"value": at, "type": "time"}, "datatype": "time"}
	}
	return object{"snaktype": "value", "property": property, "datavalue": object{"value": value, "type": "string"}, "datatype": "external-id"}
}

func inEnglish(text string) any {
	if text == "" {
		return []object{}
	}
	return object{"en": object{"language": "en", "value": text}}
}

var (
	sparqlSearch = regexp.MustCompile(`mwapi:search ("(?:[^"\\]|\\.)*");`)
	sparqlValues = regexp.MustCompile(`VALUES \?value \{ (.*) \}\s+\?item wdt:(P[0-9]+) \?value\.`)
	sparqlText   = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)
	sparqlBound  = regexp.MustCompile(`OPTIONAL \{ \?item wdt:(P[0-9]+) \?([a-z]+) \}`)
)

// sparql answers a query with a row for each combination of an item's values,
// as the real one does.
func (w *Wikidata) sparql(rw http.ResponseWriter, r *http.Request) {
	query := r.URL.Query().Get("query")
	selected, ok := selection(query)
	if !ok {
		Respond(http.StatusBadRequest, "SPARQL-QUERY: queryStr="+query+"\norg.openrdf.query.MalformedQueryException\n")(rw, r, nil)
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	rows := []object{}
	for place, item := range w.items {
		if item.MergedInto != "" || !selected(item) {
			continue
		}
		combined := item.rows(place, query)
		for _, bound := range sparqlBound.FindAllStringSubmatch(query, -1) {
			combined = item.combine(combined, bound[2], bound[1])
		}
		rows = append(rows, combined...)
	}
	WriteJSON(rw, http.StatusOK, object{"head": object{"vars": []string{"item"}}, "results": object{"bindings": rows}})
}

// rows are those of an item without its other values: one for each value of the item
// that the query lists.
func (i Item) rows(place int, query string) []object {
	property, wanted := wantedValues(query)
	if wanted == nil {
		return []object{i.row(place)}
	}
	var rows []object
	for _, value := range i.values(property) {
		if wanted[value] {
			row := i.row(place)
			row["value"] = object{"type": "literal", "value": value}
			rows = append(rows, row)
		}
	}
	return rows
}

// wantedValues are the values that a query lists, and their property; nil where it
// lists none.
func wantedValues(query string) (property string, wanted map[string]bool) {
	groups := sparqlValues.FindStringSubmatch(query)
	if groups == nil {
		return "", nil
	}
	wanted = make(map[string]bool)
	for _, text := range sparqlText.FindAllString(groups[1], -1) {
		if value, err := strconv.Unquote(text); err == nil {
			wanted[value] = true
		}
	}
	return groups[2], wanted
}

// selection returns which items a query is about.
func selection(query string) (func(Item) bool, bool) {
	if groups := sparqlSearch.FindStringSubmatch(query); groups != nil {
		name, err := strconv.Unquote(groups[1])
		return func(i Item) bool {
			return len(i.values("P434")) > 0 && strings.HasPrefix(Plain(i.Label), Plain(name))
		}, err == nil
	}
	property, wanted := wantedValues(query)
	return func(i Item) bool {
		return slices.ContainsFunc(i.values(property), func(value string) bool { return wanted[value] })
	}, wanted != nil
}

// Plain is a name as searches take it, which mind neither case nor umlauts.
func Plain(name string) string {
	return strings.NewReplacer("ö", "o", "ÿ", "y", "ü", "u").Replace(strings.ToLower(name))
}

// values are the best ones of a property, which is what wdt: means.
func (i Item) values(property string) []string {
	var preferred, normal []string
	for _, c := range i.Claims {
		switch {
		case c.Property != property || c.Rank == "deprecated":
		case c.Rank == "preferred":
			preferred = append(preferred, c.Value)
		default:
			normal = append(normal, c.Value)
		}
	}
	if len(preferred) > 0 {
		return preferred
	}
	return normal
}

func (i Item) row(place int) object {
	row := object{
		"item":      object{"type": "uri", "value": "http://www.wikidata.org/entity/" + i.ID},
		"itemLabel": object{"xml:lang": "en", "type": "literal", "value": i.Label},
		"place":     object{"datatype": "http://www.w3.org/2001/XMLSchema#integer", "type": "literal", "value": strconv.Itoa(place)},
	}
	if i.Description != "" {
		row["itemDescription"] = object{"xml:lang": "en", "type": "literal", "value": i.Description}
	}
	if i.Country != "" {
		row["country"] = object{"type": "literal", "value": i.Country}
	}
	return row
}

func (i Item) combine(rows []object, variable, property string) []object {
	values := i.values(property)
	if len(values) == 0 {
		return rows
	}
	var combined []object
	for _, row := range rows {
		for _, value := range values {
			more := object{variable: object{"type": "literal", "value": value}}
			maps.Copy(more, row)
			combined = append(combined, more)
		}
	}
	return combined
}
