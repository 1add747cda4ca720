package render

import (
	"io/fs"
	"os"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/render/rendertest"
	"datarocks/render/words"
	"datarocks/templates"
)

// pseudo is a language whose every text is marked.
func pseudo(t *testing.T) *words.Language {
	t.Helper()
	texts := regexp.MustCompile(`"((?:[^"\\]|\\.)+)"`)
	var table strings.Builder
	for line := range strings.Lines(rendertest.Read(t, os.DirFS("words"), "en.yaml")) {
		if key, _, _ := strings.Cut(strings.TrimSpace(line), ":"); !slices.Contains([]string{"locale", "thousand", "decimal"}, key) {
			line = texts.ReplaceAllString(line, `"⟦$1⟧"`)
		}
		table.WriteString(line)
	}
	l, err := words.Load(content.English, []byte(table.String()))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// outside returns what stands outside marks.
func outside(text string) string {
	depth := 0
	return strings.Map(func(r rune) rune {
		switch r {
		case '⟦':
			depth++
			return ' '
		case '⟧':
			depth--
			return ' '
		}
		if depth > 0 {
			return -1
		}
		return r
	}, text)
}

// shownWords returns all that a visitor, a screen reader or a search engine gets
// to read of a page.
func shownWords(doc *goquery.Document) (texts []string) {
	for n := range doc.Nodes[0].Descendants() {
		if n.Type == html.TextNode && !slices.Contains([]string{"script", "style", "textarea"}, n.Parent.Data) {
			texts = append(texts, n.Data)
		}
	}
	for _, key := range []string{"title", "aria-label", "placeholder", "alt", "data-label"} {
		for _, e := range doc.Find("[" + key + "]").EachIter() {
			texts = append(texts, e.AttrOr(key, ""))
		}
	}
	for _, meta := range doc.Find("meta[name=description], meta[property='og:title'], meta[property='og:description']").EachIter() {
		texts = append(texts, meta.AttrOr("content", ""))
	}
	return texts
}

// TestEveryWordIsOfTheTable renders pages in a language whose texts are
// marked: a word without a mark is in a template or in code, where no other
// language can replace it.
func TestEveryWordIsOfTheTable(t *testing.T) {
	t.Parallel()
	eventful, odd, empty := rendertest.Full(), rendertest.Odd(), rendertest.New()
	empty.Artist("vola", "VOLA")
	eventful.Hold(rendertest.Newest, "opeth", content.Spotify)
	eventful.Artist("gone", "Gone")
	delete(eventful.Artists[3].Accounts, content.Spotify)
	eventful.Until("vola", content.Spotify, fetch.Number(7), rendertest.Missing("timed out"), rendertest.Unasked)
	for name, w := range map[string]*rendertest.World{"eventful": eventful, "odd": odd, "empty": empty, "large": rendertest.Large(201), "limited": rendertest.Limited(false), "amended": rendertest.Limited(true)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := siteIn(t, w, pseudo(t))
			data := ownWords(w)
			for _, page := range rendertest.Pages(t, files) {
				if strings.HasPrefix(page, "artists/band-") {
					continue // like the others
				}
				doc := rendertest.Page(t, files, page)
				for _, text := range shownWords(doc) {
					if left := data.Replace(outside(text)); strings.ContainsFunc(left, unicode.IsLetter) {
						t.Errorf("%s says %q, of which %q is of no table", page, text, strings.TrimSpace(left))
					}
				}
				if found := doc.Find("ul.found"); found.Not("[data-failed^='⟦'][data-more*='\"⟦']").Length() > 0 {
					t.Errorf("%s: the script says other words", page)
				}
				if page == "index.html" && doc.Find(`[data-forms^='{"one":"⟦']`).Length() == 0 {
					t.Errorf("%s: what was found is in other words", page)
				}
			}
			for name := range rendertest.All(t, files) {
				if strings.HasPrefix(name, "artists/band-") {
					continue
				}
				if ext := path.Ext(name); ext != ".xml" && (ext != ".svg" || path.Base(name) != "card.svg") {
					continue
				}
				found := rendertest.XML(t, files, name)
				inLines := strings.Join(found["text"], " ") // a sentence may take two
				for _, text := range slices.Concat(found["title"], found["desc"], found["subtitle"], found["summary"], []string{inLines}) {
					if left := data.Replace(outside(text)); strings.ContainsFunc(left, unicode.IsLetter) {
						t.Errorf("%s says %q, of which %q is of no table", name, text, strings.TrimSpace(left))
					}
				}
			}
			if name == "empty" {
				return
			}
			words := reflect.ValueOf(pageDataOf(t, files, "artists/"+w.Artists[0].ID+"/index.html").Words)
			for i := range words.NumField() {
				if f := words.Field(i); words.Type().Field(i).Name != "Locale" && f.Kind() == reflect.String && !strings.HasPrefix(f.String(), "⟦") {
					t.Errorf("the script says %s = %q", words.Type().Field(i).Name, f)
				}
			}
		})
	}
}

// siteIn writes the site in a language that no site can choose.
func siteIn(t testing.TB, w *rendertest.World, l *words.Language) fs.FS {
	t.Helper()
	return rendertest.Files(t, func(root *os.Root) error {
		return site(root, Input{Site: &w.Site, History: w.History(t), Version: "test", Templates: templates.Site()}, l)
	})
}

// ownWords removes what people and platforms wrote, and names.
func ownWords(w *rendertest.World) *strings.Replacer {
	own := []string{w.Title, "CSV", "JSON", "http 402: no credits", "timed out", "a sudden zero"}
	for _, a := range w.Artists {
		own = append(own, a.Name, words.Initials(a.Name), a.Genre, "On tour", "Since", "May", "a", "b")
		for _, e := range a.Timeline {
			own = append(own, e.Title)
			for end := range e.Title { // as pictures cut it
				own = append(own, strings.TrimSpace(e.Title[:end])+"…")
			}
		}
	}
	for _, p := range w.Pages {
		own = append(own, p.Title, "How it is done", "Gaps", "Nothing is filled in")
	}
	for _, s := range content.Sources {
		own = append(own, s.Name)
	}
	slices.SortFunc(own, func(a, b string) int { return len(b) - len(a) }) // "a" is in many
	var pairs []string
	for _, text := range own {
		if text != "" {
			pairs = append(pairs, text, "")
		}
	}
	return strings.NewReplacer(pairs...)
}

// TestScriptsSayNothing: what a script shows comes from the page.
func TestScriptsSayNothing(t *testing.T) {
	t.Parallel()
	said := regexp.MustCompile(`(?:(?:textContent|innerText|innerHTML|title|placeholder|ariaLabel) ?\+?= ?[^;'"]*|setAttribute\('(?:aria-label|title|alt|placeholder)',[^;'"]*|\bIntl\.\w+\(|toLocale\w+\(|localeCompare\([^),]*, ?)['"` + "`" + `][^'"\n` + "`" + `]*[A-Za-z]`)
	for _, name := range []string{"chart.js", "page.js", "roster.js"} {
		if found := said.FindString(rendertest.Read(t, templates.Site(), "assets/"+name)); found != "" {
			t.Errorf("%s says %s", name, found)
		}
	}
	if css := rendertest.Read(t, templates.Site(), "assets/style.css"); regexp.MustCompile(`content: ?"[^"]*[A-Za-z]`).MatchString(css) {
		t.Error("the style sheet says a word")
	}
}
