package awstest

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/rclone/gofakes3"
)

// Expiry is a rule of a bucket that lets objects end, as S3 has it: both numbers of days are
// rounded up to the next midnight, UTC.
type Expiry struct {
	ID      string
	Prefix  string
	Days    int // after the object was written; 0: never
	OldDays int // after another version became the current one; 0: never
}

// age carries out the rules until then.
func (s *store) age(until time.Time) error {
	for midnight := nextMidnight(s.clock.first(until)); !midnight.After(until); midnight = nextMidnight(midnight) {
		s.clock.set(midnight)
		var problems []error
		s.rules.Range(func(bucket, rules any) bool {
			for _, rule := range rules.([]Expiry) {
				if err := s.carryOut(bucket.(string), rule, midnight); err != nil {
					problems = append(problems, fmt.Errorf("carry out %s of %s: %w", rule.ID, bucket, err))
				}
			}
			return true
		})
		if len(problems) > 0 {
			return errors.Join(problems...)
		}
	}
	s.clock.set(until)
	return nil
}

// nextMidnight is the next beginning of a day of UTC, which one is not to itself.
func nextMidnight(t time.Time) time.Time {
	return t.UTC().Truncate(24*time.Hour).AddDate(0, 0, 1)
}

// isDue reports whether so many days have passed.
func isDue(since time.Time, days int, now time.Time) bool {
	return days > 0 && !nextMidnight(since.AddDate(0, 0, days)).After(now)
}

// carryOut ends what a rule ends at a time.
func (s *store) carryOut(bucket string, rule Expiry, now time.Time) error {
	prefix := gofakes3.NewPrefix(&rule.Prefix, nil)
	list, err := s.ListBucketVersions(bucket, &prefix, &gofakes3.ListBucketVersionsPage{})
	if err != nil {
		return err
	}
	var key string
	var since time.Time // when the version before in the list, which is newer, was written
	for _, item := range list.Versions {
		version, written, marker := describeVersion(item)
		current := keyOfVersion(item) != key
		key = keyOfVersion(item)
		switch {
		case current && !marker && isDue(written, rule.Days, now):
			_, err = s.DeleteObject(context.Background(), bucket, key)
		case !current && isDue(since, rule.OldDays, now):
			_, err = s.DeleteObjectVersion(bucket, key, version)
		}
		if err != nil {
			return err
		}
		since = written
	}
	return nil
}

func describeVersion(item gofakes3.VersionItem) (id gofakes3.VersionID, written time.Time, marker bool) {
	switch item := item.(type) {
	case *gofakes3.Version:
		return item.VersionID, item.LastModified.Time, false
	case *gofakes3.DeleteMarker:
		return item.VersionID, item.LastModified.Time, true
	}
	return "", time.Time{}, false
}

// clock is the time of what is written: that on the wall until it is set.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

// Now returns the time.
func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.now.IsZero() {
		return time.Now().UTC()
	}
	return c.now
}

// Since returns how long ago a time was.
func (c *clock) Since(t time.Time) time.Duration { return c.Now().Sub(t) }

// first is the time that was set last; that of the argument where none was.
func (c *clock) first(or time.Time) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.now.IsZero() {
		return or
	}
	return c.now
}

func (c *clock) set(now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = now
}

// lifecycle is the body of GetBucketLifecycleConfiguration.
type lifecycle struct {
	XMLName xml.Name        `xml:"http://s3.amazonaws.com/doc/2006-03-01/ LifecycleConfiguration"`
	Rules   []lifecycleRule `xml:"Rule"`
}

type lifecycleRule struct {
	ID         string         `xml:"ID"`
	Prefix     string         `xml:"Filter>Prefix"`
	Status     string         `xml:"Status"`
	Expiration *lifecycleDays `xml:"Expiration"`
	Noncurrent *oldDays       `xml:"NoncurrentVersionExpiration"`
}

type lifecycleDays struct {
	Days int `xml:"Days"`
}

type oldDays struct {
	Days int `xml:"NoncurrentDays"`
}

// answerLifecycle answers with the rules of a bucket; false where the request is another one,
// or there is none.
func (s *store) answerLifecycle(w http.ResponseWriter, r *http.Request, bucket string) bool {
	rules, ok := s.rules.Load(bucket)
	if !ok || r.Method != http.MethodGet || !r.URL.Query().Has("lifecycle") || len(rules.([]Expiry)) == 0 {
		return false
	}
	var body lifecycle
	for _, rule := range rules.([]Expiry) {
		one := lifecycleRule{ID: rule.ID, Prefix: rule.Prefix, Status: "Enabled"}
		if rule.Days > 0 {
			one.Expiration = &lifecycleDays{rule.Days}
		}
		if rule.OldDays > 0 {
			one.Noncurrent = &oldDays{rule.OldDays}
		}
		body.Rules = append(body.Rules, one)
	}
	var text strings.Builder
	text.WriteString(xml.Header)
	if err := xml.NewEncoder(&text).Encode(body); err != nil {
		panic(err) // it has nothing that XML lacks
	}
	w.Header().Set("Content-Type", "application/xml")
	_, _ = io.WriteString(w, text.String())
	return true
}
