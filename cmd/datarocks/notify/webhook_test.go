package notify

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"datarocks/cmd/datarocks/settings"
	"datarocks/content"
	"datarocks/fetch"
	"datarocks/fetch/fetchtest"
	"datarocks/render/sentence"
)

// hostile is a name that would call people, be a link, or begin another line.
const hostile = "<!channel> @everyone [x](http://evil) *b* _i_ `c` & |\n# > - 1."

func bulletinOf(site *content.Site, news ...sentence.Notice) *sentence.Bulletin {
	day, _ := content.ParseDay("2026-11-23")
	return sentence.NewBulletin(site, day, nil, news)
}

func label() *content.Site {
	return &content.Site{Title: "Label & Sons", BaseURL: "https://counts.example.org/"}
}

var reached = sentence.Notice{ID: "milestone/opeth/spotify/1000000", Kind: sentence.KindMilestone, Text: hostile, Artist: "opeth", Metric: content.Spotify.Default(), Path: "artists/opeth/"}

// messageOf returns what is posted, as it goes out but for its lines.
func messageOf(t *testing.T, address string, b *sentence.Bulletin) (service, text string) {
	t.Helper()
	hook, ok := parseWebhook(address)
	if !ok {
		t.Fatalf("%s is no webhook", address)
	}
	var out strings.Builder
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(hook.service.message(b)); err != nil {
		t.Fatal(err)
	}
	return hook.service.name, out.String()
}

func TestMessages(t *testing.T) {
	t.Parallel()
	b := bulletinOf(label(), reached, sentence.Notice{ID: "week/2026-W47", Kind: sentence.KindWeek, Text: "Week to 22 November 2026: nothing."})
	for _, test := range []struct{ address, service, want string }{
		{"https://hooks.slack.com/services/T/B/x", "Slack", `{
  "text": "<https://counts.example.org/|Label &amp; Sons · 23 November 2026>\n• &lt;!channel&gt; @¦everyone [x](http:¦//evil) *¦b*¦ _¦i_¦ ` + "`¦c`¦" + ` &amp; | # &gt; - 1. <https://counts.example.org/artists/opeth/|page>\n• Week to 22 November 2026: nothing."
}
`},
		{"https://discord.com/api/webhooks/1/x", "Discord", `{
  "allowed_mentions": {
    "parse": []
  },
  "content": "[Label & Sons · 23 November 2026](<https://counts.example.org/>)\n• \\<!channel\\> \\@¦everyone \\[x\\](http:¦//evil) \\*b\\* \\_i\\_ \\` + "`c\\\\`" + ` & \\| \\# \\> - 1. [page](<https://counts.example.org/artists/opeth/>)\n• Week to 22 November 2026: nothing."
}
`},
		{"https://prod-1.westeurope.logic.azure.com:443/workflows/1/triggers/manual/paths/invoke?sig=x", "Teams", `{
  "attachments": [
    {
      "content": {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "actions": [
          {
            "title": "Open the site",
            "type": "Action.OpenUrl",
            "url": "https://counts.example.org/"
          }
        ],
        "body": [
          {
            "text": "[Label & Sons · 23 November 2026](https://counts.example.org/)",
            "type": "TextBlock",
            "weight": "Bolder",
            "wrap": true
          },
          {
            "text": "• <!channel> @¦everyone \\[x\\](http:¦//evil) \\*b\\* \\_i\\_ \\` + "`c\\\\`" + ` & | # > - 1. [page](https://counts.example.org/artists/opeth/)",
            "type": "TextBlock",
            "wrap": true
          },
          {
            "text": "• Week to 22 November 2026: nothing.",
            "type": "TextBlock",
            "wrap": true
          }
        ],
        "type": "AdaptiveCard",
        "version": "1.4"
      },
      "contentType": "application/vnd.microsoft.card.adaptive"
    }
  ],
  "type": "message"
}
`},
		{"https://chat.googleapis.com/v1/spaces/AAAA/messages?key=x&token=y", "Google Chat", `{
  "text": "<https://counts.example.org/|Label & Sons · 23 November 2026>\n• <¦!channel>¦ @¦everyone [x](http:¦//evil) *¦b*¦ _¦i_¦ ` + "`¦c`¦" + ` & |¦ # >¦ - 1. <https://counts.example.org/artists/opeth/|page>\n• Week to 22 November 2026: nothing."
}
`},
		{"https://chat.label.example/hooks/qwertyuiopasdfghjklzxcvbnm", "Mattermost", `{
  "schemaVersion": 1,
  "day": "2026-11-23",
  "title": "Label & Sons",
  "site": "https://counts.example.org/",
  "news": [
    {
      "id": "milestone/opeth/spotify/1000000",
      "kind": "milestone",
      "text": "<!channel> @everyone [x](http://evil) *b* _i_ ` + "`c`" + ` & |\n# > - 1.",
      "artist": "opeth",
      "source": "spotify",
      "metric": "followers",
      "page": "https://counts.example.org/artists/opeth/"
    },
    {
      "id": "week/2026-W47",
      "kind": "week",
      "text": "Week to 22 November 2026: nothing."
    }
  ],
  "text": "[Label & Sons · 23 November 2026](https://counts.example.org/)\n• <¦!¦channel>¦ @¦everyone [¦x]¦(http:¦//evil) \\*b\\* \\_i\\_ \\` + "`c\\\\`" + ` & |¦ \\# >¦ - 1. [page](https://counts.example.org/artists/opeth/)\n• Week to 22 November 2026: nothing."
}
`},
	} {
		service, got := messageOf(t, test.address, b)
		got = strings.ReplaceAll(got, "\u200b", "¦") // a space of no width, which nobody sees in a test either
		if diff := cmp.Diff(test.want, got); diff != "" || service != test.service {
			t.Errorf("%s is %s: %s", test.address, service, diff)
		}
	}
}

// TestMessagesHaveRoom: what is too long ends with how many more there are.
func TestMessagesHaveRoom(t *testing.T) {
	t.Parallel()
	var news []sentence.Notice
	for i := range 60 {
		news = append(news, sentence.Notice{ID: fmt.Sprint(i), Kind: sentence.Kind(fmt.Sprint(i)), Text: strings.Repeat("𝄞 & * <", 30), Path: "artists/a/"})
	}
	b := bulletinOf(label(), news...)
	for _, m := range []markup{slack, discord, teams, markdown, googleChat} {
		lines := m.lines(b)
		text := strings.Join(lines, "\n")
		if n := len(utf16.Encode([]rune(text))); n > m.limit || n < m.limit/2 {
			t.Errorf("%d characters, and there is room for %d", n, m.limit)
		}
		if last, want := lines[len(lines)-1], fmt.Sprintf("and %d more like these", 60-(len(lines)-2)); !strings.HasSuffix(last, want) {
			t.Errorf("it ends with %q, want %q", last, want)
		}
	}
}

func TestServices(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"https://hooks.slack.com/services/x":                                                                "Slack",
		"https://discord.com/api/webhooks/1/x":                                                              "Discord",
		"https://ptb.discord.com/api/v10/webhooks/1/x":                                                      "Discord",
		"https://discordapp.com/api/webhooks/1/x":                                                           "Discord",
		"https://label.webhook.office.com/webhookb2/x":                                                      "Teams",
		"https://d1.2.environment.api.powerplatform.com:443/powerautomate/x":                                "Teams",
		"https://chat.googleapis.com/v1/spaces/A/messages?key=x":                                            "Google Chat",
		"https://chat.label.example/hooks/qwertyuiopasdfghjklzxcvbnm":                                       "Mattermost",
		"https://label.example/chat/hooks/xkz3ss8m7fgcm8xy6jz9bh5ane":                                       "Mattermost",
		"https://rocket.label.example/hooks/64b8f1c2a9d3e40012ab34cd/SKtgY2nEN6mRzpBoahhKPkBwyn6HqsSyjXq8W": "Rocket.Chat",
		"https://example.org/hooks/mine":                                                                    "JSON",
		"https://chat.googleapis.com.example.org/v1/x":                                                      "JSON",
		"https://x.powerplatform.com/x":                                                                     "Teams",
		"https://PROD.logic.azure.com/workflows/x":                                                          "Teams",
		"https://hooks.slack.com.example.org/services/x":                                                    "JSON",
		"https://notdiscord.com/api/webhooks/1/x":                                                           "JSON",
		"https://example.org/discord.com/api/webhooks/":                                                     "JSON",
		"http://127.0.0.1:8080/x":                                                                           "JSON",
		"http://[::1]/x":                                                                                    "JSON",
		"http://localhost/x":                                                                                "JSON",
	} {
		hook, ok := parseWebhook(address)
		if !ok || hook.service.name != want {
			t.Errorf("%s: %s, %v, want %s", address, hook.service.name, ok, want)
		}
		if u, _ := url.Parse(address); hook.host != strings.ToLower(u.Host) || strings.Contains(fmt.Sprintf("%v %+v %#v", hook, hook, hook), "/x") {
			t.Errorf("%s is shown as %v, %+v, %#v", address, hook, hook, hook)
		}
	}
	for _, address := range []string{"", "x", "https://", "https:///x", "ftp://example.org/x", "http://example.org/x", "http://127.0.0.1.example.org/x", "https://user:x@example.org/", "https://exa mple.org/", "https://example.org/%zz"} {
		if _, ok := parseWebhook(address); ok {
			t.Errorf("%q is taken for a webhook", address)
		}
	}
}

// key is in the address of a simulated webhook, as in those of real services.
const key = "S3cr3t+key/of=webhook"

// listener takes posts. The first ones fail.
type listener struct {
	*httptest.Server

	mu     sync.Mutex
	posts  int
	faults []fetchtest.Fault
}

func listen(t *testing.T, faults ...fetchtest.Fault) (*listener, Webhook) {
	t.Helper()
	l := &listener{faults: faults}
	l.Server = httptest.NewServer(l)
	t.Cleanup(l.Close)
	hook, ok := parseWebhook(l.URL + "/" + url.PathEscape(key) + "?sig=" + url.QueryEscape(key))
	if !ok {
		t.Fatal("no webhook")
	}
	return l, hook
}

func (l *listener) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	l.mu.Lock()
	l.posts++
	answer := fetchtest.Respond(http.StatusAccepted, "")
	if len(l.faults) > 0 {
		answer, l.faults = l.faults[0], l.faults[1:]
	}
	l.mu.Unlock()
	answer(w, r, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusAccepted) }))
}

// echo answers with the address, and leads to it.
func echo(status int, origin string) fetchtest.Fault {
	return func(w http.ResponseWriter, r *http.Request, well http.Handler) {
		fetchtest.Respond(status, r.URL.String(), "Location: "+origin+r.URL.String(), "Retry-After: 86400")(w, r, well)
	}
}

func leaks(text string) bool {
	return slices.ContainsFunc([]string{key, url.PathEscape(key), url.QueryEscape(key)}, func(form string) bool { return strings.Contains(text, form) })
}

// TestPostsFail lets posts fail in every way, and searches all that is printed of it
// for the address.
func TestPostsFail(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		faults  []fetchtest.Fault
		problem string
		posts   int
		cure    string
	}{
		{"no fault", nil, "", 1, ""},
		{"once", []fetchtest.Fault{fetchtest.Respond(500, "")}, "", 2, ""},
		{"asked to wait a moment", []fetchtest.Fault{fetchtest.Respond(429, "", "Retry-After: 1")}, "", 2, ""},
		{"asked to wait for a day", []fetchtest.Fault{echo(429, "")}, "http 429: too many requests", 1, cureNone},
		{"twice", []fetchtest.Fault{fetchtest.Respond(503, ""), fetchtest.Respond(503, "")}, "http 503: service unavailable", 2, cureNone},
		{"dropped", []fetchtest.Fault{fetchtest.Drop(), fetchtest.Drop()}, "connection failed", 2, cureNone},
		{"gone", []fetchtest.Fault{echo(404, "")}, "http 404: not found", 1, cureAddress},
		{"refused", []fetchtest.Fault{echo(400, "")}, "http 400: bad request", 1, cureForm},
		{"elsewhere", []fetchtest.Fault{echo(302, "http://localhost:1")}, "http 302: found", 1, cureOf(302)},
		{"nowhere", []fetchtest.Fault{echo(302, "http://[")}, "failed to parse Location header …: missing ']' in host", 1, cureNone},
		{"never", []fetchtest.Fault{fetchtest.Hang(nil)}, "timed out", 1, cureNone},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			server, hook := listen(t, test.faults...)
			ctx, cancel := context.WithTimeout(t.Context(), postingAtMost)
			if test.name == "never" {
				ctx, cancel = context.WithTimeout(t.Context(), 100*time.Millisecond)
			}
			defer cancel()
			got := hook.post(ctx, bulletinOf(label(), reached), "test")
			server.mu.Lock()
			defer server.mu.Unlock()
			if got.Problem != test.problem || got.cure != test.cure || server.posts != test.posts {
				t.Errorf("%+v after %d posts, want %q after %d", got, server.posts, test.problem, test.posts)
			}
			asJSON, _ := json.Marshal(got)
			if shown := fmt.Sprintf("%v %+v %s %s %+v %#v", got, got, got.Warning(), asJSON, hook, hook); leaks(shown) {
				t.Errorf("the address is in %s", shown)
			}
		})
	}
	t.Run("nobody there", func(t *testing.T) {
		t.Parallel()
		for _, origin := range []string{"http://127.0.0.1:1", "https://localhost:1"} {
			hook, _ := parseWebhook(origin + "/" + url.PathEscape(key))
			got := hook.post(t.Context(), bulletinOf(label(), reached), "test")
			if got.Problem != "connection failed" || leaks(got.Warning()) {
				t.Errorf("%+v", got)
			}
		}
	})
}

// TestWebhooksAreReadOnce: in a variable several stand together, a flag repeats.
func TestWebhooksAreReadOnce(t *testing.T) {
	t.Parallel()
	flags := settings.NotifyFlags{Notify: []fetch.Secret{fetch.NewSecret(" https://a.example/1, https://b.example/2\n\nhttps://a.example/1"), fetch.NewSecret("https://c.example/3"), fetch.NewSecret("")}}
	hooks, err := Webhooks(flags)
	if err != nil || fmt.Sprint(hooks) != "[a.example (JSON) b.example (JSON) c.example (JSON)]" {
		t.Errorf("%v, %v", hooks, err)
	}
	if shown := fmt.Sprintf("%v %+v %#v", flags, flags, flags); strings.Contains(shown, "example/") {
		t.Errorf("%s", shown)
	}
}
