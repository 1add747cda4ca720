package history

import (
	"net/http"
	"testing"

	"datarocks/history/historytest"
	"datarocks/history/store"
	"datarocks/history/store/storetest"
	"datarocks/publish/awstest"
)

// TestOverwritingOnAServerThatRefusesConditions stores a rollup there, and forgets.
func TestOverwritingOnAServerThatRefusesConditions(t *testing.T) {
	t.Parallel()
	cloud := storetest.NewCloud(t)
	s := store.NewS3(storetest.NewClient(cloud), storetest.Bucket, "")
	cloud.IgnoreConditions(storetest.Bucket)
	cloud.Break(awstest.Rule{
		Match: func(r awstest.Request) bool {
			return r.Operation == "PutObject" && (r.Header.Get("If-Match") != "" || r.Header.Get("If-None-Match") != "")
		},
		Fault: awstest.Answer(http.StatusNotImplemented, "NotImplemented"),
	})
	for i := range 30 {
		mustRecord(t, s, historytest.Snapshot(historytest.Tonight.AddDate(0, 0, -i), historytest.Sample("opeth spotify o", 5+i)))
	}
	h := mustLoad(t, s, historytest.Never)
	if err := h.Rollup(t.Context()); err != nil {
		t.Error(err)
	}
	p, err := PlanForget(t.Context(), s, Forgetting{Artist: "opeth", At: historytest.Tonight})
	if err == nil {
		err = p.Apply(t.Context(), nil)
	}
	if err != nil || !mustLoad(t, s, historytest.Never).Empty() {
		t.Errorf("not forgotten: %v", err)
	}
}
