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

	"golang.org/x/net/html"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/templates"
)

// pseudo is a language whose every text is marked.
func pseudo() *Language {
	l := *languages[0]
	eachText(reflect.ValueOf(&l).Elem(), "", func(path string, v reflect.Value) {
		if v.String() != "" && path != ".format.Locale" {
			v.SetString("⟦" + v.String() + "⟧")
		}
	})
	l.Units = slices.Clone(l.Units)
	for i := range l.Units {
		l.Units[i].suffix = "⟦" + l.Units[i].suffix + "⟧"
	}
	return &l
}

// outside gives what stands outside marks.
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

// shownWords gives all that a visitor, a screen reader or a search engine gets
// to read of a page.
func shownWords(doc *html.Node) []string {
	var texts []string
	for n := range doc.Descendants() {
		switch {
		case n.Type == html.TextNode && !slices.Contains([]string{"script", "style", "textarea"}, n.Parent.Data):
			texts = append(texts, n.Data)
		case n.Type == html.ElementNode:
			for _, key := range []string{"title", "aria-label", "placeholder", "alt", "data-label"} {
				texts = append(texts, attribute(n, key))
			}
			if n.Data == "meta" && slices.Contains([]string{"description", "og:title", "og:description"}, attribute(n, "name")+attribute(n, "property")) {
				texts = append(texts, attribute(n, "content"))
			}
		}
	}
	return texts
}

// TestEveryWordIsOfTheTable renders pages in a language whose texts are
// marked: a word without a mark is in a template or in code, where no other
// language can replace it.
func TestEveryWordIsOfTheTable(t *testing.T) {
	t.Parallel()
	eventful, odd, empty := fullWorld(), oddWorld(), newWorld()
	empty.artist("vola", "VOLA")
	eventful.held = append(eventful.held, heldCount{newest, "opeth", content.Spotify})
	eventful.artist("gone", "Gone")
	delete(eventful.Artists[3].Accounts, content.Spotify)
	eventful.until("vola", content.Spotify, fetch.Number(7), missing("timed out"), unasked)
	for name, w := range map[string]*world{"eventful": eventful, "odd": odd, "empty": empty} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := w.renderIn(t, pseudo())
			data := w.ownWords()
			for _, page := range pagesOf(t, files) {
				doc := document(t, files, page)
				for _, text := range shownWords(doc) {
					if left := data.Replace(outside(text)); strings.ContainsFunc(left, unicode.IsLetter) {
						t.Errorf("%s says %q, of which %q is of no table", page, text, strings.TrimSpace(left))
					}
				}
				if page == "index.html" && !strings.Contains(attribute(find(doc, "p", "")[0], "class")+read(t, files, page), `data-forms="{&#34;one&#34;:&#34;⟦`) {
					t.Errorf("%s: what was found is told in other words", page)
				}
			}
			for name, text := range allFiles(t, files) {
				if ext := path.Ext(name); ext != ".xml" && (ext != ".svg" || path.Base(name) != "card.svg") {
					continue
				}
				found := parseXML(t, name, text)
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

// renderIn writes the site in a language that no site can choose.
func (w *world) renderIn(t testing.TB, l *Language) fs.FS {
	t.Helper()
	dir := t.TempDir()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	r, err := newRenderer(root, Input{Site: &w.Site, History: w.history(t), Version: "test", Templates: templates.Site()}, l)
	if err == nil {
		err = r.site()
	}
	if err != nil {
		t.Fatal(err)
	}
	return os.DirFS(dir)
}

// ownWords removes what people and platforms wrote, and names.
func (w *world) ownWords() *strings.Replacer {
	own := []string{w.Title, "CSV", "JSON", "http 402: no credits", "timed out", "a sudden zero"}
	for _, a := range w.Artists {
		own = append(own, a.Name, initials(a.Name), a.Genre, "On tour", "Since", "May", "a", "b")
		for _, e := range a.Timeline {
			own = append(own, e.Title, cut(e.Title, maxTitle))
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
		if found := said.FindString(read(t, templates.Site(), "assets/"+name)); found != "" {
			t.Errorf("%s says %s", name, found)
		}
	}
	if css := read(t, templates.Site(), "assets/style.css"); regexp.MustCompile(`content: ?"[^"]*[A-Za-z]`).MatchString(css) {
		t.Error("the style sheet says a word")
	}
}
