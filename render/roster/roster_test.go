package roster

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/render/rendertest"
)

func TestOrder(t *testing.T) {
	t.Parallel()
	last := len(rendertest.OddNames) - 1
	want := append([]string{rendertest.OddNames[last]}, rendertest.OddNames[:last]...)
	for _, language := range []content.Language{"", content.English, content.German} {
		w := rendertest.OddlyNamed()
		w.Language = language
		var got []string
		for _, a := range Order(&w.Site) {
			got = append(got, a.Name)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", language, diff)
		}
	}
}
