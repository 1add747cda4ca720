package awstest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/google/go-cmp/cmp"

	"datarocks/publish/awstest"
)

// TestObjectsEnd wants a rule to be carried out as S3 does it: days are rounded up to the
// next midnight, and an old version begins to be old when it is replaced.
func TestObjectsEnd(t *testing.T) {
	t.Parallel()
	cloud := start(t)
	if err := cloud.CreateBucket("b"); err != nil {
		t.Fatal(err)
	}
	if err := cloud.KeepVersions("b"); err != nil {
		t.Fatal(err)
	}
	cloud.Expire("b", awstest.Expiry{ID: "short", Prefix: "short/", Days: 2, OldDays: 1})
	age := func(at string) {
		t.Helper()
		when, err := time.Parse("2006-01-02 15:04", "2026-11-"+at)
		if err != nil {
			t.Fatal(err)
		}
		if err := cloud.Age(when); err != nil {
			t.Fatal(err)
		}
	}
	write := func(keys ...string) {
		t.Helper()
		for _, key := range keys {
			if err := cloud.Put("b", key, awstest.Object{Body: "x"}); err != nil {
				t.Fatal(err)
			}
		}
	}
	age("01 03:17")
	write("short/a", "short/b", "long/a")
	age("02 03:17")
	write("short/b", "long/a")
	for _, step := range []struct{ at, want string }{
		{"03 23:59", "long/a+1 short/a short/b+1"}, // b's old version is one for a day and 20 hours
		{"04 00:00", "long/a+1 short/b short/a-1"}, // and then for two midnights
		{"05 00:00", "long/a+1 short/a-1 short/b-1"},
		{"06 00:00", "long/a+1 short/b-1"},
		{"09 12:00", "long/a+1"},
	} {
		age(step.at)
		want := strings.Fields(step.want)
		slices.Sort(want)
		if diff := cmp.Diff(want, versionsIn(t, cloud)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", step.at, diff)
		}
	}
}

// versionsIn lists the keys of a bucket, each with how many old versions it has: "a+1", and
// "a-1" where it is deleted. What has no version but marks of its deletion is not there.
func versionsIn(t *testing.T, cloud *awstest.AWS) (all []string) {
	t.Helper()
	list, err := client(cloud).ListObjectVersions(t.Context(), &s3.ListObjectVersionsInput{Bucket: aws.String("b")})
	if err != nil {
		t.Fatal(err)
	}
	old, current := make(map[string]int), make(map[string]bool)
	for _, v := range list.Versions {
		if *v.IsLatest {
			current[*v.Key] = true
			old[*v.Key] += 0
		} else {
			old[*v.Key]++
		}
	}
	for key, n := range old {
		switch {
		case !current[key]:
			key += fmt.Sprintf("-%d", n)
		case n > 0:
			key += fmt.Sprintf("+%d", n)
		}
		all = append(all, key)
	}
	slices.Sort(all)
	return all
}

// TestLifecycleIsShown to who asks for it.
func TestLifecycleIsShown(t *testing.T) {
	t.Parallel()
	cloud := start(t)
	if err := cloud.CreateBucket("b"); err != nil {
		t.Fatal(err)
	}
	ask := func() (*s3.GetBucketLifecycleConfigurationOutput, error) {
		return client(cloud).GetBucketLifecycleConfiguration(t.Context(), &s3.GetBucketLifecycleConfigurationInput{Bucket: aws.String("b")})
	}
	_, err := ask()
	expectCode(t, err, 404, "NoSuchLifecycleConfiguration")
	cloud.Expire("b", awstest.Expiry{ID: "short", Prefix: "short/", Days: 2, OldDays: 1}, awstest.Expiry{ID: "old", Prefix: "old/", OldDays: 9})
	got, err := ask()
	if err != nil || len(got.Rules) != 2 {
		t.Fatalf("%+v, %v", got, err)
	}
	first, second := got.Rules[0], got.Rules[1]
	if *first.ID != "short" || *first.Filter.Prefix != "short/" || *first.Expiration.Days != 2 || *first.NoncurrentVersionExpiration.NoncurrentDays != 1 || first.Status != "Enabled" {
		t.Errorf("the first is %+v", first)
	}
	if second.Expiration != nil || *second.NoncurrentVersionExpiration.NoncurrentDays != 9 {
		t.Errorf("the second is %+v", second)
	}
}
