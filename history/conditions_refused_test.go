package history

import (
	"net/http"
	"testing"

	"datarocks/publish/awstest"
)

// TestOverwritingOnAServerThatRefusesConditions stores a rollup there, and forgets.
func TestOverwritingOnAServerThatRefusesConditions(t *testing.T) {
	t.Parallel()
	cloud := newCloud(t)
	s := NewS3(newS3Client(cloud), testBucket, "")
	cloud.IgnoreConditions(testBucket)
	cloud.Break(awstest.Rule{
		Match: func(r awstest.Request) bool {
			return r.Operation == "PutObject" && (r.Header.Get("If-Match") != "" || r.Header.Get("If-None-Match") != "")
		},
		Fault: awstest.Answer(http.StatusNotImplemented, "NotImplemented"),
	})
	for i := range 30 {
		mustRecord(t, s, snapshot(tonight.AddDate(0, 0, -i), sample("opeth spotify o", 5+i)))
	}
	h := mustLoad(t, s, never)
	if err := h.Rollup(t.Context()); err != nil {
		t.Error(err)
	}
	p, err := PlanForget(t.Context(), s, Forgetting{Artist: "opeth", At: tonight})
	if err == nil {
		err = p.Apply(t.Context(), nil)
	}
	if err != nil || !mustLoad(t, s, never).Empty() {
		t.Errorf("not forgotten: %v", err)
	}
}
