package instagram

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"

	"datarocks/fetch"
)

// The codes of errors that mean more than that one answer failed. That of an account
// which is personal or of nobody is seen in other projects' tests, with the subcode
// 2207013; the others are not recorded.
const (
	tooManyCalls     = 4 // of the app
	noPermission     = 10
	tooManyOfUser    = 17
	cannotFind       = 24
	tooManyOfPage    = 32
	invalidParameter = 100
	noSession        = 102
	invalidUser      = 110
	invalidToken     = 190
	permissions      = 200 // to 299
	tooManyAtOnce    = 613
	tooManyBusiness  = 80002 // calls of Instagram for a business
)

// subcodes of an error.
const (
	noSuchObject = 33  // of invalidParameter
	tokenExpired = 463 // of invalidToken
)

// graphError is {"error":{"message":"(#100) ...","type":"OAuthException","code":100,
// "fbtrace_id":"..."}}, with a subcode and words for users in some.
type graphError struct {
	Code    int
	Subcode int        `json:"error_subcode"`
	Message fetch.Text `json:"message"`
	Title   fetch.Text `json:"error_user_title"`
	ForUser fetch.Text `json:"error_user_msg"`
}

// errorOf returns the error of an answer; its code is 0 where the answer is none, or an
// error without one.
func errorOf(body []byte) (e graphError) {
	var answer struct {
		Error json.RawMessage `json:"error"`
	}
	if json.Unmarshal(body, &answer) != nil || json.Unmarshal(answer.Error, &e) != nil {
		return graphError{}
	}
	return e
}

// failure returns what follows from an error: for the account that was asked for, or for
// all.
func (g graph) failure(e graphError, used usage) (fetch.Count, error) {
	switch e.Code {
	case invalidUser:
		return fetch.Missing(fetch.Unavailable, "no professional account: it is personal, renamed or gone"), nil
	case cannotFind:
		return g.notFound(e), nil
	case invalidParameter:
		if e.Title+e.ForUser != "" && e.Subcode != noSuchObject && !e.isOfOwn() {
			return g.notFound(e), nil
		}
	}
	return fetch.Count{}, e.ofSource(used)
}

// notFound is the count of an account that Instagram does not find. Its own words show
// why, and may name what it was sent.
func (g graph) notFound(e graphError) fetch.Count {
	if words := strings.TrimSpace(string(cmp.Or(e.ForUser, e.Title))); words != "" {
		return fetch.Missing(fetch.Unavailable, "not found: "+g.without(words))
	}
	return fetch.Missing(fetch.Unavailable, "not found: renamed, deleted or misspelt")
}

// needed are the permissions that the token must have (not recorded).
var needed = []string{"instagram_basic", "instagram_manage_insights", "pages_read_engagement"}

// isOfOwn reports whether the own account, and not the one that was asked for, is what
// is wrong: it is no professional account of Instagram, or the token may not see it.
func (e graphError) isOfOwn() bool {
	return e.Subcode == noSuchObject || strings.Contains(string(e.Message), "nonexisting field (business_discovery)") || e.isPermission()
}

func (e graphError) isPermission() bool {
	return strings.Contains(strings.ToLower(string(e.Message)), "permission")
}

// ofSource is the error of all accounts, or of one answer alone where its code is not
// known.
func (e graphError) ofSource(used usage) error {
	stop := func(reason, hint string) error {
		return &fetch.SourceError{Reason: fmt.Sprintf("error %d: %s", e.Code, reason), Hint: hint}
	}
	const renew = "make a new INSTAGRAM_TOKEN, one that does not expire; " + help
	switch {
	case e.Code == invalidToken && e.Subcode == tokenExpired:
		return stop("the token has expired", renew)
	case e.Code == invalidToken, e.Code == noSession:
		return stop("the token is not valid, or no more", renew)
	case e.Code == noPermission, permissions <= e.Code && e.Code < permissions+100,
		e.Code == invalidParameter && e.Subcode != noSuchObject && e.isPermission():
		return stop("a permission is missing", "make INSTAGRAM_TOKEN with "+listed(needed)+"; "+help)
	case e.Code == invalidParameter && e.isOfOwn():
		return stop("INSTAGRAM_ACCOUNT is no account that the token may see",
			"set it to the numeric id of your own professional account; "+help)
	case e.isRateLimit():
		return stop("rate limit", used.patience())
	}
	return fmt.Errorf("instagram's error %d", e.Code)
}

func (e graphError) isRateLimit() bool {
	switch e.Code {
	case tooManyCalls, tooManyOfUser, tooManyOfPage, tooManyAtOnce, tooManyBusiness:
		return true
	}
	return false
}

// listed are words with commas and an "and" between.
func listed(words []string) string {
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}
