package twitter

import (
	"cmp"
	"encoding/json"
	"strings"

	"datarocks/fetch"
)

// user is one of an answer's users. X returns a username in the user's own
// spelling, and leaves public_metrics out where it is not asked for.
type user struct {
	ID       fetch.ID        `json:"id"`
	Username fetch.Text      `json:"username"`
	Name     fetch.Text      `json:"name"`
	Metrics  json.RawMessage `json:"public_metrics"`
}

// problem is why a user who was asked for is not among the users.
type problem struct {
	Value        fetch.ID   `json:"value"`
	ResourceID   fetch.ID   `json:"resource_id"`
	ResourceType fetch.Text `json:"resource_type"`
	Title        fetch.Text `json:"title"`
	Detail       fetch.Text `json:"detail"`
}

// decode reads the counts of an answer's users by their key. Each user is
// decoded alone, so that an odd one does not cost 99 others their count.
func decode(body []byte, key func(user) string) (map[string]fetch.Count, error) {
	var answer struct {
		Data   []json.RawMessage `json:"data"`
		Errors []json.RawMessage `json:"errors"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return nil, err
	}
	counts := make(fetch.Found, len(answer.Data))
	for _, raw := range answer.Data {
		var u user
		if err := json.Unmarshal(raw, &u); err == nil {
			counts.Add(key(u), u.followers().Named(string(u.Name)), "the answer holds this user twice, with different followers")
		}
	}
	for _, raw := range answer.Errors {
		var p problem
		if err := json.Unmarshal(raw, &p); err != nil || cmp.Or(p.ResourceType, "user") != "user" {
			continue
		}
		asked := strings.ToLower(string(cmp.Or(p.Value, p.ResourceID)))
		if _, ok := counts[asked]; !ok {
			counts[asked] = p.count()
		}
	}
	return counts, nil
}

func (u user) followers() fetch.Count {
	if text := string(u.Metrics); text != "" && text != "null" && !strings.HasPrefix(text, "{") {
		return fetch.Missing(fetch.Unavailable, "the answer's public_metrics are not the documented object")
	}
	return fetch.ParseCount(fetch.Field(u.Metrics, "followers_count"), "followers")
}

// count distinguishes the kinds of problem by their words, since X has for all of
// them the type resource-not-found.
func (p problem) count() fetch.Count {
	words := strings.ToLower(string(p.Title + " " + p.Detail))
	switch {
	case strings.Contains(words, "suspended"):
		return fetch.Missing(fetch.Unavailable, "suspended")
	case strings.Contains(words, "not found"), strings.Contains(words, "could not find"):
		return fetch.Missing(fetch.Unavailable, "no such user")
	}
	return fetch.Missing(fetch.Unavailable, "the answer says: "+string(cmp.Or(p.Title, "nothing")))
}
