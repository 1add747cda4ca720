// Package rollback is a mark beside the counts: the site shows an earlier day until
// somebody releases it. It is kept in the history because that outlives whatever
// happens to a site, and is read by every run before it publishes.
package rollback

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"datarocks/content"
	"datarocks/history/store"
)

// object holds the mark. A run's role may not delete in the history, so a mark that was
// released stays as an empty one.
const object = "v1/rollback.json"

// ErrBroken means that the mark was cut or changed. Release writes it anew.
var ErrBroken = errors.New("whether the site is kept as of a day is not known")

// Mark is that a site is kept as of a day.
type Mark struct {
	Day    content.Day
	Reason string
	At     time.Time // when it was set, UTC
}

// AsOf is the last second of the day.
func (m Mark) AsOf() time.Time { return (m.Day + 1).Time().Add(-time.Second) }

// stored is a mark as it is kept; without a day there is none.
type stored struct {
	Day    string    `json:"day,omitempty"`
	Reason string    `json:"reason,omitempty"`
	At     time.Time `json:"at,omitzero"`
}

// String is the mark in a sentence's middle: as of when, why and since when.
func (m Mark) String() string {
	text := "as of " + m.Day.String()
	if m.Reason != "" {
		text += " (" + m.Reason + ")"
	}
	return text + " since " + m.At.UTC().Format("2006-01-02 15:04 UTC")
}

// Read returns the mark of a history; nil where there is none. One that cannot be read
// is an error: a site that is to stay must not change for that.
func Read(ctx context.Context, s store.Store) (*Mark, error) {
	m, _, err := read(ctx, s)
	return m, err
}

func read(ctx context.Context, s store.Store) (m *Mark, version string, err error) {
	data, version, err := s.Get(ctx, object)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, "", nil
	}
	if err != nil {
		return nil, "", err
	}
	var stored stored
	if err = json.Unmarshal(data, &stored); err == nil && stored.Day != "" {
		m = &Mark{Reason: stored.Reason, At: stored.At}
		m.Day, err = content.ParseDay(stored.Day)
	}
	if err != nil {
		return nil, version, fmt.Errorf("read history %s: %w: %w", object, err, ErrBroken)
	}
	return m, version, nil
}

// Set keeps the site as of a day.
func Set(ctx context.Context, s store.Store, m Mark) error {
	return write(ctx, s, stored{Day: m.Day.String(), Reason: m.Reason, At: m.At.UTC().Truncate(time.Second)})
}

// Release ends that, and returns the mark that was set; nil where there was none.
func Release(ctx context.Context, s store.Store) (*Mark, error) {
	was, version, err := read(ctx, s)
	if err != nil && version == "" || err == nil && was == nil {
		return nil, err
	}
	return was, write(ctx, s, stored{})
}

func write(ctx context.Context, s store.Store, mark stored) error {
	data, err := json.Marshal(mark)
	if err != nil {
		return err
	}
	_, version, err := read(ctx, s)
	if err != nil && version == "" {
		return err
	}
	_, err = store.PutOver(ctx, s, object, bytes.NewReader(append(data, '\n')), version)
	return err
}
