package instagram_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/fetch/countertest"
	"datarocks/fetch/fetchtest"
	"datarocks/fetch/instagram"
)

const (
	dreamTheater = "dreamtheaterofficial"
	metallica    = "Metallica" // as a person may write it
	opeth        = "officialopeth"
)

var (
	own   = fetch.NewSecret("17841406338772941")
	token = fetch.NewSecret("hunter2")
)

var source = countertest.Source{
	Start: func() (*fetchtest.Platform, error) { return fetchtest.Start(content.Instagram) },
	Counter: func(client *http.Client, origin string) fetch.Counter {
		return instagram.New(client, own, token, origin)
	},
	DreamTheater: dreamTheater, Metallica: metallica, Opeth: opeth,
	Metric: "followers", CountAt: "followers_count",
	Singly:  true,
	Secret:  "hunter2",
	Unknown: unknown,
	Odd: []countertest.Odd{
		odd("suspended", (*fetchtest.Platform).Suspend, unknown),
		odd("another username", edit("username", `"metallicafans"`), "unavailable: wrong account: the answer is for metallicafans"),
		odd("the username in capitals", edit("username", `"METALLICA"`), "14156138"),
		odd("no username", edit("username", fetchtest.Absent), left),
		odd("an odd username", edit("username", "5"), left),
		odd("no id", edit("id", fetchtest.Absent), noID),
		odd("an id of words", edit("id", `"17841x"`), noID),
		odd("an id in digits", edit("id", "17841400455970028"), "14156138"),
		odd("no name", edit("name", fetchtest.Absent), "14156138"),
		odd("an odd name", edit("name", "5"), "14156138"),
	},
	Faults: []countertest.Fault{
		countertest.Broken("token expired", fetchtest.InstagramTokenExpired, "error 190: the token has expired"),
		countertest.Broken("token revoked with 200", graphError(200, 190, 460, ""), "error 190: the token is not valid, or no more"),
		countertest.Broken("no session", graphError(400, 102, 0, ""), "error 102: the token is not valid, or no more"),
		countertest.Broken("permission", noPermission, "error 10: a permission is missing"),
		countertest.Broken("permission of a page", graphError(403, 200, 0, "(#200) Requires pages_read_engagement permission"), "error 200: a permission is missing"),
		countertest.Broken("permission, by words", fetchtest.InstagramError(400, 100, 0, "(#100) Object does not exist, cannot be loaded due to missing permission", "x"), "error 100: a permission is missing"),
		countertest.Broken("not the own account", notOwn, notSeen),
		countertest.Broken("the id of a page", fetchtest.InstagramError(400, 100, 0, "(#100) Tried accessing nonexisting field (business_discovery) on node type (Page)", "x"), notSeen),
		countertest.Broken("rate limit of the app", rateLimit(4), "error 4: rate limit"),
		countertest.Broken("rate limit of the user", rateLimit(17), "error 17: rate limit"),
		countertest.Broken("rate limit of the page", rateLimit(32), "error 32: rate limit"),
		countertest.Broken("rate limit at once", rateLimit(613), "error 613: rate limit"),
		countertest.Broken("rate limit of the business", rateLimit(80002), "error 80002: rate limit"),
		countertest.Broken("rate limit with 429", graphError(429, 4, 0, ""), "error 4: rate limit"),
		countertest.Passing("unknown error", graphError(500, 1, 0, "An unknown error occurred"), "instagram's error 1"),
		countertest.Passing("busy", graphError(503, 2, 0, "Service temporarily unavailable"), "instagram's error 2"),
		countertest.Passing("a parameter", graphError(400, 100, 0, "(#100) Syntax error"), "instagram's error 100"),
		countertest.Passing("an error of tomorrow", graphError(400, 4711, 0, ""), "instagram's error 4711"),
		countertest.Passing("an odd error", fetchtest.Respond(200, `{"error":"hunter2"}`), "instagram's error 0"),
		countertest.Passing("an odd code", fetchtest.Respond(400, `{"error":{"code":"190"}}`), "http 400: bad request"),
		{Name: "personal", Break: graphError(400, 110, 2207013, "Invalid user id"), Count: unknown},
		{Name: "cannot find", Break: fetchtest.InstagramError(400, 24, 2207013, "The requested resource does not exist", "The user with username: x cannot be found."), Count: "unavailable: not found: The user with username: x cannot be found."},
		{Name: "cannot find, without words", Break: graphError(400, 24, 0, ""), Count: "unavailable: not found: renamed, deleted or misspelt"},
		{Name: "a parameter with words", Break: fetchtest.InstagramError(400, 100, 0, "Invalid parameter", "No such user for hunter2 of 17841406338772941"), Count: "unavailable: not found: No such user for REDACTED of REDACTED"},
		{Name: "200 {}", Break: fetchtest.Respond(200, "{}"), Count: withheld},
		{Name: "200 null", Break: fetchtest.Respond(200, "null"), Count: withheld},
		{Name: "age limit", Break: fetchtest.Respond(200, `{"id":"17841406338772941"}`), Count: withheld},
		{Name: "200 a discovery that is none", Break: fetchtest.Respond(200, `{"business_discovery":[1234567]}`), Count: "unavailable: the answer's business_discovery is not the documented object"},
		countertest.Broken("a reflected token", fetchtest.Respond(401, reflected), "http 401: unauthorized"),
		countertest.Passing("an odd status", fetchtest.Respond(418, reflected), "http 418: i'm a teapot"),
		countertest.Passing("a bad redirect", fetchtest.Respond(302, "", "Location: http://[hunter2"), "failed to parse Location header …: missing ']' in host"),
	},
	Many:       strings.Fields("a b c d e f g h i"),
	NoAccounts: []string{"@opeth", ".opeth", "opeth){id}", "much_too_long_a_name_for_anybody"},
	NoAccount:  "unavailable: not a valid username of a professional account",
	Recorded: []countertest.RecordedCount{
		{File: "account.json", Account: "facebook", Want: "3502538", Name: "Facebook  (id 17841400455970028)"},
		{File: "account.json", Account: "Facebook", Want: "3502538", Name: "Facebook  (id 17841400455970028)"},
		{File: "account.json", Account: opeth, Want: "unavailable: wrong account: the answer is for facebook"},
		{File: "no_permission.json", Account: opeth, Want: "source: error 100: a permission is missing"},
	},
	Hints: map[string]fetchtest.Fault{
		"make a new INSTAGRAM_TOKEN, one that does not expire; `datarocks help instagram` shows how":                                           fetchtest.InstagramTokenExpired,
		"make INSTAGRAM_TOKEN with instagram_basic, instagram_manage_insights and pages_read_engagement; `datarocks help instagram` shows how": noPermission,
		"set it to the numeric id of your own professional account; `datarocks help instagram` shows how":                                      notOwn,
		"the limit is of an hour, and of all that the app asks; the next run asks again":                                                       rateLimit(4),
		"the platform asks to wait 19m0s":  rateLimit(4, `X-Business-Use-Case-Usage: {"66782684":[{"type":"instagram","call_count":100,"total_cputime":20,"total_time":20,"estimated_time_to_regain_access":19}]}`),
		"the platform asks to wait 1h0m0s": fetchtest.Respond(429, "", "Retry-After: 3600"),
	},
}

const (
	left      = "error: not in the answer"
	unknown   = "unavailable: no professional account: it is personal, renamed or gone"
	noID      = "unavailable: the answer has no id of the account"
	withheld  = "unavailable: the answer shows nothing of it: Instagram withholds accounts with an age limit"
	notSeen   = "error 100: INSTAGRAM_ACCOUNT is no account that the token may see"
	reflected = `{"message":"no such token: hunter2"}`
)

var (
	noPermission = graphError(403, 10, 0, "(#10) Application does not have permission for this action")
	notOwn       = fetchtest.InstagramError(400, 100, 33, "Unsupported get request. Object with ID '17841406338772941' does not exist, cannot be loaded due to missing permissions, or does not support this operation.", "")
)

// graphError is an error without words for users.
func graphError(status, code, subcode int, message string) fetchtest.Fault {
	return fetchtest.InstagramError(status, code, subcode, message, "")
}

func rateLimit(code int, headers ...string) fetchtest.Fault {
	return fetchtest.InstagramError(400, code, 0, "(#4) Application request limit reached", "", headers...)
}

var odd, edit = countertest.OddAnswer, countertest.Edit

func TestInstagram(t *testing.T) { countertest.Run(t, source) }

// The recorded answer has follows_count, too, for which nobody asks here.
func TestTheAnswerHasTheRecordedShape(t *testing.T) {
	p := source.New(t)
	body, err := fetch.Get(t.Context(), http.DefaultClient, p.URL()+"/v26.0/17841406338772941?fields=business_discovery.username(metallica)%7Bid,username,name,followers_count,follows_count%7D",
		func(r *http.Request) { r.Header.Set("Authorization", "Bearer t") })
	if err != nil {
		t.Fatal(err)
	}
	recorded := countertest.ReadRecorded(t, "account.json")
	countertest.CheckFields(t, "account.json", "", recorded, body)
	countertest.CheckFields(t, "account.json", "business_discovery", recorded, body)
}

// TestTheRequest: one account a request, by four fields, with the token in a header.
func TestTheRequest(t *testing.T) {
	p := source.New(t)
	got, reason := source.AskThree(t, p)
	countertest.Check(t, "three", source.Three("14156138"), got, reason)
	var fields []string
	for _, r := range p.Requests() {
		if r.Method != http.MethodGet || r.Path != "/v26.0/17841406338772941" || r.Authorization != "Bearer" || len(r.Query) != 1 {
			t.Errorf("it asked %+v", r)
		}
		fields = append(fields, r.Query.Get("fields"))
	}
	ask := func(username string) string {
		return "business_discovery.username(" + username + "){id,username,name,followers_count}"
	}
	sorted := []string{ask(dreamTheater), ask("metallica"), ask(opeth)}
	if diff := cmp.Diff(sorted, sortedAs(sorted, fields)); diff != "" {
		t.Errorf("questions (-want +got):\n%s", diff)
	}
}

// sortedAs brings lines into the order of others, as requests made at once come in any.
func sortedAs(order, lines []string) (sorted []string) {
	for _, want := range order {
		for _, line := range lines {
			if line == want {
				sorted = append(sorted, line)
			}
		}
	}
	return sorted
}

func TestAnIDThatIsNoNumber(t *testing.T) {
	p := source.New(t)
	for _, id := range []string{"", "mylabel", "17841406338772941/media", "1784\x7f"} {
		counter := instagram.New(fetch.NewClient(fetch.Options{Patience: -1}), fetch.NewSecret(id), token, p.URL())
		counts, err := counter.Count(t.Context(), []string{opeth, metallica})
		if len(counts) != 0 || err == nil || fetch.Reason(err) != "INSTAGRAM_ACCOUNT is no number" {
			t.Errorf("%q: %v, %v", id, counts, err)
		}
	}
	if n := len(p.Requests()); n != 0 {
		t.Errorf("%d requests", n)
	}
}

// Neither the token nor the own account, which is in the URL, is in an error of the way.
func TestTheKeysAreInNoErrorOfTheWay(t *testing.T) {
	s := source
	s.Secret = own.Reveal()
	for _, origin := range []string{"http://127.0.0.1:1", "nonsense://x", "http://%zz", "http://127.0.0.1:99999"} {
		if err := s.AskAt(t, origin, opeth); err == nil {
			t.Errorf("%s: no error", origin)
		}
	}
	s.Counter = func(client *http.Client, origin string) fetch.Counter {
		return instagram.New(client, own, fetch.NewSecret("hunter2\x7f"), origin)
	}
	s.Secret = "hunter2"
	if err := s.AskAt(t, "http://127.0.0.1:1", opeth); err == nil {
		t.Error("a token that no header holds: no error")
	}
}

// TestTheLimit: once the app's calls are used up, nothing more is asked, and what was
// learnt stays.
func TestTheLimit(t *testing.T) {
	for used, stops := range map[string]bool{
		`{"call_count":28,"total_cputime":25,"total_time":25}`:  false,
		`{"call_count":99,"total_cputime":99,"total_time":99}`:  false,
		`{"call_count":100,"total_cputime":0,"total_time":0}`:   true,
		`{"call_count":1,"total_cputime":0,"total_time":100.5}`: true,
		`{"call_count":"100"}`:                                  false,
		`call_count=100`:                                        false,
		``:                                                      false,
	} {
		s := source
		s.Start = func() (*fetchtest.Platform, error) {
			i, err := fetchtest.NewInstagram()
			i.Usage(used)
			return i.Platform, err
		}
		p := s.New(t)
		got, reason := s.AskThree(t, p)
		if stops {
			countertest.CheckFailed(t, "rate limit: the app has made its calls of the hour", map[string]string{dreamTheater: "1000001"}, got, reason)
		} else {
			countertest.Check(t, used, s.Three("14156138"), got, reason)
		}
	}
}

func FuzzDecode(f *testing.F) {
	source.Fuzz(f, []string{"facebook", opeth},
		`{"business_discovery":{"id":"1","username":"officialopeth","followers_count":7}}`, `{"error":{"code":190}}`, `{"error":{"code":24,"error_user_msg":"x\ny"}}`)
}
