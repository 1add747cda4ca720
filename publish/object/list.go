// Package object holds what the history's store and the publisher's bucket have in
// common: objects in a folder and on S3 that appear whole or not at all.
//
// An object has a version, and a write names the version that it replaces. That
// takes the place of a lock, which a writer that ends early would leave behind. On
// S3 the version is the ETag, and the server compares; in a folder who writes
// compares, holding a lock that dies with its process, and renames a file that is
// complete.
//
// The two sides differ in what a version is in a folder, in the names that they
// take and in the words of their errors, so these are theirs.
package object

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"golang.org/x/sync/errgroup"
)

const (
	// pageOfS3 is how many objects a request lists.
	pageOfS3 = 1000

	// listsAtOnce is how many parts of a bucket are listed at once.
	listsAtOnce = 16
)

// Entry is an object in a listing.
type Entry struct {
	Key     string
	Version string
	Size    int64 // bytes
}

// List lists the objects whose keys begin with prefix, in the server's order.
//
// A listing of many objects is a row of requests, each of which begins where the
// one before ended. Who knows what should be there knows where each will begin,
// and asks for all at once: known, unless it is nil, returns the keys that are
// expected.
func (s *S3) List(ctx context.Context, prefix string, known func() []string) ([]Entry, error) {
	l := &listing{S3: s, prefix: s.prefix + prefix}
	first, err := l.list(ctx, place{})
	if err != nil {
		return nil, err
	}
	if !first.more || known == nil || first.token == nil {
		return l.listOn(ctx, place{}, first)
	}
	objects, err := l.listParts(ctx, first, known())
	if errors.Is(err, errUnordered) {
		return l.listOn(ctx, place{}, first)
	}
	return objects, err
}

// errUnordered is met where a server does not list by the order of keys.
var errUnordered = errors.New("not in the order of keys")

// A CutListingError is a listing that a server cuts off and does not go on with. What
// it lacks would look deleted.
type CutListingError struct {
	After string // the last key that was listed, with the prefix of the bucket
}

func (e *CutListingError) Error() string {
	return fmt.Sprintf("the server lists objects up to %q and not those that follow, although it has more; a newer version of the server lists them all", e.After)
}

// listing is a List under way.
type listing struct {
	*S3
	prefix string // with that of the bucket
}

// place is where a request for a page begins; the zero place is the beginning.
type place struct {
	token *string // of the page before
	after string  // the last key of the page before, with the prefix
	old   bool    // ask by the first version of the request, which has a marker
}

// listed is the answer to one request.
type listed struct {
	objects []Entry
	last    string // the last key, with the prefix
	token   *string
	more    bool
}

// list makes one request.
func (l *listing) list(ctx context.Context, from place) (page listed, err error) {
	var contents []types.Object
	var encoded types.EncodingType
	var truncated *bool
	var most *int32
	if l.page > 0 {
		most = aws.Int32(l.page)
	}
	if from.old {
		out, err := l.client.ListObjects(ctx, &s3.ListObjectsInput{
			Bucket: &l.bucket, Prefix: &l.prefix, EncodingType: types.EncodingTypeUrl, MaxKeys: most, Marker: &from.after,
		})
		if err != nil {
			return listed{}, err
		}
		contents, encoded, truncated = out.Contents, out.EncodingType, out.IsTruncated
	} else {
		in := &s3.ListObjectsV2Input{
			Bucket: &l.bucket, Prefix: &l.prefix, EncodingType: types.EncodingTypeUrl, // a key may hold characters that XML does not allow
			MaxKeys: most, ContinuationToken: from.token,
		}
		if from.token == nil && from.after != "" {
			in.StartAfter = &from.after
		}
		out, err := l.client.ListObjectsV2(ctx, in)
		if err != nil {
			return listed{}, err
		}
		contents, encoded, truncated, page.token = out.Contents, out.EncodingType, out.IsTruncated, out.NextContinuationToken
	}
	for _, content := range contents {
		key, err := keyOf(encoded, content)
		if err != nil {
			return listed{}, err
		}
		page.last = key
		page.objects = append(page.objects, Entry{
			Key: strings.TrimPrefix(key, l.S3.prefix), Version: aws.ToString(content.ETag), Size: aws.ToInt64(content.Size),
		})
	}
	// A server that does not report whether there is more is asked after a full page.
	page.more = aws.ToBool(truncated) || truncated == nil && (page.token != nil || len(page.objects) >= l.pageSize())
	return page, nil
}

func (l *listing) pageSize() int {
	if l.page > 0 {
		return int(l.page)
	}
	return pageOfS3
}

// next lists the page after another one, and returns where its own next begins. By
// the token, the server knows what follows. Some servers cut a listing off without
// one, or heed none: those that answer as the first version of the request is
// answered. Then the last key is where to go on, by start-after or, where that is not
// heeded either, by a marker.
func (l *listing) next(ctx context.Context, from place, page listed) (listed, place, error) {
	if page.token != nil {
		begin := place{token: page.token}
		next, err := l.list(ctx, begin)
		if err != nil || !slices.Equal(next.objects, page.objects) {
			return next, begin, err
		}
	}
	if page.last == "" || !inOrder(page.objects) {
		return listed{}, from, &CutListingError{page.last}
	}
	for _, old := range []bool{false, true} {
		if from.old && !old {
			continue
		}
		from = place{after: page.last, old: old}
		next, err := l.list(ctx, from)
		if err != nil {
			return listed{}, from, err
		}
		// A server that does not heed it begins anew.
		next.objects = slices.DeleteFunc(next.objects, func(o Entry) bool { return l.S3.prefix+o.Key <= from.after })
		if len(next.objects) > 0 || !next.more {
			return next, from, nil
		}
	}
	return listed{}, from, &CutListingError{page.last}
}

// listOn lists what comes after a page.
func (l *listing) listOn(ctx context.Context, from place, page listed) (objects []Entry, err error) {
	objects = page.objects
	for page.more {
		if page, from, err = l.next(ctx, from, page); err != nil {
			return nil, err
		}
		objects = append(objects, page.objects...)
	}
	return objects, nil
}

// listParts lists what comes after the first page, in parts. Each ends where a page
// would, were the known keys all there are.
func (l *listing) listParts(ctx context.Context, first listed, known []string) ([]Entry, error) {
	size := l.pageSize()
	known = slices.Sorted(slices.Values(known))
	after, _ := slices.BinarySearch(known, strings.TrimPrefix(first.last, l.S3.prefix)+"\x00")
	ends := []string{first.last}
	for i := after + size - 1; i < len(known)-1; i += size {
		ends = append(ends, l.S3.prefix+known[i])
	}
	parts := make([][]Entry, len(ends))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(listsAtOnce)
	for i, begin := range ends {
		end := ""
		if i+1 < len(ends) {
			end = ends[i+1]
		}
		group.Go(func() (err error) { parts[i], err = l.listPart(ctx, begin, end); return err })
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	objects := slices.Concat(append([][]Entry{first.objects}, parts...)...)
	if !inOrder(objects) || lacks(objects, known) {
		// An ended run may be why, or a server with an order of its own.
		return nil, errUnordered
	}
	return objects, nil
}

// listPart lists what comes after one key, up to another; "" is up to the last.
func (l *listing) listPart(ctx context.Context, after, end string) (objects []Entry, err error) {
	from := place{after: after}
	page, err := l.list(ctx, from)
	for err == nil {
		objects = append(objects, page.objects...)
		if !page.more || end != "" && page.last >= end {
			break
		}
		page, from, err = l.next(ctx, from, page)
	}
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(objects, func(o Entry) bool { return end != "" && l.S3.prefix+o.Key > end }), nil
}

func inOrder(objects []Entry) bool {
	for i := 1; i < len(objects); i++ {
		if objects[i].Key <= objects[i-1].Key {
			return false
		}
	}
	return true
}

// lacks reports whether any of the sorted keys has no object. Both are in order.
func lacks(objects []Entry, keys []string) bool {
	i := 0
	for _, key := range keys {
		for i < len(objects) && objects[i].Key < key {
			i++
		}
		if i == len(objects) || objects[i].Key != key {
			return true
		}
	}
	return false
}

// keyOf returns the key of an entry. Some servers leave it as it is although
// another encoding was asked for, and do not show that they encoded it.
func keyOf(encoded types.EncodingType, entry types.Object) (string, error) {
	if encoded != types.EncodingTypeUrl {
		return aws.ToString(entry.Key), nil
	}
	return url.QueryUnescape(aws.ToString(entry.Key))
}
