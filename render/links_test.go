package render

import (
	"os"
	"strings"
	"testing"

	"datarocks/content"
	"datarocks/render/rendertest"
)

func TestDeadLinks(t *testing.T) {
	t.Parallel()
	tests := []struct {
		address string
		alive   bool
	}{
		{"../vola/", true},
		{"../vola", true},
		{"../vola/index.html#spotify", true},
		{"../vola/data.json?x=1", true},
		{"..%2Fvola%2F", true},
		{"../../about/", true},
		{"../..", true},
		{".", true},
		{"#main", true},
		{"embed/", true},
		{"/label/artists/vola/", true},
		{"/label", true},
		{"/elsewhere/", true}, // on the same host, and not ours
		{"//example.org/x", true},
		{"https://example.org/x", true},
		{"mailto:a@example.org", true},
		{"../volla/", false},
		{"press.pdf", false},
		{"../../../about/", false},
		{"/label/artists/nobody/", false},
		{"/label/press.pdf", false},
	}
	w := rendertest.Full()
	for _, test := range tests {
		w.Artists[1].Body += "See [it](<" + test.address + ">).\n"
	}
	root, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	err = Site(root, Input{Site: &w.Site, History: w.History(t), Version: "test"})
	if err == nil {
		t.Fatal("no link is dead")
	}
	for _, test := range tests {
		if dead := strings.Contains(err.Error(), "artists/opeth/index.html links to "+test.address+", which"); dead == test.alive {
			t.Errorf("%s is dead: %t", test.address, dead)
		}
	}
}

func TestEveryDeadLinkIsNamed(t *testing.T) {
	t.Parallel()
	l := newLinks(&content.Site{})
	l.wrote("index.html", []byte(`<a href="a&amp;b/">x</a><img src="c.png"><p>no tag: &#34; href=&#34;d&#34;</p>`))
	l.wrote("e/index.html", []byte(`<a href="../c.png">`))
	err := l.check()
	for _, want := range []string{"index.html links to a&b/, which", "index.html links to c.png, which"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error is %v, want %q in it", err, want)
		}
	}
	if got := strings.Count(err.Error(), "links to"); got != 2 {
		t.Errorf("named are %d links:\n%v", got, err)
	}
}

func BenchmarkLinks(b *testing.B) {
	page := []byte(rendertest.Read(b, siteOf(b, rendertest.Full()), "artists/dream-theater/index.html"))
	b.SetBytes(int64(len(page)))
	for b.Loop() {
		newLinks(&content.Site{}).wrote("artists/dream-theater/index.html", page)
	}
}
