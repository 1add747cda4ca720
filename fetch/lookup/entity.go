package lookup

import (
	"slices"
	"strings"

	"datarocks/content"
	"datarocks/content/link"
	"datarocks/fetch"
	"datarocks/fetch/wikidata"
)

// entity is an item of Wikidata.
type entity struct {
	ID           string                          `json:"id"`
	Missing      *fetch.Text                     `json:"missing"`
	Labels       wikidata.Dict[inText]           `json:"labels"`
	Descriptions wikidata.Dict[inText]           `json:"descriptions"`
	Claims       wikidata.Dict[[]wikidata.Claim] `json:"claims"`
	Sitelinks    wikidata.Dict[article]          `json:"sitelinks"` // by site: enwiki

	title string // of the article that it was asked by
}

// article is a page about the item.
type article struct {
	Title fetch.Text `json:"title"`
}

type inText struct {
	Value fetch.Text `json:"value"`
}

// name is the item's label, or else the title of the article without what distinguishes
// it from others: "Tool (band)".
func (e entity) name() string {
	for _, language := range []string{"en", "mul"} {
		if label := string(e.Labels[language].Value); label != "" {
			return label
		}
	}
	name, _, _ := strings.Cut(e.title, " (")
	return name
}

// hit is the item as a hit.
func (e entity) hit() Hit {
	h := Hit{Name: e.name(), About: string(e.Descriptions["en"].Value), Item: e.ID, MBID: e.first(content.ListenBrainz)}
	for _, info := range content.Sources {
		if e.first(info.Source) != "" {
			h.Sources = append(h.Sources, info.Source)
		}
	}
	return h
}

// first is the account that comes first, or "".
func (e entity) first(source content.Source) string {
	info, _ := source.Info()
	if chosen := choose(info, nil, e.accounts(source), nil); len(chosen) > 0 {
		return chosen[0]
	}
	return ""
}

// accounts returns the accounts that the item has on a source, without what was
// so once, or never.
func (e entity) accounts(source content.Source) []account {
	info, _ := source.Info()
	if source == content.Wikipedia {
		return e.articles(info)
	}
	var accounts []account
	for _, c := range e.Claims[wikidata.Property[source]] {
		if c.Ended() || c.Deprecated() {
			continue
		}
		if id, ok := accountOf(c, info); ok {
			accounts = append(accounts, account{id, c.Rank == "preferred"})
		}
	}
	return accounts
}

// languages are those of which an article is looked for, in this order: those of
// labels.
var languages = []string{"en", "de", "fr", "es", "it", "pt", "ja", "ko", "zh", "ru", "uk"}

// articles returns the article about the item in the first language that has one. An
// item without any account may be anything: a tool, not Tool.
func (e entity) articles(info content.SourceInfo) []account {
	isAccount := func(other content.SourceInfo) bool { return other.Source != info.Source && e.first(other.Source) != "" }
	if !slices.ContainsFunc(content.Sources, isAccount) {
		return nil
	}
	for _, language := range languages {
		title := string(e.Sitelinks[language+"wiki"].Title)
		if id := link.ArticleAccount(language, title); title != "" && info.ValidAccount(id) {
			return []account{{id, true}}
		}
	}
	return nil
}

// accountOf returns the account that a claim names. On X it is the name that the
// user has, as people read it; a name that is all digits would be taken for an
// id, so there it is the id.
func accountOf(c wikidata.Claim, info content.SourceInfo) (string, bool) {
	value := c.Value()
	if info.Source != content.LastFM { // where a name may begin so
		value = strings.TrimPrefix(value, "@")
	}
	switch info.Source {
	case content.LastFM:
		value = link.LastFMName(value) // as it stands in an address
	case content.Twitter:
		if ambiguous(content.Twitter, value) {
			value = ""
			for _, q := range c.Qualifiers[wikidata.NumericUserID] {
				value = string(q.Datavalue.Value)
			}
		}
	}
	return info.ParseAccount(value)
}
