package fetchtest

import (
	"fmt"
	"hash/fnv"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// Twitter simulates the user lookup of the X API v2. Shapes: docs.x.com, Users
// lookup, and its openapi.json 2.167. An account is a username in its own
// spelling, or a numeric id.
type Twitter struct {
	*Platform

	token string // the token accepted, if it matters; guarded by Platform.mu
}

// twitterBatch is how many users one request may name.
const twitterBatch = 100

// Answers of X that are for all users at once, for Fail. The problem documents
// are as published or as captured in public repositories.
var (
	TwitterUnauthorized = Respond(http.StatusUnauthorized,
		`{"title":"Unauthorized","type":"about:blank","status":401,"detail":"Unauthorized"}`)

	TwitterCreditsDepleted = Respond(http.StatusPaymentRequired,
		`{"title":"CreditsDepleted","detail":"Your enrolled account [1234567] does not have any credits to fulfill this request.",`+
			`"type":"https://api.twitter.com/2/problems/credits"}`)
)

// NewTwitter starts an X that has no users and accepts any token.
func NewTwitter() (*Twitter, error) {
	t := &Twitter{Platform: &Platform{fold: strings.ToLower}}
	api := http.NewServeMux()
	api.HandleFunc("GET /2/users/by", func(w http.ResponseWriter, r *http.Request) { t.users(w, r, "usernames") })
	api.HandleFunc("GET /2/users", func(w http.ResponseWriter, r *http.Request) { t.users(w, r, "ids") })
	return t, t.start(guard(api, TwitterUnauthorized, t.accepted))
}

// Accept makes the platform accept this bearer token only.
func (t *Twitter) Accept(token string) {
	t.locked(func() { t.token = token })
}

func (t *Twitter) accepted(r *http.Request) bool {
	token := bearer(r)
	t.mu.Lock()
	defer t.mu.Unlock()
	return token != "" && (t.token == "" || token == t.token)
}

// ID is the numeric id of an account.
func (t *Twitter) ID(id string) string {
	if _, err := strconv.ParseUint(id, 10, 64); err == nil {
		return id
	}
	h := fnv.New32a()
	_, _ = h.Write([]byte(t.fold(id)))
	return strconv.FormatUint(uint64(h.Sum32()), 10)
}

// users answers GET /2/users/by?usernames= and GET /2/users?ids=. What it found
// is ordered by id; what it did not find stands in errors.
func (t *Twitter) users(w http.ResponseWriter, r *http.Request, parameter string) {
	query := r.URL.Query()
	asked := strings.Split(query.Get(parameter), ",")
	if len(asked) > twitterBatch || asked[0] == "" {
		WriteJSON(w, http.StatusBadRequest, invalidRequest(parameter, asked))
		return
	}
	metrics := slices.Contains(strings.Split(query.Get("user.fields"), ","), "public_metrics")
	found := make(map[string]object)
	var problems []object
	for _, value := range asked {
		a, ok := t.lookup(parameter, value)
		switch {
		case !ok:
			problems = append(problems, problem(parameter, value, "Not Found Error", "Could not find user with "+parameter))
		case a.suspended:
			problems = append(problems, problem(parameter, value, "Forbidden", "User has been suspended"))
		default:
			found[t.ID(a.id)] = t.object(a, metrics)
		}
	}
	WriteJSON(w, http.StatusOK, userAnswer(found, problems))
}

// userAnswer leaves out data or errors where there are none, as X does.
func userAnswer(found map[string]object, problems []object) object {
	answer := make(object)
	if len(found) > 0 {
		answer["data"] = sortedByKey(found)
	}
	if len(problems) > 0 {
		answer["errors"] = problems
	}
	return answer
}

func (t *Twitter) lookup(parameter, value string) (account, bool) {
	if parameter == "usernames" {
		return t.account(value)
	}
	return t.find(func(a account) bool { return t.ID(a.id) == value })
}

// object is a user as the API shows it. An account that is known by its id only
// has a username made of it.
func (t *Twitter) object(a account, metrics bool) object {
	id, username := t.ID(a.id), a.id
	if id == a.id {
		username = "user" + id[max(0, len(id)-11):]
	}
	o := object{"id": id, "name": a.name, "username": username}
	if metrics {
		o["public_metrics"] = object{
			"followers_count": a.count,
			"following_count": 2048,
			"tweet_count":     14052,
			"listed_count":    1672,
			"like_count":      312,
			"media_count":     801,
		}
	}
	return a.edited(o)
}

// problem is of one user. X has one type for every kind of problem.
func problem(parameter, value, title, detail string) object {
	return object{
		"value":         value,
		"detail":        fmt.Sprintf("%s: [%s].", detail, value),
		"title":         title,
		"resource_type": "user",
		"parameter":     parameter,
		"resource_id":   value,
		"type":          "https://api.twitter.com/2/problems/resource-not-found",
	}
}

func invalidRequest(parameter string, asked []string) object {
	return object{
		"errors": []any{object{
			"parameters": object{parameter: asked},
			"message":    fmt.Sprintf("The number of values in the `%s` query parameter list [%d] is not between 1 and %d", parameter, len(asked), twitterBatch),
		}},
		"title":  "Invalid Request",
		"detail": "One or more parameters to your request was invalid.",
		"type":   "https://api.twitter.com/2/problems/invalid-request",
	}
}
