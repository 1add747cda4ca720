package fetchtest

import (
	"net/http"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// mostTitles is how many titles or ids one request may name.
const mostTitles = 50

// api answers the API of a Wikipedia, and that of Wikidata.
func (w *Wikipedia) api(rw http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	names := strings.Split(q.Get("titles")+q.Get("ids"), "|")
	refuse := func(code string) {
		WriteJSON(rw, http.StatusOK, object{"error": object{"code": code, "info": "It cannot be answered."}, "servedby": "mw-api-ext.eqiad.main"})
	}
	switch {
	case q.Get("format") != "json":
		Respond(http.StatusOK, "<!DOCTYPE html>\n<html><body><pre>{}</pre></body></html>")(rw, r, nil)
	case len(names) > mostTitles:
		refuse("toomanyvalues")
	case q.Get("action") == "query" && q.Get("formatversion") == "2" && q.Get("prop") == "pageprops" && q.Get("titles") != "":
		WriteJSON(rw, http.StatusOK, object{"batchcomplete": true, "query": w.query(languageOf(r.Host), names)})
	case q.Get("action") == "wbgetentities" && q.Get("ids") != "":
		if i := slices.IndexFunc(names, func(id string) bool { return !itemID.MatchString(id) }); i >= 0 {
			refuse("no-such-entity")
			return
		}
		WriteJSON(rw, http.StatusOK, object{"entities": w.entities(names, q.Get("props")), "success": 1})
	default:
		refuse("badvalue")
	}
}

// languageOf is the language of a Wikipedia's host; of any other one, English.
func languageOf(host string) string {
	if language, ok := strings.CutSuffix(host, ".wikipedia.org"); ok {
		return language
	}
	return "en"
}

// normal is a title as a Wikipedia writes it.
func normal(title string) string {
	title = strings.Join(strings.Fields(strings.ReplaceAll(title, "_", " ")), " ")
	first, width := utf8.DecodeRuneInString(title)
	return string(unicode.ToTitle(first)) + title[width:]
}

// query answers what pages titles lead to. Pages come once, and in an order of their own.
func (w *Wikipedia) query(language string, titles []string) object {
	normalized, redirects := []object{}, []object{}
	pages := make(map[string]object)
	for _, asked := range titles {
		title := normal(asked)
		if title != asked {
			normalized = append(normalized, object{"fromencoded": false, "from": asked, "to": title})
		}
		for range mostTitles {
			a := w.special(language + ":" + title)
			if a.MovedTo == "" {
				break
			}
			redirect := object{"from": title, "to": a.MovedTo}
			if a.Part != "" {
				redirect["tofragment"] = a.Part
			}
			redirects = append(redirects, redirect)
			title = a.MovedTo
		}
		pages[title] = w.page(language, title)
	}
	answer := object{"pages": sortedByKey(pages)}
	if len(normalized) > 0 {
		answer["normalized"] = normalized
	}
	if len(redirects) > 0 {
		answer["redirects"] = redirects
	}
	return answer
}

// page is a page, or that there is none.
func (w *Wikipedia) page(language, title string) object {
	a, known := w.account(strings.TrimPrefix(language+":"+title, "en:"))
	if !known || a.suspended {
		return object{"ns": 0, "title": title, "missing": true}
	}
	page := object{"pageid": 18_787 + len(title), "ns": 0, "title": title}
	special, properties := w.special(language+":"+title), object{}
	if special.Item != "" {
		properties["wikibase_item"] = special.Item
	}
	if special.Disambiguation {
		properties["disambiguation"] = ""
	}
	if len(properties) > 0 {
		page["pageprops"] = properties
	}
	return page
}

// entities are items by their ids. One that was merged into another comes under that
// one's id.
func (w *Wikipedia) entities(ids []string, props string) object {
	w.mu.Lock()
	defer w.mu.Unlock()
	found := object{}
	for _, id := range ids {
		i := slices.IndexFunc(w.items, func(i Item) bool { return i.ID == id })
		if i < 0 {
			found[id] = object{"id": id, "missing": ""}
			continue
		}
		item := w.items[i]
		if j := slices.IndexFunc(w.items, func(i Item) bool { return i.ID == item.MergedInto }); j >= 0 {
			item = w.items[j]
		}
		o := item.entity()
		if props == "claims" {
			o = object{"type": "item", "id": item.ID, "claims": o["claims"]}
		}
		if item.ID != id {
			o["redirects"] = object{"from": id, "to": item.ID}
		}
		found[item.ID] = o
	}
	return found
}
