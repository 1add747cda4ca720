package awstest_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront/types"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"datarocks/publish/awstest"
)

func distribution(cloud *awstest.AWS) *cloudfront.Client {
	return cloudfront.NewFromConfig(configure(cloud, nil))
}

func TestInvalidation(t *testing.T) {
	cloud := start(t)
	c := distribution(cloud)
	out, err := invalidate(t, c, "1", "/a", "/b/*")
	if err != nil {
		t.Fatal(err)
	}
	if got := aws.ToString(out.Invalidation.Status); got != "InProgress" {
		t.Errorf("status is %s", got)
	}
	if age := time.Since(aws.ToTime(out.Invalidation.CreateTime)); age < -time.Minute || age > time.Hour {
		t.Errorf("it is %s old", age)
	}
	again, err := invalidate(t, c, "1", "/a", "/b/*")
	if err != nil || aws.ToString(again.Invalidation.Id) != aws.ToString(out.Invalidation.Id) {
		t.Errorf("sent again it is %v, %v", again, err)
	}
	_, err = invalidate(t, c, "1", "/a")
	expectCode(t, err, http.StatusConflict, "InvalidationBatchAlreadyExists")
	want := []awstest.Invalidation{
		{ID: aws.ToString(out.Invalidation.Id), CallerReference: "1", Paths: []string{"/a", "/b/*"}},
	}
	if diff := cmp.Diff(want, cloud.Invalidations("E1"), cmpopts.IgnoreUnexported(awstest.Invalidation{})); diff != "" {
		t.Errorf("invalidations (-want +got):\n%s", diff)
	}
}

func TestInvalidationRules(t *testing.T) {
	tests := []struct {
		name  string
		paths []string
		code  string
	}{
		{"the root", []string{"/"}, ""},
		{"all", []string{"/*"}, ""},
		{"a wildcard within a name", []string{"/a*"}, ""},
		{"escaped", []string{"/m%C3%B6tley/%2A"}, ""},
		{"no leading slash", []string{"/a", "b"}, "InvalidArgument"},
		{"empty", []string{""}, "InvalidArgument"},
		{"none", nil, "InvalidArgument"},
		{"a wildcard in the middle", []string{"/*/a"}, "InvalidArgument"},
		{"two wildcards", []string{"/**"}, "InvalidArgument"},
		{"a space", []string{"/a b"}, "InvalidArgument"},
		{"not ASCII", []string{"/mötley"}, "InvalidArgument"},
		{"a tilde", []string{"/~label/"}, "InvalidArgument"},
		{"brackets", []string{"/test[1].html"}, "InvalidArgument"},
		{"a per cent sign", []string{"/100%/"}, "InvalidArgument"},
		{"too long", []string{"/" + strings.Repeat("a", 4000)}, "InvalidArgument"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := invalidate(t, distribution(start(t)), "1", test.paths...)
			if test.code != "" {
				expectCode(t, err, http.StatusBadRequest, test.code)
			} else if err != nil {
				t.Error(err)
			}
		})
	}
	t.Run("a wrong quantity", func(t *testing.T) {
		_, err := distribution(start(t)).CreateInvalidation(t.Context(), &cloudfront.CreateInvalidationInput{
			DistributionId: aws.String("E1"),
			InvalidationBatch: &types.InvalidationBatch{
				CallerReference: aws.String("1"), Paths: &types.Paths{Quantity: aws.Int32(2), Items: []string{"/*"}},
			},
		})
		expectCode(t, err, http.StatusBadRequest, "InconsistentQuantities")
	})
	t.Run("no reference", func(t *testing.T) {
		_, err := invalidate(t, distribution(start(t)), "", "/*")
		expectCode(t, err, http.StatusBadRequest, "InvalidArgument")
	})
}

func TestInvalidationQuotas(t *testing.T) {
	many := make([]string, 3001)
	for i := range many {
		many[i] = fmt.Sprint("/", i)
	}
	cloud := start(t)
	c := distribution(cloud)
	_, err := invalidate(t, c, "too large", many...)
	expectCode(t, err, http.StatusRequestEntityTooLarge, "BatchTooLarge")
	for i := range 15 {
		if _, err := invalidate(t, c, fmt.Sprint("wild ", i), "/*"); err != nil {
			t.Fatal(err)
		}
	}
	_, err = invalidate(t, c, "wild 15", "/*")
	expectCode(t, err, http.StatusBadRequest, "TooManyInvalidationsInProgress")
	if _, err := invalidate(t, c, "the rest", many[:2985]...); err != nil {
		t.Error(err)
	}
	_, err = invalidate(t, c, "one more", "/a")
	expectCode(t, err, http.StatusBadRequest, "TooManyInvalidationsInProgress")
	cloud.CompleteInvalidations()
	if _, err := invalidate(t, c, "later", many[:3000]...); err != nil {
		t.Error(err)
	}
	if got := len(cloud.Invalidations("E1")); got != 17 {
		t.Errorf("%d invalidations were made, want 17", got)
	}
}
