package content

import (
	"testing"

	"datarocks/content/link"
)

// TestOneArticle: an article is one, in whatever way its title is written.
func TestOneArticle(t *testing.T) {
	info, _ := Wikipedia.Info()
	for _, same := range [][2]string{
		{"Tool (band)", "Tool_(band)"},
		{"tool (band)", "Tool (band)"},
		{"en:Tool (band)", "Tool (band)"},
		{"Tool  (band)", "Tool (band)"},
		{"de:ärzte", "de:Ärzte"},
		{"de:Die_Ärzte", "de:Die Ärzte"},
		{"ka:ანა", "ka:ანა"},
	} {
		if !info.SameAccount(same[0], same[1]) {
			t.Errorf("%q and %q are two", same[0], same[1])
		}
	}
	for _, other := range [][2]string{{"Tool", "Tool (band)"}, {"de:Opeth", "Opeth"}, {"AC/DC", "Ac/dc"}, {"Tool", "TOOL"}, {"simple:Opeth", "Opeth"}} {
		if info.SameAccount(other[0], other[1]) {
			t.Errorf("%q and %q are one", other[0], other[1])
		}
	}
}

// FuzzArticle: a title in its shortest form stays as it is, and names the same article.
func FuzzArticle(f *testing.F) {
	for _, account := range []string{"Tool_(band)", "de:die Ärzte", "en:de:x", "ანა", "ǆ", "\xff", "", "simple: a"} {
		f.Add(account)
	}
	info, _ := Wikipedia.Info()
	f.Fuzz(func(t *testing.T, account string) {
		if !info.ValidAccount(account) {
			return
		}
		short := link.ArticleAccount(link.Article(account))
		if again := link.ArticleAccount(link.Article(short)); again != short || !info.SameAccount(account, short) {
			t.Errorf("%q is %q, and that is %q", account, short, again)
		}
	})
}
