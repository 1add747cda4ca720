package object

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/google/go-cmp/cmp"

	"datarocks/publish/awstest"
)

func newS3(cloud *awstest.AWS, prefix string) *S3 {
	return NewS3(s3.NewFromConfig(cloud.Config()), "label", prefix)
}

// TestS3ListsInParts lists what a manifest has and what it does not have, in
// pages of ten.
func TestS3ListsInParts(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(1, 2))
	for n := range 30 {
		cloud := awstest.Start(t, "label")
		var there, known []string
		for i := range rnd.IntN(120) {
			key := fmt.Sprintf("%s%s%d", []string{"a", "b", "a-b"}[i%3], []string{"/", ".", "é/", " "}[rnd.IntN(4)], i)
			stored, expected := n%3 != 0 || rnd.IntN(8) > 0, n%3 != 1 || rnd.IntN(3) > 0
			if stored {
				there = append(there, key)
				if err := cloud.Put("label", "site/"+key, awstest.Object{}); err != nil {
					t.Fatal(err)
				}
			}
			if expected {
				known = append(known, key)
			}
		}
		b := newS3(cloud, "site")
		b.page = 10
		objects, err := b.List(t.Context(), "", func() []string { return known })
		if err != nil {
			t.Fatal(err)
		}
		got := make([]string, 0, len(objects))
		for _, o := range objects {
			got = append(got, o.Key)
		}
		slices.Sort(there)
		if diff := cmp.Diff(there, got); len(there)+len(got) > 0 && diff != "" {
			t.Fatalf("%d: (-there +listed):\n%s", n, diff)
		}
		if n%3 == 2 {
			want := max(1, (len(there)+9)/10)
			if asked := cloud.Count()["ListObjectsV2"]; asked != want {
				t.Errorf("%d objects, all known, took %d requests, not %d", len(there), asked, want)
			}
		}
	}
}

// TestS3ListsAtOnce: of a site of many pages, all but the first request are under
// way together.
func TestS3ListsAtOnce(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	together := make(chan struct{})
	var waiting atomic.Int32
	cloud := awstest.Start(t, "label")
	known := make([]string, 50)
	for i := range known {
		known[i] = fmt.Sprintf("%04d", i)
		if err := cloud.Put("label", known[i], awstest.Object{}); err != nil {
			t.Fatal(err)
		}
	}
	cloud.Break(awstest.Rule{Match: awstest.Operation("ListObjectsV2"), Nth: 2, Fault: awstest.Call(func() {
		if waiting.Add(1) == 4 {
			close(together)
		}
		select {
		case <-together:
		case <-ctx.Done():
		}
	}, awstest.Well())})
	b := newS3(cloud, "")
	b.page = 10
	objects, err := b.List(ctx, "", func() []string { return known })
	if err != nil || len(objects) != len(known) {
		t.Errorf("listed %d of %d: %v", len(objects), len(known), err)
	}
}
