package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"datarocks/publish/object"
)

// Former is a version of an object that a bucket keeps, or the mark of its deletion.
type Former struct {
	object.Former
	place int // in the server's order
}

// Name is that of the object.
func (f Former) Name() string { return f.Key }

// ErrDenied means that the login may not do with versions what was asked. The role of
// the nightly run may not.
var ErrDenied = errors.New("the login may not look at or delete the versions that the bucket keeps")

// Formers lists the versions of the objects whose names begin with prefix, by name,
// newest first. A folder keeps none, and not every bucket does.
func Formers(ctx context.Context, s Store, prefix string) ([]Former, error) {
	server, ok := s.(*S3)
	if !ok {
		return nil, nil
	}
	listed, err := server.objects.Formers(ctx, prefix)
	if err != nil {
		return nil, fmt.Errorf("list versions of %s: %w", server.objects.URL(prefix), ofFormers(err))
	}
	all := make([]Former, len(listed))
	for i, f := range listed {
		all[i] = Former{f, i}
	}
	slices.SortFunc(all, func(a, b Former) int {
		return cmp.Or(cmp.Compare(a.Key, b.Key), b.Since.Compare(a.Since), latestFirst(a, b), cmp.Compare(a.place, b.place))
	})
	return all, nil
}

// latestFirst orders versions of one second.
func latestFirst(a, b Former) int {
	switch {
	case a.Latest == b.Latest:
		return 0
	case a.Latest:
		return -1
	}
	return 1
}

// ReadFormer reads a version whole.
func ReadFormer(ctx context.Context, s Store, f Former) ([]byte, error) {
	server, ok := s.(*S3)
	if !ok {
		return nil, errors.ErrUnsupported
	}
	data, err := server.objects.ReadFormer(ctx, f.Former)
	if err != nil {
		return nil, fmt.Errorf("read a version of %s: %w", server.objects.URL(f.Key), ofFormers(err))
	}
	return data, nil
}

// DeleteFormer deletes a version for good.
func DeleteFormer(ctx context.Context, s Store, f Former) error {
	server, ok := s.(*S3)
	if !ok {
		return errors.ErrUnsupported
	}
	if err := server.objects.DeleteFormer(ctx, f.Former); err != nil {
		return fmt.Errorf("delete a version of %s: %w", server.objects.URL(f.Key), ofFormers(err))
	}
	return nil
}

// ofFormers wraps what a refusal means.
func ofFormers(err error) error {
	if object.IsDenied(err) {
		return fmt.Errorf("%w: %w", ErrDenied, err)
	}
	return reading(err)
}
