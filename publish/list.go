package publish

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
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

// List lists the objects, but not those whose key is no path, as that of a
// folder that was made in the console: no file of a site can be there.
//
// A listing of many objects is a row of requests, each of which begins where the
// one before ended. Who knows what should be there knows where each will begin,
// and asks for all at once.
func (s *S3) List(ctx context.Context, known func() []string) ([]Object, error) {
	first, err := s.list(ctx, &s3.ListObjectsV2Input{})
	if err != nil {
		return nil, err
	}
	if !first.more || known == nil {
		return s.listOn(ctx, first)
	}
	objects, err := s.listParts(ctx, first, known())
	if errors.Is(err, errUnordered) {
		return s.listOn(ctx, first)
	}
	return objects, err
}

// errUnordered is met where a server does not list by the order of keys.
var errUnordered = errors.New("not in the order of keys")

// listed is what one request told.
type listed struct {
	objects []Object
	last    string // the last key, with the prefix
	token   *string
	more    bool
}

// list makes one request. Its input has where to begin.
func (s *S3) list(ctx context.Context, in *s3.ListObjectsV2Input) (listed, error) {
	in.Bucket, in.Prefix = aws.String(s.bucket), aws.String(s.prefix)
	in.EncodingType = types.EncodingTypeUrl // a key may hold characters that XML does not allow
	if s.page > 0 {
		in.MaxKeys = aws.Int32(s.page)
	}
	out, err := s.client.ListObjectsV2(ctx, in)
	if err != nil {
		return listed{}, fmt.Errorf("list %s: %w", s.url(""), err)
	}
	page := listed{token: out.NextContinuationToken, more: aws.ToBool(out.IsTruncated) && out.NextContinuationToken != nil}
	for _, content := range out.Contents {
		key, err := keyOf(out, content)
		if err != nil {
			return listed{}, fmt.Errorf("list %s: %w", s.url(""), err)
		}
		page.last = key
		if key = strings.TrimPrefix(key, s.prefix); !fs.ValidPath(key) {
			continue
		}
		etag := aws.ToString(content.ETag)
		page.objects = append(page.objects, Object{Key: key, MD5: md5OfETag(etag), Size: aws.ToInt64(content.Size), Version: etag})
	}
	return page, nil
}

// listOn lists what comes after a page.
func (s *S3) listOn(ctx context.Context, page listed) (objects []Object, err error) {
	objects = page.objects
	for page.more {
		if page, err = s.list(ctx, &s3.ListObjectsV2Input{ContinuationToken: page.token}); err != nil {
			return nil, err
		}
		objects = append(objects, page.objects...)
	}
	return objects, nil
}

// listParts lists what comes after the first page, in parts that end where the
// known keys let expect the end of a page.
func (s *S3) listParts(ctx context.Context, first listed, known []string) ([]Object, error) {
	size := pageOfS3
	if s.page > 0 {
		size = int(s.page)
	}
	known = slices.Sorted(slices.Values(known))
	after, _ := slices.BinarySearch(known, strings.TrimPrefix(first.last, s.prefix)+"\x00")
	ends := []string{first.last}
	for i := after + size - 1; i < len(known)-1; i += size {
		ends = append(ends, s.prefix+known[i])
	}
	parts := make([][]Object, len(ends))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(listsAtOnce)
	for i, begin := range ends {
		end := ""
		if i+1 < len(ends) {
			end = ends[i+1]
		}
		group.Go(func() (err error) { parts[i], err = s.listPart(ctx, begin, end); return err })
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	objects := slices.Concat(append([][]Object{first.objects}, parts...)...)
	if !inOrder(objects) || lacks(objects, known) {
		// An ended run may be why, or a server with an order of its own.
		return nil, errUnordered
	}
	return objects, nil
}

// listPart lists what comes after one key, up to another; "" is up to the last.
func (s *S3) listPart(ctx context.Context, after, end string) (objects []Object, err error) {
	in := &s3.ListObjectsV2Input{StartAfter: aws.String(after)}
	for {
		page, err := s.list(ctx, in)
		if err != nil {
			return nil, err
		}
		objects = append(objects, page.objects...)
		if !page.more || end != "" && page.last >= end {
			break
		}
		in = &s3.ListObjectsV2Input{ContinuationToken: page.token}
	}
	return slices.DeleteFunc(objects, func(o Object) bool { return end != "" && s.prefix+o.Key > end }), nil
}

func inOrder(objects []Object) bool {
	for i := 1; i < len(objects); i++ {
		if objects[i].Key <= objects[i-1].Key {
			return false
		}
	}
	return true
}

// lacks reports whether any of the sorted keys has no object. Both are in order.
func lacks(objects []Object, keys []string) bool {
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
// another encoding was asked for, and do not say that they encoded it.
func keyOf(page *s3.ListObjectsV2Output, entry types.Object) (string, error) {
	if page.EncodingType != types.EncodingTypeUrl {
		return aws.ToString(entry.Key), nil
	}
	return url.QueryUnescape(aws.ToString(entry.Key))
}
