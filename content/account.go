package content

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"datarocks/content/legible"
)

// link is a form in which people paste an account: its page's address, or the
// name with an @ before it.
type link struct {
	pattern func() *regexp.Regexp
	account string // the account in terms of the pattern's groups: "$2@$1"
}

// ValidAccount reports whether an account of that source can have this form.
func (i SourceInfo) ValidAccount(account string) bool { return i.checkAccount(account) == nil }

// checkAccount returns what is wrong with an account's form. Where the account
// can be seen in what was written, it names it, so that nobody has to look an
// id up twice. Links come first: Last.fm's names may have any form, even one.
func (i SourceInfo) checkAccount(account string) *fault {
	if inside, ok := i.accountInside(account); ok {
		what := "does not have the right form"
		if strings.Contains(account, "://") {
			what = "is a link"
		}
		return &fault{fmt.Sprintf("%s account %s %s", i.Source, legible.Quote(account), what), "write " + inside}
	}
	if wrong := checkPhrase(account); wrong != nil {
		return &fault{fmt.Sprintf("%s account %s", i.Source, wrong.what), wrong.instead}
	}
	if !i.accountPattern().MatchString(account) {
		return &fault{
			fmt.Sprintf("%s account %s does not have the right form", i.Source, legible.Quote(account)),
			fmt.Sprintf("write the %s, such as %s", i.Account, i.Example),
		}
	}
	return nil
}

// accountInside finds the account in a pasted link.
func (i SourceInfo) accountInside(text string) (account string, ok bool) {
	for _, link := range i.links {
		pattern := link.pattern()
		groups := pattern.FindStringSubmatchIndex(text)
		if groups == nil {
			continue
		}
		account := string(pattern.ExpandString(nil, link.account, text, groups))
		if unescaped, err := url.QueryUnescape(account); err == nil {
			account = unescaped
		}
		if i.Source == ListenBrainz {
			account = strings.ToLower(account) // the form of MusicBrainz itself
		}
		if account != text && i.accountPattern().MatchString(account) && checkPhrase(account) == nil {
			return account, true
		}
	}
	return "", false
}

// accountKey is equal for two accounts that are one and the same.
func (i SourceInfo) accountKey(account string) string {
	if i.ignoreCase {
		account = strings.ToLower(account)
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
