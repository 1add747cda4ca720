package mastodon

import (
	"encoding/json"
	"fmt"
	"strings"

	"datarocks/fetch"
)

// account is an answer (docs.joinmastodon.org/entities/Account). acct is the
// username alone for an account of the server that was asked.
type account struct {
	Username  fetch.Text      `json:"username"`
	Acct      fetch.Text      `json:"acct"`
	Name      fetch.Text      `json:"display_name"`
	Followers json.RawMessage `json:"-"` // see decode
	Moved     json.RawMessage `json:"moved"`
	Suspended flag            `json:"suspended"`

	// Ways to hide the number: GoToSocial's, and Pleroma's and Akkoma's. Both
	// put 0 in its place. Mastodon has the former for the list of followers.
	HideCollections flag            `json:"hide_collections"`
	Pleroma         json.RawMessage `json:"pleroma"`
}

// flag is true where an answer has true, and false for all else.
type flag bool

func (f *flag) UnmarshalJSON(raw []byte) error {
	*f = string(raw) == "true"
	return nil
}

// decode reads the followers of user, who is at home on server, a name in lower
// case.
func decode(body []byte, user, server string) (fetch.Count, error) {
	var a account
	if err := json.Unmarshal(body, &a); err != nil {
		return fetch.Count{}, fmt.Errorf("decode answer: %w", err)
	}
	a.Followers = fetch.Field(body, "followers_count")
	acct := strings.ToLower(string(a.Acct))
	user = strings.ToLower(user)
	switch {
	case acct != user && acct != user+"@"+server:
		return fetch.Another(string(a.Acct)), nil
	case strings.ToLower(string(a.Username)) != user:
		return fetch.Another(string(a.Username)), nil
	case bool(a.Suspended):
		return fetch.Missing(fetch.Unavailable, "suspended"), nil
	case len(a.Moved) > 0 && string(a.Moved) != "null":
		return fetch.Missing(fetch.Unavailable, "moved to "+a.movedTo()).Named(string(a.Name)), nil
	}
	return a.count().Named(string(a.Name)), nil
}

// count is the number, unless it is one that stands for none: the servers of
// glitch-soc hide it as -1.
func (a account) count() fetch.Count {
	count := fetch.ParseCount(a.Followers, "followers")
	n, _ := count.Value()
	zero := count == fetch.Number(n) && n == 0
	if string(a.Followers) == "-1" || zero && bool(a.HideCollections) || a.pleromaHides() {
		return fetch.Missing(fetch.Hidden, "the account hides its followers")
	}
	return count
}

func (a account) pleromaHides() bool {
	var pleroma struct {
		Hide flag `json:"hide_followers_count"`
	}
	return json.Unmarshal(a.Pleroma, &pleroma) == nil && bool(pleroma.Hide)
}

// movedTo names the account that took this one's place.
func (a account) movedTo() string {
	var to account
	if err := json.Unmarshal(a.Moved, &to); err != nil || to.Acct == "" {
		return "another account"
	}
	return string(to.Acct)
}
