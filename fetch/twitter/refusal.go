package twitter

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"datarocks/fetch"
)

// refusal returns why X did not answer, and what to do about it. X describes it in
// a problem document (docs.x.com/x-api/fundamentals/response-codes-and-errors).
// None of its words become part of the reason, as they name accounts and dates.
func refusal(err error) error {
	var status *fetch.StatusError
	if !errors.As(err, &status) {
		return fetch.Explain(err)
	}
	var problem struct {
		Title  string `json:"title"`
		Detail string `json:"detail"`
		Type   string `json:"type"`
	}
	// An answer that is no problem document is judged by its status alone.
	_ = json.Unmarshal(status.Body, &problem)
	spending := strings.Contains(strings.ToLower(problem.Title+problem.Detail), "spend")
	switch {
	case spending:
		return status.Because("spending limit reached", "raise the spending limit at console.x.com, or wait for the next billing cycle")
	case problem.Title == "UsageCapExceeded", strings.HasSuffix(problem.Type, "/usage-capped"):
		return status.Because("usage cap reached", "the plan's cap is used up; the next run asks again")
	case status.Status == http.StatusPaymentRequired:
		return status.Because("no credits", "buy credits at console.x.com, or take twitter out of the sources")
	case status.Status == http.StatusUnauthorized:
		return status.Because("unauthorized", "check TWITTER_BEARER_TOKEN")
	case status.Status == http.StatusForbidden:
		return status.Because("forbidden", "the app may not look up users; see its project and access at console.x.com")
	}
	return fetch.Explain(err)
}
