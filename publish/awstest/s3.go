package awstest

import (
	"bytes"
	"context"
	"crypto/md5"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/rclone/gofakes3"
	"github.com/rclone/gofakes3/s3mem"
)

// Object is an object of a bucket.
type Object struct {
	Body         string
	ETag         string // without the quotes it has in HTTP
	ContentType  string
	CacheControl string
}

// CreateBucket makes an empty bucket.
func (a *AWS) CreateBucket(name string) error {
	if err := a.store.CreateBucket(context.Background(), name); err != nil {
		return fmt.Errorf("create bucket %s: %w", name, err)
	}
	return nil
}

// Objects returns what a bucket holds, by key. One that does not exist holds
// nothing.
func (a *AWS) Objects(bucket string) map[string]Object {
	ctx := context.Background()
	objects := make(map[string]Object)
	list, err := a.store.ListBucket(ctx, bucket, nil, gofakes3.ListBucketPage{})
	if err != nil {
		return objects
	}
	for _, entry := range list.Contents {
		// One that was deleted after the listing is not there.
		if o, err := a.store.read(ctx, bucket, entry.Key); err == nil {
			objects[entry.Key] = o
		}
	}
	return objects
}

// Put writes an object without a request. Its ETag is not taken over.
func (a *AWS) Put(bucket, key string, o Object) error {
	meta := map[string]string{"Content-Type": o.ContentType, "Cache-Control": o.CacheControl}
	_, err := a.store.PutObject(context.Background(), bucket, key, meta, strings.NewReader(o.Body), int64(len(o.Body)))
	if err != nil {
		return fmt.Errorf("put %s/%s: %w", bucket, key, err)
	}
	return nil
}

// KeepVersions lets a bucket keep the versions of objects that are overwritten or
// deleted.
func (a *AWS) KeepVersions(bucket string) error {
	var versioning gofakes3.VersioningConfiguration
	versioning.SetEnabled(true)
	if err := a.store.SetVersioningConfiguration(bucket, versioning); err != nil {
		return fmt.Errorf("keep versions in %s: %w", bucket, err)
	}
	return nil
}

// Delete deletes an object without a request.
func (a *AWS) Delete(bucket, key string) error {
	if _, err := a.store.DeleteObject(context.Background(), bucket, key); err != nil {
		return fmt.Errorf("delete %s/%s: %w", bucket, key, err)
	}
	return nil
}

// Expire gives a bucket rules in place of those that it has; none takes them away.
func (a *AWS) Expire(bucket string, rules ...Expiry) {
	a.store.rules.Store(bucket, slices.Clone(rules))
}

// Age lets time pass until then, midnight after midnight, and the rules of the buckets be
// carried out. What is written from then on is written then. It goes no way back.
func (a *AWS) Age(until time.Time) error {
	return a.store.age(until)
}

// EncryptWithKMS lets a bucket have the ETags of one whose default encryption
// is SSE-KMS: they look like an MD5 of the body but are not.
func (a *AWS) EncryptWithKMS(bucket string) { a.store.marks.Store(mark{encrypted, bucket}, true) }

// Behave lets a bucket be one of a server with quirks.
func (a *AWS) Behave(bucket string, q Quirks) { a.quirks.Store(bucket, q) }

// IgnoreConditions lets a bucket carry out every write, whatever its conditions
// are, as some servers do that speak S3.
func (a *AWS) IgnoreConditions(bucket string) { a.Behave(bucket, Quirks{IgnoresConditions: true}) }

// OpenToAll lets everybody list and read a bucket.
func (a *AWS) OpenToAll(bucket string) { a.store.marks.Store(mark{open, bucket}, true) }

// RefuseDelete makes DeleteObjects report AccessDenied for a key inside an
// answer of 200, as S3 does where a policy forbids it.
func (a *AWS) RefuseDelete(bucket, key string) {
	a.store.marks.Store(mark{undeletable, bucket + "/" + key}, true)
}

// store is gofakes3's memory, made stricter and stranger where S3 is.
type store struct {
	*s3mem.Backend
	writing sync.Mutex
	marks   sync.Map // set of mark
	rules   sync.Map // of []Expiry, by bucket
	clock   *clock
}

// mark is what is strange about a bucket, or a key as "bucket/key".
type mark struct{ what, of string }

const (
	encrypted   = "encrypted"
	open        = "open"
	undeletable = "undeletable"
)

var _ gofakes3.Backend = (*store)(nil)

func newStore() *store {
	c := new(clock)
	return &store{Backend: s3mem.New(s3mem.WithTimeSource(c)), clock: c}
}

func (s *store) is(what, of string) bool {
	_, marked := s.marks.Load(mark{what, of})
	return marked
}

func (s *store) handler() http.Handler { return gofakes3.New(s).Server() }

func (s *store) read(ctx context.Context, bucket, key string) (Object, error) {
	o, err := s.GetObject(ctx, bucket, key, nil)
	if err != nil {
		return Object{}, err
	}
	body, err := io.ReadAll(o.Contents)
	return Object{
		Body: string(body), ETag: hex.EncodeToString(o.Hash),
		ContentType: o.Metadata["Content-Type"], CacheControl: o.Metadata["Cache-Control"],
	}, err
}

// PutObject checks the conditions of a write as it writes. gofakes3 has checked
// them, but before it read the body, so of two writers both could win.
func (s *store) PutObject(ctx context.Context, bucket, key string, meta map[string]string, body io.Reader, size int64) (gofakes3.PutObjectResult, error) {
	data, err := gofakes3.ReadAll(body, size)
	if err != nil {
		return gofakes3.PutObjectResult{}, err
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	exists, etag := false, ""
	if o, err := s.HeadObject(ctx, bucket, key); err == nil {
		exists, etag = true, hex.EncodeToString(o.Hash)
	}
	if err := gofakes3.CheckWriteConditions(ctx, exists, etag); err != nil {
		return gofakes3.PutObjectResult{}, err
	}
	result, err := s.Backend.PutObject(ctx, bucket, key, meta, bytes.NewReader(data), int64(len(data)))
	sum := md5.Sum(data)
	result.ETag = quote(s.etag(bucket, sum[:]))
	return result, err
}

// HeadObject returns the ETag of the bucket's encryption.
func (s *store) HeadObject(ctx context.Context, bucket, key string) (*gofakes3.Object, error) {
	o, err := s.Backend.HeadObject(ctx, bucket, key)
	if err == nil {
		o.Hash = s.etag(bucket, o.Hash)
	}
	return o, err
}

// GetObject returns the ETag of the bucket's encryption.
func (s *store) GetObject(ctx context.Context, bucket, key string, part *gofakes3.ObjectRangeRequest) (*gofakes3.Object, error) {
	o, err := s.Backend.GetObject(ctx, bucket, key, part)
	if err == nil {
		o.Hash = s.etag(bucket, o.Hash)
	}
	return o, err
}

// ListBucket returns the ETags of the bucket's encryption.
func (s *store) ListBucket(ctx context.Context, bucket string, prefix *gofakes3.Prefix, page gofakes3.ListBucketPage) (*gofakes3.ObjectList, error) {
	list, err := s.Backend.ListBucket(ctx, bucket, prefix, page)
	if err != nil {
		return nil, err
	}
	list.Contents = slices.DeleteFunc(list.Contents, func(entry *gofakes3.Content) bool {
		_, err := s.Backend.HeadObject(ctx, bucket, entry.Key)
		return err != nil // only the mark of its deletion is there
	})
	for _, entry := range list.Contents {
		sum, err := hex.DecodeString(strings.Trim(entry.ETag, `"`))
		if err != nil {
			return nil, err
		}
		entry.ETag = quote(s.etag(bucket, sum))
	}
	return list, nil
}

// ListBucketVersions lists all of them, those of one key newest first, as S3 does.
func (s *store) ListBucketVersions(bucket string, prefix *gofakes3.Prefix, page *gofakes3.ListBucketVersionsPage) (*gofakes3.ListBucketVersionsResult, error) {
	page.MaxKeys = 0
	list, err := s.Backend.ListBucketVersions(bucket, prefix, page)
	if err == nil {
		slices.Reverse(list.Versions)
		slices.SortStableFunc(list.Versions, func(a, b gofakes3.VersionItem) int { return strings.Compare(keyOfVersion(a), keyOfVersion(b)) })
	}
	return list, err
}

func keyOfVersion(item gofakes3.VersionItem) string {
	switch item := item.(type) {
	case *gofakes3.Version:
		return item.Key
	case *gofakes3.DeleteMarker:
		return item.Key
	}
	return ""
}

// DeleteMulti leaves what RefuseDelete named.
func (s *store) DeleteMulti(ctx context.Context, bucket string, keys ...string) (gofakes3.MultiDeleteResult, error) {
	var allowed []string
	var refused []gofakes3.ErrorResult
	for _, key := range keys {
		if s.is(undeletable, bucket+"/"+key) {
			refused = append(refused, gofakes3.ErrorResult{Key: key, Code: "AccessDenied", Message: "Access Denied"})
		} else {
			allowed = append(allowed, key)
		}
	}
	result, err := s.Backend.DeleteMulti(ctx, bucket, allowed...)
	result.Error = append(result.Error, refused...)
	return result, err
}

// etag makes the ETag of a body's MD5.
func (s *store) etag(bucket string, sum []byte) []byte {
	if s.is(encrypted, bucket) {
		other := md5.Sum(append([]byte("encrypted "), sum...))
		return other[:]
	}
	return sum
}

func quote(etag []byte) string { return `"` + hex.EncodeToString(etag) + `"` }
