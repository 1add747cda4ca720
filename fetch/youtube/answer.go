package youtube

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"datarocks/content"
	"datarocks/fetch"
)

// channel is one of an answer's items.
type channel struct {
	id, title  string
	statistics json.RawMessage
}

const listOfChannels = "youtube#channelListResponse"

var errNoChannels = errors.New("the answer is no list of channels")

const twice = "the answer holds this channel twice, and differently"

// decode reads the counts of the channels asked for. YouTube leaves out one that it
// does not know, and the items where it knows none. Each channel is decoded alone, so
// that an odd one does not cost 49 others their count.
func decode(body []byte, asked []string) (map[string]fetch.Answer, error) {
	var answer struct {
		Kind  fetch.Text        `json:"kind"`
		Items []json.RawMessage `json:"items"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return nil, fmt.Errorf("decode answer: %w", err)
	}
	if answer.Kind != listOfChannels {
		return nil, errNoChannels
	}
	subscribers, views := make(fetch.Found, len(answer.Items)), make(fetch.Found, len(answer.Items))
	for _, raw := range answer.Items {
		c := read(raw)
		subscribers.Add(c.id, c.subscribers(), twice)
		views.Add(c.id, c.stat("viewCount", "views"), twice)
	}
	answers := make(map[string]fetch.Answer, len(asked))
	for _, id := range asked {
		answers[id] = fetch.Answer{Count: fetch.Missing(fetch.Unavailable, "no such channel")}
		if count, ok := subscribers[id]; ok {
			answers[id] = fetch.Answer{Count: count, More: map[string]fetch.Count{"views": views[id]}}
		}
	}
	return answers, nil
}

// read reads an item; what cannot be read is empty.
func read(raw json.RawMessage) channel {
	var id, title fetch.Text
	_ = json.Unmarshal(fetch.Field(raw, "id"), &id)
	_ = json.Unmarshal(fetch.Field(fetch.Field(raw, "snippet"), "title"), &title)
	return channel{string(id), string(title), fetch.Field(raw, "statistics")}
}

// digits is how many of a count of subscribers YouTube shows.
var digits = func() int {
	info, _ := content.YouTube.Info()
	return info.Default().Digits
}()

// subscribers are those that the channel shows. One that hides them has a number all
// the same, which is none.
func (c channel) subscribers() fetch.Count {
	count := c.stat("subscriberCount", "subscribers")
	switch strings.Trim(string(fetch.Field(c.statistics, "hiddenSubscriberCount")), `"`) {
	case "", "null", "false":
		return count.Cut(digits).Named(c.title)
	case "true":
		count = fetch.Missing(fetch.Hidden, "the channel hides its subscribers")
	default:
		count = fetch.Missing(fetch.Unavailable, "the answer's hiddenSubscriberCount is neither true nor false")
	}
	return count.Named(c.title)
}

// quoted is a number as YouTube writes one, in a string.
var quoted = regexp.MustCompile(`^"(-?[0-9]+)"$`)

// stat reads a field of {"viewCount":"3331930783","subscriberCount":"10700000"}.
func (c channel) stat(field, metric string) fetch.Count {
	if text := string(c.statistics); text != "" && text != "null" && !strings.HasPrefix(text, "{") {
		return fetch.Missing(fetch.Unavailable, "the answer's statistics are not the documented object")
	}
	return fetch.ParseCount(quoted.ReplaceAll(fetch.Field(c.statistics, field), []byte("$1")), metric)
}

// problem is an error as Google's APIs write one.
type problem struct {
	Error struct {
		Errors  []reason `json:"errors"`
		Details []reason `json:"details"`
	} `json:"error"`
}

type reason struct {
	Reason fetch.Text `json:"reason"`
}

// cures are what the reasons of a refusal mean, and what to do about each. Of these,
// keyInvalid, quotaExceeded and API_KEY_INVALID were seen in recorded answers of Google's
// APIs; the others stand in their documentation, and are not recorded.
var cures = []struct {
	reasons     []string
	cause, cure string
}{
	{[]string{"quotaExceeded", "dailyLimitExceeded"}, "quota exceeded", "the project's units of the day are used up; they begin anew at midnight Pacific time, and the next run asks again"},
	{[]string{"rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"}, "rate limit", "the project asks too often; the next run asks again"},
	{[]string{"accessNotConfigured", "SERVICE_DISABLED"}, "API not enabled", "enable the YouTube Data API v3 for the project of the key at console.cloud.google.com"},
	{[]string{"keyInvalid", "keyExpired", "API_KEY_INVALID"}, "invalid API key", "check YOUTUBE_API_KEY"},
	{
		[]string{"API_KEY_SERVICE_BLOCKED", "API_KEY_HTTP_REFERRER_BLOCKED", "API_KEY_IP_ADDRESS_BLOCKED", "ipRefererBlocked"},
		"API key restricted",
		"allow the key the YouTube Data API v3, from any address, at console.cloud.google.com",
	},
}

// refusal returns why YouTube refuses every other request too, and what to do about
// it. None of the answer's words become part of the reason, as they name projects.
func refusal(err error) error {
	status, ok := errors.AsType[*fetch.StatusError](err)
	if !ok || status.Status < http.StatusBadRequest || status.Status >= http.StatusInternalServerError {
		return fetch.Refusal(err)
	}
	var p problem
	// An answer that is no such problem is judged by its status alone.
	_ = json.Unmarshal(status.Body, &p)
	for _, r := range slices.Concat(p.Error.Details, p.Error.Errors) {
		for _, c := range cures {
			if slices.Contains(c.reasons, string(r.Reason)) {
				return status.Because(c.cause, c.cure)
			}
		}
	}
	return fetch.Refusal(err)
}
