package fetch

import "context"

type progressKey struct{}

// WithProgress returns a context in which All calls asked after each answer, with the
// number of accounts that it was about. It is called from several goroutines.
func WithProgress(ctx context.Context, asked func(accounts int)) context.Context {
	return context.WithValue(ctx, progressKey{}, asked)
}

// reportAsked reports that so many accounts were asked for.
func reportAsked(ctx context.Context, accounts int) {
	if asked, ok := ctx.Value(progressKey{}).(func(int)); ok {
		asked(accounts)
	}
}
