// Package cdn simulates CloudFront, as far as invalidations go, a look at a
// distribution, and its key value stores.
package cdn

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"datarocks/publish/awstest/wire"
)

// Invalidation is an invalidation as CloudFront keeps it.
type Invalidation struct {
	ID              string
	CallerReference string
	Paths           []string
	Completed       bool // or in progress

	created time.Time
}

// CreateDistribution makes a distribution with an id such as "E1".
func (c *CDN) CreateDistribution(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.distributions[id] = []*Invalidation{}
}

// Invalidations returns the invalidations of a distribution, oldest first.
func (c *CDN) Invalidations(distribution string) []Invalidation {
	c.mu.Lock()
	defer c.mu.Unlock()
	var all []Invalidation
	for _, i := range c.distributions[distribution] {
		copied := *i
		copied.Paths = slices.Clone(i.Paths)
		all = append(all, copied)
	}
	return all
}

// CompleteInvalidations completes those in progress, which takes CloudFront
// some minutes.
func (c *CDN) CompleteInvalidations() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, all := range c.distributions {
		for _, i := range all {
			i.Completed = true
		}
	}
}

// The quotas of a distribution, for all its invalidations in progress. From the
// CloudFront Developer Guide.
const (
	maxPathsInProgress     = 3000
	maxWildcardsInProgress = 15
)

// CDN is CloudFront, as far as invalidations go, and a look at a distribution.
type CDN struct {
	http.Handler

	mu            sync.Mutex
	distributions map[string][]*Invalidation
	settings      map[string]Distribution
}

// New returns CloudFront without distributions.
func New() *CDN {
	c := &CDN{distributions: make(map[string][]*Invalidation), settings: make(map[string]Distribution)}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /2020-05-31/distribution/{distribution}", c.getDistribution)
	mux.HandleFunc("POST /2020-05-31/distribution/{distribution}/invalidation", c.create)
	c.Handler = mux
	return c
}

// batch is the body of CreateInvalidation, and part of each answer.
type batch struct {
	XMLName         xml.Name `xml:"InvalidationBatch"`
	Quantity        int      `xml:"Paths>Quantity"`
	Paths           []string `xml:"Paths>Items>Path"`
	CallerReference string
}

func (c *CDN) create(w http.ResponseWriter, r *http.Request) {
	var b batch
	if err := xml.NewDecoder(r.Body).Decode(&b); err != nil {
		wire.BadRequest("MalformedXML", err.Error()).Write(w, r)
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	i, refusal := c.take(r.PathValue("distribution"), b)
	if refusal != nil {
		refusal.Write(w, r)
		return
	}
	w.Header().Set("Location", "https://cloudfront.amazonaws.com"+r.URL.Path+"/"+i.ID)
	i.write(w, http.StatusCreated)
}

// take makes an invalidation of a batch, or returns the one that was made of
// the same batch before. c.mu is held.
func (c *CDN) take(distribution string, b batch) (*Invalidation, *wire.Failure) {
	all, exists := c.distributions[distribution]
	if !exists {
		return nil, wire.NoSuch("Distribution")
	}
	if refusal := b.check(); refusal != nil {
		return nil, refusal
	}
	for _, former := range all {
		switch {
		case former.CallerReference != b.CallerReference:
		case slices.Equal(former.Paths, b.Paths):
			return former, nil
		default:
			return nil, wire.Refuse(http.StatusConflict, "InvalidationBatchAlreadyExists", "The caller reference is that of another invalidation batch.")
		}
	}
	if refusal := b.checkQuotas(all); refusal != nil {
		return nil, refusal
	}
	i := &Invalidation{
		ID: fmt.Sprintf("I%013d", len(all)+1), CallerReference: b.CallerReference, Paths: b.Paths, created: time.Now().UTC(),
	}
	c.distributions[distribution] = append(all, i)
	return i, nil
}

// check returns what is wrong with a batch by itself.
func (b batch) check() *wire.Failure {
	switch {
	case b.Quantity != len(b.Paths):
		return wire.BadRequest("InconsistentQuantities", "The value of Quantity and the size of Items don't match.")
	case b.CallerReference == "":
		return wire.BadRequest("InvalidArgument", "Your request contains an empty caller reference.")
	case len(b.Paths) == 0 || slices.ContainsFunc(b.Paths, invalidPath):
		return wire.BadRequest("InvalidArgument", "Your request contains one or more invalid invalidation paths.")
	case len(b.Paths) > maxPathsInProgress:
		return wire.Refuse(http.StatusRequestEntityTooLarge, "BatchTooLarge", "Invalidation batch specified is too large.")
	}
	return nil
}

func (b batch) checkQuotas(others []*Invalidation) *wire.Failure {
	paths, wildcards := len(b.Paths), countWildcards(b.Paths)
	for _, i := range others {
		if !i.Completed {
			paths += len(i.Paths)
			wildcards += countWildcards(i.Paths)
		}
	}
	if paths <= maxPathsInProgress && wildcards <= maxWildcardsInProgress {
		return nil
	}
	return wire.BadRequest("TooManyInvalidationsInProgress",
		"Processing your request will cause you to exceed the maximum number of in-progress invalidations.")
}

// maxPath is how many characters a path may have.
const maxPath = 4000

// validPath is what CloudFront takes: a path from the root, in which whatever is not
// ASCII and whatever RFC 1738 calls unsafe is escaped, and with a wildcard at the end if
// anywhere. From the CloudFront Developer Guide, "Specifying the files to invalidate";
// that a "~" is refused was reported at
// http://www.onepwr.org/2013/08/02/cloudfront-woes-your-request-contains-one-or-more-invalid-invalidation-paths-use-custom-regexp-for-uriencode/
var validPath = regexp.MustCompile("^/([^\\x00- \\x7f-\\x{10ffff}\"#%*<>\\[\\\\\\]^`{|}~]|%[0-9A-Fa-f]{2})*\\*?$")

func invalidPath(path string) bool { return len(path) > maxPath || !validPath.MatchString(path) }

func countWildcards(paths []string) (n int) {
	for _, path := range paths {
		if strings.HasSuffix(path, "*") {
			n++
		}
	}
	return n
}

func (i *Invalidation) write(w http.ResponseWriter, status int) {
	state := "InProgress"
	if i.Completed {
		state = "Completed"
	}
	w.Header().Set("Content-Type", "text/xml")
	w.WriteHeader(status)
	wire.WriteXML(w, struct {
		XMLName xml.Name `xml:"http://cloudfront.amazonaws.com/doc/2020-05-31/ Invalidation"`
		ID      string   `xml:"Id"`
		Status  string
		Created string `xml:"CreateTime"`
		Batch   batch
	}{
		ID: i.ID, Status: state, Created: i.created.Format(time.RFC3339),
		Batch: batch{Quantity: len(i.Paths), Paths: i.Paths, CallerReference: i.CallerReference},
	})
}
