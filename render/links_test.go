package render

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/render/rendertest"
	"datarocks/render/roster"
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
	w.Artists[1].BodyLine = 7
	w.Artists[1].Body = "" // a link a line
	for _, test := range tests {
		w.Artists[1].Body += "See [it *all*](<" + test.address + ">).\n"
	}
	w.Pages[0].Body = "One.\n\n- two\n- [three][3]\n\n[3]: nowhere/\n"
	w.Pages[0].BodyLine = 4
	in := Input{Site: &w.Site, History: w.History(t), Version: "test"}
	var named []string
	in.Notice = func(p content.Problem) { named = append(named, p.String()) }
	files := rendertest.Files(t, siteFunc(in))
	var want []string
	for i, test := range tests {
		if !test.alive {
			want = append(want, fmt.Sprintf("artists/%s.md:%d: links to %q, which the site does not have - correct the link, or write its full address",
				w.Artists[1].ID, 7+i, test.address))
		}
	}
	want = append(want, `pages/about.md:7: links to "nowhere/", which the site does not have - correct the link, or write its full address`)
	if diff := cmp.Diff(want, named); diff != "" {
		t.Errorf("named (-want +got):\n%s", diff)
	}
	notes := rendertest.Page(t, files, roster.ArtistPath(w.Artists[1].ID)+"index.html").Find(".notes")
	if got := strings.Count(rendertest.Words(notes), "See it all"); got != len(tests) {
		t.Errorf("the notes have %d sentences, want %d", got, len(tests))
	}
	if got := notes.Find("a").Length(); got != len(tests)-len(want)+1 {
		t.Errorf("the notes have %d links", got)
	}
	if text := rendertest.Read(t, files, "about/index.html"); !strings.Contains(text, "three") || strings.Contains(text, "nowhere") {
		t.Error("the page of text has lost its words, or kept its link")
	}
	found, err := DeadLinks(in)
	if err != nil || len(found) != len(want) {
		t.Errorf("a check finds %d dead links: %v", len(found), err)
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
