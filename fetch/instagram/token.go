package instagram

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"datarocks/fetch"
)

// Look asks when a token ends and what it may do (developers.facebook.com, Graph API,
// debug_token). An error means that this is not known; it is a *fetch.SourceError where
// the token is no good.
//
// That API is documented as a GET with the token in the URL. Here it is in the form of a
// POST that stands for one, which the Graph API takes; that is not recorded. The answer's
// shape is. Which tokens may look at themselves is not recorded either.
func Look(ctx context.Context, client *http.Client, token fetch.Secret, origin string) (fetch.Grant, error) {
	g := newGraph(client, token, origin)
	form := url.Values{"method": {"get"}, "input_token": {token.Reveal()}}.Encode()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, g.origin+"/"+version+"/debug_token", strings.NewReader(form))
	if err != nil {
		return fetch.Grant{}, errors.New(fetch.Reason(err))
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	body, used, err := g.do(req)
	if err != nil {
		return fetch.Grant{}, err
	}
	if e := errorOf(body); e.Code != 0 {
		return fetch.Grant{}, e.ofSource(used)
	}
	return grantOf(body)
}

var errNoEnd = errors.New("the answer does not show when the token ends")

// grantOf reads {"data":{"expires_at":1577347200,"data_access_expires_at":1585040349,
// "is_valid":true,"scopes":["email"]}}. The times are in Unix seconds, 0 for never.
func grantOf(body []byte) (fetch.Grant, error) {
	var answer struct {
		Data json.RawMessage `json:"data"`
	}
	var data struct {
		Valid  *bool           `json:"is_valid"`
		Error  json.RawMessage `json:"error"`
		Scopes []fetch.Text    `json:"scopes"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return fetch.Grant{}, fmt.Errorf("decode answer: %w", err)
	}
	if err := json.Unmarshal(answer.Data, &data); err != nil || data.Valid == nil {
		return fetch.Grant{}, errNoEnd
	}
	if !*data.Valid {
		e := graphError{Code: invalidToken}
		_ = json.Unmarshal(data.Error, &struct {
			Subcode *int `json:"subcode"`
		}{&e.Subcode})
		return fetch.Grant{}, e.ofSource(usage{})
	}
	token, ok := fetch.ParseCount(fetch.Field(answer.Data, "expires_at"), "end").Value()
	if !ok {
		return fetch.Grant{}, errNoEnd
	}
	access, _ := fetch.ParseCount(fetch.Field(answer.Data, "data_access_expires_at"), "end").Value()
	return fetch.Grant{Ends: earliest(token, access), Lacks: lacking(data.Scopes)}, nil
}

// earliest is the first of some times in Unix seconds; zero where all of them are 0.
func earliest(times ...int64) (first time.Time) {
	for _, seconds := range times {
		if at := time.Unix(seconds, 0).UTC(); seconds > 0 && (first.IsZero() || at.Before(first)) {
			first = at
		}
	}
	return first
}

// lacking are the permissions that are not among those of a token; none where it shows
// none at all.
func lacking(scopes []fetch.Text) (lacks []string) {
	for _, permission := range needed {
		if len(scopes) > 0 && !slices.Contains(scopes, fetch.Text(permission)) {
			lacks = append(lacks, permission)
		}
	}
	return lacks
}
