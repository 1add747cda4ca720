package instagram

import (
	"encoding/json"
	"fmt"
	"strings"

	"datarocks/fetch"
)

// decode reads the followers of the account of this username. Its error is that of the
// answer, and a *fetch.SourceError where every other account would be refused, too.
func (g graph) decode(body []byte, asked string, used usage) (fetch.Count, error) {
	var answer struct {
		Error     json.RawMessage `json:"error"`
		Discovery json.RawMessage `json:"business_discovery"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return fetch.Count{}, fmt.Errorf("decode answer: %w", err)
	}
	switch found := string(answer.Discovery); {
	case len(answer.Error) > 0 && string(answer.Error) != "null":
		return g.failure(errorOf(body), used)
	case found == "" || found == "null":
		return fetch.Missing(fetch.Unavailable, "the answer shows nothing of it: Instagram withholds accounts with an age limit"), nil
	case !strings.HasPrefix(found, "{"):
		return fetch.Missing(fetch.Unavailable, "the answer's business_discovery is not the documented object"), nil
	}
	return followers(answer.Discovery, asked)
}

// followers reads {"id":"17841400455970028","followers_count":3502538,"name":"Facebook",
// "username":"facebook"}.
func followers(found json.RawMessage, asked string) (fetch.Count, error) {
	var account struct {
		ID       fetch.ID   `json:"id"`
		Username fetch.Text `json:"username"`
		Name     fetch.Text `json:"name"`
	}
	if err := json.Unmarshal(found, &account); err != nil {
		return fetch.Count{}, fmt.Errorf("decode answer: %w", err)
	}
	id := string(account.ID)
	switch {
	case !strings.EqualFold(string(account.Username), asked):
		return fetch.Another(string(account.Username)), nil
	case id == "" || strings.Trim(id, "0123456789") != "":
		return fetch.Missing(fetch.Unavailable, "the answer has no id of the account"), nil
	}
	return fetch.ParseCount(fetch.Field(found, "followers_count"), "followers").Named(string(account.Name)).Numbered(id), nil
}
