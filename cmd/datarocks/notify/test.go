package notify

import (
	"context"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/render/sentence"
)

// Trial is the answer of one address to a test.
type Trial struct {
	Host    string `json:"host"`
	Service string `json:"service"`
	Problem string `json:"problem,omitempty"`
}

// Test posts a message to each webhook that is set and pings the check, and prints
// what each answered. It fails if one does not take it.
func Test(w *shell.World, f settings.NotifyFlags, asJSON bool) error {
	hooks, err := Webhooks(f)
	ping, pingErr := OpenPing(w)
	if err := shell.Together(err, pingErr); err != nil {
		return err
	}
	if len(hooks) == 0 && ping.world == nil {
		return shell.Refuse("set "+settings.NotifyVariable+" to the address of a webhook, or "+settings.PingVariable+" to that of a check", "there is nobody to tell")
	}
	site := &content.Site{Title: "datarocks"}
	trials, cures := []Trial{}, []string{}
	test := sentence.NewBulletin(site, content.DayOf(w.Clock()), nil, []sentence.Notice{sentence.Test(site)})
	for _, d := range Post(w.Ctx, hooks, test, shell.Agent()) {
		trials, cures = append(trials, Trial{d.Host, d.Service, d.Problem}), append(cures, d.cure)
	}
	if ping.world != nil {
		trials = append(trials, Trial{ping.String(), "ping", ping.try(context.WithoutCancel(w.Ctx), "", "a test")})
		cures = append(cures, "see whether "+settings.PingVariable+" still leads there")
	}
	failed := shell.ExitDone
	err = w.Result(asJSON, trials, func() {
		for _, t := range trials {
			if t.Problem == "" {
				w.Print("%s (%s): took it", t.Host, t.Service)
			}
		}
	})
	for i, t := range trials {
		if t.Problem != "" {
			w.Warn(t.Host + " (" + t.Service + "): " + t.Problem)
			w.Hint(cures[i])
			failed = shell.ExitFailed
		}
	}
	if err != nil {
		return err
	}
	return shell.Exit(failed)
}
