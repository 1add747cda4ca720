package instagram

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// usage is how much of what Meta allows is used, as the headers of every answer show it.
type usage struct {
	up   bool          // nothing is left
	wait time.Duration // until there is; 0 where that is not shown
}

// rate is what is used of an hour's limit, each in percent (developers.facebook.com,
// Graph API, Rate Limits).
type rate struct {
	Calls  float64 `json:"call_count"`
	Time   float64 `json:"total_time"`
	CPU    float64 `json:"total_cputime"`
	Regain float64 `json:"estimated_time_to_regain_access"` // minutes; of a business alone
}

func (r rate) isUp() bool { return max(r.Calls, r.Time, r.CPU) >= 100 }

// usageOf reads X-App-Usage and X-Business-Use-Case-Usage, which has a list for each
// business. What cannot be read counts as nothing.
func usageOf(header http.Header) usage {
	var app rate
	_ = json.Unmarshal([]byte(header.Get("X-App-Usage")), &app)
	var businesses map[string][]rate
	_ = json.Unmarshal([]byte(header.Get("X-Business-Use-Case-Usage")), &businesses)
	used := usage{up: app.isUp()}
	for _, rates := range businesses {
		for _, r := range rates {
			used.up = used.up || r.isUp()
			// No limit is of more than a day.
			used.wait = max(used.wait, time.Duration(min(max(r.Regain, 0), 24*60)*float64(time.Minute)))
		}
	}
	return used
}

// patience is the hint of a limit that is used up.
func (u usage) patience() string {
	if u.wait > 0 {
		return fmt.Sprintf("the platform asks to wait %v", u.wait.Round(time.Second))
	}
	return "the limit is of an hour, and of all that the app asks; the next run asks again"
}
