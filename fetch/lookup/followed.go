package lookup

import (
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/fetch/wikidata"
)

// LeftOut is why a statement is no count of an artist's followers on a day.
type LeftOut string

// The reasons.
const (
	Deprecated     LeftOut = "marked as wrong"
	WithoutDay     LeftOut = "without a day"
	ImpossibleDay  LeftOut = "of a day that cannot be"
	NotExact       LeftOut = "without a whole number"
	NoFollowers    LeftOut = "of 0 followers"
	AnotherAccount LeftOut = "of an account that the artist's file does not name"
	Elsewhere      LeftOut = "of a platform that is not asked for followers"
	Nowhere        LeftOut = "without an account"
	Differs        LeftOut = "of one day that differ"
)

const (
	followersCount = "P8687"
	pointInTime    = "P585"
	circumstances  = "P1480" // of what is known only about: circa
)

// elsewhere are the qualifiers that name an account on a platform that datarocks does
// not ask: Telegram, Facebook.
var elsewhere = []string{"P3789", "P2013"}

// followedEntity is an item with its statements as they came, so that an odd one does
// not cost the others.
type followedEntity struct {
	ID        string                         `json:"id"`
	Missing   *fetch.Text                    `json:"missing"`
	Claims    wikidata.Dict[json.RawMessage] `json:"claims"`
	Redirects struct {
		From string `json:"from"`
	} `json:"redirects"`
}

// statement is one about followers.
type statement struct {
	Mainsnak   typedSnak                        `json:"mainsnak"`
	Rank       string                           `json:"rank"`
	Qualifiers wikidata.Dict[[]json.RawMessage] `json:"qualifiers"`
}

// typedSnak is a value of any type; empty where it is none, or not known.
type typedSnak struct {
	Datavalue struct {
		Value json.RawMessage `json:"value"`
	} `json:"datavalue"`
}

// statements are those about followers. One that cannot be read has no value.
func (e followedEntity) statements() []statement {
	var raws []json.RawMessage
	if json.Unmarshal(e.Claims[followersCount], &raws) != nil {
		return nil
	}
	all := make([]statement, len(raws))
	for i, raw := range raws {
		if json.Unmarshal(raw, &all[i]) != nil {
			all[i] = statement{}
		}
	}
	return all
}

// followedAccounts are the accounts of an artist of which followers can be known.
type followedAccounts struct {
	accounts map[content.Source]string // as the artist's file has them
	userID   string                    // the numeric id on X; "" where it is not known
}

func (e followedEntity) accounts(artist content.Artist) followedAccounts {
	a := followedAccounts{accounts: make(map[content.Source]string)}
	for source, account := range artist.Accounts {
		if countsFollowers(source) {
			a.accounts[source] = account
		}
	}
	a.userID = e.userID(a.accounts[content.Twitter])
	return a
}

// countsFollowers reports whether people follow an account there.
func countsFollowers(source content.Source) bool {
	return slices.Contains([]string{"followers", "fans", "subscribers"}, source.Default().Name)
}

// userID is the numeric id of an account on X: the account itself, or what the item
// has for its name. A name may be taken by somebody else, so one that was so once
// counts for nothing, and neither does one of two ids.
func (e followedEntity) userID(account string) string {
	if account == "" || ambiguous(content.Twitter, account) {
		return account
	}
	var named []wikidata.Claim
	if json.Unmarshal(e.Claims[wikidata.Property[content.Twitter]], &named) != nil {
		return ""
	}
	info, _ := content.Twitter.Info()
	var ids []string
	for _, c := range named {
		if c.Ended() || c.Deprecated() || !sameAccount(info, account, string(c.Mainsnak.Datavalue.Value)) {
			continue
		}
		for _, q := range c.Qualifiers[wikidata.NumericUserID] {
			ids = append(ids, string(q.Datavalue.Value))
		}
	}
	slices.Sort(ids)
	if ids = slices.Compact(ids); len(ids) != 1 {
		return ""
	}
	return ids[0]
}

// sameAccount reports whether an item names an account.
func sameAccount(info content.SourceInfo, account, named string) bool {
	named, ok := info.ParseAccount(strings.TrimPrefix(strings.TrimSpace(named), "@"))
	return ok && info.SameAccount(account, named)
}

// count reads a statement, or returns why it is left out.
func (a followedAccounts) count(s statement, today content.Day) (FollowersOfDay, LeftOut) {
	if s.Rank == "deprecated" {
		return FollowersOfDay{}, Deprecated
	}
	source, why := a.source(s)
	if why != "" {
		return FollowersOfDay{}, why
	}
	day, why := s.day(today)
	if why != "" {
		return FollowersOfDay{}, why
	}
	n, why := s.amount()
	info, _ := source.Info()
	step := fetch.Number(n).Cut(info.Default().Digits).Step // who wrote it down saw it cut
	return FollowersOfDay{Source: source, Account: a.accounts[source], Day: day, Count: n, Step: step}, why
}

// source is where the account is that a statement names, if it is the artist's. Each
// qualifier that names an account must name that one.
func (a followedAccounts) source(s statement) (content.Source, LeftOut) {
	var source content.Source
	why := Nowhere
	for _, info := range content.Sources {
		if !countsFollowers(info.Source) {
			continue
		}
		for _, p := range []string{wikidata.Property[info.Source], userIDs[info.Source]} {
			for _, named := range s.texts(p) {
				if source != "" && source != info.Source || !a.is(info, p, named) {
					return "", AnotherAccount
				}
				source, why = info.Source, ""
			}
		}
	}
	onOthers := slices.ContainsFunc(elsewhere, func(p string) bool { return len(s.Qualifiers[p]) > 0 })
	switch {
	case onOthers && source != "":
		return "", AnotherAccount
	case onOthers:
		return "", Elsewhere
	}
	return source, why
}

// userIDs are the properties of numeric ids, beside those of names.
var userIDs = map[content.Source]string{content.Twitter: wikidata.NumericUserID}

// is reports whether what a qualifier names is the artist's account.
func (a followedAccounts) is(info content.SourceInfo, by, named string) bool {
	account, ok := a.accounts[info.Source]
	switch {
	case !ok:
		return false
	case by == wikidata.NumericUserID:
		return named != "" && named == a.userID
	case info.Source == content.Twitter && (ambiguous(info.Source, named) || ambiguous(info.Source, account)):
		return false // one is a name, and the other an id
	}
	return sameAccount(info, account, named)
}

// texts are the values of a qualifier, "" for each that is no text.
func (s statement) texts(property string) []string {
	var texts []string
	for _, raw := range s.Qualifiers[property] {
		var q wikidata.Snak
		if json.Unmarshal(raw, &q) != nil {
			q = wikidata.Snak{}
		}
		texts = append(texts, string(q.Datavalue.Value))
	}
	return texts
}

// firstDay is before any of the sources began: X in 2006.
var firstDay = content.DayOf(time.Date(2006, 1, 1, 0, 0, 0, 0, time.UTC))

// wholeDay is a day as Wikidata writes it, and the calendar of today.
var wholeDay = regexp.MustCompile(`^\+([0-9]{4}-[0-9]{2}-[0-9]{2})T00:00:00Z$`)

const gregorian = "http://www.wikidata.org/entity/Q1985727"

// day is when a statement was true, which must be one day
// (www.wikidata.org/wiki/Help:Dates: the precision of days is 11).
func (s statement) day(today content.Day) (content.Day, LeftOut) {
	points := s.Qualifiers[pointInTime]
	if len(points) != 1 {
		return 0, WithoutDay
	}
	var point struct {
		Datavalue struct {
			Value struct {
				Time      string `json:"time"`
				Precision int    `json:"precision"`
				Calendar  string `json:"calendarmodel"`
			} `json:"value"`
		} `json:"datavalue"`
	}
	err := json.Unmarshal(points[0], &point)
	at := point.Datavalue.Value
	parts := wholeDay.FindStringSubmatch(at.Time)
	if err != nil || at.Precision != 11 || at.Calendar != gregorian || parts == nil {
		return 0, WithoutDay
	}
	day, err := content.ParseDay(parts[1])
	if err != nil || day < firstDay || day > today {
		return 0, ImpossibleDay
	}
	return day, ""
}

// wholeAmount is a count as Wikidata writes it.
var wholeAmount = regexp.MustCompile(`^\+?[0-9]+$`)

// amount is how many a statement has, which must be an exact count.
func (s statement) amount() (int64, LeftOut) {
	var value struct {
		Amount string  `json:"amount"`
		Unit   string  `json:"unit"`
		Upper  *string `json:"upperBound"`
		Lower  *string `json:"lowerBound"`
	}
	err := json.Unmarshal(s.Mainsnak.Datavalue.Value, &value)
	exact := func(bound *string) bool { return bound == nil || *bound == value.Amount }
	if err != nil || !wholeAmount.MatchString(value.Amount) || value.Unit != "1" ||
		!exact(value.Upper) || !exact(value.Lower) || len(s.Qualifiers[circumstances]) > 0 {
		return 0, NotExact
	}
	n, err := strconv.ParseInt(strings.TrimPrefix(value.Amount, "+"), 10, 64)
	switch {
	case err != nil || n > fetch.MaxCount:
		return 0, NotExact
	case n == 0:
		return 0, NoFollowers // nobody looks up how many follow an account that nobody follows
	}
	return n, ""
}
