package notify

import (
	"bytes"
	"context"
	"strings"
	"time"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/fetch"
)

// pingingAtMost bounds one ping: a run does not wait for who watches it.
const pingingAtMost = 6 * time.Second

// Ping is a check of healthchecks.io or a service like it, which raises the alarm
// when no ping comes. The zero Ping pings nobody.
type Ping struct {
	address fetch.Secret
	world   *shell.World
}

// OpenPing reads the address from the environment, and from nowhere else.
func OpenPing(w *shell.World) (Ping, error) {
	address := strings.TrimSpace(w.Getenv(settings.PingVariable))
	if address == "" {
		return Ping{}, nil
	}
	if _, ok := parseAddress(address); !ok {
		return Ping{}, shell.Refuse("copy the ping URL from the page of the check: https://..., or http:// to this machine alone",
			settings.PingVariable+": this is no address that can be pinged")
	}
	return Ping{fetch.NewSecret(address), w}, nil
}

// Check refuses addresses that are none, of webhooks and to ping.
func Check(w *shell.World, f settings.NotifyFlags) error {
	_, err := Webhooks(f)
	_, pingErr := OpenPing(w)
	return shell.Together(err, pingErr)
}

// Start reports that a run has begun.
func (p Ping) Start() { p.send("/start", "") }

// Done reports a run that published.
func (p Ping) Done(text string) { p.send("", text) }

// Fail reports a run that did not.
func (p Ping) Fail(text string) { p.send("/fail", text) }

func (p Ping) String() string {
	u, _ := parseAddress(p.address.Reveal())
	if u == nil {
		return ""
	}
	return strings.ToLower(u.Host)
}

// send pings, also for a run that was interrupted. One that fails changes nothing.
func (p Ping) send(suffix, text string) {
	if p.world == nil {
		return
	}
	if problem := p.try(context.WithoutCancel(p.world.Ctx), suffix, text); problem != "" {
		p.world.Say("%s was not pinged: %s; see whether %s still leads there", p, problem, settings.PingVariable)
	}
}

func (p Ping) try(ctx context.Context, suffix, text string) (problem string) {
	ctx, cancel := context.WithTimeout(ctx, pingingAtMost)
	defer cancel()
	u, ok := parseAddress(p.address.Reveal())
	if !ok {
		return "its address cannot be asked"
	}
	if suffix != "" {
		u = u.JoinPath(suffix)
	}
	problem, _ = send(ctx, fetch.NewSecret(u.String()), "text/plain; charset=utf-8", bytes.NewBufferString(text), shell.Agent())
	return problem
}
