// Package name compares the names of artists, accounts and sources.
//
// It is the only home of such rules. There is more than one, because what must
// not be confused differs:
//
//   - Key is strict. No two artists of a site may share one, so it folds only
//     what readers do not see: case, spaces, invisible characters, and whether an
//     accent is a part of its letter or stands after it.
//   - SameAccent is for platforms that know accounts by name and take
//     "motorhead" for "Motörhead".
//   - Fold and Alike are for people who type and platforms that decorate: they
//     leave the letters and digits of a name.
//   - Letters is for names of our own, which have no accents.
package name

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Key is equal for two names that readers take for the same: those that differ
// only in case, spaces and what is invisible.
func Key(name string) string {
	return strings.ToLower(norm.NFC.String(oneSpace(without(isInvisible, name))))
}

// Same reports whether two names have the same Key.
func Same(a, b string) bool { return Key(a) == Key(b) }

// SameAccent reports whether two names differ in nothing but case, accents and
// spaces. Only accents that stand over letters of the European scripts count as
// such: in others a mark makes another letter.
func SameAccent(a, b string) bool {
	return strings.EqualFold(withoutAccents(a), withoutAccents(b))
}

// SameLoosely reports whether two names are the same by SameAccent, with or without
// "The": "Beatles" is "The Beatles".
func SameLoosely(a, b string) bool { return SameAccent(withoutThe(a), withoutThe(b)) }

func withoutThe(name string) string {
	const article = "the "
	name = strings.TrimSpace(name)
	if len(name) > len(article) && strings.EqualFold(name[:len(article)], article) {
		return name[len(article):]
	}
	return name
}

func withoutAccents(name string) string {
	return oneSpace(without(func(r rune) bool { return unicode.Is(accents, r) }, norm.NFKD.String(name)))
}

// accents is Unicode's block Combining Diacritical Marks.
var accents = &unicode.RangeTable{R16: []unicode.Range16{{Lo: 0x0300, Hi: 0x036f, Stride: 1}}}

// Fold returns the letters and digits of a name, without case, accents, a "The"
// before the others and an "and" between them. A name that has none, such as an
// emoji, stays as it is.
func Fold(name string) string {
	return cmp.Or(strings.Join(words(name), ""), strings.TrimSpace(name))
}

// shortName is the length, in bytes, below which a name is in others by chance:
// "A" is in most of them. Bytes, because one letter carries more in scripts that
// have many of them.
const shortName = 4

// Alike reports whether an account's name may be the artist's: whether one holds
// the other, folded. Beside a short name only words may stand that every account
// may add to its own.
func Alike(artist, account string) bool {
	short, long := Fold(artist), Fold(account)
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

// bare is a folded name without the words that many accounts add to theirs.
func bare(name string) string {
	kept := slices.DeleteFunc(words(name), func(word string) bool {
		return word == "official" || word == "band" || word == "music"
	})
	return cmp.Or(strings.Join(kept, ""), Fold(name))
}

// words are the runs of letters and digits in a name, without case and accents,
// but for a "The" before others and an "and" between them, which is "&" as well.
func words(name string) []string {
	plain := foldedLetters.Replace(strings.ToLower(without(isMark, norm.NFKD.String(name))))
	words := strings.FieldsFunc(plain, func(r rune) bool { return !isLetter(r) })
	if len(words) > 1 && words[0] == "the" {
		words = words[1:]
	}
	last, i := len(words)-1, -1
	return slices.DeleteFunc(words, func(word string) bool {
		i++
		return word == "and" && 0 < i && i < last
	})
}

// ownLetters are letters with an accent of which Unicode makes a letter of its
// own, and how they are written without: "Mgła" calls itself "Mgla", "MØ" "MO".
var ownLetters = []string{
	"ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "đ", "d", "ð", "d", "þ", "th", "ł", "l", "ı", "i", "ħ", "h",
}

var (
	foldedLetters = strings.NewReplacer(slices.Concat(ownLetters, []string{"ŧ", "t"})...)
	idLetters     = strings.NewReplacer(slices.Concat(ownLetters, []string{"&", " and "})...)
)

// Letters returns the letters and digits of a name, in lower case.
func Letters(name string) string {
	return strings.ToLower(without(func(r rune) bool { return !isLetter(r) }, name))
}

// maxID is the most bytes that an id has.
const maxID = 64

// idPattern is the form of an id. It is a folder in URLs and a key in the
// history, so it is the same on every file system and needs no escaping.
var idPattern = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// devices are what Windows keeps to itself as names of files, with any ending
// (learn.microsoft.com/windows/win32/fileio/naming-a-file).
var devices = regexp.MustCompile(`^(con|prn|aux|nul|(com|lpt)[0-9])$`)

// IsDevice reports whether a text would be an id if Windows could make a file of
// that name.
func IsDevice(id string) bool { return devices.MatchString(id) }

var notInID = regexp.MustCompile(`[^a-z0-9]+`)

// IsID reports whether a text can be an artist's id.
func IsID(id string) bool {
	return len(id) <= maxID && idPattern.MatchString(id) && !IsDevice(id)
}

// ID makes an id of a name: "Motörhead" becomes motorhead. It is "" where no
// letter of the name has a counterpart in a-z, and may be a device of Windows.
func ID(name string) string {
	folded := without(func(r rune) bool { return isMark(r) || r == '\'' || r == '’' },
		norm.NFKD.String(idLetters.Replace(strings.ToLower(name))))
	id := Hyphenate(folded)
	if len(id) > maxID {
		id = id[:maxID]
		if cut := strings.LastIndexByte(id, '-'); cut > 0 {
			id = id[:cut]
		}
	}
	return strings.Trim(id, "-")
}

// Hyphenate returns what of a text can stand in an id, with a hyphen between.
// It may be too long for one, or "".
func Hyphenate(text string) string {
	return strings.Trim(notInID.ReplaceAllString(text, "-"), "-")
}

func oneSpace(text string) string { return strings.Join(strings.Fields(text), " ") }

func isMark(r rune) bool { return unicode.Is(unicode.Mn, r) }

func isLetter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func without(drop func(rune) bool, text string) string {
	return strings.Map(func(r rune) rune {
		if drop(r) {
			return -1
		}
		return r
	}, text)
}
