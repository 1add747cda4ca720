package fetchtest_test

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"datarocks/fetch/fetchtest"
)

const metallica = "2ye2Wgw4gimLv2eAKyk1NB"

func newSpotify(t *testing.T) *fetchtest.Spotify {
	t.Helper()
	p := started[*fetchtest.Spotify](t)(fetchtest.NewSpotify())
	p.Set(metallica, "Metallica", 7)
	return p
}

func newTwitter(t *testing.T) *fetchtest.Twitter {
	t.Helper()
	p := started[*fetchtest.Twitter](t)(fetchtest.NewTwitter())
	p.Set("Metallica", "Metallica", 7)
	return p
}

// ask returns status and body of an answer; auth is the Authorization header.
func ask(t *testing.T, p interface{ URL() string }, path, auth string) (status int, body string) {
	t.Helper()
	return exchange{path: path, auth: auth}.answer(t, p.URL())
}

func TestSpotifyWantsAnAppItKnows(t *testing.T) {
	p := newSpotify(t)
	const grant = "grant_type=client_credentials"
	const (
		known   = "Basic aWQ6c2VjcmV0"     // id:secret
		unknown = "Basic aWQ6YW5vdGhlcg==" // id:another
	)
	p.Accept("id", "secret")
	tests := []struct {
		name, auth string
		form       string
		status     int
		body       string
	}{
		{"its app", known, grant, 200, `{"access_token":"access-token-1","expires_in":3600,"token_type":"Bearer"}`},
		{"another app", unknown, grant, 400, `{"error":"invalid_client","error_description":"Invalid client"}`},
		{"no app", "", grant, 400, `{"error":"invalid_client","error_description":"Invalid client"}`},
		{"no grant type", known, "grant_type=", 400, `{"error":"unsupported_grant_type","error_description":"grant_type parameter is missing"}`},
	}
	for _, test := range tests {
		status, body := exchange{path: "/api/token", auth: test.auth, question: test.form}.answer(t, p.URL())
		if status != test.status || body != test.body {
			t.Errorf("%s: %d %s, want %d %s", test.name, status, body, test.status, test.body)
		}
	}
}

func TestSpotifyRefusesAsTheRealOneDoes(t *testing.T) {
	p := newSpotify(t)
	exchange{path: "/api/token", auth: "Basic aWQ6c2VjcmV0", question: "grant_type=client_credentials"}.answer(t, p.URL())
	const good = "Bearer access-token-1"
	tests := []struct {
		name, path, auth string
		status           int
		body             string
	}{
		{"a token it did not issue", "/v1/artists/" + metallica, "Bearer stolen", 401, `{"error":{"message":"Invalid access token","status":401}}`},
		{"no token", "/v1/artists/" + metallica, "", 401, `{"error":{"message":"Invalid access token","status":401}}`},
		{"51 artists", "/v1/artists?ids=" + strings.Repeat(metallica+",", 50) + metallica, good, 400, `{"error":{"message":"Too many ids requested","status":400}}`},
		{"no id", "/v1/artists/metallica", good, 400, `{"error":{"message":"Invalid base62 id","status":400}}`},
		{"no id in a batch", "/v1/artists?ids=metallica", good, 400, `{"error":{"message":"Invalid base62 id","status":400}}`},
		{"an unknown artist", "/v1/artists/0ybFZ2Ab08V8hueghSXm6E", good, 404, `{"error":{"message":"Resource not found","status":404}}`},
		{"unknown artists", "/v1/artists?ids=0ybFZ2Ab08V8hueghSXm6E,2aaLAng2L2aWD2FClzwiep", good, 200, `{"artists":[null,null]}`},
	}
	for _, test := range tests {
		status, body := ask(t, p, test.path, test.auth)
		if status != test.status || body != test.body {
			t.Errorf("%s: %d %s, want %d %s", test.name, status, body, test.status, test.body)
		}
	}
	p.DevelopmentMode(true)
	if status, body := ask(t, p, "/v1/artists?ids="+metallica, good); status != 403 || body != `{"error":{"message":"Forbidden","status":403}}` {
		t.Errorf("a batch in development mode: %d %s", status, body)
	}
}

func TestTwitterRefusesAsTheRealOneDoes(t *testing.T) {
	p := newTwitter(t)
	p.Accept("token")
	const users = "/2/users/by?usernames="
	tests := []struct {
		name, path, auth string
		status           int
		body             string
	}{
		{"another token", users + "metallica", "Bearer stolen", 401, `{"title":"Unauthorized","type":"about:blank","status":401,"detail":"Unauthorized"}`},
		{"no token", users + "metallica", "", 401, `{"title":"Unauthorized","type":"about:blank","status":401,"detail":"Unauthorized"}`},
		{"101 users", users + strings.Repeat("a,", 100) + "a", "Bearer token", 400, "query parameter list [101] is not between 1 and 100"},
		{"no users", "/2/users", "Bearer token", 400, `"title":"Invalid Request"`},
		{"metrics not asked for", users + "metallica", "Bearer token", 200, `{"data":[{"id":"` + p.ID("Metallica") + `","name":"Metallica","username":"Metallica"}]}`},
	}
	for _, test := range tests {
		status, body := ask(t, p, test.path, test.auth)
		if status != test.status || !strings.Contains(body, test.body) {
			t.Errorf("%s: %d %s, want %d %s", test.name, status, body, test.status, test.body)
		}
	}
}

func TestTwitterKnowsAUserByIDToo(t *testing.T) {
	p := newTwitter(t)
	_, body := ask(t, p, "/2/users?ids="+p.ID("metallica"), "Bearer x")
	if !strings.Contains(body, `"username":"Metallica"`) {
		t.Errorf("the answer is %s", body)
	}
}

func TestFaultsComeInTheirOrder(t *testing.T) {
	p := newTwitter(t)
	p.FailAlways("/2/users/by", fetchtest.Respond(503, ""))
	p.Heal()
	p.Fail("/2/users/by", fetchtest.Respond(500, ""), fetchtest.Respond(502, ""))
	p.FailAlways("/2/users", fetchtest.Respond(503, ""))
	var got []int
	for _, path := range []string{"/2/users?ids=1", "/2/users/by?usernames=a", "/2/users/by?usernames=a", "/2/users/by?usernames=a"} {
		status, _ := ask(t, p, path, "Bearer x")
		got = append(got, status)
	}
	p.Heal()
	status, _ := ask(t, p, "/2/users/by?usernames=a", "Bearer x")
	if diff := cmp.Diff([]int{503, 500, 502, 503, 200}, append(got, status)); diff != "" {
		t.Errorf("statuses (-want +got):\n%s", diff)
	}
}

func TestCloseEndsAnswers(t *testing.T) {
	p := newTwitter(t)
	reached := make(chan struct{})
	p.Fail("/", func(w http.ResponseWriter, r *http.Request, well http.Handler) {
		close(reached)
		fetchtest.Hang(nil)(w, r, well)
	})
	var wg sync.WaitGroup
	wg.Go(func() {
		req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, p.URL()+"/", nil)
		if err != nil {
			t.Error(err)
			return
		}
		if resp, err := http.DefaultClient.Do(req); err == nil {
			resp.Body.Close()
			t.Error("a closed platform answered")
		}
	})
	<-reached
	_ = p.Close()
	wg.Wait()
}

func TestAccountsComeAndGo(t *testing.T) {
	p := newTwitter(t)
	ask := func() string {
		_, body := ask(t, p, "/2/users/by?usernames=metallica&user.fields=public_metrics", "Bearer x")
		return body
	}
	truth := func(want int64, known bool) {
		t.Helper()
		if n, ok := p.Count("METALLICA"); n != want || ok != known {
			t.Errorf("it holds %d, %v; want %d, %v", n, ok, want, known)
		}
	}
	truth(7, true)
	p.Overwrite("metallica", "public_metrics.followers_count", "8")
	if body := ask(); !strings.Contains(body, `"followers_count":8`) {
		t.Errorf("overwritten, the answer is %s", body)
	}
	truth(7, true)
	p.Suspend("metallica")
	if body := ask(); !strings.Contains(body, "User has been suspended: [metallica].") || strings.Contains(body, `"data"`) {
		t.Errorf("suspended, the answer is %s", body)
	}
	truth(7, false)
	p.Remove("metallica")
	if body := ask(); !strings.Contains(body, "Could not find user with usernames: [metallica].") {
		t.Errorf("removed, the answer is %s", body)
	}
	p.Set("Metallica", "Metallica", 9)
	if body := ask(); !strings.Contains(body, `"followers_count":9`) {
		t.Errorf("set again, the answer is %s", body)
	}
}
