package store

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"
)

// The pauses between attempts, of which each is twice the one before.
const (
	FirstPause   = 20 * time.Millisecond
	LongestPause = 5 * time.Second
)

// Retry repeats what failed in passing, by ErrConflict, ErrUnknown or ErrUnavailable,
// with pauses, until it succeeds, fails otherwise, or patience ends.
func Retry(ctx context.Context, patience time.Duration, once func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for pause := FirstPause; ; pause = min(2*pause, LongestPause) {
		err := once(ctx)
		if !errors.Is(err, ErrConflict) && !errors.Is(err, ErrUnknown) && !errors.Is(err, ErrUnavailable) {
			return err
		}
		if stopped := Wait(ctx, pause); stopped != nil {
			return fmt.Errorf("gave up: %w: %w", stopped, err)
		}
	}
}

// Wait waits for about as long as a pause, and returns why the context ended earlier.
func Wait(ctx context.Context, pause time.Duration) error {
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-time.After(pause/2 + rand.N(pause)):
		return nil
	}
}
