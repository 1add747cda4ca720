package notify

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"time"

	"datarocks/content"
	"datarocks/history/store"
	"datarocks/render/sentence"
)

// Outcome posts once that the runs fail, and once that they work again. What was
// posted is kept beside the counts, as nothing else lasts from run to run; where that
// cannot be read or written, a failure is rather posted again than not at all.
type Outcome struct {
	Store store.Store // of the history; nil where it cannot be opened
	Hooks []Webhook
	Site  *content.Site // of its title and language, where the content can be read
	Agent string        // who posts
	Day   content.Day   // of the run
}

// noticedName is the object of the history that has what was posted. Only who has
// webhooks has it.
const noticedName = "v1/notified.json"

// remindAfter is how many days later a failure that lasts is posted again.
const remindAfter = 7

// noticed is what was posted of runs that fail. The days are "" while they work.
type noticed struct {
	FailingSince string `json:"failingSince,omitempty"`
	Posted       string `json:"posted,omitempty"`
}

// outcomeAtMost bounds reading and writing what was posted.
const outcomeAtMost = 3 * time.Second

// Failed posts that the run failed, unless that was posted already: why, and the day
// that visitors see, 0 where that is not known.
func (o Outcome) Failed(ctx context.Context, why string, shown content.Day) []Delivery {
	was, version, _ := o.read(ctx) // what cannot be read is posted again
	if last, err := content.ParseDay(was.Posted); err == nil && o.Day < last+remindAfter {
		return nil
	}
	posted := o.post(ctx, sentence.RunFailed(o.Site, o.Day, why, shown))
	if was.FailingSince == "" {
		was.FailingSince = o.Day.String()
	}
	was.Posted = o.Day.String()
	if arrived(posted) {
		o.write(ctx, was, version)
	}
	return posted
}

// Worked posts that the runs work again, if that they fail was posted.
func (o Outcome) Worked(ctx context.Context) []Delivery {
	was, version, err := o.read(ctx)
	since, parseErr := content.ParseDay(was.FailingSince)
	if err != nil || parseErr != nil {
		return nil
	}
	posted := o.post(ctx, sentence.RunWorks(o.Site, since))
	if arrived(posted) {
		o.write(ctx, noticed{}, version)
	}
	return posted
}

func (o Outcome) post(ctx context.Context, n sentence.Notice) []Delivery {
	posted := Post(ctx, o.Hooks, sentence.NewBulletin(o.Site, o.Day, nil, []sentence.Notice{n}), o.Agent)
	for i := range posted {
		if posted[i].cure == cureNone && !arrived(posted) {
			posted[i].cure = "the next run tries it again"
		}
	}
	return posted
}

// arrived reports whether any post was taken.
func arrived(posted []Delivery) bool {
	for _, d := range posted {
		if d.Problem == "" {
			return true
		}
	}
	return false
}

func (o Outcome) read(ctx context.Context) (was noticed, version string, err error) {
	if o.Store == nil {
		return noticed{}, "", errors.New("there is no history")
	}
	ctx, cancel := context.WithTimeout(ctx, outcomeAtMost)
	defer cancel()
	data, version, err := o.Store.Get(ctx, noticedName)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return noticed{}, "", nil
	case err != nil:
		return noticed{}, "", err
	}
	if json.Unmarshal(data, &was) != nil {
		was = noticed{} // it was cut or changed, and is written anew
	}
	return was, version, nil
}

// write keeps what was posted. Where that fails, the next run posts it again.
func (o Outcome) write(ctx context.Context, now noticed, version string) {
	if o.Store == nil {
		return
	}
	data, err := json.Marshal(now)
	if err != nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, outcomeAtMost)
	defer cancel()
	_, _ = o.Store.Put(ctx, noticedName, bytes.NewReader(append(data, '\n')), version)
}
