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
	first, err := l.list(ctx, &s3.ListObjectsV2Input{})
	if err != nil {
		return nil, err
	}
	if !first.more || known == nil {
		return l.listOn(ctx, first)
	}
	objects, err := l.listParts(ctx, first, known())
	if errors.Is(err, errUnordered) {
		return l.listOn(ctx, first)
	}
	return objects, err
}

// errUnordered is met where a server does not list by the order of keys.
var errUnordered = errors.New("not in the order of keys")

// listing is a List under way.
type listing struct {
	*S3
	prefix string // with that of the bucket
}

// listed is the answer to one request.
type listed struct {
	objects []Entry
	last    string // the last key, with the prefix
	token   *string
	more    bool
}

// list makes one request. Its input has where to begin.
func (l *listing) list(ctx context.Context, in *s3.ListObjectsV2Input) (listed, error) {
	in.Bucket, in.Prefix = &l.bucket, &l.prefix
	in.EncodingType = types.EncodingTypeUrl // a key may hold characters that XML does not allow
	if l.page > 0 {
		in.MaxKeys = aws.Int32(l.page)
	}
	out, err := l.client.ListObjectsV2(ctx, in)
	if err != nil {
		return listed{}, err
	}
	page := listed{token: out.NextContinuationToken, more: aws.ToBool(out.IsTruncated) && out.NextContinuationToken != nil}
	for _, content := range out.Contents {
		key, err := keyOf(out, content)
		if err != nil {
			return listed{}, err
		}
		page.last = key
		page.objects = append(page.objects, Entry{
			Key: strings.TrimPrefix(key, l.S3.prefix), Version: aws.ToString(content.ETag), Size: aws.ToInt64(content.Size),
		})
	}
	return page, nil
}

// listOn lists what comes after a page.
func (l *listing) listOn(ctx context.Context, page listed) (objects []Entry, err error) {
	objects = page.objects
	for page.more {
		if page, err = l.list(ctx, &s3.ListObjectsV2Input{ContinuationToken: page.token}); err != nil {
			return nil, err
		}
		objects = append(objects, page.objects...)
	}
	return objects, nil
}

// listParts lists what comes after the first page, in parts. Each ends where a page
// would, were the known keys all there are.
func (l *listing) listParts(ctx context.Context, first listed, known []string) ([]Entry, error) {
	size := pageOfS3
	if l.page > 0 {
		size = int(l.page)
	}
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
	in := &s3.ListObjectsV2Input{StartAfter: aws.String(after)}
	for {
		page, err := l.list(ctx, in)
		if err != nil {
			return nil, err
		}
		objects = append(objects, page.objects...)
		if !page.more || end != "" && page.last >= end {
			break
		}
		in = &s3.ListObjectsV2Input{ContinuationToken: page.token}
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
func keyOf(page *s3.ListObjectsV2Output, entry types.Object) (string, error) {
	if page.EncodingType != types.EncodingTypeUrl {
		return aws.ToString(entry.Key), nil
	}
	return url.QueryUnescape(aws.ToString(entry.Key))
}
