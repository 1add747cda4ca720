package link

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	// wikipediaHost is the host of a language's Wikipedia, which has one for small screens.
	wikipediaHost = regexp.MustCompile(`^(?:([a-z]{2,3}(?:-[a-z]+)*|simple)\.)?(?:m\.)?wikipedia\.org$`)
	// ofLanguage begins an account in another language: "de:Die Ärzte". A title begins
	// with a capital.
	ofLanguage = regexp.MustCompile(`^([a-z]{2,3}(?:-[a-z]+)*|simple):`)
	// script begins the path of an article in one of the ways in which Chinese and
	// Serbian are written.
	script = regexp.MustCompile(`^(zh|sr)-[a-z]+$`)
)

// notArticles are the names before a colon by which a Wikipedia has pages of other
// kinds.
var notArticles = map[string]string{
	"category": "a category", "kategorie": "a category", "file": "a picture", "image": "a picture", "datei": "a picture", "media": "a picture",
	"special": "a page of Wikipedia itself", "spezial": "a page of Wikipedia itself", "help": "a page of Wikipedia itself", "hilfe": "a page of Wikipedia itself",
	"wikipedia": "a page of Wikipedia itself", "portal": "a page of Wikipedia itself", "template": "a template", "vorlage": "a template",
	"talk": "a discussion", "diskussion": "a discussion", "user": "a page of an author", "user talk": "a discussion", "benutzer": "a page of an author",
	"draft": "a draft",
}

// NotArticle returns what a page of a Wikipedia is that is no article, by its title;
// "" where it may be one.
func NotArticle(title string) string {
	before, _, ok := strings.Cut(strings.ReplaceAll(title, "_", " "), ":")
	switch {
	case title == "" || ok && before == "":
		return "a language without a title"
	case !ok:
		return ""
	}
	return notArticles[strings.ToLower(strings.TrimSpace(before))]
}

func wikipedia(a address) (Page, bool) {
	switch a.host {
	case "wikidata.org":
		return Page{What: "an item of Wikidata, not an article"}, true
	case "commons.wikimedia.org", "commons.m.wikimedia.org":
		return Page{What: "a page of Wikimedia Commons"}, true
	case "w.wiki":
		return Page{What: shortLink}, true
	}
	groups := wikipediaHost.FindStringSubmatch(a.host)
	if groups == nil {
		return Page{}, false
	}
	title := a.query.Get("title") // as in /w/index.php?title=Opeth
	if a.part(0) == "wiki" || script.MatchString(a.part(0)) {
		parts := make([]string, 0, len(a.parts))
		for i := range a.parts[1:] {
			parts = append(parts, a.part(i+1))
		}
		title = strings.Join(parts, "/") // of AC/DC
	}
	switch {
	case a.query.Has("curid"):
		return Page{What: "an article by its number, not by its title"}, true
	case groups[1] == "" && title != "":
		return Page{What: "an address of Wikipedia without a language"}, true
	case title == "":
		return Page{What: "a page of Wikipedia itself"}, true
	case NotArticle(title) != "":
		return Page{What: NotArticle(title)}, true
	}
	return Page{Account: ArticleAccount(groups[1], title)}, true
}

// Article returns the language and the title that an account on Wikipedia names, the
// latter as the Wikipedia itself writes it: "en" and "Tool (band)".
func Article(account string) (language, title string) {
	language = "en"
	if groups := ofLanguage.FindStringSubmatch(account); groups != nil {
		language, account = groups[1], account[len(groups[0]):]
	}
	isSpace := func(r rune) bool { return r == '_' || unicode.IsSpace(r) }
	title = strings.Join(strings.FieldsFunc(account, isSpace), " ")
	first, width := utf8.DecodeRuneInString(title)
	if width == 0 || first == utf8.RuneError {
		return language, title
	}
	return language, string(unicode.ToTitle(first)) + title[width:] // which leaves Georgian as it is
}

// ArticleAccount is the account of an article, in its shortest form.
func ArticleAccount(language, title string) string {
	_, title = Article("en:" + title)
	if language == "" || language == "en" {
		return title
	}
	return language + ":" + title
}
