// Package notify is how people and services who look at no page are kept up to date:
// webhooks get the news of a night, its failure and its recovery, and a service that
// waits for pings learns that a run began and how it ended.
//
// Nothing here changes the outcome of a run, and no address is ever shown but for its
// host: whoever has one may write there.
package notify

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

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/fetch"
	"datarocks/render/sentence"
)

// Webhook is an address that gets the news. The address lets anybody write there,
// so only its host is ever shown.
type Webhook struct {
	address fetch.Secret
	host    string
	service service
}

func (h Webhook) String() string { return fmt.Sprintf("%s (%s)", h.host, h.service.name) }

// Webhooks reads the addresses, each once. Those that are none are in the error; the
// others are returned all the same.
func Webhooks(f settings.NotifyFlags) (hooks []Webhook, err error) {
	var problems []error
	seen := make(map[string]bool)
	place := 0
	for _, value := range f.Notify {
		for address := range strings.FieldsFuncSeq(value.Reveal(), func(r rune) bool { return r == ',' || unicode.IsSpace(r) }) {
			place++
			hook, ok := parseWebhook(address)
			if !ok {
				// Which one is named by its place: it may be a secret all the same.
				problems = append(problems, shell.Refuse("copy the address from where the webhook was made: https://..., or http:// to this machine alone",
					"--notify, DATAROCKS_NOTIFY: address %d is not a webhook's", place))
				continue
			}
			if !seen[address] {
				hooks = append(hooks, hook)
			}
			seen[address] = true
		}
	}
	return hooks, shell.Together(problems...)
}

func parseWebhook(address string) (Webhook, bool) {
	u, ok := parseAddress(address)
	if !ok {
		return Webhook{}, false
	}
	return Webhook{fetch.NewSecret(address), strings.ToLower(u.Host), serviceOf(u)}, true
}

// parseAddress reads the address of a web service: nobody on the way may read along.
func parseAddress(address string) (u *url.URL, ok bool) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.User != nil {
		return nil, false
	}
	return u, u.Scheme == "https" || u.Scheme == "http" && isLoopback(u.Hostname())
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

// Bounds of posting, which is no reason for a run to take longer.
const (
	postingAtMost = 15 * time.Second // to all of them, at the same time
	postTimeout   = 5 * time.Second  // one attempt
	postPatience  = 5 * time.Second  // the longest wait that a service may ask for
	postAttempts  = 2
)

// Delivery is the outcome of one post.
type Delivery struct {
	Host    string `json:"host"`
	Service string `json:"service"`
	News    int    `json:"news"`
	Problem string `json:"problem,omitempty"`

	cure string
}

func (d Delivery) String() string {
	outcome := shell.Plural(d.News, "notice")
	if d.Problem != "" {
		outcome = d.Problem
	}
	return fmt.Sprintf("%s (%s): %s", d.Host, d.Service, outcome)
}

// Warning is one line on a post that failed: which, why, and what to do.
func (d Delivery) Warning() string {
	return fmt.Sprintf("%s (%s) was not told what is new: %s; %s", d.Host, d.Service, d.Problem, d.cure)
}

// Post posts a bulletin to all of them at the same time.
func Post(ctx context.Context, hooks []Webhook, b *sentence.Bulletin, agent string) []Delivery {
	ctx, cancel := context.WithTimeout(ctx, postingAtMost)
	defer cancel()
	posted := make([]Delivery, len(hooks))
	var all sync.WaitGroup
	for i, hook := range hooks {
		all.Go(func() { posted[i] = hook.post(ctx, b, agent) })
	}
	all.Wait()
	return posted
}

func (h Webhook) post(ctx context.Context, b *sentence.Bulletin, agent string) Delivery {
	d := Delivery{Host: h.host, Service: h.service.name, News: len(b.Notices)}
	var body bytes.Buffer
	enc := json.NewEncoder(&body)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(h.service.message(b)); err != nil {
		d.Problem = fetch.OneLine(err.Error())
		return d
	}
	d.Problem, d.cure = send(ctx, h.address, "application/json", &body, agent)
	return d
}

// send posts a body to a secret address, and returns what went wrong, and what to do.
// No error of net/http is handed on, as it would hold the address.
func send(ctx context.Context, address fetch.Secret, kind string, body *bytes.Buffer, agent string) (problem, cure string) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address.Reveal(), body)
	if err != nil {
		return "its address cannot be asked", cureAddress
	}
	req.Header.Set("Content-Type", kind)
	client := fetch.NewClient(fetch.Options{UserAgent: agent, Timeout: postTimeout, Patience: postPatience, Attempts: postAttempts})
	resp, err := client.Do(req)
	if err != nil {
		return fetch.Reason(err), cureNone
	}
	defer resp.Body.Close()
	if resp.StatusCode/100 != 2 {
		return fetch.Reason(fetch.NewStatusError(resp, nil)), cureOf(resp.StatusCode)
	}
	return "", ""
}

// What to do about a webhook that failed.
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
