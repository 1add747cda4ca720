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

// Outcome tells webhooks once that the runs fail, and once that they work again. What
// was told is kept beside the counts, as nothing else lasts from run to run; where
// that cannot be read or written, a failure is rather told again than not at all.
type Outcome struct {
	Store store.Store // of the history; nil where it cannot be opened
	Hooks []Webhook
	Site  *content.Site // of its title and language, where the content can be read
	Agent string        // who posts
	Day   content.Day   // of the run
}

// toldName is the object of the history that has what was told. Only who has webhooks
// has it.
const toldName = "v1/notified.json"

// remindAfter is how many days later a failure that lasts is told again.
const remindAfter = 7

// told is what was told of runs that fail. The days are "" while they work.
type told struct {
	FailingSince string `json:"failingSince,omitempty"`
	Told         string `json:"told,omitempty"`
}

// outcomeAtMost bounds reading and writing what was told.
const outcomeAtMost = 3 * time.Second

// Failed posts that the run failed, unless that was told already: why, and the day
// that visitors see, 0 where that is not known.
func (o Outcome) Failed(ctx context.Context, why string, shown content.Day) []Delivery {
	was, version, _ := o.read(ctx) // what cannot be read is told again
	if last, err := content.ParseDay(was.Told); err == nil && o.Day < last+remindAfter {
		return nil
	}
	posted := o.post(ctx, sentence.RunFailed(o.Site, o.Day, why, shown))
	if was.FailingSince == "" {
		was.FailingSince = o.Day.String()
	}
	was.Told = o.Day.String()
	if arrived(posted) {
		o.write(ctx, was, version)
	}
	return posted
}

// Worked posts that the runs work again, if that they fail was told.
func (o Outcome) Worked(ctx context.Context) []Delivery {
	was, version, err := o.read(ctx)
	since, parseErr := content.ParseDay(was.FailingSince)
	if err != nil || parseErr != nil {
		return nil
	}
	posted := o.post(ctx, sentence.RunWorks(o.Site, since))
	if arrived(posted) {
		o.write(ctx, told{}, version)
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

// arrived reports whether anybody was told.
func arrived(posted []Delivery) bool {
	for _, d := range posted {
		if d.Problem == "" {
			return true
		}
	}
	return false
}

func (o Outcome) read(ctx context.Context) (was told, version string, err error) {
	if o.Store == nil {
		return told{}, "", errors.New("there is no history")
	}
	ctx, cancel := context.WithTimeout(ctx, outcomeAtMost)
	defer cancel()
	data, version, err := o.Store.Get(ctx, toldName)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return told{}, "", nil
	case err != nil:
		return told{}, "", err
	}
	if json.Unmarshal(data, &was) != nil {
		was = told{} // it was cut or changed, and is written anew
	}
	return was, version, nil
}

// write keeps what was told. Where that fails, the next run tells it again.
func (o Outcome) write(ctx context.Context, now told, version string) {
	if o.Store == nil {
		return
	}
	data, err := json.Marshal(now)
	if err != nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, outcomeAtMost)
	defer cancel()
	_ = o.Store.Put(ctx, toldName, bytes.NewReader(append(data, '\n')), version)
}
