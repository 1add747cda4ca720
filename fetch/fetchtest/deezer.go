package fetchtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"time"
)

// Deezer simulates Deezer's public API. Shapes: developers.deezer.com/api/artist
// and the recorded answers of browniebroke/deezer-python. An account is the
// numeric id of an artist.
type Deezer struct {
	*Platform

	// Guarded by Platform.mu.
	notFound int // the status of an unknown artist
	quota    int // requests within per, if they are limited
	per      time.Duration
	asked    []time.Time // the latest requests that counted
}

// DeezerQuotaExceeded is the answer to the 51st request within 5 s, which has
// the status 200 and no Retry-After.
var DeezerQuotaExceeded = DeezerError("Exception", "Quota limit exceeded", 4)

// DeezerError is an error of any code, with the status 200.
func DeezerError(kind, message string, code int) Fault {
	return Respond(http.StatusOK, fmt.Sprintf(`{"error":{"type":%q,"message":%q,"code":%d}}`, kind, message, code))
}

// NewDeezer starts a Deezer that has no artists.
func NewDeezer() (*Deezer, error) {
	d := &Deezer{Platform: &Platform{fold: asItIs}, notFound: http.StatusNotFound}
	return d, d.start(handlers{"GET /artist/{id}": d.artist}.mux())
}

// NotFoundStatus sets the status of the answer for an unknown artist. It was
// 200 until some time between 2019 and 2024, and 404 since.
func (d *Deezer) NotFoundStatus(status int) {
	d.locked(func() { d.notFound = status })
}

// Quota makes the platform take so many requests within any stretch of that
// length, as the real one takes 50 within 5 s.
func (d *Deezer) Quota(requests int, per time.Duration) {
	d.locked(func() { d.quota, d.per, d.asked = requests, per, nil })
}

// exceeded reports whether a request is one too many, and counts it if not.
func (d *Deezer) exceeded(now time.Time) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.asked = slices.DeleteFunc(d.asked, func(at time.Time) bool { return now.Sub(at) >= d.per })
	if d.quota == 0 || len(d.asked) >= d.quota {
		return d.quota > 0
	}
	d.asked = append(d.asked, now)
	return false
}

// artist answers GET /artist/{id}.
func (d *Deezer) artist(w http.ResponseWriter, r *http.Request) {
	if d.exceeded(time.Now()) {
		DeezerQuotaExceeded(w, r, nil)
		return
	}
	a, ok := d.Platform.account(r.PathValue("id"))
	if !ok || a.suspended {
		var status int
		d.locked(func() { status = d.notFound })
		WriteJSON(w, status, object{"error": object{"type": "DataException", "message": "no data", "code": 800}})
		return
	}
	WriteJSON(w, http.StatusOK, a.shaped("deezer", object{"id": json.Number(a.id), "name": a.name, "nb_fan": a.count}))
}
