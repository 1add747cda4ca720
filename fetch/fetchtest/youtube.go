package fetchtest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// YouTube simulates the channels of the YouTube Data API. Shapes:
// developers.google.com/youtube/v3/docs/channels and the recorded answers of
// sns-sdks/python-youtube. An account is the id of a channel.
type YouTube struct {
	*Platform

	// Guarded by Platform.mu.
	key     string // the API key accepted; "" is any
	exact   bool
	hidden  map[string]bool
	batches []int
}

// youTubeBatch is how many channels one request may name.
const youTubeBatch = 50

// The answers to a key that is of no use, or no more today. The reasons of the first two
// are recorded, the rest of their shapes is of Google's documentation.
var (
	YouTubeInvalidKey    = youTubeFault(http.StatusBadRequest, "badRequest", "API_KEY_INVALID", "API key not valid. Please pass a valid API key.")
	YouTubeQuotaExceeded = youTubeFault(http.StatusForbidden, "quotaExceeded", "", "The request cannot be completed because you have exceeded your quota.")
	YouTubeNotEnabled    = youTubeFault(http.StatusForbidden, "accessNotConfigured", "SERVICE_DISABLED",
		"YouTube Data API v3 has not been used in project 1234567 before or it is disabled.")
)

// youTubeFault is an error with a reason, and further one among its details.
func youTubeFault(status int, reason, detail, message string) Fault {
	return Respond(status, youTubeError(status, reason, detail, message))
}

func youTubeError(status int, reason, detail, message string) string {
	domain := "global"
	if reason == "quotaExceeded" {
		domain = "youtube.quota"
	}
	problem := object{"code": status, "message": message, "errors": []object{{"message": message, "domain": domain, "reason": reason}}}
	if detail != "" {
		problem["details"] = []object{{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": detail, "domain": "googleapis.com"}}
	}
	body, err := json.Marshal(object{"error": problem})
	if err != nil {
		return err.Error()
	}
	return string(body)
}

// NewYouTube starts a YouTube that has no channels and accepts any key.
func NewYouTube() (*YouTube, error) {
	y := &YouTube{Platform: &Platform{fold: asItIs}, hidden: make(map[string]bool)}
	return y, y.start(handlers{"GET /youtube/v3/channels": y.channels}.mux())
}

// Accept makes the platform accept this API key only.
func (y *YouTube) Accept(key string) { y.locked(func() { y.key = key }) }

// Exact makes the platform answer with all digits of subscribers, so that no two
// channels of a test have the same number.
func (y *YouTube) Exact() { y.locked(func() { y.exact = true }) }

// Hide makes a channel hide its subscribers.
func (y *YouTube) Hide(id string) { y.locked(func() { y.hidden[id] = true }) }

// Batches returns how many channels each request named.
func (y *YouTube) Batches() []int {
	y.mu.Lock()
	defer y.mu.Unlock()
	return slices.Clone(y.batches)
}

// channels answers GET /youtube/v3/channels: without those it does not know, and
// without items where it knows none. It is as strict as the documentation: a key in a
// header, at most 50 ids, each part asked for by name.
func (y *YouTube) channels(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	ids := strings.Split(query.Get("id"), ",")
	most, _ := strconv.Atoi(cmp.Or(query.Get("maxResults"), "5"))
	var accepted string
	y.locked(func() {
		accepted = y.key
		y.batches = append(y.batches, len(ids))
	})
	switch key := r.Header.Get("X-Goog-Api-Key"); {
	case key == "":
		y.refuse(w, http.StatusForbidden, "forbidden", "Method doesn't allow unregistered callers.")
		return
	case accepted != "" && key != accepted:
		YouTubeInvalidKey(w, r, nil)
		return
	case query.Get("part") == "":
		y.refuse(w, http.StatusBadRequest, "missingRequiredParameter", "No part selected")
		return
	case query.Get("id") == "" || len(ids) > youTubeBatch || most > youTubeBatch:
		y.refuse(w, http.StatusBadRequest, "invalidParameter", "Invalid value")
		return
	}
	answer := object{"kind": "youtube#channelListResponse"}
	found := make(map[string]object)
	for _, id := range ids {
		if a, ok := y.account(id); ok && !a.suspended {
			found[id] = y.channel(a, query)
		}
	}
	if items := sortedByKey(found); len(items) > 0 {
		answer["items"] = items[:min(len(items), most)]
	}
	WriteJSON(w, http.StatusOK, answer)
}

func (y *YouTube) refuse(w http.ResponseWriter, status int, reason, message string) {
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	w.WriteHeader(status)
	_, _ = fmt.Fprint(w, youTubeError(status, reason, "", message))
}

// channel is an item: of the parts that are asked for, and of the few fields that
// datarocks asks for where any are.
func (y *YouTube) channel(a account, query url.Values) object {
	var exact, hidden bool
	y.locked(func() { exact, hidden = y.exact, y.hidden[a.id] })
	subscribers := a.count
	switch {
	case hidden:
		subscribers = 0
	case !exact:
		subscribers = cutToThree(subscribers)
	}
	o := object{"id": a.id}
	snippet := object{"title": a.name}
	statistics := object{
		"viewCount":             strconv.FormatInt(cmp.Or(a.further, 310*a.count), 10),
		"subscriberCount":       strconv.FormatInt(subscribers, 10),
		"hiddenSubscriberCount": hidden,
	}
	if !query.Has("fields") {
		o["kind"], o["etag"] = "youtube#channel", "BSP3hQtvSS6Eo9sg31jocVuV4mg"
		snippet["customUrl"], snippet["publishedAt"] = "@channel", "2005-09-18T22:37:10Z"
		statistics["videoCount"] = "2678"
	}
	for name, part := range map[string]object{"snippet": snippet, "statistics": statistics} {
		if slices.Contains(strings.Split(query.Get("part"), ","), name) {
			o[name] = part
		}
	}
	return a.edited(o)
}

// cutToThree cuts a count to its first three digits.
func cutToThree(n int64) int64 {
	step := int64(1)
	for n/step >= 1000 {
		step *= 10
	}
	return n / step * step
}
