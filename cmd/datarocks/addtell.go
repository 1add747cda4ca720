package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"golang.org/x/term"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/fetch/lookup"
)

// choose gives the artist who is meant. Where that is not certain, it shows who
// may be and asks, or says how to say it: what is taken for granted here would
// be another artist's counts for good.
func (c *addCommand) choose(w *world, found lookup.Found) (lookup.Hit, error) {
	for _, err := range found.Missing {
		w.say("%s; what it knows is missing here", err)
	}
	if c.Pick == 0 && found.Sure() {
		return found.Hits[0], nil
	}
	switch {
	case c.Pick == 0:
	case len(found.Missing) > 0:
		listHits(w, found.Hits)
		return lookup.Hit{}, settingsError("give the link of the one you mean", "--pick: not both answered, so the numbers may have changed")
	case c.Pick > len(found.Hits):
		listHits(w, found.Hits)
		return lookup.Hit{}, settingsError("", "--pick: there is no %d in the list", c.Pick)
	default:
		return found.Hits[c.Pick-1], nil
	}
	listHits(w, found.Hits)
	if n, ok := w.askNumber(len(found.Hits)); ok {
		return found.Hits[n-1], nil
	}
	what := "it is not certain that this is the one; nothing was written"
	if len(found.Hits) > 1 {
		what = fmt.Sprintf("there are %d of them; nothing was written", len(found.Hits))
	}
	return lookup.Hit{}, settingsError("say --pick N with the number, or the link instead of the name", "%s", what)
}

// listHits prints what tells the artists apart.
func listHits(w *world, hits []lookup.Hit) {
	table := tabwriter.NewWriter(w.stdout, 0, 0, 2, ' ', 0)
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

// askNumber asks on a terminal for a number from 1 to most. It gives false
// where there is no terminal, and where no answer is given.
func (w *world) askNumber(most int) (int, bool) {
	file, ok := w.stdin.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return 0, false
	}
	lines := make(chan string)
	go readLines(file, lines)
	for range 3 {
		fmt.Fprintf(w.stderr, "which one? 1 to %d, or nothing for none: ", most)
		select {
		case <-w.ctx.Done():
			fmt.Fprintln(w.stderr)
			return 0, false
		case line, more := <-lines:
			line = strings.TrimSpace(line)
			n, err := strconv.Atoi(line)
			switch {
			case err == nil && 1 <= n && n <= most:
				return n, true
			case line == "" || !more:
				return 0, false
			}
		}
	}
	return 0, false
}

func readLines(from io.Reader, lines chan<- string) {
	defer close(lines)
	for scanner := bufio.NewScanner(from); scanner.Scan(); {
		lines <- scanner.Text()
	}
}

// whereToFind says where a person finds an account.
var whereToFind = map[content.Source]string{
	content.Spotify:      "the 22 characters in the address of the artist's page, open.spotify.com/artist/ID",
	content.Twitter:      "the name in the address of the profile, x.com/NAME",
	content.Deezer:       "the number in the address of the artist's page, deezer.com/artist/NUMBER",
	content.Bluesky:      "the end of the profile's address, bsky.app/profile/HANDLE",
	content.Mastodon:     "user@server, as the profile shows it",
	content.ListenBrainz: "the id in the address of the artist's page, musicbrainz.org/artist/ID",
	content.LastFM:       "the name as last.fm/music/NAME shows it",
}

// tellAccounts says of every source which account was found, and of those that
// the site asks where to find the ones that were not.
func tellAccounts(site *content.Site, found lookup.Artist, tell func(format string, args ...any)) {
	for _, info := range content.Sources {
		account, ok := found.Accounts[info.Source]
		asked := slices.ContainsFunc(site.Sources, func(s content.SourceSetting) bool { return s.Source == info.Source })
		switch {
		case ok && !asked:
			tell("  %-13s %s (not asked: %s is not among the sources in site.md)", info.Name, account, info.Source)
		case ok:
			tell("  %-13s %s", info.Name, account)
		case asked:
			tell("  %-13s not found: %s", info.Name, whereToFind[info.Source])
		}
		for _, other := range found.Others[info.Source] {
			tell("  %-13s or %s, which is also said to be the artist's", "", cell(other))
		}
	}
	for _, err := range found.Missing {
		var service *lookup.ServiceError
		if errors.As(err, &service) {
			tell("  %s did not answer (%s), so there may be more", service.Service, service.Reason)
		}
	}
}
