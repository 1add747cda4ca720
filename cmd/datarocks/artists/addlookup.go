package artists

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"datarocks/cmd/datarocks/shell"
	"datarocks/fetch"
	"datarocks/fetch/lookup"
)

// choose returns the artist who is meant. Where that is not certain, it lists the
// candidates and asks, or prints how to choose: a guess here would be another
// artist's counts for good.
func (c *Add) choose(w *shell.World, found lookup.Found) (lookup.Hit, error) {
	for _, err := range found.Missing {
		w.Say("%s; what it knows is missing here", err)
	}
	switch {
	case c.Pick == 0 && found.Sure():
		return found.Hits[0], nil
	case 0 < c.Pick && c.Pick <= len(found.Hits) && len(found.Missing) == 0:
		return found.Hits[c.Pick-1], nil
	}
	listHits(w, found.Hits)
	switch {
	case c.Pick == 0:
	case len(found.Missing) > 0:
		return lookup.Hit{}, shell.Refuse("give the link of the one you mean", "--pick: not both answered, so the numbers may have changed")
	default:
		return lookup.Hit{}, shell.Refuse("", "--pick: there is no %d in the list", c.Pick)
	}
	if n, ok := w.AskNumber(len(found.Hits)); ok {
		return found.Hits[n-1], nil
	}
	what := "it is not certain that this is the one; nothing was written"
	if len(found.Hits) > 1 {
		what = fmt.Sprintf("there are %d of them; nothing was written", len(found.Hits))
	}
	return lookup.Hit{}, shell.Refuse("say --pick N with the number, or the link instead of the name", "%s", what)
}

// listHits prints how the artists differ.
func listHits(w *shell.World, hits []lookup.Hit) {
	table := tabwriter.NewWriter(w.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "\tNAME\tCOUNTRY\tABOUT\tIDS\tLINK")
	for i, h := range hits {
		var sources []string
		for _, source := range h.Sources {
			sources = append(sources, string(source))
		}
		fmt.Fprintf(table, "%d\t%s\t%s\t%s\t%s\t%s\n", i+1, cell(h.Name), cell(h.Country), cell(h.About), cell(strings.Join(sources, " ")), h.Link())
	}
	_ = table.Flush()
}

// cell is a text from elsewhere in one line of a table, without anything that
// a terminal would act on.
func cell(text string) string {
	if text = fetch.OneLine(text); text == "" {
		return "-"
	}
	const most = 60
	if runes := []rune(text); len(runes) > most {
		text = string(runes[:most-1]) + "…"
	}
	return text
}
