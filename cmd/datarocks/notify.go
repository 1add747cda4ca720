package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
	"unicode"

	"datarocks/fetch"
	"datarocks/render"
)

// notifyVariable is a secret, as what it holds lets anybody write there.
const notifyVariable = "DATAROCKS_NOTIFY"

// notifyFlags say whom to tell what is new.
type notifyFlags struct {
	Notify []fetch.Secret `sep:"none" env:"DATAROCKS_NOTIFY" placeholder:"URL" help:"Webhook to tell what is new: of Slack, Discord, Teams, or any that takes JSON; may repeat (${env}, with spaces between)."`
}

// webhook is where somebody is told. Whoever knows its address may write there, so
// only its host is ever shown.
type webhook struct {
	address fetch.Secret
	host    string
	service service
}

func (h webhook) String() string { return fmt.Sprintf("%s (%s)", h.host, h.service.name) }

// webhooks reads the addresses, each once.
func (f notifyFlags) webhooks() ([]webhook, error) {
	var hooks []webhook
	seen := make(map[string]bool)
	place := 0
	for _, given := range f.Notify {
		for address := range strings.FieldsFuncSeq(given.Reveal(), func(r rune) bool { return r == ',' || unicode.IsSpace(r) }) {
			place++
			hook, ok := parseWebhook(address)
			if !ok {
				// Which one is told by its place: it may be a secret all the same.
				return nil, settingsError("copy the address from where the webhook was made: https://..., or http:// to this machine alone",
					"--notify, DATAROCKS_NOTIFY: address %d is none of a webhook", place)
			}
			if !seen[address] {
				hooks = append(hooks, hook)
			}
			seen[address] = true
		}
	}
	return hooks, nil
}

func parseWebhook(address string) (webhook, bool) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.User != nil {
		return webhook{}, false
	}
	secure := u.Scheme == "https" || u.Scheme == "http" && isLoopback(u.Hostname())
	return webhook{fetch.NewSecret(address), strings.ToLower(u.Host), serviceOf(u)}, secure
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

// Bounds of telling somebody, who is no reason for a run to take longer.
const (
	tellingAtMost = 15 * time.Second // all that is told, at the same time
	tellTimeout   = 5 * time.Second  // one attempt
	tellPatience  = 5 * time.Second  // the longest wait that a service may ask for
	tellAttempts  = 2
)

// told is what became of telling somebody.
type told struct {
	Host    string `json:"host"`
	Service string `json:"service"`
	News    int    `json:"news"`
	Problem string `json:"problem,omitempty"`

	cure string
}

func (t told) String() string {
	outcome := plural(t.News, "notice")
	if t.Problem != "" {
		outcome = t.Problem
	}
	return fmt.Sprintf("%s (%s): %s", t.Host, t.Service, outcome)
}

// news is what there is to tell; nothing where there is nobody to tell it.
func (n *night) news() []render.Notice {
	if len(n.hooks) == 0 {
		return nil
	}
	return render.News(n.site, n.past)
}

// compose makes the bulletin of what the answers brought.
func (n *night) compose(before []render.Notice) {
	if len(n.hooks) > 0 && n.summary.Rows > 0 {
		n.bulletin = render.NewBulletin(n.site, n.summary.Day, before, n.news())
	}
}

// notify tells what is new, once the site shows it. Whoever cannot be told is
// named, which changes nothing about the run.
func (n *night) notify() {
	if n.bulletin == nil || len(n.bulletin.Notices) == 0 || n.past.Err() != nil {
		return
	}
	if n.summary.Site == nil {
		n.bulletin.Site = "" // which does not show it
	}
	ctx, cancel := context.WithTimeout(n.ctx, tellingAtMost)
	defer cancel()
	n.summary.Told = make([]told, len(n.hooks))
	var all sync.WaitGroup
	for i, hook := range n.hooks {
		all.Go(func() { n.summary.Told[i] = hook.tell(ctx, n.bulletin, userAgent(n.site)) })
	}
	all.Wait()
}

// tell posts a bulletin. No error of net/http is handed on, as it would hold the
// address.
func (h webhook) tell(ctx context.Context, b *render.Bulletin, agent string) told {
	t := told{Host: h.host, Service: h.service.name, News: len(b.Notices)}
	var body bytes.Buffer
	enc := json.NewEncoder(&body)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(h.service.message(b)); err != nil {
		t.Problem = fetch.OneLine(err.Error())
		return t
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, h.address.Reveal(), &body)
	if err != nil {
		t.Problem, t.cure = "its address cannot be asked", cureAddress
		return t
	}
	req.Header.Set("Content-Type", "application/json")
	client := fetch.NewClient(fetch.Options{UserAgent: agent, Timeout: tellTimeout, Patience: tellPatience, Attempts: tellAttempts})
	resp, err := client.Do(req)
	if err != nil {
		t.Problem, t.cure = fetch.Reason(err), cureNone
		return t
	}
	defer resp.Body.Close()
	if resp.StatusCode/100 != 2 {
		t.Problem, t.cure = fetch.Reason(fetch.NewStatusError(resp, nil)), cureOf(resp.StatusCode)
	}
	return t
}

// What to do about somebody who could not be told.
const (
	cureAddress = "make a new webhook there, and write its address into DATAROCKS_NOTIFY"
	cureForm    = "it takes no message of this form; see whether DATAROCKS_NOTIFY leads where it should"
	cureNone    = "it is not told again; if it stays so, see whether DATAROCKS_NOTIFY still leads there"
)

func cureOf(status int) string {
	switch {
	case status == http.StatusTooManyRequests || status >= 500:
		return cureNone
	case status == http.StatusUnauthorized, status == http.StatusForbidden, status == http.StatusNotFound, status == http.StatusGone:
		return cureAddress
	case status/100 == 3:
		return "a redirect is not followed; write the address where it leads into DATAROCKS_NOTIFY"
	}
	return cureForm
}

// warning tells in one line who was not told, why, and what to do; "" where all
// is well.
func (t told) warning() string {
	if t.Problem == "" {
		return ""
	}
	return fmt.Sprintf("%s (%s) was not told what is new: %s; %s", t.Host, t.Service, t.Problem, t.cure)
}
