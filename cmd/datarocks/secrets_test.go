package main

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io/fs"
	"maps"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/fetch"
	"datarocks/fetch/fetchtest"
	"datarocks/publish/awstest"
)

// planted are the keys of every test here, by their variables. None of them may
// be seen again. They hold what URLs, JSON and HTML escape.
var planted = map[string]string{
	"SPOTIFY_ID":            "spid7f3a/+&=<'é",
	"SPOTIFY_SECRET":        "spse7f3a/+&=<'é",
	"TWITTER_BEARER_TOKEN":  "xbea7f3a/+&=<'",
	"LISTENBRAINZ_TOKEN":    "lbto7f3a/+&=<'",
	"LASTFM_API_KEY":        "lfke7f3a/+&=<'é",
	"INSTAGRAM_ACCOUNT":     "90317846338772941", // a number, or nobody is asked
	"INSTAGRAM_TOKEN":       "igfb7f3a/+&=<'",
	"YOUTUBE_API_KEY":       "yoap7f3a/+&=<'",
	"AWS_SECRET_ACCESS_KEY": awstest.SecretAccessKey,
	requestToken:            "ghrq7f3a/+&=<'",
	webhookKey:              "hook7f3a/+&=<'é",
}

// spellings are the ways in which a planted key may be written.
var spellings = func() map[string][]string {
	all := make(map[string][]string, len(planted))
	for name, key := range planted {
		all[name] = spell(key[:8])
	}
	return all
}()

// spell spells the beginning of a key, which is seen also where a text is cut.
// Letters and digits are the same in URLs, JSON and HTML.
func spell(key string) []string {
	all := []string{
		key, url.QueryEscape(key), strings.ToLower(url.QueryEscape(key)),
		fmt.Sprintf("%x", key), fmt.Sprintf("%X", key), strings.Trim(fmt.Sprint([]byte(key)), "[]"),
	}
	for _, text := range []string{key, url.QueryEscape(key)} {
		// In base64 the bytes before decide where a group of three begins.
		for begin := range 3 {
			groups := []byte(text[begin : begin+(len(text)-begin)/3*3])
			all = append(all, base64.StdEncoding.EncodeToString(groups), base64.URLEncoding.EncodeToString(groups))
		}
	}
	slices.Sort(all)
	return slices.Compact(all) // most spell it alike, and all that is left behind is searched for each
}

// leaked names the planted keys that stand in a text in any spelling.
func leaked(text string) []string {
	var names []string
	for name, spelt := range spellings {
		if slices.ContainsFunc(spelt, func(key string) bool { return strings.Contains(text, key) }) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// leakedBelow names the files of a folder in which, or in whose names, planted
// keys stand.
func leakedBelow(folder fs.FS) ([]string, error) {
	var found []string
	err := walkFiles(folder, func(name string, _ os.FileInfo, data []byte) {
		for _, key := range leaked(name + "\n" + string(data)) {
			found = append(found, key+" in "+name)
		}
	})
	return found, err
}

func TestPlantedKeysAreFound(t *testing.T) {
	for name, key := range planted {
		quoted, _ := json.Marshal(map[string]string{"url": "http://x/?api_key=" + url.QueryEscape(key), "key": key})
		for how, text := range map[string]string{
			"as it is":           "Bearer " + key + "\n",
			"in an error":        (&url.Error{Op: "Get", URL: "http://x/?api_key=" + url.QueryEscape(key) + "&b=1", Err: errors.New("refused")}).Error(),
			"in a path":          (&url.URL{Path: "/a " + key}).String(),
			"in a path, escaped": "http://x/" + url.PathEscape(key),
			"as a user":          "http://x:" + url.QueryEscape(key) + "@y",
			"in JSON":            string(quoted),
			"in HTML":            "<b>" + html.EscapeString(key) + "</b>",
			"in Go":              fmt.Sprintf("%#v", struct{ k string }{key}),
			"cut off":            "Bearer " + key[:10],
			"as bytes":           fmt.Sprint([]byte(key)),
			"in hex":             fmt.Sprintf("%x", "a "+key),
			"basic":              base64.StdEncoding.EncodeToString([]byte(url.QueryEscape("id") + ":" + url.QueryEscape(key))),
			"basic, one further": base64.URLEncoding.EncodeToString([]byte("ids:" + key + " and more")),
			"basic, two further": base64.RawStdEncoding.EncodeToString([]byte("ids::" + key)),
		} {
			if got := leaked(text); !slices.Equal(got, []string{name}) {
				t.Errorf("%s %s: found %v in %s", name, how, got, text)
			}
		}
	}
	folder := t.TempDir()
	writeFile(t, folder, "public/page.html", "<p>"+html.EscapeString(planted["LASTFM_API_KEY"]))
	writeFile(t, folder, "data/"+url.PathEscape(planted["TWITTER_BEARER_TOKEN"]), "")
	writeFile(t, folder, "innocent", "planted, api_key=REDACTED")
	found, err := leakedBelow(os.DirFS(folder))
	if err != nil || len(found) != 2 {
		t.Errorf("found %v (%v), want a page and a file's name", found, err)
	}
}

// plant sets the keys of a script, also as PLANTED_... for it to set again and
// PLANTED_PASSWORD for an address, and searches for them at its end in all that
// it left behind. What it prints is searched by exits.
func plant(env *testscript.Env, cloud *awstest.AWS) {
	for name, key := range planted {
		env.Setenv(name, key)
		env.Setenv("PLANTED_"+name, key)
	}
	env.Setenv("PLANTED_PASSWORD", url.QueryEscape(planted["SPOTIFY_SECRET"]))
	env.Defer(func() {
		found, err := leakedBelow(os.DirFS(env.WorkDir))
		if err != nil {
			env.T().Fatal(err)
		}
		for _, bucket := range []string{"counts", "pages"} {
			for key, object := range cloud.Objects(bucket) {
				for _, name := range leaked(fmt.Sprintf("%s %+v", key, object)) {
					found = append(found, name+" in s3://"+bucket+"/"+key)
				}
			}
		}
		if len(found) > 0 {
			env.T().Fatal("secrets leaked: ", found)
		}
	})
}

// failures are the ways in which a script can make any platform fail. Those that
// are a status send back all that they were sent, keys included.
var failures = map[string]fetchtest.Fault{
	"200":          echo(200),
	"302":          echo(302),
	"400":          echo(400),
	"401":          echo(401),
	"403":          echo(403),
	"404":          echo(404),
	"429":          echo(429),
	"500":          echo(500),
	"html":         fetchtest.HTML(200),
	"large":        fetchtest.Oversize(),
	"cut":          fetchtest.Cut(),
	"dropped":      fetchtest.Drop(),
	"slow":         fetchtest.Hang(nil),
	"bad-redirect": echoIn("Location: http://[", 302),
	"garbage":      garbage,
}

// echo answers with the request. It asks to wait for a day, so that nobody waits.
func echo(status int) fetchtest.Fault { return echoIn("Location: http://localhost:1", status) }

// echoIn ends a header with the address that was asked.
func echoIn(header string, status int) fetchtest.Fault {
	return func(w http.ResponseWriter, r *http.Request, well http.Handler) {
		sent := r.URL.String() + " " + r.Header.Get("Authorization")
		body, _ := json.Marshal(map[string]string{"error": sent, "error_description": sent, "message": sent, "title": sent, "detail": sent})
		fetchtest.Respond(status, string(body), header+r.URL.String(), "Retry-After: 86400")(w, r, well)
	}
}

// garbage answers with the request's first line, which is no answer.
func garbage(w http.ResponseWriter, r *http.Request, _ http.Handler) {
	if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
		_, _ = fmt.Fprintf(conn, "%s %s %s\r\n\r\n", r.Method, r.URL, r.Proto)
		_ = conn.Close()
	}
}

// TestFailuresShowNoKey lets each source fail in every way, without the patience
// of a run, and reads all that is printed of it.
func TestFailuresShowNoKey(t *testing.T) {
	for _, path := range []string{"/", "/v1/"} { // the latter leaves Spotify's token alone
		for _, name := range slices.Sorted(maps.Keys(failures)) {
			t.Run(name+" below "+path, func(t *testing.T) {
				t.Parallel()
				searchFailures(t, planted, func(p *fetchtest.Platform) string {
					p.FailAlways(path, failures[name])
					return p.URL()
				})
			})
		}
	}
	for _, origin := range []string{"http://127.0.0.1:1", "https://127.0.0.1:1", "http://127.0.0.1:99999", "http://host.invalid"} {
		t.Run(origin, func(t *testing.T) {
			t.Parallel()
			searchFailures(t, planted, func(*fetchtest.Platform) string { return origin })
		})
	}
	t.Run("keys that no header holds", func(t *testing.T) {
		t.Parallel()
		keys := make(map[string]string)
		for name, key := range planted {
			keys[name] = key + "\x7f"
		}
		searchFailures(t, keys, func(p *fetchtest.Platform) string { return p.URL() })
	})
}

// searchFailures asks every source at its origin, and searches what a run would print
// and record of it.
func searchFailures(t *testing.T, keys map[string]string, origin func(*fetchtest.Platform) string) {
	t.Helper()
	env := maps.Clone(keys)
	site := &content.Site{BaseURL: "https://example.org"}
	var asks []fetch.Ask
	for _, info := range content.Sources {
		p, err := fetchtest.Start(info.Source)
		if err != nil {
			t.Fatal(err)
		}
		defer p.Close()
		env[strings.ToUpper(string(info.Source))+"_ENDPOINT"] = origin(p)
		site.Sources = append(site.Sources, info.Source.Setting(content.EveryDay))
		asks = append(asks, fetch.Ask{Artist: "opeth", Metric: info.Source.Default(), Account: info.Example})
	}
	w := &shell.World{Getenv: func(name string) string { return env[name] }}
	c, err := settings.OpenCounters(w, site, fetch.Options{Patience: -1, Timeout: 200 * time.Millisecond})
	if err != nil || len(c.Ready) != len(asks) {
		t.Fatalf("%d sources can be asked: %v", len(c.Ready), err)
	}
	snap := fetch.All(t.Context(), time.Now(), asks, c.Ready)
	shown := []string{fmt.Sprintf("%+v", snap.Samples), fmt.Sprintf("%+v", c)}
	for _, result := range snap.Sources {
		if result.Err != nil {
			shown = append(append(shown, fetch.Reason(result.Err), fetch.Explain(result.Err).Hint), errorTexts(result.Err)...)
		}
	}
	for _, text := range shown {
		if found := leaked(text); len(found) > 0 {
			t.Errorf("%v in %s", found, text)
		}
	}
}

func errorTexts(err error) []string {
	var texts []string
	for ; err != nil; err = errors.Unwrap(err) {
		texts = append(texts, fmt.Sprintf("%v %+v", err, err))
	}
	return texts
}
