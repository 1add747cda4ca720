package history

import (
	"fmt"
	"net/http"
	"testing"

	"datarocks/history/store"
	"datarocks/history/store/storetest"
	"datarocks/publish/awstest"
)

// TestAnswersByTheirStatus: servers that are not AWS have codes of their own, or
// none. What such an answer means its status says.
func TestAnswersByTheirStatus(t *testing.T) {
	t.Parallel()
	for _, answer := range []struct {
		operation, code string
		status          int
	}{
		{"PutObject", "OperationAborted", http.StatusConflict},
		{"PutObject", "", http.StatusPreconditionFailed},
		{"PutObject", "TooManyRequests", http.StatusTooManyRequests},
		{"GetObject", "TooManyRequests", http.StatusTooManyRequests},
		{"PutObject", "RequestTimeout", http.StatusBadRequest},
		{"PutObject", "", http.StatusRequestTimeout},
		{"PutObject", "BadDigest", http.StatusBadRequest},
	} {
		t.Run(fmt.Sprint(answer), func(t *testing.T) {
			t.Parallel()
			cloud := storetest.NewCloud(t)
			s := store.NewS3(storetest.NewClient(cloud), storetest.Bucket, "")
			record(t, s, "opeth", 1)
			cloud.Break(awstest.Rule{Match: awstest.Operation(answer.operation), Times: 4, Fault: awstest.Answer(answer.status, answer.code)})
			if _, err := recordCount(t.Context(), s, "vola", 2); err != nil {
				t.Error(err)
			}
			cloud.Heal()
			checkCounts(t, s, map[string]int64{"opeth": 1, "vola": 2})
		})
	}
}
