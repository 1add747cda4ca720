package artists

import (
	"fmt"
	"regexp"
	"strings"
	"text/tabwriter"
	"time"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/fetch"
	"datarocks/fetch/lookup"
)

// contactPattern keeps to what a header may hold.
var contactPattern = regexp.MustCompile(`^[!-~]*(@|://)[!-~]*$`)

// finder identifies itself to the two, as both of them want.
func (c *Add) finder(w *shell.World, site *content.Site) (*lookup.Finder, error) {
	contact := strings.TrimSpace(c.Contact)
	switch {
	case contact == "" && site.BaseURL == "":
		return nil, shell.Refuse("say --contact with your e-mail or web address, or base_url in site.md", "Wikidata and MusicBrainz want to know who asks them")
	case contact != "" && (!contactPattern.MatchString(contact) || len(contact) > 200):
		return nil, shell.Refuse("", "--contact: not an address such as you@example.org or https://example.org")
	}
	agent := settings.UserAgent(site)
	if contact != "" {
		agent = shell.Agent() + " (" + contact + ")"
	}
	service := func(variable string, pace fetch.Pace) (lookup.Service, error) {
		origin, err := settings.Origin(w, variable)
		if err != nil {
			return lookup.Service{}, shell.Fail(shell.ExitUsage, err, "")
		}
		o := fetch.Options{UserAgent: agent, Timeout: 20 * time.Second, Patience: backOff, Wait: w.Wait, MaxBody: lookup.MaxBody}
		if origin == "" {
			o.Pace = pace // a simulated one has no limits to keep to
		}
		return lookup.Service{Client: fetch.NewClient(o), Origin: origin}, nil
	}
	wikidata, err := service("WIKIDATA_ENDPOINT", lookup.WikidataPace)
	if err != nil {
		return nil, err
	}
	musicBrainz, err := service("MUSICBRAINZ_ENDPOINT", lookup.MusicBrainzPace)
	return lookup.New(wikidata, musicBrainz), err
}

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
