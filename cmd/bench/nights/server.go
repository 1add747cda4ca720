package nights

import (
	"crypto/md5"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"

	"datarocks/cmd/bench/programs"
	"datarocks/content"
)

// Server is as much of S3 as a history needs. It makes the rows of past days
// when they are asked for: together they are larger than a disk should be.
type Server struct {
	roster         Roster
	oldest, newest content.Day
	mu             sync.Mutex
	stored         map[string][]byte
	requests       programs.Requests
}

const prefix = "/bench/history/"

func dayKey(day content.Day) string {
	t := day.Time()
	return fmt.Sprintf("v1/days/year=%04d/month=%02d/%s.ndjson", t.Year(), t.Month(), day)
}

func (s *Server) reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = make(programs.Requests)
}

// String lists how often each kind of request came since a program began.
func (s *Server) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.requests.String()
}

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	kind := r.Method
	if r.URL.Query().Has("list-type") {
		kind = "LIST"
	}
	s.mu.Lock()
	s.requests[kind]++
	s.mu.Unlock()
	key := strings.TrimPrefix(r.URL.Path, prefix)
	switch kind {
	case "LIST":
		s.list(w, r)
	case http.MethodGet:
		s.get(w, key)
	case http.MethodPut:
		s.put(w, r, key)
	}
}

func etag(data []byte) string {
	sum := md5.Sum(data)
	return `"` + hex.EncodeToString(sum[:]) + `"`
}

// dayTag stands for the version of a past day, which never changes.
func dayTag(key string) string { return etag([]byte(key)) }

func (s *Server) list(w http.ResponseWriter, r *http.Request) {
	type object struct{ Key, ETag string }
	var page struct {
		XMLName               xml.Name `xml:"ListBucketResult"`
		IsTruncated           bool
		NextContinuationToken string
		Contents              []object
	}
	tags := make(map[string]string)
	for day := s.oldest; day <= s.newest; day++ {
		tags[dayKey(day)] = dayTag(dayKey(day))
	}
	s.mu.Lock()
	for key, data := range s.stored {
		tags[key] = etag(data)
	}
	s.mu.Unlock()
	wanted := strings.TrimPrefix("/bench/"+r.URL.Query().Get("prefix"), prefix)
	after := r.URL.Query().Get("continuation-token")
	for _, key := range slices.Sorted(maps.Keys(tags)) {
		if !strings.HasPrefix(key, wanted) || key <= after {
			continue
		}
		if len(page.Contents) == 1000 {
			page.IsTruncated, page.NextContinuationToken = true, strings.TrimPrefix(page.Contents[999].Key, "history/")
			break
		}
		page.Contents = append(page.Contents, object{"history/" + key, tags[key]})
	}
	_ = xml.NewEncoder(w).Encode(page)
}

func (s *Server) get(w http.ResponseWriter, key string) {
	s.mu.Lock()
	data, ok := s.stored[key]
	s.mu.Unlock()
	tag := etag(data)
	if !ok {
		for day := s.oldest; day <= s.newest; day++ {
			if dayKey(day) == key {
				data, tag, ok = s.roster.rows(day), dayTag(key), true
			}
		}
	}
	if !ok {
		w.WriteHeader(http.StatusNotFound)
		_, _ = io.WriteString(w, "<Error><Code>NoSuchKey</Code></Error>")
		return
	}
	w.Header().Set("ETag", tag)
	_, _ = w.Write(data)
}

// isPast reports whether an object is of a day whose rows are made up.
func (s *Server) isPast(key string) bool {
	for day := s.oldest; day <= s.newest; day++ {
		if dayKey(day) == key {
			return true
		}
	}
	return false
}

func (s *Server) put(w http.ResponseWriter, r *http.Request, key string) {
	data, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	old, ok := s.stored[key]
	tag := etag(old)
	if !ok && s.isPast(key) {
		tag, ok = dayTag(key), true
	}
	if r.Header.Get("If-None-Match") == "*" && ok || r.Header.Get("If-Match") != "" && r.Header.Get("If-Match") != tag {
		w.WriteHeader(http.StatusPreconditionFailed)
		_, _ = io.WriteString(w, "<Error><Code>PreconditionFailed</Code></Error>")
		return
	}
	s.stored[key] = data
	w.Header().Set("ETag", etag(data))
}
