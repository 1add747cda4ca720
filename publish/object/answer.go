package object

import (
	"errors"
	"io"
	"net/http"
	"regexp"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// IsConflict reports whether a Put failed because another version is stored. The
// client repeats a write whose answer was lost, and then meets its own object: so
// a conflict does not prove that another wrote.
func IsConflict(err error) bool {
	switch code(err) {
	case "PreconditionFailed", "ConditionalRequestConflict":
		return true
	case "NoSuchKey": // it was to be replaced and is gone
		return true
	}
	// Some servers answer without a code, or with one of their own.
	return status(err) == http.StatusPreconditionFailed
}

// IsUnsupported reports whether a request failed because the server does not know
// what it asks for, as the conditions of a Put.
func IsUnsupported(err error) bool {
	return (code(err) == "NotImplemented" || status(err) == http.StatusNotImplemented) && !RefusesChecksums(err)
}

// IsDenied reports whether a server refuses a request: for want of a right, or because
// it does not know the login.
func IsDenied(err error) bool { return status(err) == http.StatusForbidden }

// checksums are the words by which servers name the checksums that the client sends
// by default, and the chunks that these come with.
var checksums = regexp.MustCompile(`(?i)x-amz-(sdk-)?checksum|x-amz-trailer|x-amz-content-sha256|-PAYLOAD-TRAILER|\bchunked\b`)

// RefusesChecksums reports whether a server that is not Amazon's refused a write for
// its checksum, or for how that is sent. UnderstoodChecksums is the cure.
func RefusesChecksums(err error) bool {
	api, ok := errors.AsType[smithy.APIError](err)
	return ok && checksums.MatchString(api.ErrorMessage())
}

// UnderstoodChecksums is how the environment has the client send no checksums but
// those that every server knows.
const UnderstoodChecksums = "AWS_REQUEST_CHECKSUM_CALCULATION=when_required"

// garbled are the codes of an upload that broke off, or came otherwise than it was
// sent.
var garbled = []string{"RequestTimeout", "IncompleteBody", "BadDigest"}

// Repeating returns a retryer that also repeats a request whose answer broke off, and
// an upload that did not arrive as it was sent.
func Repeating(r aws.Retryer) aws.Retryer {
	return &repeating{retry.AddWithErrorCodes(r, garbled...).(aws.RetryerV2)}
}

type repeating struct{ aws.RetryerV2 }

func (r *repeating) IsErrorRetryable(err error) bool {
	return r.RetryerV2.IsErrorRetryable(err) || errors.Is(err, io.ErrUnexpectedEOF)
}

// IsPassing reports whether a failure lies with the server or the way to it, so
// that whether a Put was carried out is not known. A request that was never sent,
// for want of credentials or a region, is no such failure.
func IsPassing(err error) bool {
	switch answered := status(err); answered {
	case 0:
	case http.StatusRequestTimeout, http.StatusConflict, http.StatusTooManyRequests:
		return true
	case http.StatusBadRequest:
		// An upload that broke off, or came garbled, is refused by its length or checksum.
		return slices.Contains(garbled, code(err))
	default:
		return answered < 400 || answered >= 500
	}
	_, sent := errors.AsType[*smithyhttp.RequestSendError](err)
	return sent
}

// status is that of an answer that is an error, 0 if there was none.
func status(err error) int {
	if answer, ok := errors.AsType[*smithyhttp.ResponseError](err); ok {
		return answer.HTTPStatusCode()
	}
	return 0
}

// code returns S3's code of an error, "" if it has none.
func code(err error) string {
	if api, ok := errors.AsType[smithy.APIError](err); ok {
		return api.ErrorCode()
	}
	return ""
}
