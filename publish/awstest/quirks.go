package awstest

import (
	"bytes"
	"encoding/hex"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"datarocks/publish/awstest/wire"
)

// Quirks are how a server that speaks S3 differs from Amazon's. The zero value is
// Amazon's own. See Compatibles for who has which.
type Quirks struct {
	IgnoresConditions bool // carries out every write, whatever If-Match and If-None-Match are
	RefusesConditions bool // answers 501 to either
	AbsentIs412       bool // answers 412 to an If-Match for an object that is not there, where Amazon's answer is 404

	NeedsContentMD5  bool // wants DeleteObjects to have a Content-MD5
	RefusesDeletes   bool // knows no DeleteObjects
	RefusesChecksums bool // refuses any header of a checksum but Content-MD5
	RefusesChunks    bool // refuses a body that comes in chunks, with its checksum at the end
	StoresChunks     bool // takes the chunks for the body

	PageSize         int  // objects that an answer lists at most; 0 is a thousand
	ListsByMarker    bool // answers every listing as the first version of the request is answered
	NoToken          bool // cuts a listing off without a token
	IgnoresPlaces    bool // lists from the beginning, whatever is asked for
	RawKeys          bool // lists keys as they are, whatever encoding is asked for
	NeverSaysTheRest bool // does not report whether a listing is cut off

	ETags func(md5 string) string // of an ETag, without quotes; nil for the MD5
	Bare  bool                    // ETags come without quotes
}

// behave answers for S3 as a server with quirks does.
func (q Quirks) behave(w http.ResponseWriter, r *http.Request, well http.Handler) {
	if refusal := q.refuse(r); refusal != nil {
		refusal.Write(w, r)
		return
	}
	q.mistake(r)
	answer := record(well, r)
	q.deform(answer, r)
	answer.ServeHTTP(w, r)
}

// refuse returns the refusal of what a server does not know.
func (q Quirks) refuse(r *http.Request) *wire.Failure {
	conditional := r.Method == http.MethodPut && r.Header.Get("If-Match")+r.Header.Get("If-None-Match") != ""
	isDelete := r.Method == http.MethodPost && r.URL.Query().Has("delete")
	switch {
	case q.RefusesConditions && conditional:
		return notImplemented("A header you provided implies functionality that is not implemented.")
	case q.RefusesDeletes && isDelete:
		return wire.BadRequest("NotImplemented", "A header or query you provided requested a function that is not implemented.")
	case q.NeedsContentMD5 && isDelete && r.Header.Get("Content-Md5") == "":
		return wire.BadRequest("MissingContentMD5", "Missing required header for this request: Content-Md5.")
	case q.RefusesChunks && chunked(r):
		return notImplemented("AWS chunked encoding not supported")
	}
	if name := checksumOf(r.Header); q.RefusesChecksums && name != "" {
		return wire.BadRequest("InvalidArgument", "Unsupported header '"+strings.ToLower(name)+"' received for this API call.")
	}
	return nil
}

func notImplemented(message string) *wire.Failure {
	return wire.Refuse(http.StatusNotImplemented, "NotImplemented", message)
}

func chunked(r *http.Request) bool {
	return strings.HasPrefix(r.Header.Get("X-Amz-Content-Sha256"), "STREAMING-")
}

func checksumOf(h http.Header) string {
	for name := range h {
		if strings.HasPrefix(name, "X-Amz-Checksum-") && name != "X-Amz-Checksum-Mode" || name == "X-Amz-Sdk-Checksum-Algorithm" || name == "X-Amz-Trailer" {
			return name
		}
	}
	return ""
}

// mistake makes of a request what the server takes it for.
func (q Quirks) mistake(r *http.Request) {
	if q.IgnoresConditions {
		r.Header.Del("If-Match")
		r.Header.Del("If-None-Match")
	}
	if etag := r.Header.Get("If-Match"); etag != "" {
		r.Header.Set("If-Match", q.former(etag))
	}
	if q.StoresChunks && chunked(r) {
		r.Header.Del("X-Amz-Decoded-Content-Length")
		r.Header.Del("Content-Encoding")
		r.Header.Del("Content-Md5") // it does not look at it
		r.Header.Set("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD")
	}
	if !isListing(r) {
		return
	}
	query := r.URL.Query()
	if q.PageSize > 0 {
		query.Set("max-keys", strconv.Itoa(q.PageSize))
	}
	if q.ListsByMarker {
		for _, name := range []string{"list-type", "start-after", "continuation-token"} {
			query.Del(name)
		}
	}
	if q.IgnoresPlaces {
		for _, name := range []string{"marker", "start-after", "continuation-token"} {
			query.Del(name)
		}
	}
	if q.RawKeys {
		query.Del("encoding-type")
	}
	r.URL.RawQuery = query.Encode()
}

func isListing(r *http.Request) bool {
	_, key, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	return r.Method == http.MethodGet && key == ""
}

// deform makes of a good answer the server's own.
func (q Quirks) deform(answer *recording, r *http.Request) {
	if q.AbsentIs412 && r.Header.Get("If-Match") != "" && answer.Code == http.StatusNotFound {
		answer.Code = http.StatusPreconditionFailed
		answer.Body.Reset()
		return
	}
	if etag := answer.Header().Get("ETag"); etag != "" {
		answer.Header().Set("ETag", q.etag(etag))
	}
	if !isListing(r) {
		return
	}
	body := answer.Body.String()
	if q.NoToken {
		body = nextToken.ReplaceAllString(body, "")
	}
	if q.NeverSaysTheRest {
		body = truncated.ReplaceAllString(body, "")
	}
	body = listedETag.ReplaceAllStringFunc(body, func(s string) string {
		sum := listedETag.FindStringSubmatch(s)[1]
		return "<ETag>" + strings.ReplaceAll(q.etag(`"`+sum+`"`), `"`, "&#34;") + "</ETag>"
	})
	answer.Body = bytes.NewBufferString(body)
	answer.Header().Del("Content-Length")
}

var (
	nextToken  = regexp.MustCompile(`<NextContinuationToken>.*?</NextContinuationToken>`)
	truncated  = regexp.MustCompile(`<IsTruncated>.*?</IsTruncated>`)
	listedETag = regexp.MustCompile(`<ETag>&#34;([0-9a-f]+)&#34;</ETag>`)
)

// etag makes the server's ETag of a quoted MD5.
func (q Quirks) etag(quoted string) string {
	etag := strings.Trim(quoted, `"`)
	if q.ETags != nil {
		etag = q.ETags(etag)
	}
	if q.Bare {
		return etag
	}
	return `"` + etag + `"`
}

// former makes the MD5 of the server's ETag again: the first half, of an ETag that is
// longer. Other ETags are of no object.
func (q Quirks) former(etag string) string {
	sum := strings.Trim(etag, `"`)
	if q.ETags != nil && len(sum) == 64 {
		sum = sum[:32]
	}
	return `"` + sum + `"`
}

// long is an ETag of 64 digits, as that of a server which takes SHA-256 for it. It
// begins with the MD5, so that former can undo it.
func long(md5 string) string {
	digits, err := hex.DecodeString(md5)
	if err != nil {
		return md5
	}
	for i := range digits {
		digits[i] = ^digits[i]
	}
	return md5 + hex.EncodeToString(digits)
}
