package gate

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history/series"
)

// roster is what is known of the artists of a site.
type roster struct {
	names  map[string][]string // by artist
	taken  map[string]bool     // every name of every artist, folded
	owners map[ref]string      // artists by the account that was counted last
}

// ref names an account.
type ref struct {
	source  content.Source
	account string
}

func rosterOf(site *content.Site, past series.Lookup) roster {
	r := roster{names: make(map[string][]string, len(site.Artists)), taken: make(map[string]bool), owners: make(map[ref]string)}
	for _, a := range site.Artists {
		r.names[a.ID] = append([]string{a.Name}, a.Aliases...)
		for _, name := range r.names[a.ID] {
			r.taken[fold(name)] = true
		}
		for _, source := range content.Sources {
			if counted := past(a.ID, source.Source).Counted; counted != "" {
				r.owners[ref{source.Source, counted}] = a.ID
			}
		}
	}
	return r
}

// stranger returns why an account may be another act's; "" where nothing speaks
// for that. An account is known by the name under which it was accepted before.
func (r roster) stranger(s *series.Series, sample fetch.Sample) string {
	name, known := sample.Count.Name, s.Counted == sample.Account
	if name == "" {
		owner, owned := r.owners[ref{sample.Source, sample.Account}]
		if known || !owned {
			return ""
		}
		return whyOther + owner
	}
	if known && name == s.Name || r.knows(sample.Artist, name) {
		return ""
	}
	return whyName + strconv.Quote(name)
}

// knows reports whether an account of this name may be the artist's: whether the
// name is one of the artist's, or like one of them and no other artist's.
// "Queensrÿche" is like "Queen", but not where both are on the roster.
func (r roster) knows(artist, account string) bool {
	folded := fold(account)
	switch names := r.names[artist]; {
	case slices.ContainsFunc(names, func(name string) bool { return fold(name) == folded }):
		return true
	case r.taken[folded]:
		return false
	default:
		return slices.ContainsFunc(names, func(name string) bool { return alike(name, account) })
	}
}

// shortName is the length, in bytes, below which a name is in others by chance:
// "A" is in most of them. Bytes, since a letter means more in scripts that have
// many of them.
const shortName = 4

// alike reports whether an account's name may be the artist's: whether one holds
// the other, apart from case, accents, punctuation and "The". Beside a short
// name only words may stand that do not show whose the account is.
func alike(artist, account string) bool {
	short, long := fold(artist), fold(account)
	if len(short) > len(long) {
		short, long = long, short
	}
	switch {
	case short == "":
		return false
	case len(short) < shortName:
		return bare(artist) == bare(account)
	}
	return strings.Contains(long, short)
}

// fold leaves the letters and digits of a name, without case and accents. A
// name that has none, such as an emoji, stays as it is.
func fold(name string) string {
	return cmp.Or(strings.Join(words(name), ""), strings.TrimSpace(name))
}

// bare is a folded name without the words that many accounts add to theirs.
func bare(name string) string {
	kept := slices.DeleteFunc(words(name), func(word string) bool {
		return word == "official" || word == "band" || word == "music"
	})
	return cmp.Or(strings.Join(kept, ""), fold(name))
}

// ownLetters are letters with an accent of which Unicode makes a letter of its
// own, and how they are written without: "Mgła" calls itself "Mgla", "MØ" "MO".
var ownLetters = strings.NewReplacer(
	"ø", "o", "ł", "l", "đ", "d", "ħ", "h", "ŧ", "t", "ı", "i",
	"æ", "ae", "œ", "oe", "ß", "ss", "þ", "th", "ð", "d",
)

// words are the runs of letters and digits in a name, without case and accents,
// but for a "The" before others and an "and" between them, which is "&" as well.
func words(name string) []string {
	plain := ownLetters.Replace(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(name)))
	words := strings.FieldsFunc(plain, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if len(words) > 1 && words[0] == "the" {
		words = words[1:]
	}
	last, i := len(words)-1, -1
	return slices.DeleteFunc(words, func(word string) bool {
		i++
		return word == "and" && 0 < i && i < last
	})
}

// FoldName returns what two names have in common that differ only in case,
// accents, punctuation or a "The" before them.
func FoldName(name string) string { return fold(name) }
