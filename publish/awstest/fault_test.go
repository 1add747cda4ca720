package awstest_test

import (
	"net/http"
	"sync/atomic"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/google/go-cmp/cmp"

	"datarocks/publish/awstest"
)

func TestFaults(t *testing.T) {
	down := awstest.Answer(http.StatusServiceUnavailable, "SlowDown")
	tests := []struct {
		name         string
		fault        awstest.Fault
		failed, done bool
	}{
		{"well", awstest.Well(), false, true},
		{"answer", down, true, false},
		{"done, answer", awstest.Done(down), true, true},
		{"drop", awstest.Drop(), true, false},
		{"done, drop", awstest.Done(awstest.Drop()), true, true},
		{"done", awstest.Done(awstest.Well()), false, true},
		{"cut", awstest.Cut(), false, true}, // the answer to a put has no body
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			cloud := start(t)
			cloud.Break(awstest.Rule{Fault: test.fault})
			_, err := put(t, client(cloud), "a", "1")
			if failed := err != nil; failed != test.failed {
				t.Errorf("error is %v", err)
			}
			if _, done := cloud.Objects("site")["a"]; done != test.done {
				t.Errorf("it was done: %v", done)
			}
			if got := len(cloud.Requests()); got != 1 {
				t.Errorf("%d requests", got)
			}
		})
	}
}

func TestFaultsAreInTheShapeOfTheService(t *testing.T) {
	cloud := start(t)
	cloud.Break(awstest.Rule{Fault: awstest.Answer(http.StatusForbidden, "AccessDenied")})
	_, err := put(t, client(cloud), "a", "1")
	expectCode(t, err, http.StatusForbidden, "AccessDenied")
	_, err = invalidate(t, distribution(cloud), "1", "/*")
	expectCode(t, err, http.StatusForbidden, "AccessDenied")
}

func TestCutBody(t *testing.T) {
	cloud := start(t)
	c := client(cloud)
	if _, err := put(t, c, "a", "0123456789"); err != nil {
		t.Fatal(err)
	}
	cloud.Break(awstest.Rule{Fault: awstest.Cut()})
	if _, body, err := get(t, c, "a"); err == nil || body != "01234" {
		t.Errorf("read %q, %v", body, err)
	}
}

func TestCutUpload(t *testing.T) {
	cloud := start(t)
	cloud.Break(awstest.Rule{Fault: awstest.CutUpload()})
	_, err := put(t, client(cloud), "a", "0123456789")
	expectCode(t, err, http.StatusBadRequest, "BadDigest") // of a client that sends no sum: IncompleteBody
	if n := len(cloud.Objects("site")); n != 0 {
		t.Errorf("%d objects are stored", n)
	}
}

func TestCallIsBeforeOrAfter(t *testing.T) {
	cloud := start(t)
	done := func() bool { _, done := cloud.Objects("site")["a"]; return done }
	var before, after atomic.Bool
	cloud.Break(awstest.Rule{Fault: awstest.Call(func() { before.Store(done()) }, awstest.Well())})
	cloud.Break(awstest.Rule{Fault: awstest.Done(awstest.Call(func() { after.Store(done()) }, awstest.Well()))})
	if _, err := put(t, client(cloud), "a", "1"); err != nil {
		t.Fatal(err)
	}
	if before.Load() || !after.Load() {
		t.Errorf("done before: %v, done after: %v", before.Load(), after.Load())
	}
}

// A rule that watches sees what was done although a later rule drops the
// answer, and sees it before the client knows.
func TestRulesAreBehindEachOther(t *testing.T) {
	cloud := start(t)
	var seen atomic.Int64
	cloud.Break(awstest.Rule{Fault: awstest.Done(awstest.Call(func() { seen.Store(int64(len(cloud.Objects("site")))) }, awstest.Well()))})
	cloud.Break(awstest.Rule{Fault: awstest.Done(awstest.Drop())})
	if _, err := put(t, client(cloud), "a", "1"); err == nil {
		t.Error("put succeeded")
	}
	if seen.Load() != 1 {
		t.Errorf("saw %d objects", seen.Load())
	}
}

func TestRulesChooseRequests(t *testing.T) {
	fault := awstest.Answer(http.StatusInternalServerError, "InternalError")
	tests := []struct {
		name string
		rule awstest.Rule
		want []bool // whether put a, get a, put b, get b, put a fails
	}{
		{"all", awstest.Rule{}, []bool{true, true, true, true, true}},
		{"the second", awstest.Rule{Nth: 2, Times: 1}, []bool{false, true, false, false, false}},
		{"from the second", awstest.Rule{Nth: 2}, []bool{false, true, true, true, true}},
		{"the first two", awstest.Rule{Times: 2}, []bool{true, true, false, false, false}},
		{"gets", awstest.Rule{Match: awstest.Operation("GetObject", "HeadObject")}, []bool{false, true, false, true, false}},
		{
			"the second of a key",
			awstest.Rule{Match: func(r awstest.Request) bool { return r.Key == "a" }, Nth: 2, Times: 1},
			[]bool{false, true, false, false, false},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			cloud := start(t)
			for _, key := range []string{"a", "b"} {
				if err := cloud.Put("site", key, awstest.Object{}); err != nil {
					t.Fatal(err)
				}
			}
			test.rule.Fault = fault
			cloud.Break(test.rule)
			c := client(cloud)
			call := func() (got []bool) {
				for _, key := range []string{"a", "b"} {
					_, err := put(t, c, key, "1")
					got = append(got, err != nil)
					_, _, err = get(t, c, key)
					got = append(got, err != nil)
				}
				_, err := put(t, c, "a", "1")
				return append(got, err != nil)
			}
			if diff := cmp.Diff(test.want, call()); diff != "" {
				t.Errorf("failed (-want +got):\n%s", diff)
			}
			cloud.Heal()
			if diff := cmp.Diff(make([]bool, 5), call()); diff != "" {
				t.Errorf("failed when healed (-want +got):\n%s", diff)
			}
		})
	}
}

// A client of Config tries again what failed in passing.
func TestConfig(t *testing.T) {
	cloud := start(t)
	cloud.Break(awstest.Rule{Times: 1, Fault: awstest.Answer(http.StatusInternalServerError, "InternalError")})
	if _, err := put(t, s3.NewFromConfig(cloud.Config(), quiet), "a", "1"); err != nil || cloud.Count()["PutObject"] != 2 {
		t.Errorf("%v, after %v", err, cloud.Count())
	}
}
