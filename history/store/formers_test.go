package store_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"datarocks/history/store"
	"datarocks/history/store/s3test"
	"datarocks/history/store/storetest"
	"datarocks/publish/awstest"
)

func TestFormers(t *testing.T) {
	t.Parallel()
	cloud := s3test.New(t)
	if err := cloud.KeepVersions(s3test.Bucket); err != nil {
		t.Fatal(err)
	}
	s := store.NewS3(s3test.Client(cloud), s3test.Bucket, "h")
	for _, body := range []string{"one", "two", "three"} {
		if _, err := store.PutNew(t.Context(), s, someDay, strings.NewReader(body)); err != nil {
			t.Fatal(err)
		}
	}
	storetest.MustPut(t, s, "v1/other", "x")
	if err := cloud.Delete(s3test.Bucket, "h/"+someDay); err != nil {
		t.Fatal(err)
	}
	holds := func(want ...string) []store.Former {
		t.Helper()
		all, err := store.Formers(t.Context(), s, "v1/days/")
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range all {
			if f.Deleted {
				continue // of one second with others, so its place is not known
			}
			data, err := store.ReadFormer(t.Context(), s, f)
			if err != nil || f.Name() != someDay {
				t.Fatal(f, err)
			}
			got = append(got, string(data))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		return all
	}
	all := holds("three", "two", "one")
	if !all[0].Latest || !all[0].Deleted {
		t.Errorf("a reader sees %+v", all[0])
	}
	if err := store.DeleteFormer(t.Context(), s, all[2]); err != nil {
		t.Fatal(err)
	}
	holds("three", "one")
	// It can be written anew, as what was never there.
	storetest.MustPut(t, s, someDay, "four")
	all = holds("four", "three", "one")

	cloud.Break(awstest.Rule{Match: awstest.Operation("ListObjectVersions", "GetObjectVersion", "DeleteObjectVersion"), Fault: awstest.Deny("s3:DeleteObjectVersion")})
	_, err := store.Formers(t.Context(), s, "")
	_, readErr := store.ReadFormer(t.Context(), s, all[2])
	for _, err := range []error{err, readErr, store.DeleteFormer(t.Context(), s, all[2])} {
		if !errors.Is(err, store.ErrDenied) {
			t.Errorf("denied: %v", err)
		}
	}
	if all, err := store.Formers(t.Context(), store.NewDir(t.TempDir()), ""); err != nil || len(all) != 0 {
		t.Errorf("a folder keeps %v, %v", all, err)
	}
}
