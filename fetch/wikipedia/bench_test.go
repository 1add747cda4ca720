package wikipedia_test

import (
	"testing"

	"datarocks/fetch/wikipedia"
)

// BenchmarkPast asks for the whole past of an article.
func BenchmarkPast(b *testing.B) {
	w := start(b)
	w.Set("Tool (band)", "Tool", 77)
	counter := wikipedia.New(impatient(), w.URL(), nil)
	b.ReportAllocs()
	for b.Loop() {
		if got := ask(b, counter, now, 0, "Tool (band)"); got.counts["Tool (band)"] != "77" {
			b.Fatal(got)
		}
	}
}
