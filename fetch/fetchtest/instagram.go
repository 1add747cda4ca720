package fetchtest

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"net/http"
	"regexp"
	"strings"
	"time"
)

// Instagram simulates Business Discovery of Meta's Graph API, and its look at a token.
// Shapes: answers recorded in public repositories, and errors as other projects have
// them. An account is the username of a professional account.
type Instagram struct {
	*Platform

	// Guarded by Platform.mu.
	account, token string // the own account and the token accepted, if they matter
	ids            map[string]string
	personal       map[string]bool
	ends           time.Time // of the token; zero is never
	scopes         []string
	usage          string // X-App-Usage
}

// InstagramError is an error of any code and subcode (0 is none), with the words that
// it has for users beside those for developers.
func InstagramError(status, code, subcode int, message, forUser string, headers ...string) Fault {
	return Respond(status, graphError(code, subcode, message, forUser), headers...)
}

// graphError is the body of an error.
func graphError(code, subcode int, message, forUser string) string {
	o := object{"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "A1m6KK6iBqvjzPeQd4DYbKM"}
	if subcode != 0 {
		o["error_subcode"] = subcode
	}
	if forUser != "" {
		o["is_transient"], o["error_user_title"], o["error_user_msg"] = false, "Cannot find User", forUser
	}
	body, err := json.Marshal(object{"error": o})
	if err != nil {
		panic(err) // it is of texts and numbers
	}
	return string(body)
}

// InstagramTokenExpired is the answer to a token that has ended.
var InstagramTokenExpired = InstagramError(http.StatusUnauthorized, 190, 463, "Error validating access token: Session has expired on Monday, 23-Nov-26 02:00:00 PST.", "")

// NewInstagram starts an Instagram without accounts that accepts any token, which never
// ends, for any account of one's own.
func NewInstagram() (*Instagram, error) {
	i := &Instagram{
		Platform: &Platform{fold: strings.ToLower}, ids: make(map[string]string), personal: make(map[string]bool),
		scopes: []string{"instagram_basic", "instagram_manage_insights", "pages_read_engagement", "pages_show_list", "business_management"},
		usage:  `{"call_count":28,"total_cputime":25,"total_time":25}`,
	}
	return i, i.start(guard(handlers{
		"GET /v26.0/{account}":    i.discover,
		"POST /v26.0/debug_token": i.look,
	}.mux(), InstagramError(http.StatusUnauthorized, 190, 0, "Invalid OAuth access token - Cannot parse access token", ""), i.accepted))
}

// Accept makes the platform accept this token only, and know this as its own account.
func (i *Instagram) Accept(account, token string) {
	i.locked(func() { i.account, i.token = account, token })
}

// Pass gives a username to another account, of this id.
func (i *Instagram) Pass(username, id string) {
	i.locked(func() { i.ids[i.fold(username)] = id })
}

// Personal makes an account a personal one.
func (i *Instagram) Personal(username string) {
	i.locked(func() { i.personal[i.fold(username)] = true })
}

// Token sets when the token ends, and what it may do.
func (i *Instagram) Token(ends time.Time, scopes ...string) {
	i.locked(func() { i.ends, i.scopes = ends, scopes })
}

// Usage sets the header by which the platform shows how much is used.
func (i *Instagram) Usage(app string) { i.locked(func() { i.usage = app }) }

func (i *Instagram) accepted(r *http.Request) bool {
	token := bearer(r)
	i.mu.Lock()
	defer i.mu.Unlock()
	return token != "" && (i.token == "" || token == i.token)
}

// ID is the id of an account, which stays though the username changes.
func (i *Instagram) ID(username string) (id string) {
	username = i.fold(username)
	i.locked(func() { id = i.ids[username] })
	if id == "" {
		h := fnv.New32a()
		_, _ = h.Write([]byte(username))
		id = fmt.Sprintf("17841%012d", h.Sum32())
	}
	return id
}

// discovery is the question for an account.
var discovery = regexp.MustCompile(`^business_discovery\.username\(([a-z0-9_.]+)\)\{([a-z_,]+)\}$`)

// discover answers GET /v26.0/OWN?fields=business_discovery.username(NAME){...} with the
// fields that were asked for.
func (i *Instagram) discover(w http.ResponseWriter, r *http.Request) {
	i.mu.Lock()
	account, used := i.account, i.usage
	i.mu.Unlock()
	w.Header().Set("X-App-Usage", used)
	own := r.PathValue("account")
	if strings.Trim(own, "0123456789") != "" || account != "" && own != account {
		refuseGraph(w, 100, 33, "Unsupported get request. Object with ID '"+own+"' does not exist, cannot be loaded due to missing permissions, or does not support this operation.")
		return
	}
	groups := discovery.FindStringSubmatch(r.URL.Query().Get("fields"))
	if groups == nil {
		refuseGraph(w, 100, 0, "(#100) Tried accessing nonexisting field")
		return
	}
	username := groups[1]
	a, ok := i.Platform.account(username)
	var personal bool
	i.locked(func() { personal = i.personal[username] })
	if !ok || personal || a.suspended {
		refuseGraph(w, 110, 2207013, "Invalid user id")
		return
	}
	whole := object{"id": i.ID(username), "username": username, "name": a.name, "followers_count": a.count, "follows_count": 9, "media_count": 1402}
	asked := make(object)
	for field := range strings.SplitSeq(groups[2], ",") {
		if value, ok := whole[field]; ok {
			asked[field] = value
		}
	}
	WriteJSON(w, http.StatusOK, object{"business_discovery": a.edited(asked), "id": own})
}

func refuseGraph(w http.ResponseWriter, code, subcode int, message string) {
	InstagramError(http.StatusBadRequest, code, subcode, message, "")(w, nil, nil)
}

// look answers POST /v26.0/debug_token, which stands for a GET: the token is in the form,
// as it may be in no address.
func (i *Instagram) look(w http.ResponseWriter, r *http.Request) {
	if r.URL.RawQuery != "" || r.PostFormValue("method") != "get" || r.PostFormValue("input_token") == "" {
		refuseGraph(w, 100, 0, "(#100) The parameter input_token is required")
		return
	}
	var ends int64
	var scopes []string
	i.locked(func() {
		scopes = i.scopes
		if !i.ends.IsZero() {
			ends = i.ends.Unix()
		}
	})
	WriteJSON(w, http.StatusOK, object{"data": object{
		"app_id": "1234567", "type": "SYSTEM_USER", "application": "Counts", "data_access_expires_at": 0, "expires_at": ends,
		"is_valid": true, "scopes": scopes, "granular_scopes": []object{}, "user_id": "122100000000000000",
	}})
}
