package content

import (
	"fmt"
	"regexp"
	"strings"

	"datarocks/content/legible"
	"datarocks/content/link"
)

// ValidAccount reports whether an account of that source can have this form.
func (i SourceInfo) ValidAccount(account string) bool { return i.checkAccount(account) == nil }

// address is the address of a page. What the readers of links know is looked at before.
var address = regexp.MustCompile(`^(?i:https?)://\S+$`)

// checkAccount returns what is wrong with an account's form. Where the account
// can be seen in what was written, it names it, so that nobody has to look an
// id up twice. Links come first: Last.fm's names may have any form, even one.
func (i SourceInfo) checkAccount(account string) *fault {
	quoted := fmt.Sprintf("%s account %s", i.Source, legible.Quote(account))
	right := fmt.Sprintf("write the %s, such as %s", i.Account, i.Example)
	inside, what := i.accountInside(account)
	isLink := strings.Contains(account, "://")
	switch {
	case inside != "" && isLink:
		return &fault{quoted + " is a link", "write " + inside}
	case inside != "":
		return &fault{quoted + " does not have the right form", "write " + inside}
	case strings.Contains(what, ","): // it says what it lacks
		return &fault{fmt.Sprintf("%s is %s", quoted, what), right}
	case what != "":
		return &fault{fmt.Sprintf("%s is %s, not an account", quoted, what), right}
	case isLink:
		if other, theirs, ok := ParseLink(account); ok {
			return &fault{quoted + " is a link to another platform", fmt.Sprintf(`write "%s: %s", and the %s here`, other, theirs, i.Account)}
		}
	}
	if wrong := checkPhrase(account); wrong != nil {
		return &fault{fmt.Sprintf("%s account %s", i.Source, wrong.what), wrong.instead}
	}
	if address.MatchString(account) {
		return &fault{quoted + " is a link, and not one to an artist on " + i.Name, right}
	}
	if !i.accountPattern().MatchString(account) {
		return &fault{quoted + " does not have the right form", right}
	}
	return nil
}

// accountInside finds the account in a pasted link, or what else the link is of;
// both are "" where the text is none, or an account as it should be.
func (i SourceInfo) accountInside(text string) (account, what string) {
	if page, ok := link.Read(string(i.Source), text); ok {
		if page.Account == "" {
			return "", page.What
		}
		account = page.Account
	} else {
		account = link.Bare(string(i.Source), text)
	}
	switch i.Source {
	case Twitter:
		what = link.TwitterPage(account)
	case Bluesky:
		if strings.EqualFold(account, link.Unverified) {
			what = "what Bluesky shows in place of a handle that is not verified"
		}
	case Wikipedia:
		_, title := link.Article(account)
		what = link.NotArticle(title)
	case Mastodon:
		if _, host, ok := strings.Cut(account, "@"); ok {
			what = link.Elsewhere(host)
		}
		if what != "" {
			what = "of " + what
		}
	}
	switch {
	case what != "":
		return "", what
	case account == text || !i.accountPattern().MatchString(account) || checkPhrase(account) != nil:
		return "", ""
	}
	return account, ""
}

// accountKey is equal for two accounts that are one and the same.
func (i SourceInfo) accountKey(account string) string {
	switch {
	case i.ignoreCase:
		account = strings.ToLower(account)
	case i.Source == Wikipedia:
		language, title := link.Article(account)
		account = language + ":" + title
	}
	return string(i.Source) + "/" + account
}

// SameAccount reports whether two accounts of the source are one.
func (i SourceInfo) SameAccount(a, b string) bool { return i.accountKey(a) == i.accountKey(b) }

// accounts reads which accounts are the artist's, by source.
//
// A source that site.md does not ask is fine here: its account is kept for the
// day it is asked.
func (d *document) accounts(f field, artist Artist) map[Source]string {
	entries, ok := d.entries(f, `write a line "source: account" for each, indented by two spaces`)
	if ok && len(entries) == 0 {
		d.report(f.line, "no accounts", `give at least one, such as "spotify: 2aaLAng2L2aWD2FClzwiep"`)
	}
	accounts := map[Source]string{}
	for _, entry := range entries {
		info, ok := d.source(entry.name, entry.line)
		if !ok {
			continue
		}
		entry.name += " account"
		if entry.isEmpty() {
			d.empty(entry, fmt.Sprintf("write the %s, such as %s, or delete the line", info.Account, info.Example))
			continue
		}
		read := d.phrase
		if info.Source == LastFM {
			read = d.words // accounts are names there
		}
		account, ok := read(entry)
		if !ok {
			continue
		}
		if wrong := info.checkAccount(account); wrong != nil {
			d.report(entry.line, wrong.what, wrong.instead)
			continue
		}
		accounts[info.Source] = account
		d.loader.claim(claim{
			artist: artist, line: entry.line,
			what: entry.name + " " + legible.Quote(account), key: info.accountKey(account), account: true,
		})
	}
	return accounts
}

// otherNames are what sources are also called.
var otherNames = map[string]Source{
	"x":           Twitter,
	"x.com":       Twitter,
	"bsky":        Bluesky,
	"last.fm":     LastFM,
	"mbid":        ListenBrainz,
	"musicbrainz": ListenBrainz,
	"wiki":        Wikipedia,
	"pageviews":   Wikipedia,
}

// source returns the source of that name, or reports that there is none.
func (d *document) source(name string, line int) (SourceInfo, bool) {
	if info, ok := Source(name).Info(); ok {
		return info, true
	}
	ids := make([]string, len(Sources))
	for i, info := range Sources {
		ids[i] = string(info.Source)
	}
	instead := suggest(name, ids, "the sources are "+strings.Join(ids, ", "))
	if other, ok := otherNames[strings.ToLower(name)]; ok {
		instead = fmt.Sprintf("write %s", other)
	}
	d.report(line, "unknown source "+legible.Quote(name), instead)
	return SourceInfo{}, false
}
