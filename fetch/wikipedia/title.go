package wikipedia

import (
	"net/url"
	"strings"

	"datarocks/content/link"
	"datarocks/fetch"
)

// title is an account in parts.
type title struct {
	language string // "en"
	text     string // as the Wikipedia has it: "Tool (band)"

	exists bool        // there is such a page
	item   string      // of Wikidata: "Q192667"; "" where none is known
	wrong  fetch.Count // why the article is not asked for; the zero Count where it is
}

// parse reads an account: "Tool (band)", or "de:Die Ärzte".
func parse(account string) title {
	language, text := link.Article(account)
	return title{language: language, text: text}
}

// account is the title as an artist's file has it.
func (t title) account() string { return link.ArticleAccount(t.language, t.text) }

// project is the Wikipedia as the API has it.
func (t title) project() string { return t.language + ".wikipedia" }

// underscored is the title as addresses have it.
func (t title) underscored() string { return strings.ReplaceAll(t.text, " ", "_") }

// names reports whether an answer's article is this one.
func (t title) names(article string) bool {
	if article == t.underscored() {
		return true
	}
	plain, err := url.PathUnescape(article)
	return err == nil && parse(t.language+":"+plain).text == t.text
}

// unread is what an article has without any views.
func (t title) unread() fetch.Count {
	if t.exists {
		return fetch.Missing(fetch.Unavailable, "nobody has read the article lately, or it is too new")
	}
	return fetch.Missing(fetch.Unavailable, "no article of that name, or nobody read it")
}
