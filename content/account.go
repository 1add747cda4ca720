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
		return &fault{fmt.Sprintf("%s account %s", i.Source, wrong.What), wrong.Instead}
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
	case Instagram:
		what = link.InstagramPage(account)
	case YouTube:
		if strings.HasPrefix(account, "@") {
			what = link.ChannelByHandle
		}
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
